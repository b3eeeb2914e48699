/* SPDX-License-Identifier: MIT */
#include "folded/foldtab.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/message.h"
#include "capture.h"
#include "perl/rand.h"
#include "test.h"

/* The naive way: a list of all texts, each with its counts. */
struct reference {
    struct strbuf text;
    uint64_t counts[2];
};

enum { STACKS = 2000, DEEPEST = 5 };

static int compare_references(const void *x, const void *y)
{
    const struct reference *a = x;
    const struct reference *b = y;

    return slice_compare(strbuf_slice(&a->text), strbuf_slice(&b->text));
}

/* Names around ';' in the order of bytes, and ones that begin alike. */
static struct slice random_name(struct perl_rand *r)
{
    static const struct {
        const char *p;
        size_t n;
    } names[] = {
        {"", 0}, {"\0", 1}, {" ", 1}, {"!", 1}, {":", 1}, {":a", 2}, {"<", 1}, {"<a", 2},
        {"a", 1}, {"a\0", 2}, {"a ", 2}, {"a!", 2}, {"a:", 2}, {"a<", 2}, {"aa", 2}, {"b", 1},
        {"\x80", 1}, {"\xff", 1}, {"a\xff", 2}
    };
    size_t i = (size_t)(perl_rand(r) * (sizeof names / sizeof *names));

    return slice_of(names[i].p, names[i].n);
}

static void random_text(struct perl_rand *r, struct strbuf *to)
{
    int depth = 1 + (int)(perl_rand(r) * DEEPEST);

    strbuf_clear(to);
    for (int i = 0; i < depth; i++) {
        if (i > 0)
            strbuf_add_char(to, ';');
        strbuf_add(to, random_name(r));
    }
}

/* Adds to the list, which has room, and returns how long it is. */
static size_t add_reference(struct reference *list, size_t count, struct slice text,
                            int column, uint64_t value)
{
    size_t i = 0;

    while (i < count && !slice_equal(strbuf_slice(&list[i].text), text))
        i++;
    if (i == count) {
        strbuf_add(&list[i].text, text);
        count++;
    }
    list[i].counts[column] += value;
    return count;
}

static void check_count(struct perl_number n, uint64_t wanted)
{
    CHECK(n.kind == PERL_INTEGER && n.u.magnitude == wanted);
}

/* Random stacks, added and sorted in both ways. */
static void test_reference(uint32_t seed)
{
    struct reference *list = xcalloc(STACKS, sizeof *list);
    struct perl_rand r;
    struct foldtab t;
    struct strbuf text = {0};
    size_t count = 0;

    perl_srand(&r, seed);
    foldtab_init(&t);
    for (size_t i = 0; i < STACKS; i++) {
        int column = perl_rand(&r) < 0.5;
        random_text(&r, &text);
        count = add_reference(list, count, strbuf_slice(&text), column, i);
        foldtab_add_text(&t, strbuf_slice(&text), column, perl_integer(i));
    }
    qsort(list, count, sizeof *list, compare_references);
    foldtab_sort(&t);
    CHECK_EQ_SIZE(t.count, count);
    for (size_t i = 0; i < count; i++) {
        strbuf_clear(&text);
        foldtab_stack_text(&t, &t.entries[i], &text);
        CHECK_EQ_SLICE(strbuf_slice(&text), strbuf_slice(&list[i].text));
        check_count(foldtab_count(&t, i, 0), list[i].counts[0]);
        check_count(foldtab_count(&t, i, 1), list[i].counts[1]);
        strbuf_free(&list[i].text);
    }
    strbuf_free(&text);
    foldtab_free(&t);
    free(list);
}

/* A text with ';' is the same as its parts one after another. */
static void test_parts(void)
{
    struct stack s = {0};
    struct foldtab t;

    foldtab_init(&t);
    stack_push_text(&s, &t, slice_str("a"));
    stack_push_text(&s, &t, slice_str("b;c"));
    stack_push_text(&s, &t, slice_str(""));
    CHECK_EQ_SIZE(s.count, 4);
    foldtab_add(&t, &s, 0, perl_integer(2));
    s.count = 0;
    stack_push_text(&s, &t, slice_str("a;b;c;"));
    foldtab_add(&t, &s, 0, perl_integer(3));
    CHECK_EQ_SIZE(t.count, 1);
    check_count(foldtab_count(&t, 0, 0), 5);
    check_count(foldtab_count(&t, 0, 1), 0);
    CHECK_EQ_SIZE(t.entries[0].depth, 4);
    stack_free(&s);
    CHECK(s.frames == NULL && s.count == 0);
    foldtab_free(&t);
}

static void test_reverse(void)
{
    static const uint32_t wanted[6][5] = {
        {5, 4, 3, 2, 1}, {1, 5, 4, 3, 2}, {1, 2, 5, 4, 3}, {1, 2, 3, 5, 4}, {1, 2, 3, 4, 5},
        {1, 2, 3, 4, 5}
    };

    for (size_t from = 0; from < 6; from++) {
        uint32_t frames[5] = {1, 2, 3, 4, 5};
        struct stack s = {frames, 5, 5};
        stack_reverse(&s, from);
        CHECK(memcmp(frames, wanted[from], sizeof frames) == 0);
    }
    struct stack none = {0};
    stack_reverse(&none, 0);
    CHECK_EQ_SIZE(none.count, 0);
}

