#include "drug_on_day.h"

#include "base/values.h"

/* The first row that is not of a patient before. */
static size_t first_row(const audit_treatments *x, int patient)
{
    size_t low = 0, high = x->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x->patient[middle] < patient)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int drug_on(const audit_treatments *x, int patient, int first, int last)
{
    int drug = 0;

    for (size_t i = first_row(x, patient);
         i < x->n && x->patient[i] == patient; i++) {
        if (x->start[i] > first)
            return drug == 0 && x->start[i] < last ? x->drug[i] : drug;
        if (x->start[i] == first || x->stop[i] == AUDIT_MISSING ||
            x->stop[i] > first)
            drug = x->drug[i];
    }
    return drug;
}

void audit_drug_on_day(const audit_treatments *treatments, const int *patient,
                       const int *first, const int *last, size_t n, int *drug)
{
    for (size_t i = 0; i < n; i++)
        drug[i] = drug_on(treatments, patient[i], first[i], last[i]);
}
