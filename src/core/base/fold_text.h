/* fold_text.h - text as it is meant, whatever space, accents and case it has */
#ifndef MSAUDIT_FOLD_TEXT_H
#define MSAUDIT_FOLD_TEXT_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
    AUDIT_TIDY, /* shown: space around it is gone, each letter written one way */
    AUDIT_FOLD  /* compared: case too, and runs of space are one space */
} audit_folding;

/* How many code points and bytes audit_fold_text() needs for n bytes. */
size_t audit_fold_workspace(size_t n);
size_t audit_fold_room(size_t n);

/*
 * Writes to out[] the n bytes of UTF-8 in text[], and returns how many bytes that
 * made; no zero ends them. It depends on no locale.
 *
 * Both: white space of any kind (no-break, thin, ideographic, ...) around it is
 * cut, and is a plain space within it; what has no width (zero-width space, byte
 * order mark, soft hyphen, marks of direction) is gone; a letter with its accents
 * is written composed, as Unicode's NFC, in Latin, Greek and Cyrillic.
 * AUDIT_FOLD: runs of space are one; letters are in lower case, with one sigma,
 * sharp s as ss, i without regard to its dot (Turkish capitals), and Greek
 * without the acute accent that its capitals do not carry; letters and signs of full
 * width, hyphens, dashes and apostrophes of any kind are the plain ones, and fi and
 * fl written as one are two letters.
 *
 * Bytes that are no UTF-8 are kept as they are, with what has no width right after
 * them. Doing it twice changes nothing.
 */
size_t audit_fold_text(const char *text, size_t n, audit_folding how,
                       uint32_t *workspace, char *out);

#endif
