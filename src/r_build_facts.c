#include <float.h>

#include <Rversion.h>

#include "glue.h"

#ifdef __VERSION__
#define COMPILER __VERSION__
#else
#define COMPILER "not known"
#endif

/* clang names itself in its version, gcc does not. */
#if defined(__GNUC__) && !defined(__clang__)
#define KIND "gcc "
#else
#define KIND ""
#endif

/*
 * What this library was built by and for, as text: compiler, the R whose
 * headers and Rmath it was compiled against, bits of a pointer, digits of a
 * double and of a long double in base 2, and FLT_EVAL_METHOD: 0 where sums of
 * doubles are kept in doubles.
 */
SEXP build_facts(void)
{
    const char *names[] = {"compiler", "r", "pointer", "digits",
                           "long_digits", "evaluation", ""};
    const int numbers[] = {(int) (8 * sizeof(void *)), DBL_MANT_DIG,
                           LDBL_MANT_DIG, (int) FLT_EVAL_METHOD};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));

    SET_VECTOR_ELT(list, 0, Rf_mkString(KIND COMPILER));
    SET_VECTOR_ELT(list, 1, Rf_mkString(R_MAJOR "." R_MINOR));
    for (int i = 0; i < 4; i++)
        SET_VECTOR_ELT(list, i + 2, Rf_ScalarInteger(numbers[i]));
    UNPROTECT(1);
    return list;
}
