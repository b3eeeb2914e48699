/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <stdlib.h>

#include "base/strbuf.h"
#include "perl/rand.h"
#include "test.h"

/* A line, what it is parsed to, STACK|COUNT, and |DELTA for two counts, and the
 * same for the line with the leaves first. */
static const struct {
    const char *line;
    const char *parsed;     /* NULL: it has no count */
    const char *reversed;
} cases[] = {
    {"a;b;c 5", "a;b;c|5", "c;b;a|5"},
    {"a 5.5", "a|5.5", "a|5.5"},
    {"a;b 3 8", "a;b|8|5", "b;a|8|5"},
    {"a;b 8 3.5", "a;b|3.5|-4.5", "b;a|3.5|-4.5"},
    {"a 1 2 3", "a 1|3|1", "a 1|3|1"},
    {"a;b;; 5", "a;b|5", "b;a|5"},
    {";a;;b 5", ";a;;b|5", "b;;a|5"},
    {"; 5", "|5", "|5"},
    {" 5", "|5", "|5"},
    {"a  5", "a |5", "a |5"},
    {"5", NULL, NULL},
    {"a", NULL, NULL},
    {"", NULL, NULL},
    {"a;5", NULL, NULL},
    {"a\xe3\x80\x80" "5", "a|5", "a|5"},
    {"a\xff;b 5", "a\xef\xbf\xbd;b|5", "b;a\xef\xbf\xbd|5"},
    {"a\xc3\xa9;b 5", "a\xc3\xa9;b|5", "b;a\xc3\xa9|5"},
    {"a\xc3;b 5", "a\xef\xbf\xbd;b|5", "b;a\xef\xbf\xbd|5"}
};

static void add_number(struct strbuf *to, struct perl_number n)
{
    char text[PERL_NUMBER_TEXT];

    strbuf_add_char(to, '|');
    strbuf_add(to, slice_of(text, perl_number_text(n, text)));
}

static void add_frames(struct strbuf *to, const struct records *r, size_t first, size_t depth)
{
    for (size_t i = 0; i < depth; i++) {
        strbuf_add_str(to, i > 0 ? ";" : "");
        strbuf_add(to, frametab_name(&r->names, r->frames[first + i]));
    }
}

/* Checks the newest line. */
static void check_parsed(struct records *r, const char *wanted)
{
    const uint32_t *frames;
    struct strbuf got = {0};

    records_unshare(r);
    const struct record record = r->lines[r->count - 1];
    add_frames(&got, r, record.first, records_frames(r, &record, &frames));
    add_number(&got, record.count);
    if (record.has_delta)
        add_number(&got, record.delta);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(wanted));
    strbuf_free(&got);
}

static void check_line(struct records *r, const char *line, const char *wanted)
{
    size_t count = r->count;
    size_t malformed = r->malformed;

    records_add(r, slice_str(line));
    CHECK_EQ_SIZE(r->count, count + (wanted != NULL));
    CHECK_EQ_SIZE(r->malformed, malformed + (wanted == NULL));
    if (wanted != NULL && r->count > count)
        check_parsed(r, wanted);
}

static void test_lines(void)
{
    struct records forth, back;

    records_init(&forth, false);
    records_init(&back, true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_case = cases[i].line;
        check_line(&forth, cases[i].line, cases[i].parsed);
        check_line(&back, cases[i].line, cases[i].reversed);
    }
    test_case = NULL;
    records_free(&forth);
    records_free(&back);
}

static void test_sort(void)
{
    static const char *const sorted[] = {
        "a 1", "a 10", "a 1x 7", "a 2", "a;b 1", "aa 1", "b 1", "b 1 5;c 3", "b;b;b;c 1",
        "b;b;b;d 1", "\xc3\xa9 1", "\xef\xbf\xbd 1", "\xf0\x9f\x94\xa5 1"
    };
    enum { COUNT = sizeof sorted / sizeof *sorted };
    struct records r;
    struct strbuf got = {0};

    records_init(&r, false);
    records_sort(&r);
    for (size_t i = 0; i < COUNT; i++)
        records_add(&r, slice_str(sorted[i]));
    CHECK(r.sorted);
    for (size_t i = 0; i < COUNT; i++)
        records_add(&r, slice_str(sorted[i * 7 % COUNT]));
    CHECK(!r.sorted);
    records_sort(&r);
    records_unshare(&r);
    CHECK_EQ_SIZE(r.count, 2 * COUNT);
    for (size_t i = 0; i < r.count; i++) {
        strbuf_clear(&got);
        add_frames(&got, &r, r.lines[i].first, r.lines[i].depth);
        strbuf_add(&got, r.lines[i].counts);
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(sorted[i / 2]));
    }
    strbuf_free(&got);
    records_free(&r);
}

