/* SPDX-License-Identifier: MIT */
#include "perf/sample.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "perf/faults.h"
#include "perfscript/meant.h"
#include "perl/rand.h"
#include "test.h"

#define HEADER "app 12/13 [001] 5.5: 100 cycles:\n"
#define QSORT "\t7f10 qsort+0x1f (/lib/libc.so.6)\n"
#define MAIN "\t    55a0 main+0x8 (/srv/app/a.out)\n"
#define SAMPLE HEADER QSORT MAIN "\n"

/* Texts and what is found: a digit for a sample of so many lines, '-' for text
 * that is handed on. */
static const struct {
    const char *text;
    bool within;
    const char *found;
} cases[] = {
    {"", false, ""},
    {SAMPLE, false, "4"},
    {SAMPLE SAMPLE, false, "44"},
    {HEADER "\n", false, "2"},
    {HEADER "\n" SAMPLE "app 12 5.5: \n\n", false, "242"},
    {"app 12 5.5:\n" QSORT QSORT QSORT "\n", false, "5"},
    {HEADER "\t0 [unknown] ([unknown])\n\n", false, "3"},
    {HEADER "\t1 a->b+0x1 (x)\n\n", false, "3"},
    {HEADER "\t1 +0x1 (x)\n\n", false, "3"},
    {HEADER "    7f10 qsort (/lib/libc.so.6 (deleted))\n\n", false, "3"},
    {HEADER "\t7f10 (lambda)+0x1 (x)\n\n", false, "3"},
    {HEADER "\t                0 f (x)\n\t               0 f (x)\n\t       90abcdef f (x)\n"
     "\t      890abcdef f (x)\n\tffffffff81000000 f (x)\n\t1ffffffff81000000 f (x)\n\n",
     false, "8"},
    {HEADER " \t 7f10 operator+(A const&)+0x3 (a(b).so)\n\n", false, "3"},

    /* Within a sample: the text up to its end is not looked at. */
    {SAMPLE, true, "-"},
    {"\n" SAMPLE, true, "-4"},
    {"out)\n\n" SAMPLE, true, "-4"},
    {"", true, ""},
    {"no end\n", true, "-"},

    /* Cut at the end. */
    {"app 12/13", false, "-"},
    {HEADER, false, "-"},
    {HEADER QSORT, false, "-"},
    {HEADER "\t7f10 qsort", false, "-"},
    {HEADER "\t7f10", false, "-"},
    {HEADER "\t", false, "-"},
    {SAMPLE HEADER QSORT "\t55a0 main+0x8 (/srv", false, "4-"},
    {SAMPLE "app", false, "4-"},
    {SAMPLE "\n", false, "4-"},

    /* Lines of other kinds. */
    {"\n\n\n" SAMPLE "\n" SAMPLE, false, "-4-4"},
    {"# comment\n" SAMPLE SAMPLE, false, "-4"},
    {"# comment\n\n" SAMPLE, false, "-4"},
    {HEADER "# comment\n" QSORT "\n" SAMPLE, false, "-4"},
    {HEADER HEADER QSORT "\n" SAMPLE, false, "-4"},
    {QSORT MAIN "\n" SAMPLE, false, "-4"},
    {HEADER QSORT "7f10 no_blank_before (x)\n\n" SAMPLE, false, "-4"},
    {HEADER QSORT " \n\n" SAMPLE, false, "-4"},
    {HEADER QSORT "\t\n\n" SAMPLE, false, "-4"},
    {HEADER QSORT "\r\n\n" SAMPLE, false, "-4"},
    {HEADER "\v7f10 qsort (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t7f10  two_blanks (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t7f10\ttab (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t7f10 (no_symbol)\n\n" SAMPLE, false, "-4"},
    {HEADER "\tffffffff81000000 (no_symbol)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t                 f (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t     7f10     7f10 f (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t  7f10     7f10e10 f (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t            7f10  f (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t            7f10\n\n" SAMPLE, false, "-4"},
    {HEADER "\t            7\n10 f (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t     7f10 no module\n\n" SAMPLE, false, "-4"},
    {HEADER "\t     7f\xc3\xa9" "01234 f (x)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t7f10 ''+0x1 (names nothing)\n\n" SAMPLE, false, "-4"},
    {HEADER "\t7f10:x qsort (x)\n\n" SAMPLE, false, "-4"},
    {"app 12\n" QSORT "\n" SAMPLE, false, "-4"},
    {" " SAMPLE SAMPLE, false, "-4"},
    {"\r\n" SAMPLE SAMPLE, false, "-4"},
    {"app\r\n" HEADER "\r\n\n" SAMPLE, false, "-4"}
};

