#include "perf/stacks.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "collapse.h"
#include "perf/inline/inline.h"
#include "perfscript/perfscript.h"

static const char format[] = "perf script";

/* How many of the events that are dropped are named. */
enum { SHOWN_EVENTS = 8 };

struct perf_stacks {
    const struct perf_stacks_options *options;
    struct foldtab *folded;
    struct perfscript *parser;
    struct inliner *inliner;    /* NULL without --inline */
    const char *file;
    size_t samples;

    /* The present sample. */
    bool open;              /* a header came, and no empty line since */
    bool java;              /* its command begins with "java" */
    struct strbuf process;
    struct perl_number period;
    struct stack stack;     /* the leaf first, without the process */

    /* The functions of the newest frame, while its source lines are read. */
    struct strbuf names;
    size_t *ends;           /* where each name ends in `names` */
    size_t count, capacity;
    size_t sources;         /* the first so many get a source line */
    size_t pushed;          /* the first so many are on the stack, ... */
    size_t frame;           /* ... from this position on */
    struct strbuf scratch;

    /* What is said on standard error. */
    struct strbuf kept_event;       /* empty: no header named an event yet */
    struct frametab dropped_events;
    struct unrecognized unrecognized;
    bool carriage_return;   /* a line that would be empty but for a \r */
};

/* Whether samples of this event count: those of --event-filter, by default
 * those of the type that comes first. */
static bool is_kept(struct perf_stacks *s, struct slice event)
{
    if (s->kept_event.n == 0)
        strbuf_add(&s->kept_event, event);
    if (slice_equal(event, strbuf_slice(&s->kept_event)))
        return true;
    frametab_intern(&s->dropped_events, event);
    return false;
}

/* A period of "0" is none, and counts as 1; "00" counts as 0. */
static struct perl_number count_of(struct slice period)
{
    return period.p == NULL || slice_is(period, "0") ? perl_integer(1) : perl_count(period);
}

static void take_event(struct perf_stacks *s, const struct perfscript_event *e)
{
    if (e->event.p != NULL && !is_kept(s, e->event))
        return;
    s->period = count_of(e->period);
    strbuf_clear(&s->process);
    perf_process_name(&s->options->frame, e, &s->process);
    s->java = slice_starts(strbuf_slice(&s->process), "java");
    s->open = true;
}

static void end_sample(struct perf_stacks *s)
{
    if (!s->open)
        return;
    size_t root = s->stack.count;
    stack_push_text(&s->stack, s->folded, strbuf_slice(&s->process));
    stack_reverse(&s->stack, root);
    stack_reverse(&s->stack, 0);
    foldtab_add(s->folded, &s->stack, 0, s->period);
    s->stack.count = 0;
    s->open = false;
    s->samples++;
}

/* The name of function `i` of the newest frame. */
static struct slice function_name(const struct perf_stacks *s, size_t i)
{
    return slice_cut(strbuf_slice(&s->names), i > 0 ? s->ends[i - 1] : 0, s->ends[i]);
}

/* Puts the rest of the newest frame's functions on the stack. They come with
 * the callers first, and the stack has the leaf first. */
static void finish_frame(struct perf_stacks *s)
{
    while (s->pushed < s->count)
        stack_push_text(&s->stack, s->folded, function_name(s, s->pushed++));
    stack_reverse(&s->stack, s->frame);
}

/* Puts the functions that addr2line tells of on the stack; false if there are
 * none. */
static bool take_inlined(struct perf_stacks *s, const struct perfscript_frame *frame)
{
    struct slice names;

    if (s->inliner == NULL || (names = inliner_names(s->inliner, frame)).n == 0)
        return false;
    size_t from = s->stack.count;
    stack_push_text(&s->stack, s->folded, names);
    stack_reverse(&s->stack, from);
    return true;
}

/* Returns how many source lines follow: one for each function before the
 * first that is unknown in an unknown module. */
