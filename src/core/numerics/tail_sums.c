#include "tail_sums.h"

#include <math.h>

/*
 * A term, and what Euler and Maclaurin's formula has at the ends of an integral
 * from half a step before the first term to half a step after the last:
 * -1/24 of the first derivative, 7/5760 of the third, -31/967680 of the fifth.
 */
typedef struct {
    double (*at)(double alpha, double x);
    double (*edge)(double alpha, double x);
} law;

/* From here the formula has 16 digits; below, and of few, terms are added up. */
enum { FAR = 64, FEW = 48 };

static double edges(double first, double third, double fifth)
{
    return -first / 24 + 7 * third / 5760 - 31 * fifth / 967680;
}

static double log_at(double alpha, double x)
{
    return log1p(alpha * x);
}

static double log_edge(double alpha, double x)
{
    double a = alpha / (1 + alpha * x);

    return edges(a, 2 * a * a * a, 24 * a * a * a * a * a);
}

static double part_at(double alpha, double x)
{
    return x / (1 + alpha * x);
}

static double part_edge(double alpha, double x)
{
    double v = 1 + alpha * x, a = alpha / v, per = 1 / (v * v);

    return edges(per, 6 * a * a * per, 120 * a * a * a * a * per);
}

static double square_at(double alpha, double x)
{
    double part = part_at(alpha, x);

    return part * part;
}

static double square_edge(double alpha, double x)
{
    double v = 1 + alpha * x, a = alpha / v, per = 1 / (v * v * v);

    return edges(2 * x * per, 12 * a * (v - 2) * per / v,
                 240 * a * a * a * (v - 3) * per / v);
}

/* Gauss and Legendre's rule of ten points, of which five are on each side. */
static double rule(const law *f, double alpha, double from, double to)
{
    static const double node[] = {0.14887433898163122, 0.43339539412924719,
                                  0.67940956829902441, 0.86506336668898451,
                                  0.97390652851717172};
    static const double weight[] = {0.29552422471475287, 0.26926671930999636,
                                    0.21908636251598204, 0.14945134915058059,
                                    0.066671344308688138};
    double middle = (from + to) / 2, half = (to - from) / 2, sum = 0;

    for (int k = 4; k >= 0; k--)
        sum += weight[k] * (f->at(alpha, middle - half * node[k]) +
                            f->at(alpha, middle + half * node[k]));
    return half * sum;
}

/* From a number to its double the terms are smooth, whatever alpha is. */
static double far_sum(const law *f, double alpha, double from, double to)
{
    double sum = f->edge(alpha, to - 0.5) - f->edge(alpha, from - 0.5);

    for (double low = from - 0.5, end = to - 0.5; low < end; low *= 2)
        sum += rule(f, alpha, low, fmin(2 * low, end));
    return sum;
}

/* The first j that not so many rows are above as are above `from`. */
static size_t end_of_run(const audit_counts_above *tail, size_t from)
{
    size_t last = from, step = 1, next;

    for (; last + step < tail->most &&
           tail->above[last + step] == tail->above[from]; step *= 2)
        last += step;
    for (next = last + step < tail->most ? last + step : tail->most;
         next - last > 1;) {
        size_t middle = last + (next - last) / 2;

        if (tail->above[middle] == tail->above[from])
            last = middle;
        else
            next = middle;
    }
    return next;
}

static void add_all(const law *f, const audit_counts_above *tail, size_t shift,
                    double alpha, audit_sum *sum)
{
    for (size_t j = shift, end; j < tail->most; j = end) {
        end = j < shift + FAR ? j + 1 : end_of_run(tail, j);
        double rows = tail->above[j], from = (double) (j - shift);

        if (end - j > FEW) {
            audit_add(sum, rows * far_sum(f, alpha, from,
                                          (double) (end - shift)));
            continue;
        }
        for (size_t k = 0; k < end - j; k++)
            audit_add(sum, rows * f->at(alpha, from + (double) k));
    }
}

void audit_add_tail_logs(const audit_counts_above *tail, size_t shift,
                         double alpha, audit_sum *sum)
{
    add_all(&(law) {log_at, log_edge}, tail, shift, alpha, sum);
}

void audit_add_tail_parts(const audit_counts_above *tail, size_t shift,
                          double alpha, audit_sum *sum)
{
    add_all(&(law) {part_at, part_edge}, tail, shift, alpha, sum);
}

void audit_add_tail_squares(const audit_counts_above *tail, size_t shift,
                            double alpha, audit_sum *sum)
{
    add_all(&(law) {square_at, square_edge}, tail, shift, alpha, sum);
}
