/* SPDX-License-Identifier: MIT */
/*
 * The library, whose input comes in pieces of random sizes, against the same in one piece:
 * samples and lines are the same. A line that is certainly a header has the parts that the
 * sample has.
 */
#include <inttypes.h>

#include "base/strbuf.h"
#include "part.h"
#include "perfscript/text.h"

struct told {
    struct strbuf text;
    unsigned stop;      /* the handler stops at this call; 0: never */
};

static void add_text(struct told *told, struct slice part)
{
    strbuf_printf(&told->text, "|%s%zu:", part.p == NULL ? "-" : "", part.n);
    strbuf_add(&told->text, part);
}

static bool is_plain(struct slice header, struct perfscript_line *line)
{
    if (header.n > 0)
        perfscript_parse(header, line);
    return header.n > 0 && line->kind == PERFSCRIPT_EVENT && line->event.plain;
}

static int64_t number(struct slice digits)
{
    char text[32];

    snprintf(text, sizeof text, "%.*s", (int)digits.n, digits.p);
    return strtoll(text, NULL, 10);     /* the largest where it does not fit */
}

static void compare_header(const struct perfscript_sample *s)
{
    struct perfscript_line line;
    const struct perfscript_event *event = &line.event;

    if (!is_plain(s->header, &line))
        return;
    /* The script takes "5//6" for ids; to perf it is a part of the command name. */
    if (event->second.p != NULL && event->second.p != event->first.p + event->first.n + 1)
        return;
    /* To the script, which knows no records, it is an event. */
    if (slice_starts(event->event, "PERF_RECORD_"))
        return;
    EXPECT(slice_equal(s->comm, event->comm));
    EXPECT(event->first.n > 18
           || s->tid == number(event->second.n > 0 ? event->second : event->first));
    if (event->second.n > 0 && event->first.n <= 18)
        EXPECT(s->pid == number(event->first));
    if (event->period.n > 0)
        EXPECT(s->period == number(event->period));
    if (event->event.n > 0)
        EXPECT(slice_equal(s->event, event->event));
}

static int tell_sample(void *context, const struct perfscript_sample *s)
{
    struct told *told = context;

    compare_header(s);
    strbuf_printf(&told->text, "\n%zu %u %" PRId64 " %" PRId64 " %" PRId64 " %" PRIu64 " %" PRId64,
                  s->line, s->has, s->pid, s->tid, s->cpu, s->time, s->period);
    add_text(told, s->comm);
    add_text(told, s->event);
    add_text(told, s->trace);
    add_text(told, s->header);
    add_text(told, s->text);
    for (size_t i = 0; i < s->frame_count; i++) {
        const struct perfscript_call *frame = &s->frames[i];
        strbuf_printf(&told->text, "\n %" PRIx64 " %" PRIu64 " %d%d", frame->address,
                      frame->offset, frame->has_offset, frame->inlined);
        add_text(told, frame->symbol);
        add_text(told, frame->module);
        add_text(told, frame->source);
    }
    return told->stop > 0 && --told->stop == 0;
}

static int tell_line(void *context, const struct perfscript_line *line)
{
    struct told *told = context;
    struct perfscript_line again;

    strbuf_printf(&told->text, "\n%d", line->kind);
    add_text(told, line->text);
    perfscript_parse(line->text, &again);
    EXPECT(again.kind == line->kind);
    if (line->kind == PERFSCRIPT_EVENT) {
        add_text(told, line->event.comm);
        add_text(told, line->event.first);
        add_text(told, line->event.second);
        add_text(told, line->event.period);
        add_text(told, line->event.event);
    } else if (line->kind == PERFSCRIPT_FRAME) {
        add_text(told, line->frame.pc);
        add_text(told, line->frame.symbol);
        add_text(told, line->frame.module);
    }
    return told->stop > 0 && --told->stop == 0;
}

/* Feeds the input in pieces of up to `most` bytes, copied so that each has its own end. */
static void feed(struct perfscript *p, struct slice input, unsigned most, unsigned random,
                 struct told *told)
{
    enum perfscript_status status = PERFSCRIPT_OK;

    while (input.n > 0 && status == PERFSCRIPT_OK) {
        random = random * 1103515245 + 12345;
        size_t n = most == 0 ? input.n : 1 + (random >> 16) % most;
        n = n < input.n ? n : input.n;
        char *copy = malloc(n);
        memcpy(copy, input.p, n);
        status = perfscript_feed(p, copy, n);
        free(copy);
        input = slice_from(input, n);
    }
    enum perfscript_status end = perfscript_end(p);
    struct perfscript_counts counts = perfscript_counted(p);
    strbuf_printf(&told->text, "\n%d %d %zu %zu %zu %zu %zu %zu", status, end, counts.samples,
                  counts.records, counts.lost, counts.other, counts.first_other,
                  perfscript_line_number(p));
    perfscript_free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice input = fuzz_input(bytes, n);
    unsigned most = fuzz_byte(&input), random = fuzz_byte(&input), stop = fuzz_byte(&input);

    stop = stop >= 128 ? stop - 127 : 0;
    for (int lines = 0; lines < 2; lines++) {
        struct told whole = {{0}, stop}, pieces = {{0}, stop};
        feed(lines ? perfscript_lines(tell_line, &whole) : perfscript_samples(tell_sample, &whole),
             input, 0, 0, &whole);
        feed(lines ? perfscript_lines(tell_line, &pieces)
                   : perfscript_samples(tell_sample, &pieces),
             input, most % 80 + 1, random, &pieces);
        EXPECT(stop > 0 || slice_equal(strbuf_slice(&whole.text), strbuf_slice(&pieces.text)));
        strbuf_free(&whole.text);
        strbuf_free(&pieces.text);
    }
    return 0;
}
