/* SPDX-License-Identifier: MIT */
#include "perfscript/samples.h"

#include "base/chars.h"
#include "perfscript/buffer.h"
#include "perfscript/frame.h"
#include "perfscript/header.h"
#include "perfscript/meant.h"

struct samples_line {
    size_t at, n;       /* from the beginning of the sample */
    bool source;        /* of the frame before it */
};

/* A number of decimal digits, perhaps negative, or the nearest that fits. */
static int64_t read_integer(struct slice text)
{
    bool negative = slice_starts(text, "-");
    int64_t value = 0;

    for (size_t i = negative; i < text.n && is_digit(text.p[i]); i++) {
        int digit = text.p[i] - '0';
        if (value > (INT64_MAX - digit) / 10)
            return negative ? -INT64_MAX : INT64_MAX;
        value = value * 10 + digit;
    }
    return negative ? -value : value;
}

static uint64_t read_hex(struct slice text)
{
    uint64_t value = 0;

    for (size_t i = 0; i < text.n && is_hex(text.p[i]); i++)
        value = value << 4 | (unsigned)hex_digit(text.p[i]);
    return value;
}

/* "SECONDS.FRACTION" in nanoseconds. */
static uint64_t read_time(struct slice text)
{
    struct slice seconds = slice_before(text, '.');
    uint64_t value = (uint64_t)read_integer(seconds);

    for (size_t i = 0; i < 9; i++) {
        size_t at = seconds.n + 1 + i;
        value = value * 10 + (at < text.n ? (uint64_t)(text.p[at] - '0') : 0);
    }
    return value;
}

static bool has(struct perfscript_sample *sample, struct slice text, enum perfscript_has what)
{
    if (text.p == NULL)
        return false;
    sample->has |= (unsigned)what;
    return true;
}

static void set_header(struct perfscript_sample *sample, const struct perfscript_header *h)
{
    const struct perfscript_event *e = &h->event;
    struct slice tid = e->second.p != NULL ? e->second : e->first;

    if (e->comm.n > 0)
        sample->comm = e->comm;
    if (e->second.p != NULL && has(sample, e->first, PERFSCRIPT_PID))
        sample->pid = read_integer(e->first);
    if (has(sample, tid, PERFSCRIPT_TID))
        sample->tid = read_integer(tid);
    if (has(sample, h->cpu, PERFSCRIPT_CPU))
        sample->cpu = read_integer(h->cpu);
    if (has(sample, h->time, PERFSCRIPT_TIME))
        sample->time = read_time(h->time);
    if (has(sample, e->period, PERFSCRIPT_PERIOD))
        sample->period = read_integer(e->period);
    sample->event = e->event;
    if (h->rest.n > 0)
        sample->trace = h->rest;
}

static void set_offset(struct perfscript_call *call, struct slice rest)
{
    if (slice_starts(rest, "+0x")) {
        call->offset = read_hex(slice_from(rest, 3));
        call->has_offset = true;
    } else if (slice_starts(rest, "+")) {
        call->offset = (uint64_t)read_integer(slice_from(rest, 1));
        call->has_offset = true;
    }
}

/* `line` is where the parts of the frame are. */
static void set_call(struct perfscript_call *call, const struct perfscript_frame *f,
                     struct slice line)
{
    memset(call, 0, sizeof *call);
    call->address = read_hex(f->pc);
    call->symbol = f->symbol;
    call->inlined = slice_is(f->module, "inlined");
    if (f->module.n > 0 && !call->inlined)
        call->module = f->module;
    if (f->symbol.p >= line.p && f->symbol.p < line.p + line.n)
        set_offset(call, slice_from(line, (size_t)(f->symbol.p - line.p) + f->symbol.n));
}

static void read_call(struct perfscript_call *call, struct slice line)
{
    struct perfscript_line parsed;

    memset(&parsed.frame, 0, sizeof parsed.frame);
    perfscript_meant_frame(line, &parsed.frame);
    if (parsed.frame.pc.p == NULL)
        perfscript_parse(line, &parsed);
    set_call(call, &parsed.frame, line);
}

