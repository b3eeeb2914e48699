/* SPDX-License-Identifier: MIT */
#include "perf/stacks.h"

#include <string.h>

#include "base/alloc.h"
#include "io/interrupt.h"
#include "perf/events.h"
#include "perf/faults.h"
#include "perf/inline/inline.h"
#include "perf/misread.h"
#include "perf/repair.h"
#include "perfscript/frame.h"
#include "perfscript/meant.h"
#include "perfscript/text.h"

struct perf_stacks {
    const struct perf_stacks_options *options;
    struct collapse *collapse;  /* the stack: the leaf first, without the process */
    struct perf_shares *shares;
    struct perfscript *parser;
    struct inliner *inliner;    /* NULL without --inline */
    const char *file;
    size_t lines;               /* of the files that ended */
    bool fix;

    struct perf_events events;
    struct perf_faults faults;

    /* The current sample. */
    bool open;              /* a header came, and no empty line since */
    bool instead;           /* the script drops it (PERF_INSTEAD) */
    struct perf_place place;    /* of its header */
    bool record;            /* which is a line PERF_RECORD_... */
    struct strbuf rest;     /* with --fix: of its header, which may have the only frame */
    bool within;            /* with --fix: it has frames, though it may be dropped */
    bool after_frame;       /* with --fix: the newest line is one of them */
    bool java;              /* its command name begins with "java" */
    struct strbuf process;
    struct perl_number period;

    /* The functions of the newest frame, the caller first, until its source lines end. */
    struct strbuf names;    /* with ';' between them; a long one may be taken (arena.h) */
    struct slice text;      /* the same, which stays */
    size_t *ends;           /* where each name ends in `text` */
    size_t count, capacity;
    size_t sources;         /* the first so many get a source line */
    size_t pushed;          /* the first so many are on the stack, ... */
    size_t frame;           /* ... from this position on */
    struct strbuf scratch;
    struct strbuf meant;    /* for perf_misread() */
};

/* Counts the stack. A sample that the script keeps takes the place of all that were kept
 * instead. */
static void perf_count(struct perf_stacks *s, bool instead, struct perl_number period)
{
    if (!instead && !s->events.settled) {
        s->events.settled = true;
        collapse_forget(s->collapse);
    }
    if (s->options->counts)
        period = perl_integer(1);
    perf_shares_before(s->shares, period);
    collapse_count(s->collapse, period);
}

static void perf_begin_sample(struct perf_stacks *s, const struct perfscript_event *e)
{
    enum perf_verdict verdict = PERF_KEEP;

    if (e->event.p != NULL)
        verdict = perf_events_count(&s->events, e->event);
    if (verdict == PERF_DROP || (verdict == PERF_INSTEAD && s->open && !s->instead)) {
        if (s->open && s->collapse->stack.count == 0)
            collapse_note_at(s->collapse, PERF_NOT_FILTERED, 1, s->file,
                             perfscript_line_number(s->parser));
        return;
    }
    if (verdict == PERF_KEEP && s->open && s->instead)
        s->collapse->stack.count = 0;
    s->instead = verdict == PERF_INSTEAD;
    s->period = perf_period(e->period);
    strbuf_clear(&s->process);
    perf_process_name(&s->options->frame, e, &s->process);
    if (s->fix)
        strbuf_replace(&s->process, 0, ';', ':');
    s->java = slice_starts(strbuf_slice(&s->process), "java");
    s->open = true;
}

static void perf_read_header(struct perf_stacks *s, const struct perfscript_line *line)
{
    size_t number = perfscript_line_number(s->parser);

    if (s->open && s->collapse->stack.count > 0)
        perf_place_add(&s->faults.merged, s->file, number);
    s->record = !line->event.plain
                && perf_faults_header(&s->faults, line->text, &line->event, s->file, number);
    s->place.file = s->file;
    s->place.line = number;
    perf_begin_sample(s, &line->event);
}

static void perf_end_sample(struct perf_stacks *s)
{
    if (!s->open)
        return;
    collapse_push_caller(s->collapse, strbuf_slice(&s->process));
    stack_reverse(&s->collapse->stack, 0);
    perf_count(s, s->instead, s->period);
    s->open = false;
}

/* The name of function `i` of the newest frame. */
static struct slice function_name(const struct perf_stacks *s, size_t i)
{
    return slice_cut(s->text, i > 0 ? s->ends[i - 1] + 1 : 0, s->ends[i]);
}

/* Pushes the remaining functions of the newest frame, and puts the leaf first. */
static void perf_end_frame(struct perf_stacks *s)
{
    while (s->pushed < s->count)
        collapse_push(s->collapse, function_name(s, s->pushed++));
    stack_reverse(&s->collapse->stack, s->frame);
}

/* Returns the number of source lines that follow: with --srcline, one for each function
 * before the first one that is unknown in an unknown module. With --fix, that they follow
 * is not certain (perf_push_meant_source()). */
