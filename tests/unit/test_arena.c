/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

#include "test.h"

enum { PIECES = 3000 };

/* Pieces of all sizes, some larger than what an arena asks the system for,
 * keep their content and do not overlap. */
static void test_pieces(void)
{
    static unsigned char *pieces[PIECES];
    static size_t sizes[PIECES];
    struct arena a = {0};
    bool aligned = true;
    bool intact = true;

    for (size_t i = 0; i < PIECES; i++) {
        sizes[i] = i % 1000 == 999 ? 300000 + i : i % 257;
        pieces[i] = arena_alloc(&a, sizes[i]);
        aligned = aligned && (uintptr_t)pieces[i] % sizeof(uint32_t) == 0;
        memset(pieces[i], (int)(i & 0xff), sizes[i]);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < sizes[i]; k++)
            intact = intact && pieces[i][k] == (i & 0xff);
    CHECK(aligned);
    CHECK(intact);
    arena_free(&a);
    CHECK(a.chunks == NULL);
}

static void test_copy(void)
{
    struct arena a = {0};
    char text[] = "a\0b";
    struct slice copy = arena_copy(&a, slice_of(text, 3));

    memset(text, 'x', sizeof text);
    CHECK_EQ_SLICE(copy, slice_of("a\0b", 3));
    CHECK_EQ_SIZE(arena_copy(&a, slice_of(NULL, 0)).n, 0);
    CHECK(arena_copy(&a, slice_of(NULL, 0)).p != NULL);
    arena_free(&a);
    CHECK_EQ_SLICE(arena_copy(&a, slice_str("again")), slice_str("again"));
    arena_free(&a);
}

static void test_whole_chunk(void)
{
    struct arena a = {0};
    char *first = arena_alloc(&a, 256 * 1024);
    char *second = arena_alloc(&a, 1);

    memset(first, 1, 256 * 1024);
    *second = 2;
    CHECK(first[256 * 1024 - 1] == 1);
    arena_free(&a);
}

/* A copy of most of a long buffer takes the buffer; of little of it, or of other bytes, not. */
static void test_offer(void)
{
    enum { LONG = 3 * 1024 * 1024 };
    struct arena a = {0};
    struct strbuf b = {0};

    arena_offer(&a, &b);
    CHECK_EQ_SLICE(arena_copy(&a, slice_str("other")), slice_str("other"));
    for (size_t i = 0; i < LONG; i++)
        strbuf_add_char(&b, (char)i);
    struct slice all = strbuf_slice(&b);
    CHECK(arena_copy(&a, slice_from(all, LONG - 10)).p != all.p + LONG - 10);
    CHECK(arena_copy(&a, slice_cut(all, 0, LONG / 3)).p != all.p);
    CHECK_EQ_SIZE(b.n, LONG);
    struct slice taken = arena_copy(&a, slice_from(all, 7));
    CHECK(taken.p == all.p + 7);
    CHECK(b.p == NULL && b.n == 0);
    CHECK(taken.p[0] == 7 && taken.p[taken.n - 1] == (char)(LONG - 1));
    for (size_t i = 0; i < LONG; i++)
        strbuf_add_char(&b, 'x');
    arena_offer(&a, NULL);
    CHECK(arena_copy(&a, strbuf_slice(&b)).p != b.p);
    strbuf_free(&b);
    arena_free(&a);
    CHECK(a.taken == NULL);
}

int main(void)
{
    test_pieces();
    test_copy();
    test_whole_chunk();
    test_offer();
    return test_report();
}
