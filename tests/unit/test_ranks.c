/* SPDX-License-Identifier: MIT */
#include "folded/ranks.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "folded/foldtab.h"
#include "perl/rand.h"
#include "test.h"

/* A stack and its text. */
struct item {
    uint32_t *frames;
    size_t depth;
    struct strbuf text;
};

static int compare_items(const void *x, const void *y)
{
    const struct item *a = x;
    const struct item *b = y;

    return slice_compare(strbuf_slice(&a->text), strbuf_slice(&b->text));
}

/* Names that begin alike, with bytes around ';', none and NULs. */
static void add_names(struct frametab *frames)
{
    static const char bytes[] = {'\0', ' ', ':', '<', 'a', '\xff'};

    frametab_intern(frames, slice_of("", 0));
    for (size_t i = 0; i < sizeof bytes; i++) {
        char name[16] = {bytes[i]};
        frametab_intern(frames, slice_of(name, 1));
        for (size_t k = 0; k < sizeof bytes; k++) {
            name[1] = bytes[k];
            frametab_intern(frames, slice_of(name, 2));
        }
        for (size_t k = 6; k < 16; k += k == 8 ? 5 : 1) {
            memcpy(name, "longnamelongnam", 15);
            name[k] = bytes[i];
            frametab_intern(frames, slice_of(name, k));
            frametab_intern(frames, slice_of(name, k + 1));
        }
    }
}

/* A random stack of up to `deepest` frames of the first `variety`. Some are the
 * beginning of another, and some are the same. */
static void make_item(struct item *to, struct perl_rand *r, const struct frametab *frames,
                      size_t variety, size_t deepest)
{
    to->depth = 1 + (size_t)(perl_rand(r) * (double)deepest);
    to->frames = xcalloc(to->depth, sizeof *to->frames);
    for (size_t i = 0; i < to->depth; i++) {
        to->frames[i] = (uint32_t)(perl_rand(r) * (double)variety);
        if (i > 0)
            strbuf_add_char(&to->text, ';');
        strbuf_add(&to->text, frametab_name(frames, to->frames[i]));
    }
}

static void check_sorted(struct item *items, size_t count, const struct frametab *frames)
{
    struct folded_stack *list = xcalloc(count, sizeof *list);
    struct strbuf *texts = xcalloc(count, sizeof *texts);
    char *seen = xcalloc(count, 1);

    for (size_t i = 0; i < count; i++) {
        struct folded_stack stack = {items[i].frames, (uint32_t)items[i].depth, (uint32_t)i,
                                     perl_integer(0)};
        list[i] = stack;
    }
    ranks_sort(list, count, frames);
    for (size_t i = 0; i < count; i++) {
        CHECK(!seen[list[i].index]);
        seen[list[i].index] = 1;
        strbuf_add(&texts[i], strbuf_slice(&items[list[i].index].text));
        /* The frames are as they were. */
        struct item *item = &items[i];
        size_t at = 0;
        for (size_t k = 0; k < item->depth; k++) {
            struct slice name = frametab_name(frames, item->frames[k]);
            if (name.n > 0 && at + name.n <= item->text.n)
                CHECK_EQ_SLICE(slice_of(item->text.p + at, name.n), name);
            at += name.n + 1;
        }
        CHECK_EQ_SIZE(at, item->text.n + 1);
    }
    qsort(items, count, sizeof *items, compare_items);
    for (size_t i = 0; i < count; i++) {
        CHECK_EQ_SLICE(strbuf_slice(&texts[i]), strbuf_slice(&items[i].text));
        strbuf_free(&texts[i]);
    }
    free(seen);
    free(texts);
    free(list);
}

static void test_random(size_t count, size_t variety, size_t deepest, uint32_t seed)
{
    struct item *items = xcalloc(count, sizeof *items);
    struct frametab frames;
    struct perl_rand r;

    perl_srand(&r, seed);
    frametab_init(&frames);
    add_names(&frames);
    for (size_t i = 0; i < count; i++)
        make_item(&items[i], &r, &frames, variety < frames.count ? variety : frames.count,
                  deepest);
    check_sorted(items, count, &frames);
    for (size_t i = 0; i < count; i++) {
        free(items[i].frames);
        strbuf_free(&items[i].text);
    }
    frametab_free(&frames);
    free(items);
}

/* Stacks that are one frame again and again, so that each is the beginning of all that
 * are deeper. */
static void *sort_deep(void *unused)
{
    enum { DEEP = 100000, STACKS = 40, STEP = 17 };
    uint32_t *ids = xcalloc(STACKS * DEEP, sizeof *ids);
    struct folded_stack list[STACKS];
    struct frametab frames;

    frametab_init(&frames);
    frametab_intern(&frames, slice_str("a"));
    for (size_t i = 0; i < STACKS; i++) {
        size_t k = i * STEP % STACKS;
        struct folded_stack stack = {ids + i * DEEP, (uint32_t)(DEEP - STACKS / 2 + k / 2),
                                     (uint32_t)k, perl_integer(0)};
        list[i] = stack;
    }
    ranks_sort(list, STACKS, &frames);
    for (size_t i = 0; i < STACKS; i++)
        CHECK_EQ_SIZE(list[i].index / 2, i / 2);
    frametab_free(&frames);
    free(ids);
    return unused;
}

