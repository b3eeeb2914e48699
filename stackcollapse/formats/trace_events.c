#include "formats/trace_events.h"

#include <math.h>
#include <string.h>

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
    struct strbuf thread;           /* "TID PID" */

    const char *wrong;  /* the first thing that is wrong with the document, or NULL */
    size_t wrong_line;
};

/* After an error in the JSON, nothing is known of what is missing. */
static void trace_wrong(struct trace_reader *r, const char *what)
{
    if (r->wrong != NULL || r->json.error != NULL)
        return;
    r->wrong = what;
    r->wrong_line = r->source.line;
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

/* Appends int() of a field to the name of the thread. */
static bool trace_add_int(struct trace_reader *r, enum field_name name)
{
    const struct field *f = &r->fields[name];
    struct slice text;
    double value;

    if (!trace_number(f, &text))
        return false;
    return python_int(text, &r->thread)
           || (f->kind == JSON_NUMBER && python_float(text, &r->scratch, &value)
               && python_int_of_float(value, &r->thread));
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

/* Keeps the event of the fields, if it counts. Returns what is wrong with it, or NULL. */
static const char *trace_keep_event(struct trace_reader *r)
{
    struct trace_events *events = r->events;
    const struct field *f = r->fields;
    struct trace_event e;

    if (!f[PH].present)
        return "an event without \"ph\"";
    if (f[PH].kind != JSON_STRING || !slice_is(strbuf_slice(&f[PH].text), "X"))
        return NULL;
    strbuf_clear(&r->thread);
    if (!trace_add_int(r, TID))
        return "an event whose \"tid\" is not a number";
    strbuf_add_char(&r->thread, ' ');
    if (!trace_add_int(r, PID))
        return "an event whose \"pid\" is not a number";
    if (!f[DUR].present)
        return NULL;
    if (!f[NAME].present || f[NAME].kind != JSON_STRING)
        return "an event whose \"name\" is not a string";
    if (!trace_float(r, TS, &e.start) || isnan(e.start))
        return "an event whose \"ts\" is not a number";
    if (!trace_float(r, DUR, &e.duration))
        return "an event whose \"dur\" is not a number";
    e.name = frametab_intern(events->names, strbuf_slice(&f[NAME].text));
    e.thread = frametab_intern(&events->threads, strbuf_slice(&r->thread));
    e.order = events->count;
    events->all = grow_array(events->all, &events->capacity, events->count + 1,
                             sizeof *events->all);
    events->all[events->count++] = e;
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
    const char *wrong = r->json.error == NULL ? trace_keep_event(r) : NULL;
    if (wrong != NULL)
        trace_wrong(r, wrong);
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
            trace_wrong(r, "an event that is not an object");
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
    size_t before = r->events->count;
    bool found = false;

    while (json_next(&r->json) == JSON_KEY) {
        if (!slice_is(strbuf_slice(&r->json.text), "traceEvents")) {
            json_skip(&r->json, json_next(&r->json));
            continue;
        }
        found = true;
        r->events->count = before;
        r->wrong = NULL;
        trace_read_list(r);
    }
    if (!found)
        trace_wrong(r, "no \"traceEvents\"");
}

static enum collapse_step trace_read_document(struct trace_reader *r)
{
    const char *file = r->collapse->input.name;

    r->wrong = NULL;
    json_init(&r->json, &r->source);
    enum json_token token = json_next(&r->json);
    if (token == JSON_ARRAY)
        trace_read_events(r);
    else if (token == JSON_OBJECT)
        trace_read_object(r);
    else
        trace_wrong(r, "no \"traceEvents\"");
    if (json_next(&r->json) == JSON_ERROR && !source_is_cut(&r->source)) {
        warn("%s:%zu: invalid JSON: %s; nothing is printed", file, r->source.line,
             r->json.error);
        return FAILED;
    }
    if (r->wrong != NULL) {
        warn("%s:%zu: %s; nothing is printed", file, r->wrong_line, r->wrong);
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
