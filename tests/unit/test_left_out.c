/* SPDX-License-Identifier: MIT */
/* Frames that the records leave out are none that are drawn, counted or named in messages. */
#include <stdlib.h>

#include "layout.h"
#include "merge.h"
#include "perl/rand.h"
#include "records.h"
#include "test.h"

enum { LINES = 60 };

static size_t below(struct perl_rand *r, size_t n)
{
    return (size_t)(perl_rand(r) * (double)n);
}

/* A stack of few names, some of them empty, with a count that is mostly small; of `kinds`, the
 * counts 0, two counts, and decimals are the last. */
static void random_line(struct perl_rand *r, size_t kinds, struct strbuf *line)
{
    static const char *const names[] = {"a", "b", "c", "", "a b", "a.", "main", "x"};
    static const char *const counts[] = {"1", "2", "1", "3", "40", "500", "0", "2 3", "0.5", "1e"};
    size_t depth = 1 + below(r, 7);

    strbuf_clear(line);
    for (size_t i = 0; i < depth; i++) {
        strbuf_add_str(line, i > 0 ? ";" : "");
        strbuf_add_str(line, names[below(r, i < 3 ? 3 : 8)]);
    }
    strbuf_add_char(line, ' ');
    strbuf_add_str(line, counts[below(r, kinds)]);
    if (below(r, 50) == 0)
        strbuf_add_char(line, (char)0x80);
}

static int compare_lines(const void *x, const void *y)
{
    const struct strbuf *a = x;
    const struct strbuf *b = y;

    return slice_compare(strbuf_slice(a), strbuf_slice(b));
}

static bool same_number(struct perl_number a, struct perl_number b)
{
    return perl_is_same(a, b);
}

static void check_named(const struct named_count *a, const struct named_count *b)
{
    CHECK_EQ_SIZE(a->count, b->count);
    if (a->count > 0 && b->count > 0)
        CHECK_EQ_SLICE(a->first, b->first);
}

static void check_merges(const struct records *some, const struct records *all,
                         struct perl_number narrowest)
{
    struct merge a, b;

    merge_records(&a, some, narrowest);
    merge_records(&b, all, narrowest);
    CHECK_EQ_SIZE(a.count, b.count);
    for (size_t i = 0; i < a.count && i < b.count; i++) {
        CHECK_EQ_SLICE(a.frames[i].name, b.frames[i].name);
        CHECK_EQ_SIZE(a.frames[i].depth, b.frames[i].depth);
        CHECK(same_number(a.frames[i].start, b.frames[i].start));
        CHECK(same_number(a.frames[i].end, b.frames[i].end));
        CHECK(a.frames[i].has_delta == b.frames[i].has_delta
              && same_number(a.frames[i].delta, b.frames[i].delta));
    }
    check_named(&a.replaced, &b.replaced);
    check_named(&a.split, &b.split);
    check_named(&a.unchanged, &b.unchanged);
    merge_free(&a);
    merge_free(&b);
}

/* How many frames the records have. */
static size_t frame_count(const struct records *r)
{
    size_t count = 0;

    for (size_t i = 0; i < r->count; i++)
        count += r->lines[i].depth;
    return count;
}

/* Adds the lines, in pieces of so many, 0: one by one. */
static void add_lines(struct records *r, const struct strbuf *lines, size_t size)
{
    struct records piece;
    struct ids names = {0};

    records_init_piece(&piece, r);
    for (size_t i = 0; i < LINES; i++) {
        records_add(size > 0 ? &piece : r, strbuf_slice(&lines[i]));
        if (size == 0 || (i % size != size - 1 && i + 1 < LINES))
            continue;
        records_end_piece(&piece);
        records_append(r, &piece, &names);
    }
    records_free(&piece);
    ids_free(&names);
}

/* Returns whether frames were left out. */
static bool test_lines(const struct strbuf *lines, size_t size, bool at_once, bool sort,
                       double share)
{
    struct records all, some;
    struct totals totals;

    records_init(&all, false);
    records_init(&some, false);
    records_leave_out(&some, share, at_once);
    add_lines(&all, lines, 0);
    add_lines(&some, lines, size);
    CHECK(some.sorted == all.sorted && some.sum == all.sum);
    CHECK_EQ_SIZE(some.invalid.count, all.invalid.count);
    CHECK_EQ_SIZE(some.malformed, all.malformed);
    bool lacking = records_lack_frames(&some, sort);
    if (sort) {
        records_sort(&all);
        records_sort(&some);
    }
    merge_totals(&all, &totals);
    if (!lacking)
        check_merges(&some, &all, perl_multiply(totals.time, perl_real(share)));
    bool left_out = !lacking && frame_count(&some) < frame_count(&all);
    records_free(&all);
    records_free(&some);
    return left_out;
}

static void test_random(uint32_t seed, size_t *left_out)
{
    static const double shares[] = {0.001, 0.01, 0.02, 0.1, 2};
    struct strbuf lines[LINES] = {{0}};
    struct perl_rand random;

    perl_srand(&random, seed);
    double share = shares[below(&random, 5)];
    size_t kinds = 6 + below(&random, 5);
    for (size_t i = 0; i < LINES; i++)
        random_line(&random, kinds, &lines[i]);
    size_t size = below(&random, 10);
    *left_out += test_lines(lines, size, false, true, share);
    *left_out += test_lines(lines, size, true, false, share);
    *left_out += test_lines(lines, size, true, true, share);
    qsort(lines, LINES, sizeof *lines, compare_lines);
    *left_out += test_lines(lines, size, true, true, share);
    *left_out += test_lines(lines, size, false, true, share);
    for (size_t i = 0; i < LINES; i++)
        strbuf_free(&lines[i]);
}

/* Which frames are left out: all but one of those that no neighbour has. */
static void test_some(void)
{
    static const char *const lines[] = {
        "a;b;c;d;e 1", "a;b;x;y;z 1", "a;;;b 1", "b;c 100", "b;d;e 1"
    };
    static const size_t depths[] = {5, 3, 4, 2, 2};
    struct records r;

    records_init(&r, false);
    records_leave_out(&r, 0.9, true);
    for (size_t i = 0; i < 5; i++)
        records_add(&r, slice_str(lines[i]));
    CHECK(r.left_out == true && !records_lack_frames(&r, false));
    CHECK(records_lack_frames(&r, true));
    for (size_t i = 0; i < 5; i++)
        CHECK_EQ_SIZE(r.lines[i].depth, depths[i]);
    records_add(&r, slice_str("b;d;e 1.5"));
    CHECK(records_lack_frames(&r, false));
    records_free(&r);
}

int main(void)
{
    size_t left_out = 0;

    test_some();
    for (uint32_t seed = 0; seed < 400; seed++)
        test_random(seed, &left_out);
    CHECK(left_out > 400);
    return test_report();
}
