#include "test.h"

#include "curves/turnbull.h"

enum { MOST = 200 };

struct found {
    size_t n;
    double from[MOST], to[MOST], mass[MOST], off;
};

/* Elements in order of `key`, exact times first where they are asked to be. */
static void sort_by(const double *key, const double *left, const double *right,
                    size_t n, int exact_first, int *order)
{
    for (size_t i = 0; i < n; i++) {
        size_t j = i;
        for (; j > 0; j--) {
            size_t a = (size_t) order[j - 1];
            int before = key[a] < key[i] ||
                         (key[a] == key[i] &&
                          !(exact_first && left[i] == right[i] &&
                            left[a] != right[a]));
            if (before)
                break;
            order[j] = order[j - 1];
        }
        order[j] = (int) i;
    }
}

static audit_status estimate(const double *left, const double *right, size_t n,
                             struct found *found)
{
    double *doubles = just_doubles(audit_turnbull_doubles(n));
    int *ints = just_ints(audit_turnbull_ints(n));
    double weight[MOST];
    int by_left[MOST], by_right[MOST];

    for (size_t i = 0; i < n; i++)
        weight[i] = 1;
    sort_by(left, left, right, n, 1, by_left);
    sort_by(right, left, right, n, 0, by_right);
    audit_censored x = {n, left, right, weight, by_left, by_right};
    audit_status status = audit_turnbull(&x, doubles, ints, found->from,
                                         found->to, found->mass, &found->n,
                                         &found->off);
    /* By one step at a time, or some, it is the same. */
    for (size_t at_once = 1; status.code == AUDIT_OK && at_once < 100;
         at_once *= 9) {
        struct found again;
        audit_turnbull_work work;

        assert_int_equal(audit_turnbull_begin(&x, doubles, ints, again.from,
                                              again.to, again.mass, &work).code,
                         AUDIT_OK);
        while (!work.is_done)
            audit_turnbull_go_on(&work, at_once);
        assert_true(work.n_intervals == found->n && work.off == found->off);
        for (size_t j = 0; j < found->n; j++)
            assert_true(again.mass[j] == found->mass[j]);
    }
    free(doubles);
    free(ints);
    return status;
}

/*
 * (0, 2], (1, 3], (4, Inf): innermost (1, 2] and (4, Inf). Both of the first two
 * hold (1, 2]: mass 2/3 there and 1/3 beyond.
 */
static void two_intervals(void **state)
{
    (void) state;
    const double left[] = {0, 1, 4}, right[] = {2, 3, INFINITY};
    struct found x;

    assert_int_equal(estimate(left, right, 3, &x).code, AUDIT_OK);
    assert_true(x.n == 2 && x.from[0] == 1 && x.to[0] == 2);
    assert_true(x.from[1] == 4 && isinf(x.to[1]));
    assert_close(x.mass[0], 2.0 / 3);
    assert_close(x.mass[1], 1.0 / 3);
}

/*
 * (0, 1], (0, 2], (1, 2], (1, 2]: innermost (0, 1] with p and (1, 2] with 1 - p.
 * The likelihood p (1 - p)^2 is greatest at p = 1/3.
 */
static void a_patient_who_says_nothing(void **state)
{
    (void) state;
    const double left[] = {0, 0, 1, 1}, right[] = {1, 2, 2, 2};
    struct found x;

    estimate(left, right, 4, &x);
    assert_true(x.n == 2);
    assert_close(x.mass[0], 1.0 / 3);
}

/* What ends at 2 comes before what begins at 2; an exact 2 is within (1, 2]. */
static void ends_at_one_time(void **state)
{
    (void) state;
    const double left[] = {1, 2, 2}, right[] = {2, 3, 2};
    struct found x;

    estimate(left, right, 3, &x);
    assert_true(x.n == 2 && x.from[0] == 2 && x.to[0] == 2);
    assert_true(x.from[1] == 2 && x.to[1] == 3);
    assert_close(x.mass[0], 2.0 / 3);
}

/* Of exact times and later censoring it is Kaplan and Meier's: 1 - 1/5, then
   times 1 - 1/3 of the three left after a censoring, times 1 - 1/2. */
static void exact_times_are_kaplan_and_meier(void **state)
{
    (void) state;
    const double left[] = {3, 5, 7, 8, 9};
    const double right[] = {3, INFINITY, 7, 8, INFINITY};
    struct found x;

    estimate(left, right, 5, &x);
    assert_int_equal(x.n, 4);
    assert_close(x.mass[0], 0.2);
    assert_close(x.mass[1], 0.8 / 3);
    assert_close(x.mass[2], 0.8 * 2 / 3 / 2);
    assert_close(x.mass[3], 0.8 * 2 / 3 / 2);
}

