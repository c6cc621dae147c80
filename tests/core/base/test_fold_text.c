#include "test.h"

#include <string.h>

#include "base/fold_text.h"

/* Expected from Unicode's tables of case folding and normal form C. */
struct text {
    const char *name, *text, *expected;
    audit_folding how;
};

static const struct text texts[] = {
    {"plain case",
     "NataliZumab",
     "natalizumab", AUDIT_FOLD},
    {"hyphen without break, apostrophe, full width, joined letters",
     "Peg\342\200\221IFN\342\200\231s \357\274\241\357\274\222 \357\254\201\357\254\202",
     "peg-ifn's a2 fifl", AUDIT_FOLD},
    {"no-break and thin space around it",
     "\302\240\342\200\211nat\342\200\257",
     "nat", AUDIT_FOLD},
    {"zero width and byte order mark",
     "\357\273\277na\342\200\213tal\302\255i\342\201\240",
     "natali", AUDIT_FOLD},
    {"no-break space within is a space",
     "beta\302\2401a",
     "beta 1a", AUDIT_FOLD},
    {"runs of space are one",
     "beta \342\200\203\011 1a",
     "beta 1a", AUDIT_FOLD},
    {"shown text keeps its runs",
     "  Beta  1a\012",
     "Beta  1a", AUDIT_TIDY},
    {"shown text is composed",
     "Ne\314\201vrite\302\240",
     "N\303\251vrite", AUDIT_TIDY},
    {"Latin 1",
     "\303\211\303\204\303\221\303\236",
     "\303\251\303\244\303\261\303\276", AUDIT_FOLD},
    {"bytes that are no text do not come together",
     "\304\302\255\266",
     "\304\302\255\266", AUDIT_FOLD},
    {"times sign has no case",
     "\303\227\303\267",
     "\303\227\303\267", AUDIT_FOLD},
    {"Polish",
     "\305\201\303\223D\305\271 \305\273\304\204\304\230\304\206",
     "\305\202\303\263d\305\272 \305\274\304\205\304\231\304\207", AUDIT_FOLD},
    {"Czech, decomposed",
     "R\314\214ERICHA",
     "\305\231ericha", AUDIT_FOLD},
    {"Greek with final sigma",
     "\316\235\316\237\316\243\316\237\316\243",
     "\316\275\316\277\317\203\316\277\317\203", AUDIT_FOLD},
    {"Greek final sigma in lower case, with its accent",
     "\316\275\317\214\317\203\316\277\317\202",
     "\316\275\316\277\317\203\316\277\317\203", AUDIT_FOLD},
    {"Greek shown keeps its accent",
     "\316\275\317\214\317\203\316\277\317\202",
     "\316\275\317\214\317\203\316\277\317\202", AUDIT_TIDY},
    {"Cyrillic",
     "\320\235\320\220\320\242\320\220\320\231",
     "\320\275\320\260\321\202\320\260\320\271", AUDIT_FOLD},
    {"Turkish capital with a dot",
     "\304\260NTERFERON",
     "interferon", AUDIT_FOLD},
    {"Turkish letter without a dot",
     "\304\261nterferon",
     "interferon", AUDIT_FOLD},
    {"sharp s",
     "Gro\303\237hadern",
     "grosshadern", AUDIT_FOLD},
    {"micro sign is mu",
     "\302\265",
     "\316\274", AUDIT_FOLD},
    {"Vietnamese marks in any order",
     "e\314\202\314\243",
     "\341\273\207", AUDIT_TIDY},
    {"the same in the other order",
     "e\314\243\314\202",
     "\341\273\207", AUDIT_TIDY},
    {"Kelvin sign",
     "\342\204\252",
     "k", AUDIT_FOLD},
    {"nothing",
     "\302\240\357\273\277",
     "", AUDIT_FOLD},
    {"what is no UTF-8 stays", "n\351vrite \300\200", "n\351vrite \300\200",
     AUDIT_FOLD},
    {"cut in the middle of a letter", "a\342\200", "a\342\200", AUDIT_TIDY},
};

static void is_as_expected(void **state)
{
    const struct text *x = *state;
    uint32_t workspace[200];
    char out[800];
    size_t n = strlen(x->text);

    assert_true(audit_fold_room(n) <= sizeof out);
    size_t size = audit_fold_text(x->text, n, x->how, workspace, out);
    assert_int_equal(size, strlen(x->expected));
    assert_memory_equal(out, x->expected, size);
}

int main(void)
{
    int failed = RUN_CASES("text", is_as_expected, texts);
    return failed != 0;
}
