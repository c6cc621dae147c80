/* lab_grades.h - laboratory values graded by a table of rules */
#ifndef MSAUDIT_LAB_GRADES_H
#define MSAUDIT_LAB_GRADES_H

#include "base/status.h"
#include "lab_judge.h"
#include "lab_steps.h"

/*
 * What each value was found to be: its grade, the least and the most that it can
 * be, from where on it is decided (audit_lab_verdict), and reason; its test, and the unit
 * in which that is graded, unit_of[test - 1]; the term that gave the grade, or the
 * first one of the test, and its direction (1 low, 2 high); the number from 1 of
 * the rule that gave a grade above 0; the value in the unit of the rules. What
 * there is none of is AUDIT_MISSING, of a value `no_value`, a NaN. What is not
 * wanted is NULL.
 */
typedef struct {
    int *grade, *least, *most, *from, *reason, *test, *unit, *term, *direction, *rule;
    double *value, no_value;
    const int *unit_of;
} audit_lab_graded;

/*
 * Where the rules of each test begin, in n_tests + 2. Refused: rules out of order,
 * or of a test out of range (AUDIT_NOT_SORTED).
 */
audit_status audit_index_rules(const audit_lab_rules *rules, size_t *first);

/*
 * baselines may be NULL, where none is known. table is workspace, of
 * audit_steps_enough() steps.
 */
void audit_grade_labs(const audit_lab_values *values,
                      const audit_lab_baselines *baselines,
                      const audit_lab_judge *judge,
                      audit_steps_table *table,
                      const audit_lab_graded *graded);

#endif
