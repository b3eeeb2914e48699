/* SPDX-License-Identifier: MIT */
#include "symbols/table.h"

#include <stdlib.h>

#include "symbols/tree.h"
#include "test.h"

/* Names are positions in this list. */
static const char *const names[] = {
    "foo", "_foo", "__foo", "longer", "SyS_a", "sys_a", "_ZN1AC1Ev", "_ZN1AC2Ev", "bar",
};

static size_t asked;    /* for names as they are printed */

static void name_of(void *context, const struct table_symbol *symbol, bool final,
                    struct strbuf *name)
{
    (void)context;
    asked += final;
    strbuf_add_str(name, names[symbol->name]);
}

/* The name that is found; "" if none. */
static const char *found(struct table *t, uint64_t address)
{
    const struct table_symbol *s = table_find(t, address);

    return s == NULL ? "" : names[s->name];
}

static void finish(struct table *t)
{
    table_sort(t);
    table_fix_ends(t);
    table_finish(t);
}

struct rule {
    uint32_t a_size, a_name, a_flags, b_size, b_name, b_flags;
    const char *winner;
};

/* Each as perf 6.1 chooses. */
static const struct rule rules[] = {
    {16, 0, TABLE_GLOBAL, 16, 3, TABLE_WEAK, "foo"},        /* not weak */
    {16, 0, TABLE_WEAK, 16, 1, 0, "_foo"},
    {16, 0, 0, 16, 1, TABLE_GLOBAL, "_foo"},                /* global */
    {16, 1, 0, 16, 0, 0, "foo"},                            /* fewer underscores */
    {16, 2, 0, 16, 1, 0, "_foo"},
    {16, 0, 0, 16, 3, 0, "longer"},                         /* longer */
    {16, 3, 0, 16, 0, 0, "longer"},
    {16, 0, 0, 16, 8, 0, "foo"},                            /* the first */
    {16, 8, 0, 16, 0, 0, "bar"},
    {16, 4, 0, 16, 5, 0, "sys_a"},                          /* not SyS_ */
    {16, 5, 0, 16, 4, 0, "sys_a"},
    {16, 6, 0, 16, 7, 0, "_ZN1AC1Ev"},
    {0, 0, TABLE_GLOBAL, 16, 8, TABLE_WEAK, "bar"},         /* has a size */
};

static void test_rules(void)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct rule *r = &rules[i];
        struct table t;
        test_case = r->winner;
        table_init(&t, name_of, NULL, NULL);
        table_add(&t, 100, r->a_size, r->a_name, r->a_flags);
        table_add(&t, 100, r->b_size, r->b_name, r->b_flags);
        finish(&t);
        CHECK_EQ_STR(found(&t, 100), r->winner);
        CHECK_EQ_STR(found(&t, 115), r->winner);
        CHECK_EQ_STR(found(&t, 116), "");
        tree_build(&t);
        CHECK_EQ_STR(found(&t, 100), r->winner);
        table_free(&t);
    }
    test_case = NULL;
}

/* Copies of a constructor are the same when printed: nobody is asked. */
static void test_copies(void)
{
    struct table t;

    table_init(&t, name_of, NULL, NULL);
    table_add(&t, 100, 16, 6, 0);
    table_add(&t, 100, 16, 7, 0);
    finish(&t);
    asked = 0;
    CHECK_EQ_STR(found(&t, 100), "_ZN1AC1Ev");
    CHECK_EQ_SIZE(asked, 0);
    table_free(&t);
}

static void test_ends(void)
{
    struct table t;

    table_init(&t, name_of, NULL, NULL);
    table_add(&t, 300, 0, 3, 0);
    table_add(&t, 100, 0, 0, 0);
    table_add(&t, 200, 10, 8, 0);
    finish(&t);
    CHECK_EQ_STR(found(&t, 99), "");
    CHECK_EQ_STR(found(&t, 199), "foo");
    CHECK_EQ_STR(found(&t, 209), "bar");
    CHECK_EQ_STR(found(&t, 210), "");
    CHECK_EQ_STR(found(&t, 8191), "longer");    /* the last one: its page and the next */
    CHECK_EQ_STR(found(&t, 8192), "");
    CHECK_EQ_STR(found(&t, UINT64_MAX), "");
    table_free(&t);
}

static void test_empty(void)
{
    struct table t;

    table_init(&t, name_of, NULL, NULL);
    finish(&t);
    CHECK(table_find(&t, 0) == NULL);
    CHECK(table_add(&t, UINT64_MAX, 2, 0, 0));  /* beyond the last address */
    CHECK_EQ_SIZE(t.count, 0);
    table_free(&t);
}

/* The outer symbol is found at the root, or missed on the way to the inner one. */
static void test_overlap(void)
{
    struct table t;

    table_init(&t, name_of, NULL, NULL);
    table_add(&t, 100, 100, 0, 0);
    table_add(&t, 120, 10, 8, 0);
    finish(&t);
    CHECK_EQ_STR(found(&t, 125), "foo");
    CHECK_EQ_STR(found(&t, 150), "foo");
    table_free(&t);
    table_init(&t, name_of, NULL, NULL);
    table_add(&t, UINT64_MAX - 99, 0, 0, 0);
    table_add(&t, UINT64_MAX, 0, 8, 0);
    table_sort(&t);
    t.symbols[0].size = 100;
    table_finish(&t);
    CHECK_EQ_STR(found(&t, UINT64_MAX), "foo");
    table_free(&t);
    table_init(&t, name_of, NULL, NULL);
    table_add(&t, 120, 10, 8, 0);
    table_add(&t, 100, 100, 0, 0);
    finish(&t);
    CHECK_EQ_STR(found(&t, 125), "bar");
    CHECK_EQ_STR(found(&t, 150), "");
    table_free(&t);
}

static size_t next_random(void)
{
    static uint64_t state = 1;

    state = state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(state >> 33);
}

/* Fills two tables with the same symbols. */
static void fill(struct table *a, struct table *b, size_t count, size_t range)
{
    table_init(a, name_of, NULL, NULL);
    table_init(b, name_of, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        uint64_t start = next_random() % range, size = next_random() % 3 * (next_random() % 20);
        uint32_t name = (uint32_t)(next_random() % (sizeof names / sizeof *names));
        uint32_t flags = (uint32_t)(next_random() % 8);
        flags |= (uint32_t)(3 * i / count) * TABLE_SECOND;
        table_add(a, start, size, name, flags);
        table_add(b, start, size, name, flags);
    }
    finish(a);
    finish(b);
}

/* The table finds what the tree finds. */
static void test_tree(void)
{
    for (size_t round = 0; round < 300; round++) {
        struct table a, b;
        size_t range = 20 + next_random() % 2000, differing = 0;
        fill(&a, &b, 1 + next_random() % 100, range);
        tree_build(&b);
        for (uint64_t address = 0; address < range + 50; address++) {
            const struct table_symbol *x = table_find(&a, address), *y = tree_find(&b, address);
            differing += (x == NULL) != (y == NULL)
                         || (x != NULL && x - a.symbols != y - b.symbols);
        }
        CHECK_EQ_SIZE(differing, 0);
        table_free(&a);
        table_free(&b);
    }
}

int main(void)
{
    test_rules();
    test_copies();
    test_ends();
    test_empty();
    test_overlap();
    test_tree();
    return test_report();
}
