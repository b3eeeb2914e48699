/* SPDX-License-Identifier: MIT */
#include "perfscript/line.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/strbuf.h"
#include "test.h"

enum { FIELDS = 5 };

/* Lines and what the patterns of stackcollapse-perf.pl find in them. */
static const struct {
    const char *text;
    enum perfscript_kind kind;
    const char *fields[FIELDS];     /* NULL: not there */
} cases[] = {
    {"", PERFSCRIPT_END, {NULL}},
    {" ", PERFSCRIPT_OTHER, {NULL}},
    {"# comment", PERFSCRIPT_COMMENT, {NULL}},
    {" # x", PERFSCRIPT_OTHER, {NULL}},
    {"java 4242 731.250012: 1 cycles:", PERFSCRIPT_EVENT, {"java", "4242", NULL, "1",
     "cycles"}},
    {"java 5150 [002] 99.125000: 235 cpu-clock:", PERFSCRIPT_EVENT, {"java", "5150", NULL,
     "235", "cpu-clock"}},
    {"Web Worker 1x 4200/4242 [000] 31.250012: 100 cycles:u:", PERFSCRIPT_EVENT,
     {"Web Worker 1x", "4200", "4242", "100", "cycles:u"}},
    {"java 4200/4242 [000] 731.250012:   3344481 cpu-clock:   ", PERFSCRIPT_EVENT,
     {"java", "4200", "4242", "3344481", "cpu-clock"}},
    {"java 5 1.5: cycles:", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, "cycles"}},
    {"java 5 1.5: 7 cycles: extra", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 1.5: 7 a b:", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 1.5: 7 cycles", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 1.5: 7 :", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 1.5: 7 ::", PERFSCRIPT_EVENT, {"java", "5", NULL, "7", ":"}},
    {"java 5 1.5:7 cycles:", PERFSCRIPT_EVENT, {"java", "5", NULL, "7", "cycles"}},
    {"java 5 1.5:7cycles:", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 1.5: 7cycles:", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, "7cycles"}},
    {"java 5 1.5: 7:", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, "7"}},
    {"java 5 1.5:  ", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 [1", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 [1]", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 1.5:\0117\011cycles:\015", PERFSCRIPT_EVENT, {"java", "5", NULL, "7", "cycles"}},
    {"java 5 1.5: 7x cycles:", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5 7 cycles:", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"java 5/ 1.5: 7 cycles:", PERFSCRIPT_EVENT, {"java", "5", NULL, "7", "cycles"}},
    {"java 5//6 1.5: 7 cycles:", PERFSCRIPT_EVENT, {"java", "5", "6", "7", "cycles"}},
    {"java 5/6/7 1.5: 7 cycles:", PERFSCRIPT_EVENT, {"java 5/6/7 1.5:", "7", NULL, "7",
     "cycles"}},
    {"java 5/6/7 8 1.5: 7 cycles:", PERFSCRIPT_EVENT, {"java 5/6/7", "8", NULL, "7", "cycles"}},
    {"java 5x 1.5: 7 cycles:", PERFSCRIPT_EVENT, {"java 5x 1.5:", "7", NULL, "7", "cycles"}},
    {"java 5x 6 1.5: 7 cycles:", PERFSCRIPT_EVENT, {"java 5x", "6", NULL, "7", "cycles"}},
    {"java 5", PERFSCRIPT_OTHER, {NULL}},
    {"java 5 ", PERFSCRIPT_EVENT, {"java", "5", NULL, NULL, NULL}},
    {"a 123 [000] 5.5: 7 cycles:", PERFSCRIPT_EVENT, {"a 123 [000] 5.5:", "7", NULL, "7",
     "cycles"}},
    {"a  123 5.5: 7 cycles:", PERFSCRIPT_EVENT, {"a ", "123", NULL, "7", "cycles"}},
    {"a   123 5.5: 7 cycles:", PERFSCRIPT_EVENT, {"a ", "123", NULL, "7", "cycles"}},
    {"ab  123 5.5: 7 cycles:", PERFSCRIPT_EVENT, {"ab", "123", NULL, "7", "cycles"}},
    {"a 1 2 ", PERFSCRIPT_EVENT, {"a 1", "2", NULL, NULL, NULL}},
    {":1234 1234 5.5: 7 cycles:", PERFSCRIPT_EVENT, {":1234", "1234", NULL, "7", "cycles"}},
    {" java 5 1.5: 7 cycles:", PERFSCRIPT_OTHER, {NULL}},
    {"\011ffffffffa0e01c20 do_syscall_64 ([kernel.kallsyms])", PERFSCRIPT_FRAME,
     {"ffffffffa0e01c20", "do_syscall_64", "[kernel.kallsyms]"}},
    {"        7f10aa0b1c2d Lshop/Order;::print+0x8 (/tmp/perf-4242.map)",
     PERFSCRIPT_FRAME, {"7f10aa0b1c2d", "Lshop/Order;::print+0x8",
     "/tmp/perf-4242.map"}},
    {"\011  ffffffff (mod)", PERFSCRIPT_FRAME, {"fffffff", "f", "mod"}},
    {"\011f (mod)", PERFSCRIPT_OTHER, {NULL}},
    {"\011ff (mod)", PERFSCRIPT_FRAME, {"f", "f", "mod"}},
    {"\011ff  (mod)", PERFSCRIPT_FRAME, {"ff", " ", "mod"}},
    {"\011ff   (mod)", PERFSCRIPT_FRAME, {"ff", " ", "mod"}},
    {"\011ff\011 (mod)", PERFSCRIPT_FRAME, {"ff", "\011", "mod"}},
    {"\01112 foo (/tmp/a (deleted))", PERFSCRIPT_FRAME, {"12", "foo (/tmp/a", "deleted)"}},
    {"\01112 foo (a) (b) (c)", PERFSCRIPT_FRAME, {"12", "foo (a) (b)", "c"}},
    {"\01112 foo(int) (b)", PERFSCRIPT_FRAME, {"12", "foo(int)", "b"}},
    {"\01112 foo (b", PERFSCRIPT_OTHER, {NULL}},
    {"\01112 foo b)", PERFSCRIPT_OTHER, {NULL}},
    {"\01112 foo(b)", PERFSCRIPT_OTHER, {NULL}},
    {"\01112 foo () ", PERFSCRIPT_FRAME, {"12", "foo", ""}},
    {"\01112 foo ()x)y", PERFSCRIPT_FRAME, {"12", "foo", ")x"}},
    {"\01112 (x) (y)", PERFSCRIPT_FRAME, {"12", "(x)", "y"}},
    {"\01112 foo+0x1f ([unknown]) extra (text", PERFSCRIPT_FRAME, {"12", "foo+0x1f",
     "[unknown]"}},
    {"\01112 [unknown] ([unknown])", PERFSCRIPT_FRAME, {"12", "[unknown]", "[unknown]"}},
    {"\01112-34 foo (mod)", PERFSCRIPT_FRAME, {"12", "-34 foo", "mod"}},
    {"\011(foo) (mod)", PERFSCRIPT_OTHER, {NULL}},
    {"\011_x foo (m)", PERFSCRIPT_FRAME, {"_x", "foo", "m"}},
    {"\011\303\274x foo (m)", PERFSCRIPT_OTHER, {NULL}},
    {"deadbeef foo (m)", PERFSCRIPT_FRAME, {"deadbeef", "foo", "m"}},
    {"deadbeef 12 foo (m)", PERFSCRIPT_EVENT, {"deadbeef", "12", NULL, NULL, NULL}},
    {"garbage", PERFSCRIPT_OTHER, {NULL}},
    {"\011", PERFSCRIPT_OTHER, {NULL}},
    {"a->b (c)", PERFSCRIPT_FRAME, {"a", "->b", "c"}}
};

static void fields_of(const struct perfscript_line *line, struct slice fields[FIELDS])
{
    memset(fields, 0, FIELDS * sizeof *fields);
    if (line->kind == PERFSCRIPT_EVENT) {
        fields[0] = line->event.comm;
        fields[1] = line->event.first;
        fields[2] = line->event.second;
        fields[3] = line->event.period;
        fields[4] = line->event.event;
    } else if (line->kind == PERFSCRIPT_FRAME) {
        fields[0] = line->frame.pc;
        fields[1] = line->frame.symbol;
        fields[2] = line->frame.module;
    } else if (line->kind == PERFSCRIPT_PLAIN) {
        fields[0] = line->text;
    }
}

static void test_parse(void)
{
    struct perfscript_line line;
    struct slice fields[FIELDS];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        /* A copy without anything behind it. */
        size_t n = strlen(cases[i].text);
        char *text = xmalloc(n);
        memcpy(text, cases[i].text, n);
        test_case = cases[i].text;
        perfscript_parse(slice_of(text, n), &line);
        CHECK(line.kind == cases[i].kind);
        CHECK_EQ_SLICE(line.text, slice_of(text, n));
        fields_of(&line, fields);
        for (size_t k = 0; k < FIELDS; k++) {
            const char *wanted = cases[i].fields[k];
            CHECK((fields[k].p != NULL) == (wanted != NULL));
            CHECK_EQ_SLICE(fields[k], slice_str(wanted != NULL ? wanted : ""));
        }
        free(text);
    }
    test_case = NULL;
    perfscript_parse(slice_of("\t12 \0foo (m\0)", 13), &line);
    CHECK(line.kind == PERFSCRIPT_FRAME);
    CHECK_EQ_SLICE(line.frame.symbol, slice_of("\0foo", 4));
    CHECK_EQ_SLICE(line.frame.module, slice_of("m\0", 2));
    perfscript_parse(slice_of(NULL, 0), &line);
    CHECK(line.kind == PERFSCRIPT_END);
}

/* Headers whose parts are certain, and some that perf does not print or that may be misread. */
static void test_plain(void)
{
    static const struct {
        const char *header;
        bool plain;
    } headers[] = {
        {"java 5 1.5: 7 cycles:", true}, {"java 5/6 [000] 1.5: cycles: ", true},
        {"java 5 [000] 1.5: 7 cycles:u:", true}, {"kworker/0:1 5 1.5: 7 cycles:", true},
        {"java 5 1.5: 7 cycles: x", false}, {"java 5 1.: 7 cycles:", false},
        {"java 5 15: 7 cycles:", false}, {"java 5 [000]1.5: 7 cycles:", false},
        {"java 5 [] 1.5: 7 cycles:", false}, {"java 5 [x] 1.5: 7 cycles:", false},
        {"java 5 [000] x 1.5: 7 cycles:", false}, {"java 5 6 1.5: 7 cycles:", false},
        {"a;b 5 1.5: 7 cycles:", false}, {"a  5 1.5: 7 cycles:", false},
        {"w 4 1.5: java 5 1.5: 7 cycles:", false}, {"w 4 1.5: 5/6 1.5: 7 cycles:", false},
        {"w 4 1.5:x java 5 1.5: 7 cycles:", false}, {"x: y: 5 1.5: 7 cycles:", true},
    };
    struct perfscript_line line;

    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        test_case = headers[i].header;
        perfscript_parse(slice_str(headers[i].header), &line);
        CHECK(line.kind == PERFSCRIPT_EVENT && line.event.plain == headers[i].plain);
    }
    test_case = NULL;
}

