#include "curve_incidence.h"

#include <math.h>

#include "base/dist.h"
#include "base/sum.h"

/*
 * Patient i's influence on F is f_i, on log S it is l_i. When d1 of d patients
 * who leave have the event, c = S(s-) d1 / n is added to F, and
 *
 *     f_i grows by c l_i, and by S(s-) / n (dN1_i - Y_i d1 / n),
 *     l_i grows by (Y_i d / n - dN_i) / (n - d),
 *
 * where N counts, and Y is 1, while the patient is at risk. Those at risk have
 * one f and one l, and the second terms add up to 0 over them, so that of the
 * sums over all patients
 *
 *     ff of f^2     grows by 2 c fl + c^2 ll + S(s-)^2 d1 / n^2 (1 - d1 / n),
 *     fl of f l     by c ll - c / n,
 *     ll of l^2     by d / (n (n - d)).
 */
struct state {
    audit_incidence_kind kind;
    double at_risk, known; /* known: not censored yet */
    double free;           /* S */
    double had, competing; /* patients so far */
    audit_sum share;       /* F */
    audit_sum ff, fl, ll;
};

/* F without a competing event is 1 - S to the last digit. */
static double share_of(const struct state *x)
{
    return x->competing == 0 ? 1 - x->free : audit_total(x->share);
}

static void leave(struct state *x, double d1, double d)
{
    double n = x->at_risk, c = x->free * (d1 / n), h = x->free / n;
    double ll = audit_total(x->ll);

    if (x->free > 0) {
        audit_add(&x->ff, 2 * c * audit_total(x->fl));
        audit_add(&x->ff, c * c * ll);
        audit_add(&x->ff, h * h * d1 * (1 - d1 / n));
        audit_add(&x->fl, c * ll);
        audit_add(&x->fl, -c / n);
        audit_add(&x->share, c);
    }
    if (n > d)
        audit_add(&x->ll, d / (n * (n - d)));
    x->free *= (n - d) / n;
    x->had += d1;
    x->competing += d - d1;
}

/* What happens at time j of the tally: before it ends, those censored count. */
static void pass(struct state *x, const audit_tally *tally, size_t j)
{
    double d1 = tally->events[j], d2 = tally->competing[j];
    double censored = tally->censored[j];

    if (x->kind == AUDIT_NOTHING_COMPETES) {
        censored += d2;
        d2 = 0;
    }
    if (d1 + d2 > 0)
        leave(x, d1, d1 + d2);
    x->at_risk -= d1 + d2 + censored;
    x->known -= censored;
}

static void fill(const struct state *x, double known, double tail, double z,
                 const audit_curve *curve, size_t j)
{
    double share = share_of(x), variance = audit_total(x->ff);
    int inner = x->had > 0 && share < 1 && variance > 0;
    audit_point point = {share, inner ? sqrt(variance) : 0, known};

    curve->estimate[j] = share;
    curve->std_error[j] = point.std_error;
    if (x->kind == AUDIT_COMPETING) {
        audit_share_limits(&point, tail, z, &curve->low[j], &curve->high[j]);
    } else {
        point.value = x->free;
        audit_share_limits(&point, tail, z, &curve->high[j], &curve->low[j]);
        curve->low[j] = 1 - curve->low[j];
        curve->high[j] = 1 - curve->high[j];
    }
}

static double all_patients(const audit_tally *tally)
{
    double n = 0;

    for (size_t j = 0; j < tally->n; j++)
        n += (double) tally->events[j] + tally->competing[j] +
             tally->censored[j];
    return n;
}

void audit_curve_incidence(const audit_tally *tally, audit_incidence_kind kind,
                           const double *times, size_t k, double conf_level,
                           const audit_curve *curve)
{
    double tail = (1 - conf_level) / 2, n = all_patients(tally);
    double z = qnorm(tail, 0, 1, /* lower */ 0, 0);
    struct state x = {.kind = kind, .at_risk = n, .known = n, .free = 1};
    size_t at = 0;

    for (size_t j = 0; j < k; j++) {
        double had = x.had;

        for (; at < tally->n && tally->time[at] < times[j]; at++)
            pass(&x, tally, at);
        double known = x.known;
        curve->at_risk[j] = x.at_risk;
        curve->estimate[j] = curve->std_error[j] = NAN;
        curve->low[j] = curve->high[j] = NAN;
        curve->events[j] = 0;
        if (n == 0)
            continue;
        if (at < tally->n && tally->time[at] == times[j])
            pass(&x, tally, at++);
        curve->events[j] = x.had - had;
        fill(&x, known, tail, z, curve, j);
    }
}
