/* SPDX-License-Identifier: MIT */
/*
 * Folded lines in which the scripts find no count: why that is, and with --fix the count
 * that is meant.
 */
#ifndef FG_FOLDED_FOLDFAULT_H
#define FG_FOLDED_FOLDFAULT_H

#include <stdbool.h>

#include "base/slice.h"
#include "folded/foldline.h"
#include "io/notes.h"

enum foldfault {
    FOLDFAULT_CARRIAGE_RETURN,  /* CR LF ends the line */
    FOLDFAULT_BLANKS,           /* blanks follow the count */
    FOLDFAULT_FORM,             /* "1e5", ".5", "+5" */
    FOLDFAULT_NEGATIVE,         /* "-5" */
    FOLDFAULT_NO_COUNT,
    FOLDFAULT_BYTE_ORDER_MARK,  /* before a file's first line; foldfault_of() never says so */
    FOLDFAULT_KINDS
};

/* Says that a file ends within line `line`, as if it was cut. */
void foldfault_cut_file(const char *name, size_t line);

/* The byte order mark. */
#define FOLDFAULT_MARK "\xef\xbb\xbf"

/* How messages call them. */
extern const struct note_kind foldfault_notes[FOLDFAULT_KINDS];

/* Why foldline_cut() finds no count in a line. FOLDFAULT_KINDS: the line is blank. */
enum foldfault foldfault_of(struct slice line);

/* As foldline_cut(), but also cuts off counts of another form and, with `blanks`, those
 * before blanks or a carriage return. Negative counts are none. */
bool foldfault_cut(struct slice line, enum foldline_text text, bool blanks,
                   struct slice *stack, struct slice *count);

/* Notes a byte order mark before a file's line 1, and with `fix` removes it. */
void foldfault_mark(struct notes *n, const char *file, size_t number, bool fix,
                    struct slice *line);

#endif
