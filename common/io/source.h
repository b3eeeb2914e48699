/*
 * Bytes one at a time, of a file or of memory: what the pull parsers read. The
 * next byte can be looked at before it is taken.
 */
#ifndef FG_IO_SOURCE_H
#define FG_IO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "io/operands.h"

#define SOURCE_END (-1)

struct source {
    const char *p;          /* the bytes at hand */
    const char *end;
    struct operands *input;  /* where more come from; NULL: from nowhere */
    size_t line;            /* of the next byte, from 1 */
};

/* Begins reading a text, which stays where it is. */
void source_text(struct source *s, struct slice text);

/* Begins reading the next of the files; false when there are no more. What is
 * left of the file before is passed over. */
bool source_file(struct source *s, struct operands *input);

/* Gets more bytes when there are none at hand; false at the end. */
bool source_fill(struct source *s);

/* The next byte, or SOURCE_END. */
static inline int source_peek(struct source *s)
{
    return s->p < s->end || source_fill(s) ? (unsigned char)*s->p : SOURCE_END;
}

/* Takes the byte that source_peek() returned. */
static inline void source_skip(struct source *s)
{
    s->line += *s->p++ == '\n';
}

/* Takes the next byte if it is this one. */
static inline bool source_take(struct source *s, char c)
{
    if (source_peek(s) != (unsigned char)c)
        return false;
    source_skip(s);
    return true;
}

#endif
