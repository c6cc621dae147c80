/* pairs.h - events of the same patients in two periods, and what comparing them finds */
#ifndef MSAUDIT_PAIRS_H
#define MSAUDIT_PAIRS_H

#include <stddef.h>

/* Events and time, in whatever unit, of n patients before and after. */
typedef struct {
    size_t n;
    const double *before, *time_before, *after, *time_after;
} audit_pairs;

/* What is to be said of a comparison: bits of a sum. */
enum {
    AUDIT_FALLBACK_EXACT = 1, /* the exact interval stands in */
    AUDIT_EXCLUDED = 2,       /* patients without time in one of the two */
    AUDIT_NO_EVENTS = 4,      /* no event in either: no ratio */
    AUDIT_NOT_EXACT = 8,      /* too many events: the score interval stands in */
    AUDIT_DRAWN_SIGNS = 16,   /* too many patients for all patterns of signs */
    AUDIT_FALLBACK_SCORE = 32, /* the scaled score of a difference stands in */
    AUDIT_NO_VARIANCE = 64    /* patients' changes are what the rates expect */
};

typedef struct {
    double patients;    /* those with time in both */
    double informative; /* those of them with an event in one of the two */
    double events_before, time_before, events_after, time_after;
    double dispersion;
    /* freedom: degrees of freedom of an interval by t; NaN without */
    double estimate, ratio_pooled, std_error, freedom, low, high, p;
    double exact_low, exact_high, p_exact, p_midp, p_sign_flip;
    int notes;
} audit_paired_rates;

#endif
