/* SPDX-License-Identifier: MIT */
#include "formats/trace_events.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "documents/json.h"
#include "python/number.h"

enum { OFTEN = 4096 };  /* events between two looks at the clock */

/* The fields of an event that count. */
enum field_name { PH, TID, PID, DUR, NAME, TS, FIELDS };

static const char *const field_names[FIELDS] = {"ph", "tid", "pid", "dur", "name", "ts"};

struct field {
    bool present;
    enum json_token kind;
    struct strbuf text;
};

struct trace_reader {
    struct trace_events *events;
    struct collapse *collapse;
    struct source source;
    struct json json;
    struct field fields[FIELDS];    /* of the present event */
    struct strbuf scratch;
    struct strbuf thread;           /* "TID PID", where what is not a number begins with a quote */

    const char *wrong;  /* the first thing that is wrong with the document, or NULL */
    size_t wrong_line;
    bool is_event_wrong;    /* and --fix leaves it out */
};

/* After an error in the JSON, nothing is known of what is missing. */
static void trace_wrong(struct trace_reader *r, const char *what)
{
    if (r->wrong != NULL || r->json.error != NULL)
        return;
    r->wrong = what;
    r->wrong_line = r->source.line;
}

static void trace_note(struct trace_reader *r, enum trace_note kind)
{
    collapse_note_at(r->collapse, kind, 1, r->collapse->input.name, r->source.line);
}

static void trace_wrong_event(struct trace_reader *r, const char *what)
{
    if (r->collapse->options.fix) {
        trace_note(r, TRACE_BAD);
        return;
    }
    r->is_event_wrong |= r->wrong == NULL;
    trace_wrong(r, what);
}

/* The number of a field, as a text for int() or float(). */
static bool trace_number(const struct field *f, struct slice *text)
{
    *text = strbuf_slice(&f->text);
    if (f->present && (f->kind == JSON_TRUE || f->kind == JSON_FALSE))
        *text = slice_str(f->kind == JSON_TRUE ? "1" : "0");
    else
        return f->present && (f->kind == JSON_STRING || f->kind == JSON_NUMBER);
    return true;
}

/* Appends a part of the thread's name: int() of a field, or a text; without the field, an
 * empty text. */
static bool trace_add_id(struct trace_reader *r, enum field_name name)
{
    const struct field *f = &r->fields[name];
    struct slice text;
    double value;

    if (trace_number(f, &text)
        && (python_int(text, &r->thread)
            || (f->kind == JSON_NUMBER && python_float(text, &r->scratch, &value)
                && python_int_of_float(value, &r->thread))))
        return true;
    if (f->present && f->kind != JSON_STRING && f->kind != JSON_NULL)
        return false;
    strbuf_add_char(&r->thread, '"');
    if (f->present)
        strbuf_add(&r->thread, strbuf_slice(&f->text));
    return true;
}

/* Reads the thread's name. Returns what is wrong with it, or NULL. */
static const char *trace_read_thread(struct trace_reader *r)
{
    strbuf_clear(&r->thread);
    if (!trace_add_id(r, TID))
        return "the \"tid\" of an event is not a number or a string";
    strbuf_add_char(&r->thread, ' ');
    return trace_add_id(r, PID) ? NULL : "the \"pid\" of an event is not a number or a string";
}

/* float() of a field. */
static bool trace_float(struct trace_reader *r, enum field_name name, double *value)
{
    const struct field *f = &r->fields[name];
    struct slice text;

    if (!trace_number(f, &text) || !python_float(text, &r->scratch, value))
        return false;
    /* Python reads a JSON number without a point as an int, which has no negative zero
     * and may be too large for a float. */
    bool odd = f->kind == JSON_NUMBER && (isinf(*value) || *value == 0);
    if (!odd || !python_int(text, &r->scratch))
        return true;
    bool fits = *value == 0;
    *value = 0;
    return fits;
}

/* With --fix, the times of the event in the fields. */
static void trace_keep_times(struct trace_reader *r, double start, double duration)
{
    struct trace_events *t = r->events;
    struct slice text;

    if (!r->collapse->options.fix)
        return;
    t->times = grow_array(t->times, &t->times_capacity, t->next_order + 1, sizeof *t->times);
    trace_number(&r->fields[TS], &text);
    t->times[t->next_order].start = trace_time_of(text, start);
    trace_number(&r->fields[DUR], &text);
    t->times[t->next_order].end = trace_time_add(t->times[t->next_order].start,
                                                 trace_time_of(text, duration));
}

/* The order of the newest event, which counts, and its line. */
static uint32_t trace_number_event(struct trace_reader *r, uint32_t *line)
{
    *line = r->source.line < UINT32_MAX ? (uint32_t)r->source.line : UINT32_MAX;
    return (uint32_t)r->events->next_order++;
}

