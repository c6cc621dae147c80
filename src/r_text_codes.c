#include <stdint.h>

#include "glue.h"

/*
 * R keeps each string once in each encoding, so that strings are told apart by
 * where they are and not by their letters. Places are hashed; a table that is half
 * full is made anew, twice as large.
 */
struct table {
    size_t size; /* a power of 2 */
    SEXP *text;
    int *code; /* from 1; 0: free */
    int n;
};

static struct table new_table(size_t size)
{
    struct table x = {size, (SEXP *) R_alloc(size, sizeof(SEXP)),
                      work_ints(size), 0};

    for (size_t i = 0; i < size; i++)
        x.code[i] = 0;
    return x;
}

static size_t place_of(const struct table *x, SEXP text)
{
    uint64_t bits = (uint64_t) (uintptr_t) text * 0x9E3779B97F4A7C15;
    size_t at = (size_t) (bits >> 32) & (x->size - 1);

    while (x->code[at] && x->text[at] != text)
        at = (at + 1) & (x->size - 1);
    return at;
}

static void put_text(struct table *x, SEXP text, int code)
{
    size_t at = place_of(x, text);

    x->text[at] = text;
    x->code[at] = code;
    x->n++;
}

static struct table twice_as_large(const struct table *x)
{
    struct table more = new_table(2 * x->size);

    for (size_t i = 0; i < x->size; i++)
        if (x->code[i])
            put_text(&more, x->text[i], x->code[i]);
    return more;
}

static int code_of(struct table *x, SEXP text)
{
    size_t at = place_of(x, text);

    if (x->code[at])
        return x->code[at];
    if (2 * (size_t) (x->n + 1) > x->size)
        *x = twice_as_large(x);
    put_text(x, text, x->n + 1);
    return x->n;
}

/* Codes of text from 1 in order of their first, and what they stand for. */
SEXP text_codes(SEXP x)
{
    if (TYPEOF(x) != STRSXP)
        Rf_error("internal error: expected text");

    R_xlen_t n = XLENGTH(x);
    const SEXP *text = STRING_PTR_RO(x);
    struct table table = new_table(1024);
    const char *names[] = {"code", "levels", ""};
    SEXP list = PROTECT(Rf_mkNamed(VECSXP, names));
    int *code = new_ints(list, 0, n);

    for (R_xlen_t i = 0; i < n; i++)
        code[i] = text[i] == NA_STRING ? NA_INTEGER : code_of(&table, text[i]);
    SEXP levels = Rf_allocVector(STRSXP, table.n);
    SET_VECTOR_ELT(list, 1, levels);
    for (size_t i = 0; i < table.size; i++)
        if (table.code[i])
            SET_STRING_ELT(levels, table.code[i] - 1, table.text[i]);
    UNPROTECT(1);
    return list;
}