/* The source line without " (inlined)"; none if perf knows none. */
static struct slice read_source(struct slice text)
{
    if (slice_ends(text, " (inlined)"))
        text.n -= strlen(" (inlined)");
    text = trim_spaces(text);
    return text.n > 0 ? text : slice_of(NULL, 0);
}

/* Cuts the frames, the leaf first; returns their number. */
static size_t cut_calls(struct samples *s, struct slice text)
{
    size_t count = 0;

    for (size_t i = 0; i < s->count; i++) {
        struct slice line = slice_of(text.p + s->lines[i].at, s->lines[i].n);
        if (s->lines[i].source)
            s->calls[count - 1].source = read_source(line);
        else
            read_call(&s->calls[count++], line);
    }
    return count;
}

/* The frame in the header of a sample without a call stack. */
static size_t cut_only_call(struct samples *s, const struct perfscript_sample *sample)
{
    struct perfscript_frame frame;
    bool tracepoint = sample->event.p != NULL && perfscript_is_tracepoint(sample->event);

    if (tracepoint || sample->trace.p == NULL || !perfscript_parse_rest(sample->trace, &frame))
        return 0;
    read_call(s->calls, perfscript_frame_text(&frame));
    return 1;
}

/* Hands out the newest sample, if there is one, whose lines are `text`. */
static enum perfscript_status samples_hand_out(struct samples *s, struct slice text)
{
    struct perfscript_sample sample;
    struct perfscript_header header;

    if (!s->open)
        return PERFSCRIPT_OK;
    s->open = false;
    memset(&sample, 0, sizeof sample);
    sample.text = text;
    sample.line = s->line;
    if (!s->headless) {
        sample.header = slice_before(text, '\n');
        if (slice_ends(sample.header, "\r"))
            sample.header.n--;
        if (perfscript_parse_header(sample.header, &header)
            || perfscript_parse_bare_header(sample.header, &header))
            set_header(&sample, &header);
    }
    sample.frame_count = s->count > 0 ? cut_calls(s, text) : cut_only_call(s, &sample);
    sample.frames = s->calls;
    s->counts.samples++;
    return s->handler(s->context, &sample) == 0 ? PERFSCRIPT_OK : PERFSCRIPT_STOPPED;
}

/* Begins a sample at `at`; false if there is no memory. */
static bool samples_begin(struct samples *s, size_t at, size_t number, bool headless)
{
    s->begin = at;
    s->line = number;
    s->open = true;
    s->headless = headless;
    s->count = 0;
    if (s->call_capacity > 0)
        return true;
    return (s->calls = buffer_grow(NULL, &s->call_capacity, 1, sizeof *s->calls)) != NULL;
}

/* Notes a line of the newest sample; false if there is no memory. */
static bool samples_add(struct samples *s, size_t at, size_t n, bool source)
{
    if (s->count == s->capacity) {
        void *lines = buffer_grow(s->lines, &s->capacity, s->count + 32, sizeof *s->lines);
        if (lines == NULL)
            return false;
        s->lines = lines;
    }
    if (s->count == s->call_capacity) {
        void *calls = buffer_grow(s->calls, &s->call_capacity, s->count + 32, sizeof *s->calls);
        if (calls == NULL)
            return false;
        s->calls = calls;
    }
    s->lines[s->count].at = at - s->begin;
    s->lines[s->count].n = n;
    s->lines[s->count++].source = source;
    return true;
}

/* Whether the line is certain to be a frame: a tab, an address, and at the end one pair of
 * parentheses after a blank. */
static bool is_plain_frame(struct slice line)
{
    size_t address = skip_spaces(line, 0);
    size_t end = skip_lower_hex(line, address);

    if (line.n < 2 || line.p[0] != '\t' || end == address || end == line.n || line.p[end] != ' '
        || line.p[line.n - 1] != ')')
        return false;
    for (size_t i = line.n - 2; i > end; i--)
        if (line.p[i] == '(' || line.p[i] == ')')
            return line.p[i] == '(' && line.p[i - 1] == ' ' && i > end + 1;
    return false;
}

/* A line that is none of perf script's. */
static void samples_other(struct samples *s, size_t number)
{
    if (s->counts.other++ == 0)
        s->counts.first_other = number;
}

