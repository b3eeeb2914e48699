/* SPDX-License-Identifier: MIT */
#include "check/functions.h"

#include "test.h"

static struct pattern none;

static const struct function *find(struct functions *f, const char *name)
{
    struct frametab *names = f->depth > 0 ? &f->boxes : &f->frames;

    return &f->list[frametab_find(names, slice_str(name))];
}

static void add(struct functions *f, const char *stack, double count)
{
    functions_add(f, slice_str(stack), count);
}

static double calls(struct functions *f, const char *function, const char *caller, int side)
{
    for (size_t i = 0; i < f->call_count; i++)
        if (slice_is(functions_name(f, f->calls[i].function), function)
            && slice_is(functions_name(f, f->calls[i].caller), caller))
            return f->calls[i].x[side];
    return 0;
}

/* A function counts once in a stack, whatever the order of the lines. */
static void test_recursion(void)
{
    struct functions f;

    functions_init(&f, 0, &none);
    add(&f, "a;b;a;c", 1);
    add(&f, "a;b", 2);
    add(&f, "b;a", 4);
    add(&f, "a;b;a", 8);
    add(&f, "a;b;a;c", 16);
    add(&f, "c;c;c", 32);
    CHECK(functions_end_run(&f));
    CHECK_NEAR(find(&f, "a")->inclusive.sums[BEFORE].x, 31, 0);
    CHECK_NEAR(find(&f, "b")->inclusive.sums[BEFORE].x, 31, 0);
    CHECK_NEAR(find(&f, "c")->inclusive.sums[BEFORE].x, 49, 0);
    CHECK_NEAR(find(&f, "a")->self.sums[BEFORE].x, 12, 0);
    CHECK_NEAR(find(&f, "b")->self.sums[BEFORE].x, 2, 0);
    CHECK_NEAR(find(&f, "c")->self.sums[BEFORE].x, 49, 0);
    CHECK_NEAR(calls(&f, "b", "a", BEFORE), 27, 0);
    CHECK_NEAR(calls(&f, "a", "b", BEFORE), 4, 0);
    CHECK_NEAR(calls(&f, "c", "a", BEFORE), 17, 0);
    CHECK_NEAR(f.sides[BEFORE].n, 63, 0);
    functions_free(&f);
}

/* Runs are summed with their squares and products. */
static void test_runs(void)
{
    struct functions f;

    functions_init(&f, 0, &none);
    add(&f, "a;b", 3);
    add(&f, "a", 7);
    CHECK(functions_end_run(&f));
    add(&f, "a;c", 20);
    CHECK(functions_end_run(&f));
    f.side = AFTER;
    add(&f, "a;c", 5);
    CHECK(functions_end_run(&f));
    CHECK(!functions_end_run(&f));
    const struct design_sums *b = find(&f, "b")->inclusive.sums;
    const struct design_sums *c = find(&f, "c")->inclusive.sums;
    CHECK_NEAR(b[BEFORE].xx, 9, 0);
    CHECK_NEAR(b[BEFORE].xn, 30, 0);
    CHECK_NEAR(b[AFTER].x, 0, 0);
    CHECK_NEAR(c[BEFORE].xn, 400, 0);
    CHECK_NEAR(c[AFTER].x, 5, 0);
    CHECK_EQ_SIZE(f.sides[BEFORE].runs, 2);
    CHECK_NEAR(f.sides[BEFORE].nn, 500, 0);
    functions_free(&f);
}

static void test_boxes(void)
{
    struct functions f;

    functions_init(&f, 2, &none);
    add(&f, "a;b;c", 1);
    add(&f, "a;b", 2);
    add(&f, "a;bc;c", 4);
    add(&f, "a", 8);
    add(&f, "d;b;b", 16);
    add(&f, "d;;b", 32);
    CHECK(functions_end_run(&f));
    CHECK_EQ_SIZE(f.count, 4);
    CHECK_NEAR(find(&f, "a;b")->inclusive.sums[BEFORE].x, 3, 0);
    CHECK_NEAR(find(&f, "a;b")->self.sums[BEFORE].x, 2, 0);
    CHECK_NEAR(find(&f, "a;bc")->inclusive.sums[BEFORE].x, 4, 0);
    CHECK_NEAR(find(&f, "d;b")->inclusive.sums[BEFORE].x, 16, 0);
    CHECK_NEAR(find(&f, "d;")->inclusive.sums[BEFORE].x, 32, 0);
    CHECK_NEAR(f.sides[BEFORE].n, 63, 0);
    functions_free(&f);
}

static void test_work(void)
{
    struct functions f;
    struct pattern work = {.set = false};

    CHECK(pattern_set(&work, "^w", "per"));
    functions_init(&f, 0, &work);
    add(&f, "a;w;b", 1);
    add(&f, "a;b;w2", 2);
    add(&f, "a;b", 4);
    add(&f, "w;w;x", 8);
    CHECK(functions_end_run(&f));
    CHECK_NEAR(f.sides[BEFORE].n, 11, 0);
    CHECK_NEAR(f.samples[BEFORE], 15, 0);
    CHECK_NEAR(find(&f, "b")->inclusive.sums[BEFORE].x, 7, 0);
    CHECK_NEAR(find(&f, "b")->inclusive.sums[BEFORE].inside, 3, 0);
    CHECK_NEAR(find(&f, "w")->inclusive.sums[BEFORE].inside, 9, 0);
    add(&f, "a;b", 4);
    CHECK(!functions_end_run(&f));
    functions_free(&f);
    pattern_free(&work);
}

int main(void)
{
    test_recursion();
    test_runs();
    test_boxes();
    test_work();
    return test_report();
}
