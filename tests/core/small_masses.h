/* small_masses.h - a few patients by the intervals that theirs holds */
#ifndef MSAUDIT_SMALL_MASSES_H
#define MSAUDIT_SMALL_MASSES_H

#include "curves/turnbull_mass.h"

enum { MOST_MASSES = 12, MOST_HELD = 40 };

struct small_masses {
    int first[MOST_HELD], last[MOST_HELD];
    double weight[MOST_HELD], p[MOST_MASSES];
    double room[6][MOST_MASSES + 1];
    int block[MOST_MASSES + 1], support[MOST_MASSES + 1];
    double hessian[MOST_MASSES * MOST_MASSES];
    double step[MOST_MASSES], back[MOST_MASSES];
};

/* n patients, of whom every interval is held by one alone too, so that no mass
   can be 0; all masses alike. */
static inline audit_masses masses_of(struct small_masses *x, size_t n, size_t m,
                                     uint32_t *seed)
{
    audit_masses q = {.n = n, .m = m, .weight = x->weight, .total = (double) n};

    for (size_t i = 0; i < n; i++) {
        int low = i < m ? (int) i : draw(seed, (int) m);

        x->first[i] = low;
        x->last[i] = i < m ? low : low + draw(seed, (int) m - low);
        x->weight[i] = 1;
    }
    for (size_t j = 0; j < m; j++)
        x->p[j] = 1 / (double) m;
    q.first = x->first;
    q.last = x->last;
    q.p = x->p;
    q.sum = x->room[0];
    q.d = x->room[1];
    q.trial = x->room[2];
    q.curve = x->room[3];
    q.level = x->room[4];
    q.heavy = x->room[5];
    q.block = x->block;
    q.support = x->support;
    q.hessian = x->hessian;
    q.step = x->step;
    q.back = x->back;
    return q;
}

/* The log likelihood, patient by patient and interval by interval. */
static inline double likelihood_of(const audit_masses *q, const double *p)
{
    double total = 0;

    for (size_t i = 0; i < q->n; i++) {
        double held = 0;
        for (int j = q->first[i]; j <= q->last[i]; j++)
            held += p[j];
        total += q->weight[i] * log(held);
    }
    return total;
}

#endif
