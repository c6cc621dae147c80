#include "fold_text.h"

#include "fold_tables.h"

#define SIZE(x) (sizeof(x) / sizeof(x)[0])

/* A byte that is no UTF-8 travels as a code that no UTF-8 has. */
static const uint32_t NO_TEXT = 0xDC00;

/* A letter has up to 4 parts, and takes 2 bytes or more where it has 2. */
size_t audit_fold_workspace(size_t n)
{
    return 2 * n;
}

size_t audit_fold_room(size_t n)
{
    return 4 * audit_fold_workspace(n);
}

/* The code point at *text, which moves on; never beyond end. */
static uint32_t next_code(const unsigned char **text, const unsigned char *end)
{
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    const unsigned char *at = *text;
    uint32_t code = *at;
    int more = code >= 0xF0 && code < 0xF5   ? 3
               : code >= 0xE0 && code < 0xF0 ? 2
               : code >= 0xC2 && code < 0xE0 ? 1
                                             : 0;

    *text = at + 1;
    if (code < 0x80)
        return code;
    if (more == 0 || end - at <= more)
        return NO_TEXT + *at;
    code &= 0x3Fu >> more;
    for (int i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return NO_TEXT + *at;
        code = code << 6 | (at[i] & 0x3Fu);
    }
    if (code < least[more] || code > 0x10FFFF ||
        (code >= 0xD800 && code < 0xE000))
        return NO_TEXT + *at;
    *text = at + more + 1;
    return code;
}

static int is_no_text(uint32_t code)
{
    return code >= NO_TEXT && code < NO_TEXT + 0x100;
}

