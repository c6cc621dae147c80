#include "glue.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

/*
 * R keeps routines of every shape under one type. The cast goes by
 * void (*)(void), which compilers take to mean that this is intended. R code
 * sees a routine as C_name (@useDynLib in R/msaudit-package.R).
 */
#define ROUTINE(name, n_args) {#name, (DL_FUNC) (void (*)(void)) &name, n_args}

static const R_CallMethodDef routines[] = {
    ROUTINE(ci_rate, 3),
    {NULL, NULL, 0}
};

attribute_visible void R_init_msaudit(DllInfo *dll)
{
    R_registerRoutines(dll, NULL, routines, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
}
