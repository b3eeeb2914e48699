#include "perf/stacks.h"

#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "perf/inline/inline.h"
#include "perfscript/perfscript.h"

/* How many of the dropped events a message names. */
enum { SHOWN_EVENTS = 8 };

struct perf_stacks {
    const struct perf_stacks_options *options;
    struct collapse *collapse;  /* the stack: the leaf first, without the process */
    struct perfscript *parser;
    struct inliner *inliner;    /* NULL without --inline */
    const char *file;

    /* The current sample. */
    bool open;              /* a header came, and no empty line since */
    bool java;              /* its command name begins with "java" */
    struct strbuf process;
    struct perl_number period;

    /* The functions of the newest frame, the caller first, while its source lines are
     * read. */
    struct strbuf names;
    size_t *ends;           /* where each name ends in `names` */
    size_t count, capacity;
    size_t sources;         /* the first so many get a source line */
    size_t pushed;          /* the first so many are on the stack, ... */
    size_t frame;           /* ... from this position on */
    struct strbuf scratch;

    /* For messages. */
    struct strbuf kept_event;       /* empty: no header named an event yet */
    struct frametab dropped_events;
    bool carriage_return;   /* a line was empty except for a \r */
};

/* Whether samples of this event count: those of --event-filter, or else those of the
 * event that comes first. */
static bool perf_keeps_event(struct perf_stacks *s, struct slice event)
{
    if (s->kept_event.n == 0)
        strbuf_add(&s->kept_event, event);
    if (slice_equal(event, strbuf_slice(&s->kept_event)))
        return true;
    frametab_intern(&s->dropped_events, event);
    return false;
}

/* What a sample counts: 1 without a period and for "0", but 0 for "00". */
static struct perl_number perf_period(struct slice period)
{
    return period.p == NULL || slice_is(period, "0") ? perl_integer(1) : perl_count(period);
}

static void perf_begin_sample(struct perf_stacks *s, const struct perfscript_event *e)
{
    if (e->event.p != NULL && !perf_keeps_event(s, e->event))
        return;
    s->period = perf_period(e->period);
    strbuf_clear(&s->process);
    perf_process_name(&s->options->frame, e, &s->process);
    s->java = slice_starts(strbuf_slice(&s->process), "java");
    s->open = true;
}

static void perf_end_sample(struct perf_stacks *s)
{
    if (!s->open)
        return;
    collapse_push_caller(s->collapse, strbuf_slice(&s->process));
    collapse_count_leaf_first(s->collapse, s->period);
    s->open = false;
}

/* The name of function `i` of the newest frame. */
static struct slice function_name(const struct perf_stacks *s, size_t i)
{
    return slice_cut(strbuf_slice(&s->names), i > 0 ? s->ends[i - 1] : 0, s->ends[i]);
}

/* Pushes the remaining functions of the newest frame, and puts the leaf first. */
static void perf_end_frame(struct perf_stacks *s)
{
    while (s->pushed < s->count)
        collapse_push(s->collapse, function_name(s, s->pushed++));
    stack_reverse(&s->collapse->stack, s->frame);
}

/* Pushes the functions that addr2line finds; false if there are none. */
static bool perf_push_inlined(struct perf_stacks *s, const struct perfscript_frame *frame)
{
    struct slice names;

    if (s->inliner == NULL || (names = inliner_names(s->inliner, frame)).n == 0)
        return false;
    collapse_push_caller(s->collapse, names);
    return true;
}

/* Returns the number of source lines that follow: one for each function before the first
 * one that is unknown in an unknown module. */
static size_t perf_push_frame(struct perf_stacks *s, const struct perfscript_frame *frame)
{
    struct slice functions = perf_frame_functions(frame->symbol);
    struct slice function;
    bool unknown = false;

    if (!s->open || perf_push_inlined(s, frame))
        return 0;
    strbuf_clear(&s->names);
    s->frame = s->collapse->stack.count;
    s->count = s->pushed = s->sources = 0;
    while (perf_frame_next(&functions, &function)) {
        perf_frame_name(&s->options->frame, frame, function, s->count > 0, s->java, &s->names);
        s->ends = grow_array(s->ends, &s->capacity, s->count + 1, sizeof *s->ends);
        s->ends[s->count++] = s->names.n;
        unknown = unknown || perf_frame_is_unknown(function, frame->module);
        s->sources += s->options->srcline && !unknown;
    }
    if (s->sources == 0)
        perf_end_frame(s);
    return s->sources;
}