static void setup(struct perf_sampler *s, const struct perf_frame_options *options)
{
    memset(s, 0, sizeof *s);
    perf_sampler_init(s, options);
}

/* All samples together are the input, and text that is handed on is one. */
static void check_texts(const struct perf_sampler *s, struct slice text)
{
    size_t at = 0;

    for (size_t i = 0; i < s->count; i++) {
        const struct perf_sample *sample = &s->samples[i];
        CHECK(sample->text.p == text.p + at && sample->text.n > 0);
        CHECK(i == 0 || sample->lines > 0 || sample[-1].lines > 0);
        at += sample->text.n;
    }
    CHECK_EQ_SIZE(at, text.n);
}

/* What the sample is when its lines are parsed one by one. */
static void push_parsed(const struct perf_frame_options *options, struct slice text,
                        struct foldtab *folded, struct stack *stack,
                        const struct perf_sample *sample)
{
    struct perfscript_header header;
    struct perfscript_line line;
    struct strbuf name = {0};
    struct slice function;
    size_t newline = slice_find(text, '\n');
    size_t lines = 2;

    CHECK(slice_ends(text, "\n\n"));
    text.n--;
    perfscript_parse(slice_cut(text, 0, newline), &line);
    CHECK(line.kind == PERFSCRIPT_EVENT);
    if (options->fix && perfscript_meant(&line, false, &header) == PERFSCRIPT_MEANT_HEADER)
        line.event = header.event;
    CHECK((sample->event.p == NULL) == (line.event.event.p == NULL));
    CHECK_EQ_SLICE(sample->event, line.event.event);
    CHECK(perl_is_same(sample->period, perf_period(line.event.period)));
    perf_process_name(options, &line.event, &name);
    if (options->fix)
        strbuf_replace(&name, 0, ';', ':');
    stack_push_text(stack, folded, strbuf_slice(&name));
    bool java = slice_starts(strbuf_slice(&name), "java");

    text = slice_from(text, newline + 1);
    for (; text.n > 0; lines++) {
        /* The last line, which is the caller of those before it. */
        newline = slice_find_last(slice_cut(text, 0, text.n - 1), '\n');
        size_t from = newline == SLICE_NONE ? 0 : newline + 1;
        size_t count = 0;
        perfscript_parse(slice_cut(text, from, text.n - 1), &line);
        CHECK(line.kind == PERFSCRIPT_FRAME);
        struct slice functions = perf_frame_functions(options, &line);
        for (; perf_frame_next(options, &functions, &function); count++) {
            strbuf_clear(&name);
            perf_frame_name(options, &line.frame, function, count > 0, java, &name);
            stack_push_text(stack, folded, strbuf_slice(&name));
        }
        text.n = from;
    }
    CHECK_EQ_SIZE(sample->lines, lines);
    strbuf_free(&name);
}