static size_t perf_push_frame(struct perf_stacks *s, struct perfscript_line line)
{
    const struct perf_frame_options *options = &s->options->frame;
    struct slice function, inlined;
    bool unknown = s->fix || !s->options->srcline;
    uint32_t misread[PERF_MISREADINGS] = {0};

    s->count = 0;
    if (!s->open)
        return 0;
    struct slice functions = perf_frame_functions(options, &line);
    if (s->inliner != NULL && (inlined = inliner_names(s->inliner, &line.frame)).n > 0) {
        collapse_push_caller(s->collapse, inlined);
        return 0;
    }
    strbuf_clear(&s->names);
    s->frame = s->collapse->stack.count;
    s->pushed = s->sources = 0;
    while (perf_frame_next(options, &functions, &function)) {
        if (s->count > 0)
            strbuf_add_char(&s->names, ';');
        perf_frame_name(options, &line.frame, function, s->count > 0, s->java, &s->names);
        s->ends = grow_array(s->ends, &s->capacity, s->count + 1, sizeof *s->ends);
        s->ends[s->count++] = s->names.n;
        unknown = unknown || perf_frame_is_unknown(function, line.frame.module);
        s->sources += !unknown;
    }
    s->text = strbuf_slice(&s->names);
    misread[perf_misread(&s->meant, options, line, s->java, s->text)]++;
    perf_faults_frames(&s->faults, misread, s->file, s->place.line);
    if (s->sources == 0)
        perf_end_frame(s);
    return s->sources;
}

static void perf_push_source(struct perf_stacks *s, struct slice text)
{
    strbuf_clear(&s->scratch);
    strbuf_add(&s->scratch, function_name(s, s->pushed++));
    perf_frame_source(text, &s->scratch);
    collapse_push(s->collapse, strbuf_slice(&s->scratch));
    if (s->pushed == s->sources)
        perf_end_frame(s);
}

/* With --fix: the source line of the innermost function of the newest frame, whose functions
 * are on the stack. */
static void perf_push_meant_source(struct perf_stacks *s, struct slice text)
{
    struct stack *stack = &s->collapse->stack;

    if (!s->options->srcline || !s->open || s->count == 0)
        return;
    if (slice_ends(text, " (inlined)"))
        text.n -= strlen(" (inlined)");
    strbuf_clear(&s->scratch);
    struct slice name = function_name(s, s->count - 1);
    strbuf_add(&s->scratch, name);
    perf_frame_source(text, &s->scratch);
    strbuf_replace(&s->scratch, name.n, ';', ':');
    collapse_push(s->collapse, strbuf_slice(&s->scratch));
    stack->frames[s->frame] = stack->frames[--stack->count];
}

static int perf_line(void *state, const struct perfscript_line *line)
{
    struct perf_stacks *s = state;

    if (line->kind == PERFSCRIPT_PLAIN)
        perf_push_source(s, line->text);
    else if (line->kind == PERFSCRIPT_END)
        perf_end_sample(s);
    else if (line->kind == PERFSCRIPT_EVENT)
        perf_read_header(s, line);
    else if (!perf_faults_line(&s->faults, line, s->file, perfscript_line_number(s->parser))
             && line->kind == PERFSCRIPT_OTHER)
        collapse_unrecognized_at(s->collapse, line->text, s->file,
                                 perfscript_line_number(s->parser));
    if (line->kind == PERFSCRIPT_FRAME)
        perfscript_pass(s->parser, perf_push_frame(s, *line));
    return 0;
}

/* With --fix: a sample without a call stack has its frame in the header. */
static void perf_end_meant(struct perf_stacks *s)
{
    struct perfscript_line line = {.kind = PERFSCRIPT_FRAME};

    if (s->open && s->collapse->stack.count == 0
        && perfscript_parse_rest(strbuf_slice(&s->rest), &line.frame)) {
        line.text = perfscript_frame_text(&line.frame);
        perf_push_frame(s, line);
    }
    perf_end_sample(s);
}

static void perf_begin_meant(struct perf_stacks *s, const struct perfscript_header *header)
{
    size_t number = perfscript_line_number(s->parser);

    perf_end_meant(s);
    s->within = false;
    s->place.file = s->file;
    s->place.line = number;
    if (header->record.p != NULL) {
        perf_faults_lost(s->collapse, header, s->file, number);
        return;
    }
    if (slice_starts(header->event.period, "-") && !s->options->counts)
        collapse_note_at(s->collapse, PERF_NEGATIVE, 1, s->file, number);
    strbuf_clear(&s->rest);
    if (header->event.event.p == NULL || !perfscript_is_tracepoint(header->event.event))
        strbuf_add(&s->rest, header->rest);
    perf_begin_sample(s, &header->event);
}