static void test_process(void)
{
    struct slice line = slice_str("  gc 1 kw 7/8 x:");
    struct perfscript_event e;

    CHECK_EQ_SIZE(perfscript_parse_process(line, 2, &e), 6);
    CHECK_EQ_SLICE(e.comm, slice_str("gc"));
    CHECK_EQ_SLICE(e.first, slice_str("1"));
    CHECK(e.second.p == NULL);
    CHECK_EQ_SIZE(perfscript_parse_process(line, 5, &e), 13);
    CHECK_EQ_SLICE(e.comm, slice_str("1 kw"));
    CHECK_EQ_SLICE(e.second, slice_str("8"));
    CHECK(perfscript_parse_process(line, 1, &e) == SLICE_NONE);
    CHECK(perfscript_parse_process(line, 10, &e) == SLICE_NONE);
    CHECK(perfscript_parse_process(line, line.n, &e) == SLICE_NONE);
}

/* What a parser handed out, as text. */
struct record {
    struct strbuf text;
    size_t sources;     /* the lines that belong to a frame */
    struct perfscript *parser;
};

static int record_line(void *context, const struct perfscript_line *line)
{
    static const char *const kinds[] = {"COMMENT", "END", "EVENT", "FRAME", "OTHER", "SOURCE"};
    struct record *r = context;
    struct slice fields[FIELDS];

    strbuf_add_str(&r->text, kinds[line->kind]);
    fields_of(line, fields);
    for (size_t i = 0; i < FIELDS; i++) {
        if (fields[i].p == NULL)
            continue;
        strbuf_add_char(&r->text, '|');
        strbuf_add(&r->text, fields[i]);
    }
    strbuf_add_char(&r->text, '\n');
    if (line->kind == PERFSCRIPT_FRAME)
        perfscript_pass(r->parser, r->sources);
    return 0;
}

