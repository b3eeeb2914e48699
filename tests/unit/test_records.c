/* SPDX-License-Identifier: MIT */
#include "records.h"

#include "base/strbuf.h"
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
    const struct record record = r->lines[r->count - 1];
    const uint32_t *frames;
    struct strbuf got = {0};

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

int main(void)
{
    test_lines();
    test_sort();
    return test_report();
}
