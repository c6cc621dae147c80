#include <stdlib.h>

#include "test.h"

#include "ranks/signed_rank.h"

enum { MOST = 9 };

static double workspace[1000];

static audit_signed_rank test(const double *x, int n, audit_zeros zeros,
                              double conf_level, audit_alternative side)
{
    audit_signed_rank found;
    audit_question question = {conf_level, side, 0};

    assert_true(audit_signed_rank_workspace((size_t) n) <= LENGTH(workspace));
    assert_int_equal(audit_signed_rank_test(x, (size_t) n, zeros, 1, &question,
                                            workspace, &found).code, AUDIT_OK);
    return found;
}

/* Twice the mean rank of |x[i] - s| among those that are ranked. */
static double doubled_rank(const double *x, int n, int i, double s,
                           audit_zeros zeros)
{
    double size = fabs(x[i] - s), rank = 1;

    for (int j = 0; j < n; j++) {
        double other = fabs(x[j] - s);
        if (other < 1e-12 && zeros == AUDIT_ZEROS_DROP)
            continue;
        if (j != i)
            rank += fabs(other - size) < 1e-12 ? 1 : other < size ? 2 : 0;
    }
    return rank + 1;
}

/* All patterns of signs, each with its sum of ranks. */
static double by_enumeration(const double *x, int n, double s,
                             audit_zeros zeros, double *statistic)
{
    double ranks[MOST], seen = 0, more = 0, fewer = 0;
    int m = 0;

    for (int i = 0; i < n; i++) {
        if (fabs(x[i] - s) < 1e-12)
            continue;
        ranks[m] = doubled_rank(x, n, i, s, zeros);
        seen += x[i] > s ? ranks[m] : 0;
        m++;
    }
    for (int pattern = 0; pattern < 1 << m; pattern++) {
        double sum = 0;
        for (int i = 0; i < m; i++)
            sum += pattern >> i & 1 ? ranks[i] : 0;
        more += sum >= seen;
        fewer += sum <= seen;
    }
    *statistic = seen / 2;
    return fmin(1, 2 * fmin(more, fewer) / (1 << m));
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static int draw_differences(uint32_t *seed, double *x)
{
    int n = 1 + draw(seed, MOST);

    for (int i = 0; i < n; i++)
        x[i] = draw(seed, 9) - 4;
    qsort(x, (size_t) n, sizeof *x, compare);
    return n;
}

static void statistic_and_p_are_those_of_enumeration(void **state)
{
    (void) state;
    uint32_t seed = 81;

    for (int round = 0; round < 400; round++) {
        double x[MOST], statistic;
        int n = draw_differences(&seed, x);
        audit_zeros zeros = (audit_zeros) draw(&seed, 2);
        audit_signed_rank found = test(x, n, zeros, 0.95, AUDIT_TWO_SIDED);

        assert_close(found.p, by_enumeration(x, n, 0, zeros, &statistic));
        assert_close(found.statistic, statistic);
    }
}

/* The set of shifts: all halves of whole numbers, and what lies between. */
static void ends_are_those_of_the_set(void **state)
{
    (void) state;
    uint32_t seed = 82;

    for (int round = 0; round < 150; round++) {
        double x[MOST], kept[MOST], statistic, least = INFINITY;
        double most = -INFINITY;
        int n = draw_differences(&seed, x), m = 0;
        audit_zeros zeros = (audit_zeros) draw(&seed, 2);
        audit_signed_rank found = test(x, n, zeros, 0.8, AUDIT_TWO_SIDED);

        for (int i = 0; i < n; i++)
            if (zeros == AUDIT_ZEROS_PRATT || x[i] != 0)
                kept[m++] = x[i];
        if (m == 0)
            continue;
        for (int k = -40; k <= 40; k++)
            if (by_enumeration(kept, m, k / 4.0, zeros, &statistic) >
                1 - 0.8) {
                /* An end between two halves is that of the half beyond. */
                double s = k / 4.0, low = k % 2 ? s - 0.25 : s;
                double high = k % 2 ? s + 0.25 : s;
                least = fmin(least, low);
                most = fmax(most, high);
            }
        least = least <= -10 ? -INFINITY : least;
        most = most >= 10 ? INFINITY : most;
        assert_true(found.low == least);
        assert_true(found.high == most);
    }
}

static void the_other_sign_is_the_mirror_image(void **state)
{
    (void) state;
    uint32_t seed = 83;

    for (int round = 0; round < 100; round++) {
        double x[MOST], y[MOST];
        int n = draw_differences(&seed, x);

        for (int i = 0; i < n; i++)
            y[i] = -x[n - 1 - i];
        audit_signed_rank a = test(x, n, AUDIT_ZEROS_PRATT, 0.9, AUDIT_LESS);
        audit_signed_rank b = test(y, n, AUDIT_ZEROS_PRATT, 0.9, AUDIT_GREATER);
        assert_close(a.p, b.p);
        assert_true(a.low == -INFINITY && b.high == INFINITY);
        assert_true(a.high == -b.low);
        assert_close(a.estimate, -b.estimate);
    }
}

static void of_none_and_of_zeros(void **state)
{
    (void) state;
    const double zeros[] = {0, 0};
    audit_signed_rank none = test(NULL, 0, AUDIT_ZEROS_PRATT, 0.95, AUDIT_LESS);
    audit_signed_rank dropped = test(zeros, 2, AUDIT_ZEROS_DROP, 0.95,
                                     AUDIT_TWO_SIDED);

    assert_true(isnan(none.estimate) && none.p == 1 && none.n == 0);
    assert_true(isnan(dropped.estimate) && dropped.n_zero == 2);
    assert_true(dropped.low == -INFINITY && dropped.p == 1);
}

/* By ones and by many, of differences alike and not, exact and normal. */
static void steps_lead_where_the_whole_does(void **state)
{
    (void) state;
    uint32_t seed = 84;
    const size_t at_once[] = {1, 3, 1000000};

    for (int round = 0; round < 240; round++) {
        double x[250];
        size_t n = round % 4 == 3 ? 250 : (size_t) draw(&seed, 40);
        audit_question question = {0.9, (audit_alternative) draw(&seed, 3), 0};
        audit_zeros zeros = (audit_zeros) draw(&seed, 2);
        audit_signed_rank whole;
        double *room = just_doubles(audit_signed_rank_workspace(n));

        for (size_t i = 0; i < n; i++)
            x[i] = draw(&seed, 9) - 4 + (round % 2) * draw_share(&seed);
        qsort(x, n, sizeof *x, compare);
        assert_int_equal(audit_signed_rank_test(x, n, zeros, 1, &question, room,
                                                &whole).code, AUDIT_OK);
        for (size_t k = 0; k < LENGTH(at_once); k++) {
            audit_signed_ranking work;
            int calls = 0;

            assert_int_equal(audit_signed_rank_begin(x, n, zeros, 1, &question,
                                                     room, &work).code,
                             AUDIT_OK);
            for (; !work.is_done; calls++)
                audit_signed_rank_go_on(&work, at_once[k]);
            assert_true(at_once[k] <= 3 || calls <= 1);
            assert_true(n < 250 || at_once[k] > 1 || calls > 20);
            assert_true(work.test.p == whole.p);
            assert_true(work.test.low == whole.low);
            assert_true(work.test.high == whole.high);
            assert_true(work.test.estimate == whole.estimate ||
                        isnan(whole.estimate));
        }
        free(room);
    }
}

static void refuses_what_it_cannot_rank(void **state)
{
    (void) state;
    const double down[] = {2, 1}, missing[] = {NAN};
    audit_question question = {0.95, AUDIT_LESS, 0};
    audit_signed_rank found;

    assert_int_equal(audit_signed_rank_test(down, 2, AUDIT_ZEROS_PRATT, 1,
                                            &question, workspace, &found).code,
                     AUDIT_NOT_SORTED);
    assert_int_equal(audit_signed_rank_test(missing, 1, AUDIT_ZEROS_PRATT, 1,
                                            &question, workspace, &found).code,
                     AUDIT_BAD_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistic_and_p_are_those_of_enumeration),
        cmocka_unit_test(ends_are_those_of_the_set),
        cmocka_unit_test(the_other_sign_is_the_mirror_image),
        cmocka_unit_test(of_none_and_of_zeros),
        cmocka_unit_test(steps_lead_where_the_whole_does),
        cmocka_unit_test(refuses_what_it_cannot_rank),
    };
    return cmocka_run_group_tests_name("signed_rank", tests, NULL, NULL) != 0;
}