static const char sample[] =
    "# cmdline : perf record\n"
    "java 7/8 [001] 5.25: 3 cycles:u:\n"
    "\tff01 one+0x8 (/bin/a)\n"
    "a.c:12\n"
    "\tff02 two (/bin/b)\n"
    "\n"
    "\n"
    "x\n"
    "V8 Worker 9 6.5: cycles:u:\r\n"
    "\tff03 three (c)\n"
    "\n"
    "\tff04 four (d)";

static const char sample_lines[] =
    "COMMENT\n"
    "EVENT|java|7|8|3|cycles:u\n"
    "FRAME|ff01|one+0x8|/bin/a\n"
    "OTHER\n"
    "FRAME|ff02|two|/bin/b\n"
    "END\n"
    "END\n"
    "OTHER\n"
    "EVENT|V8 Worker|9|cycles:u\n"
    "FRAME|ff03|three|c\n"
    "END\n"
    "FRAME|ff04|four|d\n";

static const char sample_sources[] =
    "COMMENT\n"
    "EVENT|java|7|8|3|cycles:u\n"
    "FRAME|ff01|one+0x8|/bin/a\n"
    "SOURCE|a.c:12\n"
    "FRAME|ff02|two|/bin/b\n"
    "SOURCE|\n"
    "END\n"
    "OTHER\n"
    "EVENT|V8 Worker|9|cycles:u\n"
    "FRAME|ff03|three|c\n"
    "SOURCE|\n"
    "FRAME|ff04|four|d\n";

