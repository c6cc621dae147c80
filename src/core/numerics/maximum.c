#include "maximum.h"

#include <math.h>

struct place {
    double at, value;
};

static struct place evaluate(audit_function *f, const void *context, double at)
{
    return (struct place) {at, f(at, context)};
}

static struct place better(struct place a, struct place b)
{
    return b.value > a.value ? b : a;
}

double audit_maximum(audit_function *f, const void *context, double low,
                     double high, double *at)
{
    enum { parts = 16 };
    const double golden = (3 - sqrt(5)) / 2;
    double width = (high - low) / parts, tolerance = 1e-8 * (high - low);
    struct place best = evaluate(f, context, low);

    for (int i = 1; i <= parts; i++)
        best = better(best, evaluate(f, context,
                                     i == parts ? high : low + i * width));
    /* The best stays between the two; the longer side of it is cut. */
    double from = fmax(low, best.at - width), to = fmin(high, best.at + width);
    while (to - from > tolerance) {
        double before = best.at - from, after = to - best.at;
        int is_after = after > before;
        struct place next = evaluate(f, context,
                                     is_after ? best.at + golden * after
                                              : best.at - golden * before);
        int is_better = next.value > best.value;
        if (is_after == is_better)
            from = is_better ? best.at : next.at;
        else
            to = is_better ? best.at : next.at;
        best = better(best, next);
    }
    if (at)
        *at = best.at;
    return best.value;
}