/* Many stacks of one frame, which come in order or are all the same. */
static void *sort_many(void *unused)
{
    enum { MANY = 200000 };
    struct folded_stack *list = xcalloc(MANY, sizeof *list);
    uint32_t *ids = xcalloc(MANY, sizeof *ids);
    struct frametab frames;

    frametab_init(&frames);
    for (size_t i = 0; i < MANY; i++) {
        char name[16];
        int length = snprintf(name, sizeof name, "%06zu", i);
        struct folded_stack stack = {ids + i, 1, (uint32_t)i, perl_integer(0)};
        ids[i] = frametab_intern(&frames, slice_of(name, (size_t)length));
        list[i] = stack;
    }
    ranks_sort(list, MANY, &frames);
    for (size_t i = 0; i < MANY; i++)
        CHECK_EQ_SIZE(list[i].index, i);
    memset(ids, 0, MANY * sizeof *ids);
    ranks_sort(list, MANY, &frames);
    ranks_sort(list, 0, &frames);
    frametab_free(&frames);
    free(ids);
    free(list);
    return unused;
}

/* Many random stacks, with few first frames: threads sort them as one does. */
static void test_threads(size_t threads)
{
    enum { MANY = 30000, DEPTH = 8, NAMES = 40 };
    struct folded_stack *list = xcalloc(MANY, sizeof *list);
    struct folded_stack *wanted = xcalloc(MANY, sizeof *wanted);
    uint32_t *ids = xcalloc((size_t)MANY * DEPTH, sizeof *ids);
    struct frametab frames;
    struct perl_rand random;
    size_t wrong = 0;

    perl_srand(&random, 3);
    frametab_init(&frames);
    for (size_t i = 0; i < NAMES; i++) {
        char name[16];
        int length = snprintf(name, sizeof name, "%06zu", i * 7 % NAMES);
        frametab_intern(&frames, slice_of(name, (size_t)length));
    }
    for (size_t i = 0; i < MANY; i++) {
        struct folded_stack stack = {ids + i * DEPTH, 1 + (uint32_t)(perl_rand(&random) * DEPTH),
                                     (uint32_t)i, perl_integer(0)};
        for (size_t k = 0; k < stack.depth; k++)
            stack.frames[k] = (uint32_t)(perl_rand(&random) * (k < 3 ? 2 : NAMES));
        list[i] = wanted[i] = stack;
    }
    CHECK(ranks_sort_lines(list, MANY, &frames, threads));
    ranks_sort(wanted, MANY, &frames);
    for (size_t i = 0; i < MANY; i++)
        wrong += list[i].depth != wanted[i].depth
                 || memcmp(list[i].frames, wanted[i].frames,
                           list[i].depth * sizeof *ids) != 0;
    CHECK_EQ_SIZE(wrong, 0);
    frametab_free(&frames);
    free(ids);
    free(list);
    free(wanted);
}

/* Runs a test where the C stack is small. */
static void with_small_stack(void *(*test)(void *))
{
    enum { SMALL = 256 * 1024 };
    pthread_attr_t attributes;
    pthread_t thread;

    pthread_attr_init(&attributes);
    CHECK(pthread_attr_setstacksize(&attributes, SMALL) == 0);
    bool run = pthread_create(&thread, &attributes, test, NULL) == 0
               && pthread_join(thread, NULL) == 0;
    CHECK(run);
    pthread_attr_destroy(&attributes);
}

/* Stacks of two names, one of which may begin as the other one with a blank does. */
static void check_lines(const char *first, const char *second, bool sorted)
{
    struct frametab frames;
    uint32_t ids[] = {0, 1, 0, 1, 0};
    struct folded_stack list[] = {
        {ids + 1, 1, 0, {PERL_INTEGER, {0}}}, {ids + 2, 2, 1, {PERL_INTEGER, {0}}},
        {ids, 1, 2, {PERL_INTEGER, {0}}}, {ids + 4, 1, 3, {PERL_INTEGER, {0}}}
    };

    frametab_init(&frames);
    frametab_intern(&frames, slice_str(first));
    frametab_intern(&frames, slice_str(second));
    CHECK(ranks_sort_lines(list, 4, &frames, 1) == sorted);
    if (sorted) {
        CHECK_EQ_SIZE(list[0].index + list[1].index, 5);
        CHECK_EQ_SIZE(list[2].index, 1);
        CHECK_EQ_SIZE(list[3].index, 0);
    } else {
        CHECK_EQ_SIZE(list[0].index, 0);
    }
    CHECK(ids[0] == 0 && ids[1] == 1 && ids[2] == 0 && ids[3] == 1 && ids[4] == 0);
    frametab_free(&frames);
}

int main(void)
{
    check_lines("f", "g", true);
    check_lines("f", "fg", true);
    check_lines("f", "f g", false);
    check_lines("f", "f ", false);
    check_lines("", " ", false);
    for (uint32_t seed = 1; seed <= 20; seed++) {
        test_random(seed, 3, 2, seed);
        test_random(300, 1, 40, seed);
        test_random(300, 2, 8, seed);
        test_random(1000, 60, 4, seed);
        test_random(1000, 1000, 2, seed);
    }
    with_small_stack(sort_deep);
    with_small_stack(sort_many);
    test_threads(1);
    test_threads(3);
    return test_report();
}
