/* SPDX-License-Identifier: MIT */
/*
 * Borrowed bytes: a slice points into memory that something else owns and frees, and may
 * hold any byte. The owner's declaration says how long it is valid.
 */
#ifndef FG_BASE_SLICE_H
#define FG_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
    const char *p;
    size_t n;
};

/* What functions that return a position return for "not found". */
#define SLICE_NONE ((size_t)-1)

static inline struct slice slice_of(const char *p, size_t n)
{
    struct slice s = {p, n};
    return s;
}

/* The bytes of a C string, without its NUL. */
static inline struct slice slice_str(const char *string)
{
    return slice_of(string, strlen(string));
}

/* The bytes from position `from` up to, but not including, position `to`. */
static inline struct slice slice_cut(struct slice s, size_t from, size_t to)
{
    return slice_of(s.p + from, to - from);
}

/* The bytes from position `from` to the end. */
static inline struct slice slice_from(struct slice s, size_t from)
{
    return slice_of(s.p + from, s.n - from);
}

static inline bool slice_equal(struct slice a, struct slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool slice_is(struct slice s, const char *string)
{
    return slice_equal(s, slice_str(string));
}

static inline bool slice_starts(struct slice s, const char *string)
{
    size_t n = strlen(string);
    return s.n >= n && memcmp(s.p, string, n) == 0;
}

static inline bool slice_ends(struct slice s, const char *string)
{
    size_t n = strlen(string);
    return s.n >= n && memcmp(s.p + s.n - n, string, n) == 0;
}

/* Whether `s` begins with `part`, which ends there or before a ';'. */
static inline bool slice_begins_part(struct slice s, struct slice part)
{
    return part.n <= s.n && (part.n == s.n || s.p[part.n] == ';')
           && (part.n == 0 || memcmp(s.p, part.p, part.n) == 0);
}

/* Bytewise order, a prefix first: <0, 0 or >0. */
int slice_compare(struct slice a, struct slice b);

/* How many bytes at its beginning `a` has in common with `b`, if the first `from` are known
 * to be the same. */
static inline size_t slice_common(struct slice a, struct slice b, size_t from)
{
    size_t n = a.n < b.n ? a.n : b.n;
    uint64_t x, y;

    for (; from + sizeof x <= n; from += sizeof x) {
        memcpy(&x, a.p + from, sizeof x);
        memcpy(&y, b.p + from, sizeof y);
        if (x != y)
            break;
    }
    while (from < n && a.p[from] == b.p[from])
        from++;
    return from;
}

/* The position of the first or last `byte`, or of the first or last `string`, which is
 * not empty; or SLICE_NONE. */
static inline size_t slice_find(struct slice s, char byte)
{
    const char *at = s.n > 0 ? memchr(s.p, byte, s.n) : NULL;
    return at != NULL ? (size_t)(at - s.p) : SLICE_NONE;
}

size_t slice_find_last(struct slice s, char byte);
size_t slice_search(struct slice s, const char *string);
size_t slice_search_last(struct slice s, const char *string);

/* The bytes before the first `byte`; all of them without any. */
static inline struct slice slice_before(struct slice s, char byte)
{
    size_t at = slice_find(s, byte);
    return at == SLICE_NONE ? s : slice_cut(s, 0, at);
}

/* Whether it contains `string`, which is not empty. Most texts do not have its first byte. */
static inline bool slice_has(struct slice s, const char *string)
{
    return slice_find(s, string[0]) != SLICE_NONE && slice_search(s, string) != SLICE_NONE;
}

#endif
