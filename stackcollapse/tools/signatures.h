/* By which lines the formats are known that the collapsers read. */
#ifndef FG_TOOLS_SIGNATURES_H
#define FG_TOOLS_SIGNATURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum signature_place {
    SIGNATURE_LINE,     /* any line fits the pattern */
    SIGNATURE_FIRST,    /* the first line that is not blank does */
    SIGNATURE_DOCUMENT  /* the text begins with the pattern's first character, and
                         * has its others somewhere, as they stand there */
};

struct signature {
    const char *format;     /* for messages */
    const char *program;    /* the collapser, or "" if it is folded already */
    enum signature_place place;
    const char *pattern;
};

/* All of them; those of the same format stand together. */
extern const struct signature signatures[];
extern const size_t signature_count;

/*
 * Whether a line is as the pattern says, in which
 *     *   is any characters
 *     ~   is one or more blanks
 *     #   is one or more digits
 *     &   is one or more hexadecimal digits, a-f in small letters
 *     \   makes the next character stand for itself
 * and others stand for themselves. Only the line's first 400 bytes count.
 */
bool signature_fits(const char *pattern, struct slice line);

/* The signature of a text, of which this is the beginning; NULL if none fits. Of
 * several the one whose line comes first counts, and then the first in the list. */
const struct signature *signature_find(struct slice text);

#endif