/* With a complete event, and without --fix, marks do not count. */
static void trace_drop_marks(struct trace_reader *r)
{
    struct trace_events *t = r->events;

    if (t->mark_count > 0 && !r->collapse->options.fix) {
        trace_note_at(t, r->collapse, TRACE_MARKS, t->mark_count, t->marks->order,
                      t->marks->line);
        t->mark_count = 0;
    }
}

/* Keeps the complete event of the fields. Returns what is wrong with it, or NULL. */
static const char *trace_keep_event(struct trace_reader *r)
{
    struct trace_events *events = r->events;
    const struct field *f = r->fields;
    struct trace_event e;

    const char *wrong = trace_read_thread(r);
    if (wrong != NULL)
        return wrong;
    if (!f[DUR].present) {
        trace_note(r, TRACE_NO_DURATION);
        return NULL;
    }
    if (!f[NAME].present || f[NAME].kind != JSON_STRING)
        return "the \"name\" of an event is not a string";
    if (!trace_float(r, TS, &e.start) || isnan(e.start))
        return "the \"ts\" of an event is not a number";
    if (!trace_float(r, DUR, &e.duration))
        return "the \"dur\" of an event is not a number";
    trace_keep_times(r, e.start, e.duration);
    e.name = frametab_intern(events->names, strbuf_slice(&f[NAME].text));
    e.thread = frametab_intern(&events->threads, strbuf_slice(&r->thread));
    e.order = trace_number_event(r, &e.line);
    trace_drop_marks(r);
    events->all = grow_array(events->all, &events->capacity, events->count + 1,
                             sizeof *events->all);
    events->all[events->count++] = e;
    return NULL;
}

/* Keeps the begin or end of an event that is in the fields, if it may count. */
static void trace_keep_mark(struct trace_reader *r, bool begins)
{
    struct trace_events *t = r->events;
    const struct field *f = r->fields;
    struct trace_mark m = {0, FRAMETAB_NONE, 0, 0, 0};

    if (t->count > 0 && !r->collapse->options.fix) {
        trace_note(r, TRACE_MARKS);
        return;
    }
    if (trace_read_thread(r) != NULL || !trace_float(r, TS, &m.time) || isnan(m.time)
        || (begins && (!f[NAME].present || f[NAME].kind != JSON_STRING))) {
        trace_note(r, TRACE_BAD);
        return;
    }
    trace_keep_times(r, m.time, 0);
    if (begins)
        m.name = frametab_intern(t->names, strbuf_slice(&f[NAME].text));
    m.thread = frametab_intern(&t->threads, strbuf_slice(&r->thread));
    m.order = trace_number_event(r, &m.line);
    t->marks = grow_array(t->marks, &t->mark_capacity, t->mark_count + 1, sizeof *t->marks);
    t->marks[t->mark_count++] = m;
}

/* Keeps the event of the fields, if it counts. Returns what is wrong with it, or NULL. */
static const char *trace_take_event(struct trace_reader *r)
{
    struct slice phase = strbuf_slice(&r->fields[PH].text);

    if (!r->fields[PH].present) {
        trace_note(r, TRACE_NO_PHASE);
        return NULL;
    }
    bool letter = r->fields[PH].kind == JSON_STRING && phase.n == 1
                  && (unsigned char)phase.p[0] < TRACE_PHASES;
    r->events->phases[letter ? (unsigned char)phase.p[0] : 0]++;
    if (!letter)
        return NULL;
    if (phase.p[0] == 'X')
        return trace_keep_event(r);
    if (phase.p[0] == 'B' || phase.p[0] == 'E')
        trace_keep_mark(r, phase.p[0] == 'B');
    else if (strchr("bneSTpFP", phase.p[0]) != NULL)
        trace_note(r, TRACE_ASYNCHRONOUS);
    return NULL;
}

/* A key of an event and its value; of two values with the same key the last counts. */
static bool trace_read_field(struct trace_reader *r)
{
    struct field *f = NULL;

    for (size_t i = 0; i < FIELDS; i++)
        if (slice_is(strbuf_slice(&r->json.text), field_names[i]))
            f = &r->fields[i];
    enum json_token token = json_next(&r->json);
    if (f != NULL) {
        f->present = true;
        f->kind = token;
        strbuf_clear(&f->text);
        if (token == JSON_STRING || token == JSON_NUMBER)
            strbuf_add(&f->text, strbuf_slice(&r->json.text));
    }
    return json_skip(&r->json, token);
}