/* A line of names of which some begin as others, or end in a blank, with one of few counts. */
static void random_line(struct perl_rand *r, size_t names, struct strbuf *line)
{
    static const char *const all[] = {
        "", "b", "a", "long_name", "a!", "ab", "c", "a b", "a ", "b 1"
    };
    static const char *const counts[] = {" 1", " 12", " 2", " 10", "\t7", " 3.5"};
    size_t depth = 1 + (size_t)(perl_rand(r) * 5);

    strbuf_clear(line);
    for (size_t i = 0; i < depth; i++) {
        strbuf_add_str(line, i > 0 ? ";" : "");
        strbuf_add_str(line, all[(size_t)(perl_rand(r) * (double)names)]);
    }
    strbuf_add_str(line, counts[(size_t)(perl_rand(r) * (names > 8 ? 6 : 4))]);
}

static int compare_lines(const void *x, const void *y)
{
    const struct strbuf *a = x;
    const struct strbuf *b = y;

    return slice_compare(strbuf_slice(a), strbuf_slice(b));
}

/* Whether the records are the lines, their frames shared or not. */
static void check_lines(const struct records *r, const struct strbuf *lines, size_t count)
{
    struct strbuf got = {0};
    struct stack stack = {0};

    CHECK_EQ_SIZE(r->count, count);
    for (size_t i = 0; i < r->count; i++) {
        records_step(r, &r->lines[i], &stack);
        strbuf_clear(&got);
        for (size_t k = 0; k < stack.count; k++) {
            strbuf_add_str(&got, k > 0 ? ";" : "");
            strbuf_add(&got, frametab_name(&r->names, stack.frames[k]));
        }
        strbuf_add(&got, r->lines[i].counts);
        CHECK_EQ_SLICE(strbuf_slice(&got), strbuf_slice(&lines[i]));
    }
    strbuf_free(&got);
    stack_free(&stack);
}

/* Lines that are sorted already, in part, or not. */
static void test_random(uint32_t seed)
{
    enum { COUNT = 100 };
    struct strbuf lines[COUNT] = {{0}};
    struct perl_rand random;
    struct records r;

    perl_srand(&random, seed);
    size_t names = seed % 2 == 0 ? 7 : 10;
    for (size_t i = 0; i < COUNT; i++)
        random_line(&random, names, &lines[i]);
    qsort(lines, seed % 5 * COUNT / 4, sizeof *lines, compare_lines);
    records_init(&r, false);
    for (size_t i = 0; i < COUNT; i++)
        records_add(&r, strbuf_slice(&lines[i]));
    check_lines(&r, lines, COUNT);
    records_sort(&r);
    qsort(lines, COUNT, sizeof *lines, compare_lines);
    check_lines(&r, lines, COUNT);
    records_unshare(&r);
    CHECK(!r.shared);
    check_lines(&r, lines, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        strbuf_free(&lines[i]);
    records_free(&r);
}

/* Stacks of which no more is kept for the next one than they share. */
static void test_long(void)
{
    static char line[(1 << 20) + 100];
    struct records r;

    memset(line, 'x', sizeof line);
    records_init(&r, false);
    for (int i = 0; i < 3; i++) {
        memcpy(line + sizeof line - 4, i == 0 ? "b 1" : i == 1 ? "a 2" : "c 3", 4);
        records_add(&r, slice_of(line, sizeof line - 1));
        CHECK(r.sorted == (i == 0));
    }
    records_sort(&r);
    for (size_t i = 0; i < 3; i++)
        CHECK(perl_double(r.lines[i].count) == (i == 0 ? 2 : i == 1 ? 1 : 3));
    records_free(&r);
}

static void check_names(const struct records *r, size_t line, const char *wanted)
{
    struct strbuf got = {0};

    add_frames(&got, r, r->lines[line].first, r->lines[line].depth);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(wanted));
    strbuf_free(&got);
}

/* A piece that follows a line of which narrow frames are left out: it may share them. */
static void test_append(void)
{
    struct records r, piece;
    struct ids names = {0};

    records_init(&r, false);
    records_leave_out(&r, 0.5, true);
    records_add(&r, slice_str("a;b 1000"));
    records_add(&r, slice_str("c;d;e;f;g 1"));
    CHECK(r.left_out);
    check_names(&r, 1, "c");
    records_init_piece(&piece, &r);
    records_add(&piece, slice_str("c;d;e;f;h 1"));
    records_add(&piece, slice_str("c;i;k;l 1"));
    records_end_piece(&piece);
    records_append(&r, &piece, &names);
    CHECK_EQ_SIZE(r.count, 4);
    check_names(&r, 1, "c;d;e;f;g");
    records_unshare(&r);
    check_names(&r, 2, "c;d;e;f;h");
    check_names(&r, 3, "c;i;k;l");
    records_free(&piece);
    records_free(&r);
    ids_free(&names);
}

int main(void)
{
    test_lines();
    test_sort();
    test_long();
    test_append();
    for (uint32_t seed = 0; seed < 40; seed++)
        test_random(seed);
    return test_report();
}
