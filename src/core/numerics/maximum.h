/* maximum.h - where a function of one number is greatest */
#ifndef MSAUDIT_MAXIMUM_H
#define MSAUDIT_MAXIMUM_H

#include "root.h"

/*
 * The greatest value of f from low to high, by golden section about the best of
 * seventeen places between them, ends included; `at`, where that is not NULL, is
 * where. It is found to 1e-8 of the distance from low to high. Of a function with
 * several summits the highest must be the one about the best of the places.
 */
double audit_maximum(audit_function *f, const void *context, double low,
                     double high, double *at);

#endif
