/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/strbuf.h"
#include "perfscript/text.h"
#include "test.h"

/* The linker puts these in the place of realloc() and calloc(). */
void *__real_realloc(void *memory, size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_calloc(size_t count, size_t size);

static bool failing;
static size_t before_failure;

static bool fails(void)
{
    return failing && before_failure-- == 0;
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

static void add_part(struct strbuf *to, const char *name, struct slice part)
{
    if (part.p == NULL)
        return;
    strbuf_printf(to, "|%s ", name);
    strbuf_add(to, part);
}

static void add_frame(struct strbuf *to, const struct perfscript_call *frame)
{
    strbuf_printf(to, " %" PRIx64 " ", frame->address);
    strbuf_add(to, frame->symbol);
    if (frame->has_offset)
        strbuf_printf(to, "|+%" PRIu64, frame->offset);
    add_part(to, "in", frame->module);
    add_part(to, "at", frame->source);
    strbuf_add_str(to, frame->inlined ? "|inlined\n" : "\n");
}

/* Describes a sample with a line for itself and one for each frame. */
static int describe(void *context, const struct perfscript_sample *s)
{
    struct strbuf *to = context;

    strbuf_printf(to, "%zu", s->line);
    add_part(to, "comm", s->comm);
    if (s->has & PERFSCRIPT_PID)
        strbuf_printf(to, "|pid %" PRId64, s->pid);
    if (s->has & PERFSCRIPT_TID)
        strbuf_printf(to, "|tid %" PRId64, s->tid);
    if (s->has & PERFSCRIPT_CPU)
        strbuf_printf(to, "|cpu %" PRId64, s->cpu);
    if (s->has & PERFSCRIPT_TIME)
        strbuf_printf(to, "|time %" PRIu64, s->time);
    if (s->has & PERFSCRIPT_PERIOD)
        strbuf_printf(to, "|period %" PRId64, s->period);
    add_part(to, "event", s->event);
    add_part(to, "trace", s->trace);
    strbuf_add_char(to, '\n');
    for (size_t i = 0; i < s->frame_count; i++)
        add_frame(to, &s->frames[i]);
    CHECK(s->header.n > 0 ? s->header.p == s->text.p : slice_starts(s->text, "\t"));
    return 0;
}

/* Feeds a copy of the input in pieces that are gone afterwards. */
static enum perfscript_status feed(struct perfscript *p, struct slice input, size_t size)
{
    enum perfscript_status status = PERFSCRIPT_OK;

    for (size_t at = 0; status == PERFSCRIPT_OK && at < input.n; at += size) {
        size_t n = input.n - at < size ? input.n - at : size;
        char *copy = xmalloc(n);
        memcpy(copy, input.p + at, n);
        status = perfscript_feed(p, copy, n);
        free(copy);
    }
    return status == PERFSCRIPT_OK ? perfscript_end(p) : status;
}

/* What perf 3 to 6 print, line by line, and what it says. */
static const struct {
    const char *input;
    const char *output;
} cases[] = {
    /* perf 3: spaces before the addresses, no period, no offsets */
    {"java  4242 [003] 4120.437285: cycles: \n"
     "        ffffffff8103ca3a native_write_msr ([kernel.kallsyms])\n"
     "            7f10aa0b JVM::run (/usr/lib/libjvm.so)\n"
     "\n",
     "1|comm java|tid 4242|cpu 3|time 4120437285000|event cycles\n"
     " ffffffff8103ca3a native_write_msr|in [kernel.kallsyms]\n"
     " 7f10aa0b JVM::run|in /usr/lib/libjvm.so\n"},
    /* perf 6: both ids, a period, offsets; a command name with blanks and digits */
    {"V8 Worker 1 4242/4243 [001] 731.250012: 3344481 cycles:Pu: \n"
     "\t    55e0c1f3a21b Shop::price(int)+0x1b (/srv/app (deleted))\n"
     "\t    55e0c1f3a200 [unknown] (/srv/a(1).so)\n"
     "\n",
     "1|comm V8 Worker 1|pid 4242|tid 4243|cpu 1|time 731250012000|period 3344481"
     "|event cycles:Pu\n"
     " 55e0c1f3a21b Shop::price(int)|+27|in /srv/app (deleted)\n"
     " 55e0c1f3a200 [unknown]|in /srv/a(1).so\n"},
    /* --ns, a thread that ended, -F +srcline and inlined functions */
    {"w -1/-1 5.000000007: 1 cpu-clock:ppp: \n"
     "\t    11d1 leaf (inlined)\n"
     "  app.c:3 (inlined)\n"
     "\t    11d1 main+0x18 (/srv/app)\n"
     "  app.c:12\n"
     "\n",
     "1|comm w|pid -1|tid -1|time 5000000007|period 1|event cpu-clock:ppp\n"
     " 11d1 leaf|at app.c:3|inlined\n"
     " 11d1 main|+24|in /srv/app|at app.c:12\n"},
    /* recorded without -g: the frame is in the header, and each line is a sample */
    {"         webapp 16273 [004] 42.3: 250000 cycles:P:  ffff8103 halt+0x2 ([kernel.kallsyms])\n"
     "         webapp 16273 [004] 42.4: 250000 cycles:P:  7f67 [heap] (/opt/app)\n",
     "1|comm webapp|tid 16273|cpu 4|time 42300000000|period 250000|event cycles:P"
     "|trace ffff8103 halt+0x2 ([kernel.kallsyms])\n"
     " ffff8103 halt|+2|in [kernel.kallsyms]\n"
     "2|comm webapp|tid 16273|cpu 4|time 42400000000|period 250000|event cycles:P"
     "|trace 7f67 [heap] (/opt/app)\n"
     " 7f67 [heap]|in /opt/app\n"},
    /* tracepoints, with and without a stack */
    {"swapper 0 [002] 9.25: sched:sched_wakeup: comm=w pid=7 prio=120 (x)\n"
     "swapper 0 [002] 9.50: 1 sched:sched_switch: prev_comm=a b ==> next_comm=c\n"
     "\tffff81 __schedule+0x10 ([kernel.kallsyms])\n"
     "\n",
     "1|comm swapper|tid 0|cpu 2|time 9250000000|event sched:sched_wakeup"
     "|trace comm=w pid=7 prio=120 (x)\n"
     "2|comm swapper|tid 0|cpu 2|time 9500000000|period 1|event sched:sched_switch"
     "|trace prev_comm=a b ==> next_comm=c\n"
     " ffff81 __schedule|+16|in [kernel.kallsyms]\n"},
    /* -F ip,sym: no header; -F ip: no symbol; no modules */
    {"\t    11d1 main\n\t    7f10 start+0x4\n\n\tff81\n\t7f10\n\n",
     "1\n 11d1 main\n 7f10 start|+4\n4\n ff81 [unknown]\n 7f10 [unknown]\n"},
    /* a frame in the header without a symbol */
    {"P: 0 h () 0 )\n", "1|event P|trace 0 h () 0 )\n 0 \n"},
    /* -F with a part of the header alone */
    {"sleep \n\t11d1 main\n\n26883.257221: \n\t11d1 main\n\n[003] cycles: \n\t11d1 main\n\n"
     "31998/31999 \n\t11d1 main\n\n    250000 cycles: \n\t11d1 main\n\n"
     "a b 5.5: \n\t11d1 main\n\n",
     "1|comm sleep\n 11d1 main\n4|time 26883257221000\n 11d1 main\n"
     "7|cpu 3|event cycles\n 11d1 main\n10|pid 31998|tid 31999\n 11d1 main\n"
     "13|period 250000|event cycles\n 11d1 main\n16|comm a b|time 5500000000\n"
     " 11d1 main\n"},
    /* columns after the stack, comments, CR LF, no empty line at the end */
    {"# captured on: today\r\n"
     "w 4711 [000] 731.25: 334 cycles: \r\n"
     "\t55e0 main+0x1b (/srv/app)\r\n"
     " insn: 48 89 e5\r\n"
     "w 4711 [000] 731.26: 335 cycles: \r\n"
     "\t55e1 main+0x1c (/srv/app)",
     "2|comm w|tid 4711|cpu 0|time 731250000000|period 334|event cycles\n"
     " 55e0 main|+27|in /srv/app\n"
     "5|comm w|tid 4711|cpu 0|time 731260000000|period 335|event cycles\n"
     " 55e1 main|+28|in /srv/app\n"},
    /* numbers that do not fit */
    {"w 5 9.5: 99999999999999999999 cycles: \n\tffffffffffffffff f+0x10 (m)\n\n",
     "1|comm w|tid 5|time 9500000000|period 9223372036854775807|event cycles\n"
     " ffffffffffffffff f|+16|in m\n"}
};

static void test_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice input = slice_str(cases[i].input);
        test_case = cases[i].input;
        for (size_t size = 1; size <= input.n; size += 1 + size / 4) {
            struct strbuf got = {0};
            struct perfscript *p = perfscript_samples(describe, &got);
            CHECK(feed(p, input, size) == PERFSCRIPT_OK);
            CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(cases[i].output));
            CHECK_EQ_SIZE(perfscript_counted(p).other, 0);
            perfscript_free(p);
            strbuf_free(&got);
        }
    }
    test_case = NULL;
}

