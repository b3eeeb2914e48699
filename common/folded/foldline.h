/* SPDX-License-Identifier: MIT */
/*
 * Reads a folded line, "STACK COUNT" or "STACK COUNT COUNT2".
 *
 * The count follows the last blank of the line and looks like 12, 12. or 12.5; the stack
 * is all before that one blank. Blanks and digits are Perl's \s and \d for bytes or for
 * characters.
 */
#ifndef FG_FOLDED_FOLDLINE_H
#define FG_FOLDED_FOLDLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "perl/number.h"

enum foldline_text {
    FOLDLINE_BYTES,     /* of difffolded: ASCII blanks and digits */
    FOLDLINE_UTF8       /* of flamegraph: Unicode's; the line is valid UTF-8 */
};

/* Cuts one count off a line, which *stack may be. False, with nothing changed, if there
 * is none. */
bool foldline_cut(struct slice line, enum foldline_text text,
                  struct slice *stack, struct slice *count);

/* Cuts a count off a line that ends in a blank and 1 to 18 digits, as most do: the fast path
 * of the functions above and below. False, with nothing changed, for other lines. */
bool foldline_cut_integer(struct slice *line, uint64_t *value);

/* The value of a count that foldline_cut() or foldfault_cut() found. */
struct perl_number foldline_value(struct slice count);

#endif