/* Feeds a copy that is gone afterwards. */
static void feed(struct perfscript *p, const char *bytes, size_t n)
{
    char *copy = xmalloc(n);

    memcpy(copy, bytes, n);
    CHECK(perfscript_feed(p, copy, n) == PERFSCRIPT_OK);
    free(copy);
}

/* Feeds the sample in pieces of `size` bytes, the first of `first` bytes. */
static void check_pieces(size_t sources, size_t first, size_t size)
{
    struct record r = {{0}, sources, NULL};
    struct perfscript *p = perfscript_lines(record_line, &r);
    size_t at = first;

    r.parser = p;
    feed(p, sample, first);
    for (size_t n; at < strlen(sample); at += n) {
        n = strlen(sample) - at < size ? strlen(sample) - at : size;
        feed(p, sample + at, n);
    }
    perfscript_end(p);
    CHECK_EQ_SLICE(strbuf_slice(&r.text), slice_str(sources ? sample_sources : sample_lines));
    perfscript_free(p);
    strbuf_free(&r.text);
}

static void test_pieces(void)
{
    for (size_t sources = 0; sources < 2; sources++) {
        for (size_t first = 0; first <= strlen(sample); first++)
            check_pieces(sources, first, strlen(sample));
        for (size_t size = 1; size < 10; size++)
            check_pieces(sources, 0, size);
    }
}

/* Two parsers take turns, one byte at a time and two. */
static void test_side_by_side(void)
{
    struct record a = {{0}, 0, NULL};
    struct record b = {{0}, 1, NULL};
    struct perfscript *p = perfscript_lines(record_line, &a);
    struct perfscript *q = perfscript_lines(record_line, &b);
    size_t n = strlen(sample);

    a.parser = p;
    b.parser = q;
    for (size_t i = 0; i < n; i++) {
        feed(p, sample + i, 1);
        if (2 * i < n)
            feed(q, sample + 2 * i, 2 * i + 1 < n ? 2 : 1);
    }
    perfscript_end(q);
    perfscript_end(p);
    CHECK_EQ_SLICE(strbuf_slice(&a.text), slice_str(sample_lines));
    CHECK_EQ_SLICE(strbuf_slice(&b.text), slice_str(sample_sources));
    perfscript_free(p);
    perfscript_free(q);
    strbuf_free(&a.text);
    strbuf_free(&b.text);
}

static void end(struct perfscript *p, size_t lines)
{
    CHECK(perfscript_end(p) == PERFSCRIPT_OK);
    CHECK_EQ_SIZE(perfscript_line_number(p), lines);
    perfscript_begin(p);
}

/* The end of a file ends its last line, but nothing else. */
static void test_files(void)
{
    struct record r = {{0}, 2, NULL};
    struct perfscript *p = perfscript_lines(record_line, &r);

    r.parser = p;
    CHECK_EQ_SIZE(perfscript_line_number(p), 0);
    feed(p, "\n\n\t1 f (m)", 10);
    CHECK_EQ_SIZE(perfscript_line_number(p), 2);
    end(p, 3);
    end(p, 0);
    feed(p, "a\n", 2);
    end(p, 1);
    feed(p, "b\nc\n", 4);
    end(p, 2);
    CHECK_EQ_SLICE(strbuf_slice(&r.text),
                   slice_str("END\nEND\nFRAME|1|f|m\nSOURCE|a\nSOURCE|b\nOTHER\n"));
    perfscript_free(p);
    strbuf_free(&r.text);
}

static int stop_at_third(void *context, const struct perfscript_line *line)
{
    size_t *count = context;

    (void)line;
    return ++*count == 3;
}

static void test_stop(void)
{
    size_t count = 0;
    struct perfscript *p = perfscript_lines(stop_at_third, &count);

    CHECK(perfscript_feed(p, "a\nb", 3) == PERFSCRIPT_OK);
    CHECK(perfscript_feed(p, "\nc\nd\n", 5) == PERFSCRIPT_STOPPED);
    CHECK(perfscript_feed(p, "e\n", 2) == PERFSCRIPT_STOPPED);
    CHECK(perfscript_end(p) == PERFSCRIPT_STOPPED);
    CHECK_EQ_SIZE(count, 3);
    CHECK_EQ_SIZE(perfscript_line_number(p), 3);
    perfscript_free(p);
}

int main(void)
{
    test_parse();
    test_plain();
    test_process();
    test_pieces();
    test_side_by_side();
    test_files();
    test_stop();
    return test_report();
}
