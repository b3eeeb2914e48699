#include "perf/chunks.h"

#include <string.h>

#include "base/message.h"

/* Where the last empty line of the text ends, 0 without any. */
static size_t last_end(struct slice text)
{
    for (size_t end = text.n; end >= 2; end--)
        if (text.p[end - 1] == '\n' && text.p[end - 2] == '\n')
            return end;
    return 0;
}

/* Reads until there is a chunk's worth or an end. */
static enum operands_event fill(struct chunker *c, struct chunk *chunk)
{
    struct strbuf *buffer = &chunk->buffer;
    size_t wanted = buffer->n + c->size;
    enum operands_event event = OPERANDS_BLOCK;

    strbuf_reserve(buffer, c->size);
    strbuf_clear(&chunk->trouble);
    c->input->trouble = &chunk->trouble;
    while (event == OPERANDS_BLOCK && buffer->n < wanted) {
        size_t got;
        event = operands_read(c->input, buffer->p + buffer->n, wanted - buffer->n, &got);
        buffer->n += got;
    }
    c->input->trouble = NULL;
    return event;
}

bool chunker_next(struct chunker *c, struct chunk *chunk)
{
    strbuf_clear(&chunk->buffer);
    strbuf_add(&chunk->buffer, strbuf_slice(&c->rest));
    strbuf_clear(&c->rest);
    enum operands_event event = fill(c, chunk);
    if (event == OPERANDS_DONE && chunk->trouble.n == 0)
        return false;

    struct slice text = strbuf_slice(&chunk->buffer);
    chunk->file = c->input->name;
    chunk->file_end = event == OPERANDS_FILE_END;
    chunk->within = c->within;
    size_t end = chunk->file_end ? text.n : last_end(text);
    c->within = end == 0 && event == OPERANDS_BLOCK;
    chunk->text = text;
    if (end > 0) {
        chunk->text.n = end;
        strbuf_add(&c->rest, slice_from(text, end));
    }
    return true;
}

void chunk_tell(const struct chunk *chunk)
{
    const struct strbuf *trouble = &chunk->trouble;

    for (size_t at = 0; at < trouble->n; at += strlen(trouble->p + at) + 1)
        warn("%s", trouble->p + at);
}

void chunk_free(struct chunk *chunk)
{
    strbuf_free(&chunk->buffer);
    strbuf_free(&chunk->trouble);
}

void chunker_free(struct chunker *c)
{
    strbuf_free(&c->rest);
}
