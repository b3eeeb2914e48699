/* SPDX-License-Identifier: MIT */
#include "io/chunks.h"

#include <string.h>

#include "base/message.h"
#include "io/interrupt.h"

/* The position after the last empty line of the text, 0 if there is none. */
static size_t samples_end(struct slice text)
{
    for (size_t end = text.n; end >= 2; end--)
        if (text.p[end - 1] == '\n' && text.p[end - 2] == '\n')
            return end;
    return 0;
}

/* Where a chunk usually has the beginning of its first sample. No multiple of a page: the kernel's
 * copy is slow where the two addresses differ by a few bytes modulo 4,096 (V of docs/BENCHMARKS.md:
 * 2.9 s with 4,096, 2.6 s with this). */
enum { NEAR = 3000 };

/* Whether the chunk, which begins its file, has enough of it to say what it is, and is no text. */
static bool is_other(const struct chunker *c, const struct chunk *chunk)
{
    return c->is_other != NULL && chunk->buffer.n >= OPERANDS_START
           && c->is_other(slice_cut(strbuf_slice(&chunk->buffer), 0, OPERANDS_START));
}

/* Reads until the chunk has its size, or an end comes, or it is no text. */
static enum operands_event chunk_fill(struct chunker *c, struct chunk *chunk)
{
    struct strbuf *buffer = &chunk->buffer;
    bool start = !c->begun && c->is_other != NULL;
    size_t more = start && c->size < OPERANDS_START ? OPERANDS_START : c->size;
    size_t wanted = buffer->n + more;
    enum operands_event event = OPERANDS_BLOCK;

    strbuf_reserve(buffer, more);
    while (event == OPERANDS_BLOCK && buffer->n < wanted) {
        size_t got;
        event = operands_read(c->input, buffer->p + buffer->n, wanted - buffer->n, &got,
                              &chunk->messages);
        buffer->n += got;
        if (!c->begun && is_other(c, chunk)) {
            c->stopped = true;
            break;
        }
    }
    c->begun = event == OPERANDS_BLOCK;
    return event;
}

/* The same until the chunk ends after a line, if it is to do that. */
static enum operands_event chunk_fill_line(struct chunker *c, struct chunk *chunk)
{
    enum operands_event event = OPERANDS_BLOCK;
    size_t searched;

    do {
        searched = chunk->buffer.n;
        event = chunk_fill(c, chunk);
    } while (c->lines && event == OPERANDS_BLOCK
             && slice_find(slice_from(strbuf_slice(&chunk->buffer), searched), '\n') == SLICE_NONE);
    return event;
}

/* Ends at a file that is no text; the chunk has the messages about those before it. */
static bool chunker_stop(struct chunker *c, struct chunk *chunk)
{
    strbuf_add(&c->rest, strbuf_slice(&chunk->buffer));
    chunk->text = slice_of("", 0);
    chunk->file_end = false;
    return chunk->messages.n > 0;
}

/* Reads the block of the chunk, and as much before it as tells where the chunk begins: *start
 * within the buffer. Returns 0 or an error number. */
static int chunk_load(struct chunk *chunk, size_t *start)
{
    const struct block *block = &chunk->block;
    size_t before = block->before < NEAR ? block->before : NEAR;

    for (;;) {
        int error = block_read(chunk->unread, block, before, &chunk->buffer);
        size_t earlier = chunk->buffer.n < before ? chunk->buffer.n : before;
        *start = samples_end(slice_cut(strbuf_slice(&chunk->buffer), 0, earlier));
        chunk->within = *start == 0;
        if (!chunk->within)
            return error;
        *start = earlier;
        if (error != 0 || before == block->before)
            return error;
        before = block->before / 8 < before ? block->before : 8 * before;
    }
}

