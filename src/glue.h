/* glue.h - between R objects and the core */
#ifndef MSAUDIT_GLUE_H
#define MSAUDIT_GLUE_H

#define R_NO_REMAP
#include <Rinternals.h>

#include "core/status.h"

/* Raise the R error for a status, unless it is AUDIT_OK. */
void check_status(audit_status status);

/* Borrow the elements of x, which the R wrapper has made n doubles or ints. */
const double *doubles(SEXP x, R_xlen_t n);
const int *ints(SEXP x, R_xlen_t n);

/* Make element i of a list n doubles, and lend them to be written. */
double *new_doubles(SEXP list, R_xlen_t i, R_xlen_t n);

/* Entry points of .Call(), one to each routine of the core. */
SEXP ci_rate(SEXP events, SEXP years, SEXP conf_level);

#endif
