/*
 * CHUNKS: pieces of the input that end behind an empty line, as samples do, so
 * that each can be looked at without the others. Only a piece without any empty
 * line, and the end of a file, end elsewhere.
 */
#ifndef FG_PERF_CHUNKS_H
#define FG_PERF_CHUNKS_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/operands.h"

/* A zeroed struct is ready for chunker_next(). */
struct chunk {
    struct slice text;
    const char *file;       /* its name, for messages */
    bool within;            /* the chunk before it ended elsewhere, without an empty line */
    bool file_end;          /* the file ends with it, and so does its last line */
    struct strbuf buffer;   /* where the text is */
    struct strbuf trouble;  /* messages about files, see chunk_tell() */
};

/* A struct with the first two set is ready. */
struct chunker {
    struct operands *input;
    size_t size;            /* how much is read for a chunk, at least 1 */
    struct strbuf rest;     /* read already, behind the newest chunk */
    bool within;
};

/* Gives the next chunk; its text stays valid until the same struct is given
 * here again. The text may be empty. False when there is no more. */
bool chunker_next(struct chunker *c, struct chunk *chunk);

/* Prints the messages about files that could not be opened or read. They come
 * with a chunk, so that who looks at many at the same time can print them in
 * the order of the input: before what there is to say of its text. */
void chunk_tell(const struct chunk *chunk);

void chunk_free(struct chunk *chunk);
void chunker_free(struct chunker *c);

#endif