void chunk_read(struct chunk *chunk)
{
    size_t start;

    if (chunk->unread == NULL)
        return;
    int error = chunk_load(chunk, &start);
    block_done(chunk->unread);
    chunk->unread = NULL;
    chunk->failed = chunk->file_end = error != 0;
    struct slice text = strbuf_slice(&chunk->buffer);
    if (error != 0) {
        strbuf_printf(&chunk->messages, "cannot read '%s': %s", chunk->file, strerror(error));
        strbuf_add_char(&chunk->messages, '\0');
    } else {
        /* The empty line may begin with the last byte before the block. */
        size_t block = text.n - chunk->block.n - 1;
        size_t end = samples_end(slice_from(text, block));
        text.n = end > 0 ? block + end : text.n;
    }
    chunk->text = slice_from(text, start);
}

/* After the first chunk of a regular file, which chunker_next() has read: the next ones are read
 * by chunk_read(). */
static void begin_apart(struct chunker *c, const struct chunk *chunk)
{
    off_t at, end;

    if (!operands_span(c->input, &at, &end))
        return;
    blocks_open(c->apart, c->input->reader.fd, at, end, chunk->buffer.n);
    strbuf_clear(&c->rest);
}

/* Takes the next such chunk; false after the last one, before what the file may have got since. */
static bool next_apart(struct chunker *c, struct chunk *chunk)
{
    size_t start;

    chunk->unread = c->apart;
    strbuf_clear(&chunk->messages);
    chunk->file = c->input->name;
    chunk->file_start = chunk->file_end = false;
    if (blocks_next(c->apart, &chunk->block))
        return true;
    int error = chunk_load(chunk, &start);
    chunk->unread = NULL;
    strbuf_add(&c->rest, slice_from(strbuf_slice(&chunk->buffer), start));
    c->within = chunk->within;
    operands_resume(c->input, chunk->block.at, error);
    return false;
}

bool chunker_next(struct chunker *c, struct chunk *chunk)
{
    if (c->stopped)
        return false;
    chunk->failed = false;
    if (c->apart != NULL && c->apart->open && next_apart(c, chunk))
        return true;
    strbuf_clear(&chunk->buffer);
    strbuf_add(&chunk->buffer, strbuf_slice(&c->rest));
    strbuf_clear(&c->rest);
    strbuf_clear(&chunk->messages);
    chunk->file_start = !c->begun;
    enum operands_event event = chunk_fill_line(c, chunk);
    if (event == OPERANDS_DONE && chunk->messages.n == 0)
        return false;
    if (c->stopped)
        return chunker_stop(c, chunk);

    struct slice text = strbuf_slice(&chunk->buffer);
    chunk->file = c->input->name;
    chunk->file_end = event == OPERANDS_FILE_END;
    if (chunk->file_end && interrupt_signal() != 0)
        text.n = slice_find_last(text, '\n') + 1;   /* the last line was cut */
    chunk->within = c->within;
    size_t end = chunk->file_end ? text.n
                 : c->lines      ? slice_find_last(text, '\n') + 1
                                 : samples_end(text);
    c->within = end == 0 && event == OPERANDS_BLOCK;
    chunk->text = text;
    if (end > 0) {
        chunk->text.n = end;
        strbuf_add(&c->rest, slice_from(text, end));
    }
    if (c->apart != NULL && event == OPERANDS_BLOCK)
        begin_apart(c, chunk);
    return true;
}

void chunker_go_on(struct chunker *c)
{
    operands_end_file(c->input);
    strbuf_clear(&c->rest);
    c->stopped = c->begun = false;
}

void chunk_report(const struct chunk *chunk)
{
    const struct strbuf *messages = &chunk->messages;

    for (size_t at = 0; at < messages->n; at += strlen(messages->p + at) + 1)
        warn("%s", messages->p + at);
}

void chunk_free(struct chunk *chunk)
{
    strbuf_free(&chunk->buffer);
    strbuf_free(&chunk->messages);
}

void chunker_free(struct chunker *c)
{
    strbuf_free(&c->rest);
}
