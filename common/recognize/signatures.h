/* The lines that identify the formats of the collapsers. */
#ifndef FG_RECOGNIZE_SIGNATURES_H
#define FG_RECOGNIZE_SIGNATURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum signature_place {
    SIGNATURE_LINE,     /* any line matches the pattern */
    SIGNATURE_FIRST,    /* the first line that is not blank matches it */
    SIGNATURE_DOCUMENT  /* the text begins with the first character of the pattern, and
                         * contains the rest of it, literally, somewhere */
};

struct signature {
    const char *format;     /* what messages call it: "the output of jstack" */
    const char *program;    /* the collapser; "" for folded stacks */
    enum signature_place place;
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

/* The signature of a text that begins with `text`; NULL if none matches. If several do, the
 * one whose line comes first, and then the first in the list. */
const struct signature *signature_find(struct slice text);

#endif
