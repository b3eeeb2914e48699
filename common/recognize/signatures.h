/* SPDX-License-Identifier: MIT */
/* The lines that identify the formats of the collapsers. */
#ifndef FG_RECOGNIZE_SIGNATURES_H
#define FG_RECOGNIZE_SIGNATURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum signature_place {
    SIGNATURE_LINE,     /* any line matches the pattern */
    SIGNATURE_FIRST,    /* the first line that is not blank matches it */
    SIGNATURE_DOCUMENT, /* the text begins with the first character of the pattern, and
                         * contains the rest of it, literally, somewhere */
    SIGNATURE_FOLDED    /* lines of a stack, with a ';', and a count */
};

/* What a match says. */
enum signature_weight {
    SIGNATURE_SURE,     /* no other text has it */
    SIGNATURE_LIKELY,   /* it decides where nothing is sure */
    SIGNATURE_WEAK      /* it decides where most lines match */
};

struct signature {
    const char *format;     /* what messages call it: "the output of jstack" */
    const char *program;    /* the collapser; "" for folded stacks */
    enum signature_place place;
    enum signature_weight weight;
    const char *pattern;
};

/* All signatures; those of one format are neighbours. */
extern const struct signature signatures[];
extern const size_t signature_count;

/*
 * Whether a line matches a pattern, in which
 *     *   matches any characters
 *     ~   one or more spaces
 *     #   one or more digits
 *     &   one or more hexadecimal digits, a-f in lower case
 *     \   makes the next character match itself
 * and other characters match themselves. Only the first 400 bytes of the line are used.
 */
bool signature_matches(const char *pattern, struct slice line);

/* How much of a text is examined. */
#define SIGNATURE_BYTES ((size_t)64 * 1024)

struct signature_guess {
    const struct signature *found;      /* NULL: unknown, or not sure */
    const struct signature *maybe[2];   /* where not sure: what it looks most like */
};

/* Which format a text has, of which the first SIGNATURE_BYTES bytes are examined. Lines that
 * match several signatures count for the first in the list. */
struct signature_guess signature_guess(struct slice text);

/* The format of a text if it is sure; else NULL. */
const struct signature *signature_find(struct slice text);

#endif
