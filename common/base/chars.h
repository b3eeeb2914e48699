/* SPDX-License-Identifier: MIT */
/*
 * Perl's character classes \s, \d and \w for bytes, hexadecimal digits, and loops over
 * them. A byte beyond ASCII is in none of the classes.
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

/* [0-9a-fA-F] */
static inline bool is_hex(char c)
{
    return is_lower_hex(c) || (c >= 'A' && c <= 'F');
}

/* The value of a hexadecimal digit of either case, -1 for another character. */
static inline int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    return is_hex(c) ? (c | 0x20) - 'a' + 10 : -1;
}

/* Forward: each returns the position of the first byte from `at` on that is not in the
 * class. */

static inline size_t skip_spaces(struct slice s, size_t at)
{
    while (at + 4 <= s.n && memcmp(s.p + at, "    ", 4) == 0)
        at += 4;    /* an indentation */
    while (at < s.n && is_space(s.p[at]))
        at++;
    return at;
}

static inline size_t skip_non_spaces(struct slice s, size_t at)
{
    while (at < s.n && !is_space(s.p[at]))
        at++;
    return at;
}

static inline size_t skip_digits(struct slice s, size_t at)
{
    while (at < s.n && is_digit(s.p[at]))
        at++;
    return at;
}

static inline size_t skip_word(struct slice s, size_t at)
{
    while (at < s.n && is_word(s.p[at]))
        at++;
    return at;
}

static inline size_t skip_lower_hex(struct slice s, size_t at)
{
    while (at < s.n && is_lower_hex(s.p[at]))
        at++;
    return at;
}

static inline size_t skip_hex(struct slice s, size_t at)
{
    while (at < s.n && is_hex(s.p[at]))
        at++;
    return at;
}

/* The position of the first byte from `at` on that is not `byte`. */
static inline size_t skip_run(struct slice s, size_t at, char byte)
{
    while (at < s.n && s.p[at] == byte)
        at++;
    return at;
}

/* Backward: each returns the position after the last byte before `end` that is not in
 * the class. */

static inline size_t skip_spaces_back(struct slice s, size_t end)
{
    while (end > 0 && is_space(s.p[end - 1]))
        end--;
    return end;
}

static inline size_t skip_non_spaces_back(struct slice s, size_t end)
{
    while (end > 0 && !is_space(s.p[end - 1]))
        end--;
    return end;
}

static inline size_t skip_digits_back(struct slice s, size_t end)
{
    while (end > 0 && is_digit(s.p[end - 1]))
        end--;
    return end;
}

static inline size_t skip_lower_hex_back(struct slice s, size_t end)
{
    while (end > 0 && is_lower_hex(s.p[end - 1]))
        end--;
    return end;
}

/* The text without the spaces before it. */
static inline struct slice trim_left(struct slice s)
{
    return slice_from(s, skip_spaces(s, 0));
}

/* The text without the spaces around it. */
static inline struct slice trim_spaces(struct slice s)
{
    s.n = skip_spaces_back(s, s.n);
    return trim_left(s);
}

#endif
