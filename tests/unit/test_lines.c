/* SPDX-License-Identifier: MIT */
#include "io/lines.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "test.h"

/* A text with NULs and what its lines are, each in brackets. */
struct text {
    const char *bytes;
    size_t n;
    const char *lines;
    size_t lines_n;
};

#define TEXT(bytes, lines) {bytes, sizeof(bytes) - 1, lines, sizeof(lines) - 1}

static const struct text texts[] = {
    TEXT("", ""),
    TEXT("\n", "[]"),
    TEXT("\n\n", "[][]"),
    TEXT("a", "[a]"),
    TEXT("a\n", "[a]"),
    TEXT("a\n\nbc\n", "[a][][bc]"),
    TEXT("\nabc", "[][abc]"),
    TEXT("a\r\nb\0c\n\r", "[a\r][b\0c][\r]"),
    TEXT("one\ntwo\n\nthree is longer than the others\nfour", "[one][two][]"
         "[three is longer than the others][four]")
};

static void add_line(struct strbuf *to, struct slice line)
{
    strbuf_add_char(to, '[');
    strbuf_add(to, line);
    strbuf_add_char(to, ']');
}

/* Feeds a copy that is gone afterwards. */
static void feed(struct lines *l, struct slice block, struct strbuf *to)
{
    struct slice line;
    char *copy = xmalloc(block.n);

    if (block.n > 0)
        memcpy(copy, block.p, block.n);
    lines_feed(l, slice_of(copy, block.n));
    while (lines_next(l, &line))
        add_line(to, line);
    free(copy);
}

static void end_file(struct lines *l, struct strbuf *to)
{
    struct slice line;

    if (lines_last(l, &line))
        add_line(to, line);
    CHECK(!lines_last(l, &line));
}

/* Feeds a text in pieces of `size` bytes, the first of `first` bytes. */
static void check_pieces(struct lines *l, const struct text *t, size_t first, size_t size)
{
    struct slice rest = slice_of(t->bytes, t->n);
    struct strbuf got = {0};

    feed(l, slice_cut(rest, 0, first), &got);
    rest = slice_from(rest, first);
    while (rest.n > 0) {
        size_t n = rest.n < size ? rest.n : size;
        feed(l, slice_cut(rest, 0, n), &got);
        rest = slice_from(rest, n);
    }
    end_file(l, &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_of(t->lines, t->lines_n));
    strbuf_free(&got);
}

static void test_pieces(void)
{
    struct lines l = {0};

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        test_case = texts[i].bytes;
        for (size_t first = 0; first <= texts[i].n; first++)
            check_pieces(&l, &texts[i], first, texts[i].n);
        for (size_t size = 1; size < 8; size++)
            check_pieces(&l, &texts[i], 0, size);
    }
    test_case = NULL;
    lines_free(&l);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check_pieces(&l, &texts[i], 0, 3);
    lines_free(&l);
}

/* A line within one block is no copy. */
static void test_in_place(void)
{
    struct lines l = {0};
    struct slice line = {NULL, 0};
    static const char block[] = "one\ntwo\nthr";

    lines_feed(&l, slice_str(block));
    CHECK(lines_next(&l, &line) && line.p == block);
    CHECK(lines_next(&l, &line) && line.p == block + 4);
    CHECK(!lines_next(&l, &line));
    CHECK(!lines_next(&l, &line));
    lines_feed(&l, slice_str("ee\nfour\n"));
    CHECK(lines_next(&l, &line));
    CHECK_EQ_SLICE(line, slice_str("three"));
    CHECK(lines_next(&l, &line));
    CHECK_EQ_SLICE(line, slice_str("four"));
    lines_free(&l);
}

static void test_long_line(void)
{
    struct lines l = {0};
    struct strbuf wanted = {0};
    struct slice line = {NULL, 0};

    for (size_t i = 0; i < 1000; i++) {
        lines_feed(&l, slice_str("0123456789"));
        CHECK(!lines_next(&l, &line));
        strbuf_add_str(&wanted, "0123456789");
    }
    lines_feed(&l, slice_str("\n"));
    CHECK(lines_next(&l, &line));
    CHECK_EQ_SLICE(line, strbuf_slice(&wanted));
    CHECK(!lines_next(&l, &line));
    CHECK(!lines_last(&l, &line));
    strbuf_free(&wanted);
    lines_free(&l);
}

int main(void)
{
    test_pieces();
    test_in_place();
    test_long_line();
    return test_report();
}
