/* SPDX-License-Identifier: MIT */
/*
 * An owned, growing buffer of bytes. A zeroed struct is an empty buffer; strbuf_free()
 * frees the memory and leaves an empty one.
 */
#ifndef FG_BASE_STRBUF_H
#define FG_BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/slice.h"

struct strbuf {
    char *p;
    size_t n;
    size_t capacity;
};

void strbuf_free(struct strbuf *b);

/* Slow path of strbuf_reserve(). */
void strbuf_enlarge(struct strbuf *b, size_t more);

/* Makes room for `more` bytes after the content. */
static inline void strbuf_reserve(struct strbuf *b, size_t more)
{
    if (more > b->capacity - b->n)
        strbuf_enlarge(b, more);
}

static inline void strbuf_add(struct strbuf *b, struct slice bytes)
{
    if (bytes.n == 0)
        return;
    strbuf_reserve(b, bytes.n);
    memcpy(b->p + b->n, bytes.p, bytes.n);
    b->n += bytes.n;
}

static inline void strbuf_add_char(struct strbuf *b, char c)
{
    strbuf_reserve(b, 1);
    b->p[b->n++] = c;
}

void strbuf_add_str(struct strbuf *b, const char *string);

/* Appends the bytes that are not `unwanted`. */
void strbuf_add_without(struct strbuf *b, struct slice bytes, char unwanted);

/* Replaces each `byte` from position `from` on. */
static inline void strbuf_replace(struct strbuf *b, size_t from, char byte, char by)
{
    size_t at;

    for (; from < b->n && (at = slice_find(slice_of(b->p + from, b->n - from), byte)) != SLICE_NONE;
         from += at + 1)
        b->p[from + at] = by;
}

/* Appends what printf would print. */
void strbuf_printf(struct strbuf *b, const char *format, ...) FG_PRINTF(2, 3);
void strbuf_vprintf(struct strbuf *b, const char *format, va_list args);

/* Empties the buffer, keeps the memory. */
static inline void strbuf_clear(struct strbuf *b)
{
    b->n = 0;
}

/* The content; valid until the buffer is changed. */
static inline struct slice strbuf_slice(const struct strbuf *b)
{
    return slice_of(b->p != NULL ? b->p : "", b->n);
}

/* The content as a C string; valid until the buffer is changed. */
const char *strbuf_str(struct strbuf *b);

#endif
