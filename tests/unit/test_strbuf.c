/* SPDX-License-Identifier: MIT */
#include "base/strbuf.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "test.h"

static void test_content(void)
{
    struct strbuf b = {0};

    CHECK_EQ_SIZE(strbuf_slice(&b).n, 0);
    CHECK_EQ_STR(strbuf_str(&b), "");
    strbuf_add_str(&b, "ab");
    strbuf_add_char(&b, '\0');
    strbuf_add(&b, slice_of("cde", 2));
    strbuf_add(&b, slice_of(NULL, 0));
    CHECK_EQ_SLICE(strbuf_slice(&b), slice_of("ab\0cd", 5));
    CHECK(memcmp(strbuf_str(&b), "ab\0cd", 6) == 0);
    CHECK_EQ_SIZE(b.n, 5);

    const char *before = b.p;
    strbuf_clear(&b);
    CHECK_EQ_SIZE(b.n, 0);
    CHECK(b.p == before && b.capacity > 0);
    strbuf_free(&b);
    CHECK(b.p == NULL && b.n == 0 && b.capacity == 0);
    strbuf_add_str(&b, "again");
    CHECK_EQ_SLICE(strbuf_slice(&b), slice_str("again"));
    strbuf_free(&b);
}

static void test_growth(void)
{
    struct strbuf b = {0};
    bool intact = true;

    for (size_t i = 0; i < 100000; i++) {
        strbuf_add_char(&b, (char)('a' + i % 26));
        if (b.capacity < b.n)
            intact = false;
    }
    for (size_t i = 0; i < b.n; i++)
        intact = intact && b.p[i] == (char)('a' + i % 26);
    CHECK(intact);
    CHECK_EQ_SIZE(b.n, 100000);

    strbuf_reserve(&b, 1000000);
    CHECK(b.capacity >= 1100000);
    CHECK_EQ_SIZE(b.n, 100000);
    strbuf_free(&b);
}

static void test_grow_array(void)
{
    static const struct {
        size_t capacity, needed, least;
    } cases[] = {
        {0, 1, 1}, {8, 8, 8}, {8, 9, 16}, {100, 101, 200}, {100, 1000, 1000}
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t capacity = cases[i].capacity;
        int *array = capacity > 0 ? xcalloc(capacity, sizeof *array) : NULL;
        array = grow_array(array, &capacity, cases[i].needed, sizeof *array);
        CHECK(capacity >= cases[i].least);
        array[capacity - 1] = 1;
        free(array);
    }
}

int main(void)
{
    test_content();
    test_growth();
    test_grow_array();
    return test_report();
}