/* The conditions of the maximum, by their definition, in random data. */
static void meets_the_conditions(void **state)
{
    (void) state;
    uint32_t seed = 11;

    for (int draws = 0; draws < 300; draws++) {
        size_t n = 1 + (size_t) draw(&seed, MOST);
        int grid = 2 + draw(&seed, 200);
        double left[MOST], right[MOST], p[MOST];
        struct found x;

        for (size_t i = 0; i < n; i++) {
            left[i] = draw(&seed, grid);
            right[i] = draw(&seed, 4) == 0 ? INFINITY
                                           : left[i] + draw(&seed, grid);
        }
        assert_int_equal(estimate(left, right, n, &x).code, AUDIT_OK);
        assert_true(x.off <= 1e-10);
        double total = 0;
        for (size_t j = 0; j < x.n; j++)
            total += x.mass[j];
        assert_true(fabs(total - 1) < 1e-10);
        for (size_t i = 0; i < n; i++) {
            p[i] = 0;
            for (size_t j = 0; j < x.n; j++)
                if (left[i] == right[i]
                        ? x.from[j] == left[i] && x.to[j] == left[i]
                        : x.from[j] >= left[i] && x.to[j] <= right[i] &&
                              (x.to[j] > left[i] || isinf(x.to[j])))
                    p[i] += x.mass[j];
        }
        for (size_t j = 0; j < x.n; j++) {
            double d = 0;
            for (size_t i = 0; i < n; i++)
                if (left[i] == right[i]
                        ? x.from[j] == left[i] && x.to[j] == left[i]
                        : x.from[j] >= left[i] && x.to[j] <= right[i] &&
                              (x.to[j] > left[i] || isinf(x.to[j])))
                    d += 1 / p[i] / (double) n;
            assert_true(d <= 1 + 1e-9);
            assert_true(x.mass[j] == 0 || fabs(d - 1) < 1e-9);
        }
    }
}

static void refuses_what_cannot_be(void **state)
{
    (void) state;
    const double back[] = {3, 2}, right[] = {4, 1}, below[] = {3, -1};
    const double good[] = {1, 2}, later[] = {3, 4}, none[] = {1, 0};
    const double ones[] = {1, 1}, no_end[] = {3, NAN}, no_start[] = {1, NAN};
    const double infinite[] = {1, INFINITY}, ends[] = {3, INFINITY};
    const int order[] = {0, 1}, before[] = {0, -1}, turned[] = {1, 0};
    const int out[] = {0, 2};
    const int twice[] = {0, 0};
    double doubles[200], from[2], to[2], mass[2], off;
    int ints[20];
    size_t n;
    struct {
        audit_censored x;
        audit_code code;
    } cases[] = {
        {{2, back, right, ones, turned, turned}, AUDIT_BAD_INTERVAL},
        {{2, below, later, ones, turned, order}, AUDIT_BAD_TIME},
        {{2, good, no_end, ones, order, order}, AUDIT_BAD_TIME},
        {{2, no_start, later, ones, order, order}, AUDIT_BAD_TIME},
        {{2, infinite, ends, ones, order, order}, AUDIT_BAD_TIME},
        {{2, good, later, infinite, order, order}, AUDIT_BAD_COUNT},
        {{2, good, later, none, order, order}, AUDIT_BAD_COUNT},
        {{2, good, later, ones, order, before}, AUDIT_NOT_SORTED},
        {{2, good, later, ones, before, order}, AUDIT_NOT_SORTED},
        {{2, good, later, ones, out, order}, AUDIT_NOT_SORTED},
        {{2, good, later, ones, order, turned}, AUDIT_NOT_SORTED},
        {{2, good, later, ones, turned, order}, AUDIT_NOT_SORTED},
        {{2, good, later, ones, order, out}, AUDIT_NOT_SORTED},
        {{2, good, later, ones, twice, order}, AUDIT_NOT_SORTED},
        {{2, good, later, ones, order, twice}, AUDIT_NOT_SORTED},
    };

    for (size_t i = 0; i < LENGTH(cases); i++) {
        audit_status status = audit_turnbull(&cases[i].x, doubles, ints, from,
                                             to, mass, &n, &off);
        assert_true(status.code == cases[i].code && status.at == 1);
    }
    audit_censored nobody = {0, good, later, ones, order, order};
    assert_int_equal(audit_turnbull(&nobody, doubles, ints, from, to, mass, &n,
                                    &off).code, AUDIT_OK);
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_intervals),
        cmocka_unit_test(a_patient_who_says_nothing),
        cmocka_unit_test(ends_at_one_time),
        cmocka_unit_test(exact_times_are_kaplan_and_meier),
        cmocka_unit_test(meets_the_conditions),
        cmocka_unit_test(refuses_what_cannot_be),
    };
    return cmocka_run_group_tests_name("turnbull", tests, NULL, NULL) != 0;
}