/* A header ends the sample before it, whose lines are `before`. */
static enum perfscript_status samples_header(struct samples *s, struct slice before, size_t at,
                                             size_t number,
                                             const struct perfscript_header *header)
{
    enum perfscript_status status = samples_hand_out(s, before);

    if (status == PERFSCRIPT_OK && header->record.p != NULL) {
        s->counts.records++;
        s->counts.lost += perfscript_lost(header);
    } else if (status == PERFSCRIPT_OK && !samples_begin(s, at, number, false)) {
        status = PERFSCRIPT_NO_MEMORY;
    }
    return status;
}

/* What the line is; the header that perfscript_meant() does not know counts where a sample
 * may begin. */
static enum perfscript_meant samples_kind(const struct samples *s, struct slice text,
                                          struct perfscript_header *header)
{
    struct perfscript_line line;

    if (text.n == 0)
        return PERFSCRIPT_MEANT_END;
    if (is_plain_frame(text))
        return PERFSCRIPT_MEANT_FRAME;
    perfscript_parse(text, &line);
    enum perfscript_meant kind = perfscript_meant(&line, s->open && s->count > 0, header);
    bool may_begin = !s->open || s->count == 0;
    if (kind == PERFSCRIPT_MEANT_OTHER && may_begin && text.p[0] != '\t'
        && perfscript_parse_bare_header(text, header))
        return PERFSCRIPT_MEANT_HEADER;
    return kind;
}

/* Reads the line at `at` of the text. */
static enum perfscript_status samples_line(struct samples *s, struct slice text, size_t at,
                                           struct slice line, size_t number)
{
    struct perfscript_header header;
    enum perfscript_status status = PERFSCRIPT_OK;
    struct slice before = slice_cut(text, s->begin, at);

    if (s->after_frame && perfscript_is_source_line(line)) {
        s->after_frame = false;
        return samples_add(s, at, line.n, true) ? PERFSCRIPT_OK : PERFSCRIPT_NO_MEMORY;
    }
    s->after_frame = false;
    switch (samples_kind(s, line, &header)) {
    case PERFSCRIPT_MEANT_END:
        return samples_hand_out(s, before);
    case PERFSCRIPT_MEANT_HEADER:
        return samples_header(s, before, at, number, &header);
    case PERFSCRIPT_MEANT_FRAME:
        if ((!s->open && !samples_begin(s, at, number, true))
            || !samples_add(s, at, line.n, false))
            status = PERFSCRIPT_NO_MEMORY;
        s->after_frame = true;
        break;
    case PERFSCRIPT_MEANT_OTHER:
        samples_other(s, number);
        break;
    case PERFSCRIPT_MEANT_NOTHING:
        break;
    }
    return status;
}

enum perfscript_status perfscript_samples_read(struct samples *s, struct slice text,
                                               size_t *number)
{
    enum perfscript_status status = PERFSCRIPT_OK;
    size_t end;

    while (status == PERFSCRIPT_OK
           && (end = slice_find(slice_from(text, s->searched), '\n')) != SLICE_NONE) {
        size_t at = s->next;
        struct slice line = slice_cut(text, at, s->searched + end);
        s->next = s->searched = s->searched + end + 1;
        ++*number;
        status = samples_line(s, text, at, line, *number);
        if (!s->open)
            s->begin = s->next;
    }
    if (status == PERFSCRIPT_OK)
        s->searched = text.n;
    return status;
}

void perfscript_samples_moved(struct samples *s)
{
    s->next -= s->begin;
    s->searched -= s->begin;
    s->begin = 0;
}

enum perfscript_status perfscript_samples_end(struct samples *s, struct slice text,
                                              size_t *number)
{
    enum perfscript_status status = PERFSCRIPT_OK;

    if (s->next < text.n) {
        ++*number;
        status = samples_line(s, text, s->next, slice_from(text, s->next), *number);
    }
    if (status == PERFSCRIPT_OK)
        status = samples_hand_out(s, slice_cut(text, s->begin, text.n));
    s->begin = s->next = s->searched = 0;
    return status;
}

void perfscript_samples_free(struct samples *s)
{
    free(s->lines);
    free(s->calls);
}