static void test_counts(void)
{
    static const char input[] =
        "not a line of perf\n"
        "w 5/6 [000] 1.5: PERF_RECORD_LOST lost 42\n"
        "w 5/6 [000] 1.5: PERF_RECORD_COMM: w:5/6\n"
        "w 5/6 [000] 1.6: 1 cycles:\n"
        "\t11d1 f (m)\n"
        "nor this\n"
        "\t11d2 g (m)\n";
    struct strbuf got = {0};
    struct perfscript *p = perfscript_samples(describe, &got);

    CHECK(feed(p, slice_str(input), sizeof input) == PERFSCRIPT_OK);
    struct perfscript_counts counts = perfscript_counted(p);
    CHECK_EQ_SIZE(counts.samples, 1);
    CHECK_EQ_SIZE(counts.records, 2);
    CHECK_EQ_SIZE(counts.lost, 42);
    CHECK_EQ_SIZE(counts.other, 2);
    CHECK_EQ_SIZE(counts.first_other, 1);
    CHECK_EQ_SIZE(perfscript_line_number(p), 7);
    CHECK(slice_has(strbuf_slice(&got), " 11d1 f|in m\n 11d2 g|in m\n"));
    perfscript_free(p);
    strbuf_free(&got);
}

static int stop(void *context, const struct perfscript_sample *sample)
{
    size_t *left = context;

    (void)sample;
    return --*left == 0;
}

