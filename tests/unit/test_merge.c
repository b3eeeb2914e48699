/* SPDX-License-Identifier: MIT */
#include "chain.h"
#include "merge.h"

#include <stdlib.h>

#include "test.h"

/* Folded lines, the width below which frames are dropped, whether they are a
 * chain graph's, and the frames that flamegraph.pl keeps: DEPTH NAME START-END,
 * by start, depth and end. */
static const struct {
    const char *input;
    unsigned narrowest;
    bool chain;
    const char *frames;
} cases[] = {
    {"a;b 3\na;c 2\nd 1\n", 0, false,
     "0  0-6\n"
     "1 a 0-5\n"
     "2 b 0-3\n"
     "2 c 3-5\n"
     "1 d 5-6\n"},
    {"a;b 3\nx\na;c 2.5\n", 0, false,
     "0  0-5.5\n"
     "1 a 0-5.5\n"
     "2 b 0-3\n"
     "2 c 3-5.5\n"},
    {"a;b 3\na 2\na;b 1\n", 0, false,
     "0  0-6\n"
     "1 a 0-6\n"
     "2 b 0-3\n"
     "2 b 5-6\n"},
    {"a;b 1 3\na;c 4 2\n", 0, false,
     "0  0-5 delta 0\n"
     "1 a 0-5 delta 0\n"
     "2 b 0-3 delta 2\n"
     "2 c 3-5 delta -2\n"},
    {"a;b 1 3\na;b 1 3\n", 0, false,
     "0  0-6 delta 0\n"
     "1 a 0-6 delta 0\n"
     "2 b 0-6 delta 2\n"},
    {"a;b 1 3\na;b 2\n", 0, false,
     "0  0-5 delta 0\n"
     "1 a 0-5 delta 0\n"
     "2 b 0-5 delta 2\n"},
    {"a;b 2\na;c 1 3\n", 0, false,
     "0  0-5\n"
     "1 a 0-5\n"
     "2 b 0-2\n"
     "2 c 2-5 delta 2\n"},
    {"a 0\nb 0\na 0\nc 5\n", 0, false,
     "0  0-5\n"
     "1 a 0-0\n"
     "1 b 0-0\n"
     "1 c 0-5\n"},
    {"a 5\nb;a 0\na 0\n", 0, false,
     "0  0-5\n"
     "1 a 5-5\n"
     "1 b 5-5\n"
     "2 a 5-5\n"},
    {"a;;b 1\na; 2\n;a 3\n; 4\n 5\n", 0, false,
     "0  0-15\n"
     "1 a 0-3\n"
     "2  0-1\n"
     "3 b 0-1\n"
     "1  3-6\n"
     "2 a 3-6\n"},
    {"a 1 0\nb 2\na 0 0\nz 4\n", 0, false,
     "0  0-6 delta 0\n"
     "1 a 0-0 delta -1\n"
     "1 b 0-2\n"
     "1 a 2-2 delta 0\n"
     "1 z 2-6\n"},
    {"a 2 5\nb 0\na 7 0\nz 4\n", 0, false,
     "0  0-9 delta 0\n"
     "1 a 5-5 delta -7\n"
     "1 b 5-5\n"
     "1 z 5-9\n"},
    {"a 2 0\nb 0\na 0\nz 4\n", 0, false,
     "0  0-4 delta 0\n"
     "1 a 0-0 delta -2\n"
     "1 b 0-0\n"
     "1 z 0-4\n"},
    {"x 0\ny 0\na 0\nx 0\nc 5\na 0\nz 1\n", 0, false,
     "0  0-6\n"
     "1 a 0-0\n"
     "1 x 0-0\n"
     "1 y 0-0\n"
     "1 c 0-5\n"
     "1 a 5-5\n"
     "1 z 5-6\n"},
    {"a;b 0\na;c;b 0\na;b 0\na 1\n", 0, false,
     "0  0-1\n"
     "1 a 0-1\n"
     "2 b 0-0\n"
     "2 c 0-0\n"
     "3 b 0-0\n"},
    {"x 0.1\ny 0.2\nz 0.7\n", 0, false,
     "0  0-1\n"
     "1 x 0-0.1\n"
     "1 y 0.1-0.3\n"
     "1 z 0.3-1\n"},
    {"x 18446744073709551615\ny 100000\nz 5\n", 0, false,
     "0  0-1.84467440737096e+19\n"
     "1 x 0-18446744073709551615\n"
     "1 y 18446744073709551615-1.84467440737096e+19\n"},
    {"a;b 1\na;c 50\n", 5, false,
     "0  0-51\n"
     "1 a 0-51\n"
     "2 c 1-51\n"},
    {"a;b 1\na;c 1\nd 3\n", 2, false,
     "0  0-5\n"
     "1 a 0-2\n"
     "1 d 2-5\n"},
    {"a 5 0\nb 0 7.5\nc 1 1\n", 0, false,
     "0  0-8.5 delta 0\n"
     "1 a 0-0 delta -5\n"
     "1 b 0-7.5 delta 7.5\n"
     "1 c 7.5-8.5 delta 0\n"},
    {"caf\303\251;\343\200\200 1\nb\302\2402\n", 0, false,
     "0  0-3\n"
     "1 caf\303\251 0-1\n"
     "2 \343\200\200 0-1\n"
     "1 b 1-3\n"},
    {"w;--;k;l 3\nw;--;;--;k 2\nw 1\nw;--;k;l;--;m;--; 1\n", 0, true,
     "0  0-7\n"
     "1 w 0-7\n"
     "2 -- 0-7\n"
     "3 k_[w] 0-3\n"
     "4 l_[w] 0-3\n"
     "3 _[w] 3-5\n"
     "4 -- 3-5\n"
     "5 k_[w] 3-5\n"
     "3 k_[w] 6-7\n"
     "4 l_[w] 6-7\n"
     "5 -- 6-7\n"
     "6 m_[w] 6-7\n"},
    {"a;b 1\n;--;x 2\n", 0, true,
     "0  0-3\n"
     "1 a 0-1\n"
     "2 b 0-1\n"
     "3 -- 0-1\n"
     "1  1-3\n"
     "2 -- 1-3\n"
     "3 x_[w] 1-3\n"}
};