/* Appends what the table prints. */
static void take_output(struct foldtab *t, size_t threads, struct strbuf *to)
{
    struct output o;
    int fd = temporary_file();

    output_open(&o, dup(fd));
    foldtab_output(t, &o, threads);
    CHECK(output_close(&o, "output") == FG_OK);
    take_file(fd, to);
}

static void check_output(struct foldtab *t, const char *wanted)
{
    struct strbuf got = {0};

    take_output(t, 1, &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(wanted));
    strbuf_free(&got);
}

static void test_output(void)
{
    struct foldtab t;

    foldtab_init(&t);
    foldtab_add_text(&t, slice_str("b"), 0, perl_real(0.5));
    foldtab_add_text(&t, slice_str("a;b"), 0, perl_integer(2));
    foldtab_add_text(&t, slice_str("a b"), 0, perl_integer(1));
    foldtab_add_text(&t, slice_str("a"), 0, perl_integer(UINT64_MAX));
    foldtab_add_text(&t, slice_str(""), 0, perl_integer(7));
    foldtab_add_text(&t, slice_str("b"), 0, perl_integer(1));
    check_output(&t, " 7\na 18446744073709551615\na b 1\na;b 2\nb 1.5\n");
    foldtab_free(&t);
}

/* Many stacks in several tables that are joined: they print as one table does. `longest`: some
 * have names of so many bytes more, which may be more than what a thread keeps of its text. */
static void test_append(size_t tables, size_t threads, size_t longest)
{
    enum { MANY = 20000, MOST = 5 };
    struct foldtab parts[MOST], whole;
    struct strbuf text = {0};
    struct strbuf wanted = {0};
    struct strbuf got = {0};
    struct stack stack = {0};
    struct perl_rand r;

    perl_srand(&r, 7);
    foldtab_init(&whole);
    for (size_t i = 0; i < tables; i++)
        foldtab_init(&parts[i]);
    for (size_t i = 0; i < MANY; i++) {
        size_t which = (size_t)(perl_rand(&r) * (double)tables);
        strbuf_clear(&text);
        strbuf_printf(&text, "%d;%d", (int)(perl_rand(&r) * 3), (int)(perl_rand(&r) * 3000));
        for (size_t k = 0; k < longest && i % 2000 == 0; k++)
            strbuf_add_char(&text, 'x');
        stack.count = 0;
        stack_push_text(&stack, &parts[0], strbuf_slice(&text));
        foldtab_add(&parts[which], &stack, 0, perl_integer(i));
        stack.count = 0;
        stack_push_text(&stack, &whole, strbuf_slice(&text));
        foldtab_add(&whole, &stack, 0, perl_integer(i));
    }
    for (size_t i = 1; i < tables; i++)
        foldtab_append(&parts[0], &parts[i]);
    CHECK(tables == 1 || parts[0].count > whole.count);
    take_output(&whole, 1, &wanted);
    take_output(&parts[0], threads, &got);
    CHECK(slice_equal(strbuf_slice(&got), strbuf_slice(&wanted)));
    for (size_t i = 0; i < tables; i++)
        foldtab_free(&parts[i]);
    foldtab_free(&whole);
    stack_free(&stack);
    strbuf_free(&text);
    strbuf_free(&wanted);
    strbuf_free(&got);
}

/* Stacks that are counted together, 0 to 99 of them, some more than once: as one after the other.
 * The table grows meanwhile. */
static void test_add_all(void)
{
    enum { ROUNDS = 200, MOST = 100 };
    struct foldtab_sample samples[MOST];
    struct foldtab together, single;
    struct strbuf text = {0};
    struct strbuf wanted = {0};
    struct strbuf got = {0};
    struct stack frames = {0};
    struct stack stack = {0};
    struct perl_rand r;

    perl_srand(&r, 11);
    foldtab_init(&together);
    foldtab_init(&single);
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t count = (size_t)(perl_rand(&r) * MOST);
        frames.count = 0;
        for (size_t i = 0; i < count; i++) {
            random_text(&r, &text);
            stack.count = 0;
            stack_push_text(&stack, &together, strbuf_slice(&text));
            samples[i].first = frames.count;
            samples[i].depth = stack.count;
            samples[i].count = perl_integer(round + i);
            stack_append(&frames, stack.frames, stack.count);
            stack.count = 0;
            stack_push_text(&stack, &single, strbuf_slice(&text));
            foldtab_add(&single, &stack, 0, perl_integer(round + i));
        }
        foldtab_add_all(&together, frames.frames, samples, count);
    }
    CHECK_EQ_SIZE(together.count, single.count);
    CHECK_EQ_SIZE(together.added, single.added);
    take_output(&single, 1, &wanted);
    take_output(&together, 1, &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), strbuf_slice(&wanted));
    foldtab_free(&together);
    foldtab_free(&single);
    stack_free(&frames);
    stack_free(&stack);
    strbuf_free(&text);
    strbuf_free(&wanted);
    strbuf_free(&got);
}

static void test_empty(void)
{
    struct foldtab t;

    foldtab_init(&t);
    check_output(&t, "");
    foldtab_free(&t);
}

int main(void)
{
    for (uint32_t seed = 1; seed <= 3; seed++)
        test_reference(seed);
    test_parts();
    test_reverse();
    test_output();
    test_add_all();
    test_empty();
    for (size_t tables = 1; tables <= 5; tables += 2)
        for (size_t threads = 0; threads <= 4; threads++)
            test_append(tables, threads, threads % 2 == 0 ? 300000 : 0);
    return test_report();
}
