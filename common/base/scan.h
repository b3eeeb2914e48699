/* SPDX-License-Identifier: MIT */
/*
 * Reading a text from its beginning: each function removes from *s what it names.
 */
#ifndef FG_BASE_SCAN_H
#define FG_BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/chars.h"
#include "base/slice.h"

/* Removes `n` bytes and returns them. */
static inline struct slice scan_bytes(struct slice *s, size_t n)
{
    struct slice bytes = slice_cut(*s, 0, n);

    *s = slice_from(*s, n);
    return bytes;
}

/* Removes `string`; false, and *s as it was, if something else comes first. */
static inline bool scan_text(struct slice *s, const char *string)
{
    if (!slice_starts(*s, string))
        return false;
    scan_bytes(s, strlen(string));
    return true;
}

/* Each removes the longest run of bytes of its class, and returns it; its length is 0 if
 * there is none. */

static inline struct slice scan_spaces(struct slice *s)
{
    return scan_bytes(s, skip_spaces(*s, 0));
}

static inline struct slice scan_digits(struct slice *s)
{
    return scan_bytes(s, skip_digits(*s, 0));
}

static inline struct slice scan_lower_hex(struct slice *s)
{
    return scan_bytes(s, skip_lower_hex(*s, 0));
}

/* Removes spaces and the word after them; returns the word. */
static inline struct slice scan_word(struct slice *s)
{
    scan_spaces(s);
    return scan_bytes(s, skip_non_spaces(*s, 0));
}

/* Removes everything up to and including the first `byte`; *before is what precedes it.
 * False, and *s as it was, without such a byte. */
static inline bool scan_to(struct slice *s, char byte, struct slice *before)
{
    size_t at = slice_find(*s, byte);

    if (at == SLICE_NONE)
        return false;
    *before = scan_bytes(s, at);
    scan_bytes(s, 1);
    return true;
}

#endif
