#include "records.h"

#include "strbuf.h"
#include "test.h"

/* A line, and what it is parsed to: STACK|COUNT, and |DELTA for two counts. */
static const struct {
    const char *line;
    const char *parsed;     /* NULL: it has no count */
    const char *reversed;   /* the line with the leaves first */
} cases[] = {
    {"a;b;c 5", "a;b;c|5", "c;b;a 5"},
    {"a 5.5", "a|5.5", "a 5.5"},
    {"a;b 3 8", "a;b|8|5", "b;a 3 8"},
    {"a;b 8 3.5", "a;b|3.5|-4.5", "b;a 8 3.5"},
    {"a 1 2 3", "a 1|3|1", "a 1 2 3"},
    {"a;b;; 5", "a;b;;|5", "b;a 5"},
    {";a;;b 5", ";a;;b|5", "b;;a; 5"},
    {"; 5", ";|5", " 5"},
    {" 5", "|5", " 5"},
    {"a  5", "a |5", "a  5"},
    {"5", NULL, " "},
    {"a", NULL, " "},
    {"", NULL, " "},
    {"a\xe3\x80\x80" "5", "a|5", "a 5"},
    {"a\xff;b 5", "a\xef\xbf\xbd;b|5", "b;a\xef\xbf\xbd 5"}
};

static void add_number(struct strbuf *to, struct number n)
{
    char text[NUMBER_TEXT];

    strbuf_add_char(to, '|');
    strbuf_add(to, slice_of(text, number_text(n, text)));
}

static void check_parsed(const struct records *r, size_t i, const char *wanted)
{
    struct record record;
    struct strbuf got = {0};
    bool counted = records_get(r, i, &record);

    CHECK(counted == (wanted != NULL));
    if (counted && wanted != NULL) {
        strbuf_add(&got, record.stack);
        add_number(&got, record.count);
        if (record.has_delta)
            add_number(&got, record.delta);
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(wanted));
    }
    strbuf_free(&got);
}

static void test_lines(void)
{
    struct records forth, back;

    records_init(&forth, false);
    records_init(&back, true);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_case = cases[i].line;
        records_add(&forth, slice_str(cases[i].line));
        records_add(&back, slice_str(cases[i].line));
        check_parsed(&forth, i, cases[i].parsed);
        CHECK_EQ_SLICE(back.lines[i], slice_str(cases[i].reversed));
    }
    test_case = NULL;
    records_free(&forth);
    records_free(&back);
}

static void test_sort(void)
{
    static const char *const sorted[] = {
        "", "a 1", "a 10", "a 2", "a;b 1", "aa 1", "b 1", "\xc3\xa9 1", "\xef\xbf\xbd 1",
        "\xf0\x9f\x94\xa5 1"
    };
    enum { COUNT = sizeof sorted / sizeof *sorted };
    struct records r;

    records_init(&r, false);
    records_sort(&r);
    for (size_t i = 0; i < COUNT; i++)
        records_add(&r, slice_str(sorted[i * 7 % COUNT]));
    records_sort(&r);
    for (size_t i = 0; i < COUNT; i++)
        CHECK_EQ_SLICE(r.lines[i], slice_str(sorted[i]));
    records_free(&r);
}

int main(void)
{
    test_lines();
    test_sort();
    return test_report();
}
