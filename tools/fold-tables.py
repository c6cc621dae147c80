#!/usr/bin/env python3
"""Writes src/core/fold_tables.h from the Unicode data that Python brings.

Run by hand, `python3 tools/fold-tables.py > src/core/fold_tables.h`, when letters
of a newer version of Unicode are wanted. Scripts that take part are Latin, Greek
and Cyrillic (and whatever else has case below U+10000, which costs little).
"""
import sys
import unicodedata

LAST = 0x2FFF  # Latin, Greek and Cyrillic, and the letter-like symbols


def canonical(code):
    parts = unicodedata.decomposition(chr(code))
    return [] if not parts or parts.startswith("<") else [int(x, 16) for x in parts.split()]


def is_split(code):
    return unicodedata.normalize("NFD", chr(code)) != chr(code)


pairs = []
for code in range(0xC0, LAST + 1):
    parts = canonical(code)
    if not parts or code in range(0x0900, 0x1E00):
        continue
    back = unicodedata.normalize("NFC", chr(code)) == chr(code)
    pairs.append((code, parts[0], parts[1] if len(parts) == 2 else 0, back))

marks = []
for code in range(0x300, 0x1AFF + 1):
    if code > 0x36F and code not in range(0x483, 0x488):
        continue
    rank = unicodedata.combining(chr(code))
    if rank == 0:
        continue
    if marks and marks[-1][1] == code - 1 and marks[-1][2] == rank:
        marks[-1][1] = code
    else:
        marks.append([code, code, rank])

# Folding to a single letter; runs of one distance, each letter or each second.
cases = []
for code in range(0x41, 0x10000):
    if 0xD800 <= code <= 0xDFFF or is_split(code):
        continue
    to = chr(code).casefold()
    if len(to) != 1 or ord(to) == code or is_split(ord(to)):
        continue
    by = ord(to) - code
    if cases and cases[-1][3] == by:
        run = cases[-1]
        step = code - run[1]
        if step in (1, 2) and (run[0] == run[1] or run[2] == step):
            run[1], run[2] = code, step
            continue
    cases.append([code, code, 1, by])


def table(name, kind, rows):
    print(f"static const struct {kind} {name}[] = {{")
    line = "   "
    for row in rows:
        text = " {" + ", ".join(row) + "},"
        if len(line) + len(text) > 79:
            print(line)
            line = "   "
        line += text
    print(line + "\n};\n")


h = lambda code: f"0x{code:X}"
print(f"""/*
 * fold_tables.h - letters that are one but for their case or how they are
 * written, of Unicode {unicodedata.unidata_version}. Written by tools/fold-tables.py: change that.
 */
#ifndef MSAUDIT_FOLD_TABLES_H
#define MSAUDIT_FOLD_TABLES_H

#include <stdint.h>

/* A letter and the two that it is made of; second 0: it is another's copy. */
struct fold_pair {{
    uint16_t letter, first, second;
    uint16_t composes; /* whether the two are written as the one */
}};

/* Marks from first to last, and where they stand among marks of a letter. */
struct fold_mark {{
    uint16_t first, last, rank;
}};

/* Each step-th letter from first to last folds to the one `by` away. */
struct fold_case {{
    uint16_t first, last, step;
    int32_t by;
}};
""")
table("fold_pairs", "fold_pair", [(h(a), h(b), h(c), str(int(d))) for a, b, c, d in pairs])
# For composition: places in fold_pairs by what they are made of.
order = sorted((i for i, p in enumerate(pairs) if p[3] and p[2]), key=lambda i: pairs[i][1:3])
print(f"static const uint16_t fold_compositions[] = {{")
line = "   "
for i in order:
    text = f" {i},"
    if len(line) + len(text) > 79:
        print(line)
        line = "   "
    line += text
print(line + "\n};\n")
table("fold_marks", "fold_mark", [(h(a), h(b), str(c)) for a, b, c in marks])
table("fold_cases", "fold_case", [(h(a), h(b), str(s), str(by)) for a, b, s, by in cases])
print("#endif")
print(len(pairs), len(order), len(marks), len(cases), file=sys.stderr)
