#include <string.h>

#include "glue.h"

#include "core/base/fold_text.h"

static const R_xlen_t BLOCK = 65536;

/* Text of UTF-8 tidied or folded, what is missing staying so. */
SEXP fold_text(SEXP x, SEXP how)
{
    if (TYPEOF(x) != STRSXP)
        Rf_error("internal error: expected text");

    R_xlen_t n = XLENGTH(x);
    audit_folding folding = one_int(how) ? AUDIT_FOLD : AUDIT_TIDY;
    size_t longest = 0;
    for (R_xlen_t i = 0; i < n; i++)
        if ((size_t) LENGTH(STRING_ELT(x, i)) > longest)
            longest = (size_t) LENGTH(STRING_ELT(x, i));

    size_t work = audit_fold_workspace(longest), room = audit_fold_room(longest);
    uint32_t *workspace = (uint32_t *) R_alloc(work + 1, sizeof *workspace);
    char *out = R_alloc(room + 1, 1);
    SEXP folded = PROTECT(Rf_allocVector(STRSXP, n));

    for (R_xlen_t i = 0; i < n; i++) {
        SEXP text = STRING_ELT(x, i);
        if (i % BLOCK == BLOCK - 1)
            R_CheckUserInterrupt();
        if (text == NA_STRING) {
            SET_STRING_ELT(folded, i, NA_STRING);
            continue;
        }
        size_t size = audit_fold_text(CHAR(text), (size_t) LENGTH(text),
                                      folding, workspace, out);
        int is_same = size == (size_t) LENGTH(text) &&
                      memcmp(out, CHAR(text), size) == 0;
        SET_STRING_ELT(folded, i,
                       is_same ? text
                               : Rf_mkCharLenCE(out, (int) size, CE_UTF8));
    }
    UNPROTECT(1);
    return folded;
}