static void check_samples(struct perf_sampler *s, struct foldtab *folded)
{
    struct stack got = {0};
    struct stack wanted = {0};

    for (size_t i = 0; i < s->count; i++) {
        const struct perf_sample *sample = &s->samples[i];
        if (sample->lines == 0)
            continue;
        got.count = wanted.count = 0;
        perf_sampler_push(s, sample, folded, &got);
        push_parsed(s->options, sample->text, folded, &wanted, sample);
        bool same = got.count == wanted.count
                    && memcmp(got.frames, wanted.frames, got.count * sizeof *got.frames) == 0;
        CHECK(same);
        if (!same)
            test_print("of  ", sample->text);
    }
    stack_free(&got);
    stack_free(&wanted);
}

/* Reads a copy without a byte behind it, and checks all that holds for any. */
static void check_text(struct perf_sampler *s, struct foldtab *folded, struct slice text,
                       bool within, struct strbuf *found)
{
    char *copy = xmalloc(text.n);

    if (text.n > 0)
        memcpy(copy, text.p, text.n);
    perf_sampler_read(s, slice_of(copy, text.n), within);
    check_texts(s, slice_of(copy, text.n));
    check_samples(s, folded);
    strbuf_clear(found);
    for (size_t i = 0; i < s->count; i++)
        strbuf_add_char(found, "-123456789"[s->samples[i].lines]);
    free(copy);
}

/* One sampler for all, and one for each. */
static void test_cases(const struct perf_frame_options *options)
{
    struct perf_sampler s, fresh;
    struct foldtab folded;
    struct strbuf found = {0};

    setup(&s, options);
    foldtab_init(&folded);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice text = slice_str(cases[i].text);
        test_case = cases[i].text;
        setup(&fresh, options);
        for (int again = 0; again < 2; again++) {
            check_text(&s, &folded, text, cases[i].within, &found);
            CHECK_EQ_SLICE(strbuf_slice(&found), slice_str(cases[i].found));
            check_text(&fresh, &folded, text, cases[i].within, &found);
            CHECK_EQ_SLICE(strbuf_slice(&found), slice_str(cases[i].found));
        }
        perf_sampler_free(&fresh);
    }
    test_case = NULL;
    strbuf_free(&found);
    foldtab_free(&folded);
    perf_sampler_free(&s);
}

/* Lines of all kinds in any order, mostly samples. */
static void random_text(struct perl_rand *r, struct strbuf *to)
{
    static const char *const headers[] = {
        HEADER, "java 7 1.5: 3 cycles:\n", "java;x 7/8 1.5: cpu-clock:\n", "a b 0 1:\n"
    };
    static const char *const symbols[] = {
        "f", "g+0x1", "g+0x2f", "operator+(int)+0x1", "operator++0x1", "[unknown]", "a->b->c+0x2",
        "->", "Lx/y;z+0x1", "(x)", "(x) (y)+0x1", "+0x1", "''", "f;g",
        "f(x) +0x1", "g+12", "(anonymous namespace)::f+0x1", "operator->()+0x2",
        "JS:~f (x)+0x1", "f+0x1 (x)+0x2", "a->(b->"
    };
    static const char *const modules[] = {
        "/lib/x.so", "/lib/y.so", "[unknown]", "[kernel.kallsyms]", "/tmp/perf-12.map",
        "x (deleted)", "a(b).so", "/a (b)/c.so", "/x+0x12", "inlined", ""
    };
    static const char *const others[] = {
        "# x\n", "junk\n", " \n", "\r\n", "\n", "  7f10 f\n", "  my file.c:3 (inlined)\n",
        HEADER
    };
#define ANY(list) (list)[(size_t)(perl_rand(r) * (sizeof(list) / sizeof *(list)))]

    strbuf_clear(to);
    for (int samples = (int)(perl_rand(r) * 6); samples > 0; samples--) {
        strbuf_add_str(to, ANY(headers));
        for (int frames = (int)(perl_rand(r) * 6); frames > 0; frames--) {
            char address[24];
            unsigned pc = (unsigned)(perl_rand(r) * 4);
            snprintf(address, sizeof address, perl_rand(r) < 0.5 ? "\t%x " : "\t%16x ", pc);
            strbuf_add_str(to, address);
            strbuf_add_str(to, ANY(symbols));
            strbuf_add_str(to, " (");
            strbuf_add_str(to, ANY(modules));
            strbuf_add_str(to, perl_rand(r) < 0.95 ? ")\n" : "\n");
        }
        if (perl_rand(r) < 0.1)
            strbuf_add_str(to, ANY(others));
        strbuf_add_str(to, perl_rand(r) < 0.95 ? "\n" : "");
    }
    if (perl_rand(r) < 0.3)
        to->n = (size_t)(perl_rand(r) * (double)to->n);
}

