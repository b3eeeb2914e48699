/* SPDX-License-Identifier: MIT */
/* What the tests of the pull parsers share. A describer makes one text of all
 * tokens of a document. */
#ifndef FG_SOURCE_TEXT_H
#define FG_SOURCE_TEXT_H

#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/strbuf.h"
#include "io/source.h"
#include "test.h"

typedef void describer(struct source *source, struct strbuf *to);

/* Appends '!', the line and the words of an error. */
static inline void add_error(struct strbuf *to, const struct source *source, const char *error)
{
    char number[32];

    snprintf(number, sizeof number, "!%zu ", source->line);
    strbuf_add_str(to, number);
    strbuf_add_str(to, error);
}

/* Of a copy with nothing behind it. */
static inline void describe_text(describer *describe, struct slice text, struct strbuf *to)
{
    struct source source;
    char *copy = xmalloc(text.n);

    if (text.n > 0)
        memcpy(copy, text.p, text.n);
    source_text(&source, slice_of(copy, text.n));
    describe(&source, to);
    free(copy);
}

/* Of files in which a block ends within each of the document's bytes. */
static inline void check_blocks(describer *describe, const char *document, const char *tokens)
{
    enum { BLOCK = 256 * 1024 };
    struct strbuf got = {0};
    struct strbuf text = {0};
    char name[] = "/tmp/flamegraph-c.XXXXXX";
    int fd = mkstemp(name);

    CHECK(fd >= 0);
    for (size_t at = strlen(document) + 1; at-- > 0;) {
        struct operands input;
        struct source source = {0};
        strbuf_clear(&text);
        while (text.n < BLOCK - at)
            strbuf_add_char(&text, ' ');
        strbuf_add_str(&text, document);
        CHECK(pwrite(fd, text.p, text.n, 0) == (ssize_t)text.n);
        operands_open_file(&input, name);
        CHECK(source_file(&source, &input));
        describe(&source, &got);
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(tokens));
        CHECK(!source_file(&source, &input));
        operands_close(&input);
    }
    close(fd);
    unlink(name);
    strbuf_free(&got);
    strbuf_free(&text);
}

#endif
