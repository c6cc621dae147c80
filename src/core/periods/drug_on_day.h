/* drug_on_day.h - the drug that a patient is on when a period begins */
#ifndef MSAUDIT_DRUG_ON_DAY_H
#define MSAUDIT_DRUG_ON_DAY_H

#include "history.h"

/*
 * For each of n periods (first, last] of a patient: the drug of a course that
 * goes on after the day `first`, or starts on it, the one started last of several;
 * else that of the next course to start before `last`; else 0. Courses are in
 * order of patient and start.
 */
void audit_drug_on_day(const audit_treatments *treatments, const int *patient,
                       const int *first, const int *last, size_t n, int *drug);

#endif