static void read_lines(struct records *r, const char *input)
{
    records_init(r, false);
    for (const char *end; (end = strchr(input, '\n')) != NULL; input = end + 1)
        records_add(r, slice_of(input, (size_t)(end - input)));
}

static int compare_frames(const void *x, const void *y)
{
    const struct frame *a = x;
    const struct frame *b = y;
    int order = perl_compare(a->start, b->start);

    if (order == 0)
        order = (a->depth > b->depth) - (a->depth < b->depth);
    if (order == 0)
        order = perl_compare(a->end, b->end);
    return order != 0 ? order : slice_compare(a->name, b->name);
}

static void add_number(struct strbuf *to, struct perl_number n)
{
    char text[PERL_NUMBER_TEXT];

    strbuf_add(to, slice_of(text, perl_number_text(n, text)));
}

static void add_frame(struct strbuf *to, const struct frame *frame)
{
    add_number(to, perl_integer(frame->depth));
    strbuf_add_char(to, ' ');
    strbuf_add(to, frame->name);
    strbuf_add_char(to, ' ');
    add_number(to, frame->start);
    strbuf_add_char(to, '-');
    add_number(to, frame->end);
    if (frame->has_delta) {
        strbuf_add_str(to, " delta ");
        add_number(to, frame->delta);
    }
    strbuf_add_char(to, '\n');
}

static void test_frames(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct strbuf got = {0};
        struct records records;
        struct merge m;

        test_case = cases[i].input;
        read_lines(&records, cases[i].input);
        if (cases[i].chain)
            chain_mark(&records);
        merge_records(&m, &records, perl_integer(cases[i].narrowest));
        qsort(m.frames, m.count, sizeof *m.frames, compare_frames);
        for (size_t k = 0; k < m.count; k++) {
            CHECK(!m.frames[k].dropped);
            add_frame(&got, &m.frames[k]);
        }
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(cases[i].frames));
        merge_free(&m);
        records_free(&records);
        strbuf_free(&got);
    }
    test_case = NULL;
}

/* Parents come before their children, and what is further left before what is
 * further right. */
static void test_order(void)
{
    static const char *const names[] = {"", "a", "b", "c", "d", "b", "e", "f"};
    struct records records;
    struct merge m;

    read_lines(&records, "a;b;c 2\na;d 1\na;b 1\ne;f 1\n");
    merge_records(&m, &records, perl_integer(0));
    CHECK_EQ_SIZE(m.count, sizeof names / sizeof *names);
    for (size_t i = 0; i < m.count && i < sizeof names / sizeof *names; i++)
        CHECK_EQ_SLICE(m.frames[i].name, slice_str(names[i]));
    merge_free(&m);
    records_free(&records);
}

static void test_empty(void)
{
    struct records records;
    struct merge m;

    read_lines(&records, "no count\n");
    merge_records(&m, &records, perl_integer(0));
    CHECK_EQ_SIZE(m.count, 0);
    merge_free(&m);
    records_free(&records);
}

/* Many frames that end at one time: a new one replaces the last of its name. */
static void test_many_ends(void)
{
    enum { NAMES = 500 };
    struct records records;
    struct merge m;
    char line[32];

    records_init(&records, false);
    for (size_t i = 0; i < 4 * NAMES; i++) {
        int length = snprintf(line, sizeof line, "f%zu 0", i % NAMES);
        records_add(&records, slice_of(line, (size_t)length));
    }
    records_add(&records, slice_str("z 1"));
    merge_records(&m, &records, perl_integer(0));
    CHECK_EQ_SIZE(m.count, NAMES + 2);
    merge_free(&m);
    records_free(&records);
}

static const struct {
    const char *input;
    const char *time, *largest_delta;
    size_t malformed;
} sums[] = {
    {"", "0", "1", 0},
    {"a 5\nb 2.5\n", "7.5", "1", 0},
    {"x\na 5\n\ny z\n", "5", "1", 3},
    {"a 1 4\nb 9 2\n", "6", "7", 0},
    {"a 1 1.5\n", "1.5", "1", 0},
    {"a 18446744073709551615\nb 1\n", "1.84467440737096e+19", "1", 0}
};

static void check_number(struct perl_number n, const char *wanted)
{
    char text[PERL_NUMBER_TEXT];

    CHECK_EQ_SLICE(slice_of(text, perl_number_text(n, text)), slice_str(wanted));
}

static void test_totals(void)
{
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        struct records records;
        struct totals totals;

        test_case = sums[i].input;
        read_lines(&records, sums[i].input);
        merge_totals(&records, &totals);
        check_number(totals.time, sums[i].time);
        check_number(totals.largest_delta, sums[i].largest_delta);
        CHECK_EQ_SIZE(totals.malformed, sums[i].malformed);
        records_free(&records);
    }
    test_case = NULL;
}

int main(void)
{
    test_frames();
    test_order();
    test_empty();
    test_many_ends();
    test_totals();
    return test_report();
}
