#include "formats/trace_events.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "documents/json.h"
#include "io/operands.h"
#include "python/number.h"

/* What is read of an event. */
enum field_name { PH, TID, PID, DUR, NAME, TS, FIELDS };

static const char *const field_names[FIELDS] = {"ph", "tid", "pid", "dur", "name", "ts"};

struct field {
    bool there;
    enum json_token kind;
    struct strbuf text;
};

/* The work in progress. */
struct reading {
    struct trace_events *events;
    struct source source;
    struct json json;
    struct field fields[FIELDS];
    struct strbuf scratch;
    struct strbuf thread;       /* "TID PID" */

    const char *wrong;          /* what an event lacks, NULL if nothing */
    size_t wrong_line;
};

static void complain(struct reading *t, const char *what)
{
    if (t->wrong == NULL) {
        t->wrong = what;
        t->wrong_line = t->source.line;
    }
}

/* The number of a field, as a text for int() or float(). */
static bool number_field(const struct field *f, struct slice *text)
{
    *text = strbuf_slice(&f->text);
    if (f->there && (f->kind == JSON_TRUE || f->kind == JSON_FALSE))
        *text = slice_str(f->kind == JSON_TRUE ? "1" : "0");
    else
        return f->there && (f->kind == JSON_STRING || f->kind == JSON_NUMBER);
    return true;
}

/* Appends int() of a field to the name of the thread. */
static bool add_int(struct reading *t, enum field_name name)
{
    const struct field *f = &t->fields[name];
    struct slice text;
    double value;

    if (!number_field(f, &text))
        return false;
    return python_int(text, &t->thread)
           || (f->kind == JSON_NUMBER && python_float(text, &t->scratch, &value)
               && python_int_of_float(value, &t->thread));
}

/* float() of a field. */
static bool take_float(struct reading *t, enum field_name name, double *value)
{
    const struct field *f = &t->fields[name];
    struct slice text;

    if (!number_field(f, &text) || !python_float(text, &t->scratch, value))
        return false;
    /* Integers have no negative zero, and not all are a float. */
    bool odd = f->kind == JSON_NUMBER && (isinf(*value) || *value == 0);
    if (!odd || !python_int(text, &t->scratch))
        return true;
    bool fits = *value == 0;
    *value = 0;
    return fits;
}

/* Keeps the event that the fields tell of, if it counts; returns what is wrong
 * with it, or NULL. */
static const char *add_event(struct reading *t)
{
    const struct field *f = t->fields;
    struct trace_event e;

    if (!f[PH].there)
        return "an event without \"ph\"";
    if (f[PH].kind != JSON_STRING || !slice_is(strbuf_slice(&f[PH].text), "X"))
        return NULL;
    strbuf_clear(&t->thread);
    if (!add_int(t, TID))
        return "an event whose \"tid\" is no number";
    strbuf_add_char(&t->thread, ' ');
    if (!add_int(t, PID))
        return "an event whose \"pid\" is no number";
    if (!f[DUR].there)
        return NULL;
    if (!f[NAME].there || f[NAME].kind != JSON_STRING)
        return "an event whose \"name\" is no string";
    if (!take_float(t, TS, &e.start) || isnan(e.start))
        return "an event whose \"ts\" is no number";
    if (!take_float(t, DUR, &e.duration))
        return "an event whose \"dur\" is no number";
    e.name = frametab_intern(&t->events->names, strbuf_slice(&f[NAME].text));
    e.thread = frametab_intern(&t->events->threads, strbuf_slice(&t->thread));
    e.order = t->events->count;
    struct trace_events *to = t->events;
    to->all = grow_array(to->all, &to->capacity, to->count + 1, sizeof *to->all);
    to->all[to->count++] = e;
    return NULL;
}

/* The value behind a key of an event; of two with the same key the last counts. */
static enum json_token take_field(struct reading *t)
{
    struct field *f = NULL;