static void test_stop(void)
{
    static const char input[] = "w 5 1.5: cycles:\n\t1 f (m)\n\nw 5 1.6: cycles:\n\t2 g (m)\n\n";

    for (size_t size = 1; size < sizeof input; size++) {
        size_t left = 1;
        struct perfscript *p = perfscript_samples(stop, &left);
        CHECK(feed(p, slice_str(input), size) == PERFSCRIPT_STOPPED);
        CHECK(perfscript_feed(p, "x", 1) == PERFSCRIPT_STOPPED);
        CHECK_EQ_SIZE(left, 0);
        perfscript_free(p);
    }
}

static int count(void *context, const struct perfscript_sample *sample)
{
    *(size_t *)context += sample->frame_count;
    return 0;
}

/* Each allocation fails once. */
static void test_no_memory(void)
{
    struct strbuf input = {0};
    enum perfscript_status status = PERFSCRIPT_NO_MEMORY;
    size_t n;

    strbuf_add_str(&input, "w 5 1.5: cycles:\n");
    for (size_t i = 0; i < 100; i++)
        strbuf_printf(&input, "\t%zx f%zu (m)\n", i, i);
    for (n = 0; status == PERFSCRIPT_NO_MEMORY && n < 100; n++) {
        size_t frames = 0;
        before_failure = n;
        failing = true;
        struct perfscript *p = perfscript_samples(count, &frames);
        if (p != NULL)
            status = feed(p, strbuf_slice(&input), 50);
        failing = false;
        CHECK((status == PERFSCRIPT_OK) == (frames == 100));
        perfscript_free(p);
    }
    CHECK(status == PERFSCRIPT_OK);
    CHECK(n > 5);
    strbuf_free(&input);
}

/* The sanitizers see what an input without a byte does. */
static void test_empty(void)
{
    struct strbuf got = {0};
    struct perfscript *p = perfscript_samples(describe, &got);

    CHECK(perfscript_end(p) == PERFSCRIPT_OK);
    CHECK_EQ_SIZE(perfscript_counted(p).samples, 0);
    CHECK_EQ_SIZE(got.n, 0);
    perfscript_free(p);
}

int main(void)
{
    test_empty();
    test_cases();
    test_counts();
    test_stop();
    test_no_memory();
    return test_report();
}