static void test_random(const struct perf_frame_options *options, uint32_t seed)
{
    enum { MANY = 3000 };
    struct perf_sampler s;
    struct foldtab folded;
    struct strbuf text = {0};
    struct strbuf found = {0};
    struct perl_rand r;

    perl_srand(&r, seed);
    setup(&s, options);
    foldtab_init(&folded);
    for (size_t i = 0; i < MANY; i++) {
        random_text(&r, &text);
        check_text(&s, &folded, strbuf_slice(&text), perl_rand(&r) < 0.2, &found);
    }
    strbuf_free(&text);
    strbuf_free(&found);
    foldtab_free(&folded);
    perf_sampler_free(&s);
}

/* With --addrs, lines that differ in their addresses are different frames. */
static void test_addresses(void)
{
    static const char text[] = HEADER "\t7f10 [unknown] (/lib/x)\n\t7f11 [unknown] (/lib/x)\n"
                               "\t7f10 [unknown] (/lib/x)\n\n";
    struct perf_frame_options options = {false};
    struct perf_sampler s;
    struct foldtab folded;
    struct stack stack = {0};

    options.addresses = true;
    setup(&s, &options);
    foldtab_init(&folded);
    perf_sampler_read(&s, slice_str(text), false);
    CHECK_EQ_SIZE(s.count, 1);
    perf_sampler_push(&s, &s.samples[0], &folded, &stack);
    CHECK_EQ_SIZE(stack.count, 4);
    CHECK_EQ_SLICE(frametab_name(&folded.frames, stack.frames[1]), slice_str("[x <7f10>]"));
    CHECK_EQ_SLICE(frametab_name(&folded.frames, stack.frames[2]), slice_str("[x <7f11>]"));
    CHECK(stack.frames[1] == stack.frames[3]);
    stack_free(&stack);
    foldtab_free(&folded);
    perf_sampler_free(&s);
}

/* A line too long for the cache makes no sample, but one that fits does. */
static void test_long_line(void)
{
    struct perf_frame_options options = {false};
    struct perf_sampler s;
    struct foldtab folded;
    struct strbuf text = {0};
    struct strbuf found = {0};

    setup(&s, &options);
    foldtab_init(&folded);
    for (size_t n = 1000; n <= 100000; n *= 100) {
        strbuf_clear(&text);
        strbuf_add_str(&text, HEADER "\t7f10 ");
        for (size_t i = 0; i < n; i++)
            strbuf_add_char(&text, 'f');
        strbuf_add_str(&text, " (x)\n\n" SAMPLE);
        check_text(&s, &folded, strbuf_slice(&text), false, &found);
        CHECK_EQ_SLICE(strbuf_slice(&found), slice_str(n == 1000 ? "34" : "-4"));
    }
    strbuf_free(&text);
    strbuf_free(&found);
    foldtab_free(&folded);
    perf_sampler_free(&s);
}

int main(void)
{
    for (unsigned bits = 0; bits < 64; bits++) {
        struct perf_frame_options options = {false};
        options.pid = bits & 1;
        options.tid = bits & 2;
        options.annotate_kernel = bits & 4;
        options.annotate_jit = bits & 8;
        options.addresses = bits & 16;
        options.fix = bits & 32;
        test_cases(&options);
        test_random(&options, bits);
    }
    test_addresses();
    test_long_line();
    return test_report();
}