static size_t take_frame(struct perf_stacks *s, const struct perfscript_frame *frame)
{
    struct slice functions = perf_frame_functions(frame->symbol);
    struct slice function;
    bool unknown = false;

    if (!s->open || take_inlined(s, frame))
        return 0;
    strbuf_clear(&s->names);
    s->frame = s->stack.count;
    s->count = s->pushed = s->sources = 0;
    while (perf_frame_next(&functions, &function)) {
        perf_frame_name(&s->options->frame, frame, function, s->count > 0, s->java, &s->names);
        s->ends = grow_array(s->ends, &s->capacity, s->count + 1, sizeof *s->ends);
        s->ends[s->count++] = s->names.n;
        unknown = unknown || perf_frame_is_unknown(function, frame->module);
        s->sources += s->options->srcline && !unknown;
    }
    if (s->sources == 0)
        finish_frame(s);
    return s->sources;
}

static void take_source(void *state, struct slice text)
{
    struct perf_stacks *s = state;

    strbuf_clear(&s->scratch);
    strbuf_add(&s->scratch, function_name(s, s->pushed++));
    perf_frame_source(text, &s->scratch);
    stack_push_text(&s->stack, s->folded, strbuf_slice(&s->scratch));
    if (s->pushed == s->sources)
        finish_frame(s);
}

static void take_unrecognized(struct perf_stacks *s, struct slice text)
{
    struct position position = {s->file, perfscript_line_number(s->parser)};

    if (slice_is(text, "\r"))
        s->carriage_return = true;
    else
        unrecognized_line(&s->unrecognized, format, text, position);
}

static size_t take_line(void *state, const struct perfscript_line *line)
{
    struct perf_stacks *s = state;

    switch (line->kind) {
    case PERFSCRIPT_COMMENT:
        break;
    case PERFSCRIPT_END:
        end_sample(s);
        break;
    case PERFSCRIPT_EVENT:
        take_event(s, &line->event);
        break;
    case PERFSCRIPT_FRAME:
        return take_frame(s, &line->frame);
    case PERFSCRIPT_OTHER:
        take_unrecognized(s, line->text);
        break;
    }
    return 0;
}

struct perf_stacks *perf_stacks_new(const struct perf_stacks_options *options,
                                    struct foldtab *folded)
{
    struct perf_stacks *s = xcalloc(1, sizeof *s);

    s->options = options;
    s->folded = folded;
    s->parser = perfscript_new(take_line, take_source, s);
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
    if (s->open) {
        perf_stacks_text(s, sample->text, file);
        return;
    }
    perfscript_skip(s->parser, sample->lines);
    if (sample->event.p != NULL && !is_kept(s, sample->event))
        return;
    perf_sampler_push(sampler, sample, s->folded, &s->stack);
    foldtab_add(s->folded, &s->stack, 0, count_of(sample->period));
    s->stack.count = 0;
    s->samples++;
}

void perf_stacks_file_end(struct perf_stacks *s)
{
    perfscript_end_file(s->parser);
}

size_t perf_stacks_samples(const struct perf_stacks *s)
{
    return s->samples;
}

/* Says which events were kept and which were not, unless the user chose. */
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
        warn("kept the samples of '%s', dropped those of %s; --event-filter chooses",
             strbuf_str(&s->kept_event), strbuf_str(&dropped));
    strbuf_free(&dropped);
}

void perf_stacks_finish(struct perf_stacks *s)
{
    report_events(s);
    unrecognized_report(&s->unrecognized, format);
    if (s->carriage_return)
        warn("lines end in CR LF, so that no sample ends; remove the CRs");
    if (s->open)
        warn("the input ends within a sample, which was dropped");

    perfscript_free(s->parser);
    inliner_free(s->inliner);
    strbuf_free(&s->process);
    stack_free(&s->stack);
    strbuf_free(&s->names);
    free(s->ends);
    strbuf_free(&s->scratch);
    strbuf_free(&s->kept_event);
    frametab_free(&s->dropped_events);
    free(s);
}