static size_t put_code(uint32_t code, char *out)
{
    if (code < 0x80) {
        out[0] = (char) code;
        return 1;
    }
    if (is_no_text(code)) {
        out[0] = (char) (code - NO_TEXT);
        return 1;
    }
    size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const uint32_t head[] = {0, 0xC0, 0xE0, 0xF0};

    for (size_t i = more; i > 0; i--) {
        out[i] = (char) (0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char) (head[more] | code);
    return more + 1;
}

static int is_plain_space(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r');
}

static int is_other_space(uint32_t code)
{
    return code == 0x85 || code == 0xA0 || code == 0x1680 || code == 0x180E ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

static int has_no_width(uint32_t code, audit_folding how)
{
    int joins = code == 0x200C || code == 0x200D;

    return code == 0xAD || code == 0x200B || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF ||
           ((joins || (code >= 0xFE00 && code <= 0xFE0F)) && how == AUDIT_FOLD);
}

static const struct fold_pair *pair_of(uint32_t code)
{
    size_t low = 0, high = SIZE(fold_pairs);

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (fold_pairs[middle].letter < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < SIZE(fold_pairs) && fold_pairs[low].letter == code
               ? &fold_pairs[low]
               : NULL;
}

/* The letter of which the two are made, 0 where there is none. */
static uint32_t composed(uint32_t first, uint32_t second)
{
    size_t low = 0, high = SIZE(fold_compositions);

    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct fold_pair *x = &fold_pairs[fold_compositions[middle]];
        if (x->first < first || (x->first == first && x->second < second))
            low = middle + 1;
        else
            high = middle;
    }
    if (low == SIZE(fold_compositions))
        return 0;
    const struct fold_pair *x = &fold_pairs[fold_compositions[low]];
    return x->first == first && x->second == second ? x->letter : 0;
}

/* 0: no mark, which begins anew. */
static int rank_of(uint32_t code)
{
    if (code < 0x300)
        return 0;
    for (size_t i = 0; i < SIZE(fold_marks); i++)
        if (code >= fold_marks[i].first && code <= fold_marks[i].last)
            return fold_marks[i].rank;
    return 0;
}

static uint32_t lower(uint32_t code)
{
    size_t low = 0, high = SIZE(fold_cases);

    if (code == 0x131)
        return 'i';
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (fold_cases[middle].last < code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == SIZE(fold_cases))
        return code;
    const struct fold_case *x = &fold_cases[low];
    int fits = code >= x->first && (code - x->first) % x->step == 0;
    return fits ? (uint32_t) ((int32_t) code + x->by) : code;
}

static int is_greek(uint32_t code)
{
    return (code >= 0x370 && code <= 0x3FF) || (code >= 0x1F00 && code <= 0x1FFF);
}

/* What a mark of case alone is: a dot on i, an acute accent in Greek. */
static int is_of_case(uint32_t mark, uint32_t letter)
{
    return (mark == 0x307 && letter == 'i') ||
           (mark == 0x301 && is_greek(letter));
}

/* Sorts a mark in among those before it. */
static void put_in_order(uint32_t *code, size_t n)
{
    int rank = rank_of(code[n]);

    for (size_t i = n; rank > 0 && i > 0 && rank_of(code[i - 1]) > rank; i--) {
        uint32_t before = code[i - 1];
        code[i - 1] = code[i];
        code[i] = before;
    }
}

/*
 * What a keyboard or a text program puts for a sign: letters and signs of full
 * width, hyphens and dashes, apostrophes.
 */
static uint32_t plain_sign(uint32_t code)
{
    if (code >= 0xFF01 && code <= 0xFF5E)
        return code - 0xFEE0;
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212)
        return '-';
    if (code == 0x2018 || code == 0x2019 || code == 0x2BC)
        return '\'';
    return code;
}

/* Adds the parts of a letter to n codes. */
static size_t add_parts(uint32_t letter, audit_folding how, uint32_t *code,
                        size_t n)
{
    if (how == AUDIT_FOLD)
        letter = plain_sign(letter);
    /* Letters that are written as one: fi and fl. */
    if (how == AUDIT_FOLD && (letter == 0xFB01 || letter == 0xFB02)) {
        code[n++] = 'f';
        letter = letter == 0xFB01 ? 'i' : 'l';
    }
    const struct fold_pair *pair = letter < 0xC0 ? NULL : pair_of(letter);
    uint32_t last[3];
    size_t n_last = 0;

    for (; pair; pair = pair_of(letter)) {
        if (pair->second)
            last[n_last++] = pair->second;
        letter = pair->first;
    }
    if (how == AUDIT_FOLD && (letter == 0xDF || letter == 0x1E9E)) {
        code[n++] = 's';
        letter = 's';
    }
    code[n] = how == AUDIT_FOLD ? lower(letter) : letter;
    put_in_order(code, n);
    n++;
    while (n_last > 0) {
        code[n] = last[--n_last];
        put_in_order(code, n);
        n++;
    }
    return n;
}

static size_t without_case_marks(uint32_t *code, size_t n)
{
    size_t kept = 0;
    uint32_t letter = 0;

    for (size_t i = 0; i < n; i++) {
        if (rank_of(code[i]) == 0)
            letter = code[i];
        else if (is_of_case(code[i], letter))
            continue;
        code[kept++] = code[i];
    }
    return kept;
}

/* As NFC: a mark joins the letter before it, if no mark of its rank is between. */
static size_t compose(uint32_t *code, size_t n)
{
    size_t kept = 0, letter = 0;
    int has_letter = 0, last = 0;

    for (size_t i = 0; i < n; i++) {
        int rank = rank_of(code[i]);
        uint32_t whole = 0;

        if (has_letter && (last < rank || kept == letter + 1))
            whole = rank > 0 ? composed(code[letter], code[i]) : 0;
        if (whole) {
            code[letter] = whole;
            continue;
        }
        if (rank == 0) {
            letter = kept;
            has_letter = 1;
        }
        last = rank;
        code[kept++] = code[i];
    }
    return kept;
}

size_t audit_fold_text(const char *text, size_t n, audit_folding how,
                       uint32_t *workspace, char *out)
{
    const unsigned char *at = (const unsigned char *) text, *end = at + n;
    size_t codes = 0, bytes = 0;

    while (at < end) {
        uint32_t code = next_code(&at, end);
        int is_space = is_plain_space(code) || is_other_space(code);
        /* Without what follows it a stray byte and the next could make a letter. */
        int parts_bytes = codes > 0 && is_no_text(workspace[codes - 1]);

        if ((has_no_width(code, how) && !parts_bytes) || (is_space && codes == 0))
            continue;
        if (is_space && how == AUDIT_FOLD && workspace[codes - 1] == ' ')
            continue;
        if (is_space)
            workspace[codes++] =
                how == AUDIT_FOLD || is_other_space(code) ? ' ' : code;
        else
            codes = add_parts(code, how, workspace, codes);
    }
    while (codes > 0 && is_plain_space(workspace[codes - 1]))
        codes--;
    if (how == AUDIT_FOLD)
        codes = without_case_marks(workspace, codes);
    codes = compose(workspace, codes);
    for (size_t i = 0; i < codes; i++)
        bytes += put_code(workspace[i], out + bytes);
    return bytes;
}
