/* SPDX-License-Identifier: MIT */
#include "perf/chunks.h"

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

/* Reads until the chunk has its size, or an end comes. */
static enum operands_event chunk_fill(struct chunker *c, struct chunk *chunk)
{
    struct strbuf *buffer = &chunk->buffer;
    size_t wanted = buffer->n + c->size;
    enum operands_event event = OPERANDS_BLOCK;

    strbuf_reserve(buffer, c->size);
    strbuf_clear(&chunk->messages);
    while (event == OPERANDS_BLOCK && buffer->n < wanted) {
        size_t got;
        event = operands_read(c->input, buffer->p + buffer->n, wanted - buffer->n, &got,
                              &chunk->messages);
        buffer->n += got;
    }
    return event;
}

bool chunker_next(struct chunker *c, struct chunk *chunk)
{
    strbuf_clear(&chunk->buffer);
    strbuf_add(&chunk->buffer, strbuf_slice(&c->rest));
    strbuf_clear(&c->rest);
    enum operands_event event = chunk_fill(c, chunk);
    if (event == OPERANDS_DONE && chunk->messages.n == 0)
        return false;

    struct slice text = strbuf_slice(&chunk->buffer);
    chunk->file = c->input->name;
    chunk->file_end = event == OPERANDS_FILE_END;
    if (chunk->file_end && interrupt_signal() != 0)
        text.n = slice_find_last(text, '\n') + 1;   /* the last line was cut */
    chunk->within = c->within;
    size_t end = chunk->file_end ? text.n : samples_end(text);
    c->within = end == 0 && event == OPERANDS_BLOCK;
    chunk->text = text;
    if (end > 0) {
        chunk->text.n = end;
        strbuf_add(&c->rest, slice_from(text, end));
    }
    return true;
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
