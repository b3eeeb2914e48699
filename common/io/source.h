/* SPDX-License-Identifier: MIT */
/*
 * Bytes one at a time, from files or from memory, with one byte of lookahead: the input
 * of the pull parsers.
 */
#ifndef FG_IO_SOURCE_H
#define FG_IO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "io/operands.h"

#define SOURCE_END (-1)

struct source {
    const char *p;          /* the bytes that are buffered */
    const char *end;
    struct operands *input; /* where more come from; NULL: there are no more */
    size_t line;            /* of the next byte, from 1 */
};

/* Begins with a text, which is not copied. */
void source_text(struct source *s, struct slice text);

/* Begins with the next of the files, skipping the rest of the current one; false when
 * there are no more. */
bool source_file(struct source *s, struct operands *input);

/* Reads more bytes when none are buffered; false at the end. */
bool source_fill(struct source *s);

/* Whether the source ended because of an interrupt (interrupt.h), so that its text may
 * lack its end. */
bool source_is_cut(struct source *s);

/* The next byte, or SOURCE_END. */
static inline int source_peek(struct source *s)
{
    return s->p < s->end || source_fill(s) ? (unsigned char)*s->p : SOURCE_END;
}

/* Removes the byte that source_peek() returned. */
static inline void source_skip(struct source *s)
{
    s->line += *s->p++ == '\n';
}

/* Removes the next byte if it is this one. */
static inline bool source_take(struct source *s, char c)
{
    if (source_peek(s) != (unsigned char)c)
        return false;
    source_skip(s);
    return true;
}

#endif