    for (size_t i = 0; i < FIELDS; i++)
        if (slice_is(strbuf_slice(&t->json.text), field_names[i]))
            f = &t->fields[i];
    enum json_token token = json_next(&t->json);
    if (f != NULL) {
        f->there = true;
        f->kind = token;
        strbuf_clear(&f->text);
        if (token == JSON_STRING || token == JSON_NUMBER)
            strbuf_add(&f->text, strbuf_slice(&t->json.text));
    }
    return json_skip(&t->json, token) ? token : JSON_ERROR;
}

static void take_event(struct reading *t)
{
    enum json_token token;

    for (size_t i = 0; i < FIELDS; i++)
        t->fields[i].there = false;
    while ((token = json_next(&t->json)) == JSON_KEY && take_field(t) != JSON_ERROR)
        continue;
    const char *wrong = t->json.error == NULL ? add_event(t) : NULL;
    if (wrong != NULL)
        complain(t, wrong);
}

/* The events of an array that has begun. */
static void take_events(struct reading *t)
{
    enum json_token token;

    while ((token = json_next(&t->json)) != JSON_ARRAY_END && token != JSON_ERROR) {
        if (token == JSON_OBJECT) {
            take_event(t);
        } else {
            complain(t, "an event that is no object");
            json_skip(&t->json, token);
        }
    }
}

/* The value of "traceEvents". As Python sees it, an empty string or object has
 * no events either. */
static void take_trace_events(struct reading *t)
{
    enum json_token token = json_next(&t->json);

    if (token == JSON_ARRAY) {
        take_events(t);
    } else if (token == JSON_OBJECT) {
        if (json_next(&t->json) == JSON_OBJECT_END)
            return;
        complain(t, "\"traceEvents\" is no array");
        json_skip(&t->json, token);
    } else if (token != JSON_STRING || t->json.text.n > 0) {
        complain(t, "\"traceEvents\" is no array");
    }
}

/* The keys of the outermost object. Of two "traceEvents" the last counts. */
static void take_top_object(struct reading *t)
{
    size_t before = t->events->count;
    bool found = false;

    while (json_next(&t->json) == JSON_KEY) {
        if (!slice_is(strbuf_slice(&t->json.text), "traceEvents")) {
            json_skip(&t->json, json_next(&t->json));
            continue;
        }
        found = true;
        t->events->count = before;
        t->wrong = NULL;
        take_trace_events(t);
    }
    if (!found)
        complain(t, "no \"traceEvents\"");
}

static void take_document(struct reading *t, const char *name)
{
    enum json_token token;

    t->wrong = NULL;
    json_init(&t->json, &t->source);
    token = json_next(&t->json);
    if (token == JSON_ARRAY)
        take_events(t);
    else if (token == JSON_OBJECT)
        take_top_object(t);
    else
        complain(t, "no \"traceEvents\"");
    if (json_next(&t->json) == JSON_ERROR)
        die(FG_TROUBLE, "%s:%zu: not JSON: %s; nothing is printed", name, t->source.line,
            t->json.error);
    if (t->wrong != NULL)
        die(FG_TROUBLE, "%s:%zu: %s; nothing is printed", name, t->wrong_line, t->wrong);
}

void trace_events_read(struct trace_events *events, char *const *names, size_t count)
{
    struct reading t = {0};
    struct operands input;

    memset(events, 0, sizeof *events);
    frametab_init(&events->names);
    frametab_init(&events->threads);
    t.events = events;
    operands_open(&input, names, count);
    while (source_file(&t.source, &input) && !input.failed)
        take_document(&t, input.name);
    operands_close(&input);
    if (input.failed)
        exit(FG_TROUBLE);
    json_free(&t.json);
    for (size_t i = 0; i < FIELDS; i++)
        strbuf_free(&t.fields[i].text);
    strbuf_free(&t.scratch);
    strbuf_free(&t.thread);
}

void trace_events_free(struct trace_events *events)
{
    frametab_free(&events->names);
    frametab_free(&events->threads);
    free(events->all);
}