static void perf_push_source(void *state, struct slice text)
{
    struct perf_stacks *s = state;

    strbuf_clear(&s->scratch);
    strbuf_add(&s->scratch, function_name(s, s->pushed++));
    perf_frame_source(text, &s->scratch);
    collapse_push(s->collapse, strbuf_slice(&s->scratch));
    if (s->pushed == s->sources)
        perf_end_frame(s);
}

static size_t perf_line(void *state, const struct perfscript_line *line)
{
    struct perf_stacks *s = state;

    switch (line->kind) {
    case PERFSCRIPT_COMMENT:
        break;
    case PERFSCRIPT_END:
        perf_end_sample(s);
        break;
    case PERFSCRIPT_EVENT:
        perf_begin_sample(s, &line->event);
        break;
    case PERFSCRIPT_FRAME:
        return perf_push_frame(s, &line->frame);
    case PERFSCRIPT_OTHER:
        if (slice_is(line->text, "\r"))
            s->carriage_return = true;
        else
            collapse_unrecognized_at(s->collapse, line->text, s->file,
                                     perfscript_line_number(s->parser));
        break;
    }
    return 0;
}

struct perf_stacks *perf_stacks_new(const struct perf_stacks_options *options,
                                    struct collapse *collapse)
{
    struct perf_stacks *s = xcalloc(1, sizeof *s);

    s->options = options;
    s->collapse = collapse;
    s->parser = perfscript_new(perf_line, perf_push_source, s);
    if (options->inlined)
        s->inliner = inliner_new(options->context);
    strbuf_add_str(&s->kept_event, options->event_filter);
    frametab_init(&s->dropped_events);
    return s;
}

void perf_stacks_text(struct perf_stacks *s, struct slice text, const char *file)
{
    s->file = file;
    perfscript_feed(s->parser, text);
}

void perf_stacks_sample(struct perf_stacks *s, struct perf_sampler *sampler,
                        const struct perf_sample *sample, const char *file)
{
    struct collapse *c = s->collapse;

    if (s->open) {
        perf_stacks_text(s, sample->text, file);
        return;
    }
    perfscript_skip(s->parser, sample->lines);
    if (sample->event.p != NULL && !perf_keeps_event(s, sample->event))
        return;
    perf_sampler_push(sampler, sample, &c->folded, &c->stack);
    collapse_count(c, perf_period(sample->period));
}

void perf_stacks_file_end(struct perf_stacks *s)
{
    perfscript_end_file(s->parser);
}

/* Names the events that were kept and dropped, unless the user chose. */
static void report_events(struct perf_stacks *s)
{
    struct strbuf dropped = {0};

    for (size_t i = 0; i < s->dropped_events.count && i < SHOWN_EVENTS; i++) {
        strbuf_add_str(&dropped, i > 0 ? ", '" : "'");
        strbuf_add(&dropped, frametab_name(&s->dropped_events, (uint32_t)i));
        strbuf_add_char(&dropped, '\'');
    }
    if (s->dropped_events.count > SHOWN_EVENTS)
        strbuf_add_str(&dropped, " and more");
    if (dropped.n > 0 && *s->options->event_filter == '\0')
        warn("kept the samples of '%s', dropped those of %s; use --event-filter to choose",
             strbuf_str(&s->kept_event), strbuf_str(&dropped));
    strbuf_free(&dropped);
}

void perf_stacks_end(struct perf_stacks *s)
{
    report_events(s);
    if (s->carriage_return)
        warn("lines end in CR LF, so that no sample ends; remove the CRs");
    if (s->open)
        warn("dropped the last sample: no empty line after it");
    if (s->inliner != NULL)
        inliner_end(s->inliner);
}
