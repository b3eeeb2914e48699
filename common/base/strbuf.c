/* SPDX-License-Identifier: MIT */
#include "base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void strbuf_free(struct strbuf *b)
{
    free(b->p);
    memset(b, 0, sizeof *b);
}

void strbuf_enlarge(struct strbuf *b, size_t more)
{
    if (more > (size_t)-1 - b->n)
        out_of_memory();
    b->p = grow_array(b->p, &b->capacity, b->n + more, 1);
}

void strbuf_add_str(struct strbuf *b, const char *string)
{
    strbuf_add(b, slice_str(string));
}

void strbuf_add_without(struct strbuf *b, struct slice bytes, char unwanted)
{
    size_t length;

    while ((length = slice_find(bytes, unwanted)) != SLICE_NONE) {
        strbuf_add(b, slice_cut(bytes, 0, length));
        bytes = slice_from(bytes, length + 1);
    }
    strbuf_add(b, bytes);
}

const char *strbuf_str(struct strbuf *b)
{
    strbuf_reserve(b, 1);
    b->p[b->n] = '\0';
    return b->p;
}

void strbuf_vprintf(struct strbuf *b, const char *format, va_list args)
{
    va_list again;

    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        strbuf_reserve(b, (size_t)length + 1);
        vsnprintf(b->p + b->n, (size_t)length + 1, format, again);
        b->n += (size_t)length;
    }
    va_end(again);
}

void strbuf_printf(struct strbuf *b, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    strbuf_vprintf(b, format, args);
    va_end(args);
}