static void trace_read_event(struct trace_reader *r)
{
    for (size_t i = 0; i < FIELDS; i++)
        r->fields[i].present = false;
    while (json_next(&r->json) == JSON_KEY && trace_read_field(r))
        continue;
    const char *wrong = r->json.error == NULL ? trace_take_event(r) : NULL;
    if (wrong != NULL)
        trace_wrong_event(r, wrong);
}

/* The elements of an array that has begun. */
static void trace_read_events(struct trace_reader *r)
{
    enum json_token token;

    for (size_t n = 1; (token = json_next(&r->json)) != JSON_ARRAY_END && token != JSON_ERROR;
         n++) {
        if (n % OFTEN == 0)
            collapse_progress(r->collapse, r->collapse->input.bytes);
        if (token == JSON_OBJECT) {
            trace_read_event(r);
        } else {
            trace_wrong_event(r, "an event is not an object");
            json_skip(&r->json, token);
        }
    }
}

/* The value of "traceEvents". In Python an empty string or object has no events either. */
static void trace_read_list(struct trace_reader *r)
{
    static const char wrong[] = "\"traceEvents\" is not an array";
    enum json_token token = json_next(&r->json);

    if (token == JSON_ARRAY) {
        trace_read_events(r);
    } else if (token == JSON_OBJECT) {
        if (json_next(&r->json) == JSON_OBJECT_END)
            return;
        trace_wrong(r, wrong);
        json_skip(&r->json, token);
    } else if (token != JSON_STRING || r->json.text.n > 0) {
        trace_wrong(r, wrong);
    }
}

/* The members of the outermost object. Of two "traceEvents" the last counts. */
static void trace_read_object(struct trace_reader *r)
{
    size_t before = r->events->count, marks_before = r->events->mark_count;
    bool found = false;

    while (json_next(&r->json) == JSON_KEY) {
        if (!slice_is(strbuf_slice(&r->json.text), "traceEvents")) {
            json_skip(&r->json, json_next(&r->json));
            continue;
        }
        found = true;
        r->events->count = before;
        r->events->mark_count = marks_before;
        r->wrong = NULL;
        r->is_event_wrong = false;
        trace_read_list(r);
    }
    if (!found)
        trace_wrong(r, "no \"traceEvents\"");
}

/* Whether a document with an error may end like that: it was interrupted; it is an array,
 * whose bracket may be missing; or, with --fix, there are events before. */
static bool trace_may_end(struct trace_reader *r)
{
    if (source_is_cut(&r->source))
        return true;
    if (r->json.is_unended && slice_is(strbuf_slice(&r->json.open), "["))
        return true;
    if (!r->collapse->options.fix || r->events->count + r->events->mark_count == 0)
        return false;
    trace_note(r, TRACE_CUT);
    return true;
}

static enum collapse_step trace_read_document(struct trace_reader *r)
{
    const char *file = r->collapse->input.name;

    struct trace_events *t = r->events;

    t->files = grow_array(t->files, &t->files_capacity, t->file_count + 1, sizeof *t->files);
    t->files[t->file_count++] = (struct trace_file){t->next_order, file};
    r->wrong = NULL;
    r->is_event_wrong = false;
    json_init(&r->json, &r->source);
    enum json_token token = json_next(&r->json);
    if (token == JSON_ARRAY)
        trace_read_events(r);
    else if (token == JSON_OBJECT)
        trace_read_object(r);
    else
        trace_wrong(r, "no \"traceEvents\"");
    if (json_next(&r->json) == JSON_ERROR && !trace_may_end(r)) {
        if (operands_are_blank(&r->collapse->input))
            warn("no stacks: the input is empty");
        else
            warn("%s:%zu: invalid JSON: %s; nothing is printed%s", file, r->source.line,
                 r->json.error, t->next_order > 0 ? "; --fix counts the events before that" : "");
        return FAILED;
    }
    if (r->wrong != NULL) {
        warn("%s:%zu: %s; nothing is printed%s", file, r->wrong_line, r->wrong,
             r->is_event_wrong ? "; --fix leaves the event out" : "");
        return FAILED;
    }
    return MORE;
}

enum collapse_step trace_events_read(struct trace_events *events, struct collapse *c)
{
    struct trace_reader r = {0};
    enum collapse_step step = MORE;

    events->names = &c->folded.frames;
    frametab_init(&events->threads);
    r.events = events;
    r.collapse = c;
    while (step == MORE && source_file(&r.source, &c->input) && !c->input.failed)
        step = trace_read_document(&r);
    json_free(&r.json);
    for (size_t i = 0; i < FIELDS; i++)
        strbuf_free(&r.fields[i].text);
    strbuf_free(&r.scratch);
    strbuf_free(&r.thread);
    return c->input.failed ? FAILED : step;
}