static int perf_meant_line(void *state, const struct perfscript_line *line)
{
    struct perf_stacks *s = state;
    struct perfscript_line meant = *line;
    struct perfscript_header header;
    bool after_frame = s->after_frame;

    s->after_frame = false;
    if (after_frame && perfscript_is_source_line(line->text)) {
        perf_push_meant_source(s, line->text);
        return 0;
    }
    if (perf_chunks_lost(s->collapse, line->text, s->file, perfscript_line_number(s->parser)))
        return 0;
    switch (perfscript_meant(&meant, s->within, &header)) {
    case PERFSCRIPT_MEANT_END:
        s->within = false;
        perf_end_meant(s);
        break;
    case PERFSCRIPT_MEANT_HEADER:
        perf_begin_meant(s, &header);
        break;
    case PERFSCRIPT_MEANT_FRAME:
        s->within = s->after_frame = true;
        perf_push_frame(s, meant);
        break;
    case PERFSCRIPT_MEANT_OTHER:
        collapse_unrecognized_at(s->collapse, meant.text, s->file,
                                 perfscript_line_number(s->parser));
        break;
    case PERFSCRIPT_MEANT_NOTHING:
        break;
    }
    return 0;
}

struct perf_stacks *perf_stacks_new(const struct perf_stacks_options *options,
                                    struct collapse *collapse, struct perf_shares *shares)
{
    struct perf_stacks *s = xcalloc(1, sizeof *s);

    s->options = options;
    s->collapse = collapse;
    s->shares = shares;
    s->fix = collapse->options.fix;
    arena_offer(&collapse->folded.frames.arena, &s->names);
    s->parser = perfscript_lines(s->fix ? perf_meant_line : perf_line, s);
    if (s->parser == NULL)
        out_of_memory();
    s->inliner = options->inlined ? inliner_new(options->context) : NULL;
    perf_events_init(&s->events, options->event_filter, s->fix);
    s->faults.collapse = collapse;
    s->faults.events = &s->events;
    return s;
}

void perf_stacks_text(struct perf_stacks *s, struct slice text, const char *file)
{
    s->file = file;
    if (perfscript_feed(s->parser, text.p, text.n) == PERFSCRIPT_NO_MEMORY)
        out_of_memory();
}

/* Takes all of a sample but its stack. */
static enum perf_verdict perf_judge_sample(struct perf_stacks *s, const struct perf_sample *sample,
                                           const char *file)
{
    enum perf_verdict verdict = PERF_KEEP;
    size_t number = perfscript_line_number(s->parser) + 1;

    if (sample->header & PERF_HEADER_OTHER)
        perf_faults_text(&s->faults, slice_before(sample->text, '\n'), file, number);
    else
        perf_faults_note(&s->faults, sample->header, file, number);
    perfscript_skip(s->parser, sample->lines);
    if (sample->event.p != NULL)
        verdict = perf_events_count(&s->events, sample->event);
    if (verdict == PERF_DROP)
        return verdict;
    s->file = file;
    perf_faults_frames(&s->faults, sample->misread, file, number);
    return verdict;
}

void perf_stacks_judge(struct perf_stacks *s, struct perf_sampler *sampler, const char *file)
{
    for (size_t i = 0; i < sampler->count; i++) {
        struct perf_sample *sample = &sampler->samples[i];
        sample->kept = perf_judge_sample(s, sample, file) != PERF_DROP;
        s->collapse->folded.added += sample->kept;
    }
}

void perf_stacks_sample(struct perf_stacks *s, struct perf_sampler *sampler,
                        const struct perf_sample *sample, const char *file)
{
    struct collapse *c = s->collapse;

    if (s->open && s->fix) {
        perf_end_meant(s);
    } else if (s->open) {
        perf_stacks_text(s, sample->text, file);
        return;
    }
    enum perf_verdict verdict = perf_judge_sample(s, sample, file);
    if (verdict == PERF_DROP)
        return;
    perf_sampler_push(sampler, sample, &c->folded, &c->stack);
    perf_count(s, verdict == PERF_INSTEAD, sample->period);
}

bool perf_stacks_settled(const struct perf_stacks *s)
{
    return !s->open && s->events.settled;
}

bool perf_stacks_any_order(const struct perf_stacks *s)
{
    return !s->open && perf_events_chosen(&s->events);
}

bool perf_stacks_within(const struct perf_stacks *s)
{
    return s->open;
}

void perf_stacks_file_end(struct perf_stacks *s)
{
    perfscript_end(s->parser);
    s->lines += perfscript_line_number(s->parser);
    perfscript_begin(s->parser);
    if (s->fix && interrupt_signal() == 0)
        perf_end_meant(s);
}

void perf_stacks_end(struct perf_stacks *s)
{
    struct collapse *c = s->collapse;
    struct strbuf why = {0};

    if (!s->open || (s->record && c->stack.count == 0))
        s->place.file = NULL;
    c->input.line = s->lines;
    perf_faults_end(&s->faults, &s->place);
    perf_events_report(&s->events);
    if (c->folded.added == 0 && perf_events_none_kept(&s->events, &why)) {
        c->nothing = strbuf_str(&why);
        c->damaged = true;
    }
    if (s->inliner != NULL && !inliner_end(s->inliner))
        c->damaged = true;
}
