/*
 * Perl's character classes \s, \d and \w for bytes, and the usual loops over
 * them. A byte beyond ASCII is in none of them.
 */
#ifndef FG_BASE_CHARS_H
#define FG_BASE_CHARS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

static inline bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* [0-9a-f] */
static inline bool is_lower_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

/* Each returns the position of the first byte from `at` on that is not in the
 * class. */

static inline size_t skip_spaces(struct slice s, size_t at)
{
    while (at < s.n && is_space(s.p[at]))
        at++;
    return at;
}

static inline size_t skip_digits(struct slice s, size_t at)
{
    while (at < s.n && is_digit(s.p[at]))
        at++;
    return at;
}

#endif
