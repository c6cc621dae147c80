#include "gamma_poisson.h"

#include <math.h>

#include "base/sum.h"
#include "numerics/root.h"
#include "numerics/tail_sums.h"

void audit_gather_windows(const double *events, const double *time, size_t n,
                          const double *above, size_t most,
                          audit_windows *windows)
{
    audit_sum constant = {0, 0};
    double least = windows->is_truncated ? 1 : 0;
    size_t w = 0;

    for (size_t i = 0; i < n; i++) {
        if (i == 0 || time[i] != windows->time[w - 1]) {
            windows->time[w] = time[i];
            windows->patients[w] = windows->with_event[w] = 0;
            windows->events[w++] = 0;
        }
        windows->patients[w - 1]++;
        windows->with_event[w - 1] += events[i] > 0;
        windows->events[w - 1] += events[i];
        if (events[i] > least)
            audit_add(&constant, (events[i] - least) * log(time[i]));
    }
    /* log(y!) of all: log(j + 1) of each that has more than j. */
    for (size_t j = 1; j < most; j++)
        audit_add(&constant, -above[j] * log((double) j + 1));
    windows->n = w;
    windows->most = most;
    windows->above = above;
    windows->constant = audit_total(constant);
}

/*
 * One window under the law. With size nu = lambda (1 + alpha) t, c = nu spread =
 * alpha lambda t and k the shape, the probability of no event is (1 + c)^-k =
 * exp(-x), where x = nu (1 - spread) l(c), l(c) = log(1 + c) / c. All of it is
 * smooth from a spread of 0 to 1.
 */
struct window {
    double nu, c, log_c, l, x; /* log_c is log(1 + c) */
    double mean; /* of the count, given that it is above 0 */
};

/* The derivative of log(1 + c) / c. */
static double over_log_slope(double c)
{
    double sum = 0;

    if (c >= 0.02)
        return (1 / (1 + c) - log1p(c) / c) / c;
    for (int m = 10; m >= 1; m--)
        sum = -c * sum - m / (m + 1.0);
    return sum;
}

/* x / (1 - exp(-x)) */
static double over_chance(double x)
{
    return x > 0 ? x / -expm1(-x) : 1;
}

/* log((exp(x) - 1) / x) and its derivative. */
static double log_growth(double x)
{
    return x > 0 ? x + log(-expm1(-x) / x) : 0;
}

static double log_growth_slope(double x)
{
    if (x < 0.02)
        return 0.5 + x * (1.0 / 12 - x * x * (1.0 / 720 - x * x / 30240));
    return (over_chance(x) - 1) / x;
}

static struct window window_at(double size, double spread, double time)
{
    struct window at;

    at.nu = size * time;
    at.c = at.nu * spread;
    at.log_c = log1p(at.c);
    at.l = at.c > 0 ? at.log_c / at.c : 1;
    at.x = at.nu * (1 - spread) * at.l;
    at.mean = over_chance(at.x) / at.l;
    return at;
}

/* The log likelihood of one window, but for what is the same of all. */
static double of_window(const audit_windows *windows, audit_gamma_poisson law,
                        double size, size_t w)
{
    struct window at = window_at(size, law.spread, windows->time[w]);
    double events = windows->events[w], some = windows->with_event[w];
    double sum = events > 0 ? -events * at.log_c : 0;

    if (windows->is_truncated)
        return sum + (events - some) * law.log_size -
               some * (log_growth(at.x) + log(at.l));
    return sum + some * log1p(-law.spread) + events * law.log_size -
           windows->patients[w] * at.x;
}

double audit_gamma_poisson_likelihood(const audit_windows *windows,
                                      audit_gamma_poisson law)
{
    audit_sum sum = {windows->constant, 0};
    double size = exp(law.log_size);

    if (!windows->is_truncated && law.spread == 1)
        return -INFINITY;
    audit_add_tail_logs(&(audit_counts_above) {windows->above, windows->most},
                        1, law.spread, &sum);
    for (size_t w = 0; w < windows->n; w++)
        audit_add(&sum, of_window(windows, law, size, w));
    return audit_total(sum);
}

double audit_gamma_poisson_by_size(const audit_windows *windows,
                                   audit_gamma_poisson law)
{
    audit_sum sum = {0, 0};
    double size = exp(law.log_size);

    for (size_t w = 0; w < windows->n; w++) {
        struct window at = window_at(size, law.spread, windows->time[w]);
        audit_add(&sum, (windows->events[w] -
                         windows->with_event[w] * at.mean) / (1 + at.c));
    }
    return audit_total(sum);
}

double audit_gamma_poisson_by_spread(const audit_windows *windows,
                                     audit_gamma_poisson law)
{
    audit_sum sum = {0, 0};
    double size = exp(law.log_size);

    audit_add_tail_parts(&(audit_counts_above) {windows->above, windows->most},
                         1, law.spread, &sum);
    for (size_t w = 0; w < windows->n; w++) {
        struct window at = window_at(size, law.spread, windows->time[w]);
        double l_slope = over_log_slope(at.c) * at.nu;
        double x_slope = at.nu * ((1 - law.spread) * l_slope - at.l);
        audit_add(&sum, -windows->events[w] * at.nu / (1 + at.c));
        audit_add(&sum, -windows->with_event[w] *
                            (log_growth_slope(at.x) * x_slope +
                             l_slope / at.l));
    }
    return audit_total(sum);
}

static double shortest(const audit_windows *windows)
{
    double least = INFINITY;

    for (size_t w = 0; w < windows->n; w++)
        least = fmin(least, windows->time[w]);
    return least;
}

/*
 * Of one window what is lacking is (1 + c)^-(k + 1), the most in the shortest,
 * with which the others are compared: what is lacking in itself may vanish. A
 * window weighs as the events that are expected of it: of patients who were all
 * selected given that they have one.
 */
double audit_repeat_exponent(const audit_windows *windows,
                             audit_gamma_poisson law)
{
    double size = exp(law.log_size), all = 0, less = 0;
    struct window first = window_at(size, law.spread, shortest(windows));
    double least = first.x + first.log_c;

    for (size_t w = 0; w < windows->n; w++) {
        struct window at = window_at(size, law.spread, windows->time[w]);
        double weight = windows->is_truncated
                            ? windows->with_event[w] * at.mean
                            : windows->patients[w] * windows->time[w];
        all += weight;
        less -= weight * expm1(least - (at.x + at.log_c));
    }
    return windows->n == 1 ? least : least - log1p(-less / all);
}

struct search {
    const audit_windows *windows;
    double spread, log_exponent;
};

static double excess(double log_size, const void *context)
{
    const struct search *x = context;
    audit_gamma_poisson law = {log_size, x->spread};

    return audit_but_for_noise(log(audit_repeat_exponent(x->windows, law)) -
                               x->log_exponent);
}

/* For one window log(1 + c) is spread times the exponent. */
static double size_of_one(double time, double spread, double exponent)
{
    double log_growth = spread * exponent;

    if (spread == 0)
        return log(exponent / time);
    return (log_growth < 700 ? log(expm1(log_growth)) : log_growth) -
           log(spread * time);
}

double audit_size_of_exponent(const audit_windows *windows, double spread,
                              double exponent)
{
    struct search x = {windows, spread, log(exponent)};
    double guess = size_of_one(windows->time[windows->n / 2], spread, exponent);
    double log_size = NAN;

    if (windows->n == 1)
        return guess;
    if (audit_root_near(excess, &x, /* rises */ 1, guess, 0.1,
                        &log_size).code != AUDIT_OK)
        return NAN;
    return log_size;
}
