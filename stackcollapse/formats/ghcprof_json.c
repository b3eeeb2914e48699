/* SPDX-License-Identifier: MIT */
#include "ghcprof_json.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/double.h"
#include "documents/json.h"

struct ghcprof_json {
    struct json json;
    struct collapse *collapse;
    enum ghcprof_value value;
    double total;                   /* ticks */
    struct frametab ids;            /* of the cost centres, as written */
    struct frametab names;          /* "MODULE.LABEL" */
    uint32_t *name_of;              /* by number of the id */
    size_t capacity;
    struct ghcprof_node {
        size_t before;              /* frames on the stack before this one */
        struct perl_number ticks, bytes;
        bool named, counted;
    } *nodes;                       /* the current one and those that contain it */
    size_t depth, node_capacity;
    const char *error;              /* what is wrong if the JSON is valid */
    struct strbuf id, module, label, key;
};

/* A cost centre, whose beginning was read. */
static bool ghcprof_read_centre(struct ghcprof_json *s)
{
    enum json_token token;

    strbuf_clear(&s->id);
    strbuf_clear(&s->module);
    strbuf_clear(&s->label);
    while ((token = json_next(&s->json)) == JSON_KEY) {
        struct slice key = strbuf_slice(&s->json.text);
        struct strbuf *to = slice_is(key, "id") ? &s->id : slice_is(key, "label") ? &s->label
                            : slice_is(key, "module") ? &s->module : NULL;
        token = json_next(&s->json);
        if (to != NULL && (token == JSON_STRING || token == JSON_NUMBER))
            strbuf_add(to, strbuf_slice(&s->json.text));
        if (!json_skip(&s->json, token))
            return false;
    }
    strbuf_add_char(&s->module, '.');
    strbuf_add(&s->module, strbuf_slice(&s->label));
    uint32_t id = frametab_intern(&s->ids, strbuf_slice(&s->id));
    s->name_of = grow_array(s->name_of, &s->capacity, id + 1, sizeof *s->name_of);
    s->name_of[id] = frametab_intern(&s->names, strbuf_slice(&s->module));
    return token == JSON_OBJECT_END;
}

static bool ghcprof_read_centres(struct ghcprof_json *s)
{
    enum json_token token = json_next(&s->json);

    if (token != JSON_ARRAY)
        return json_skip(&s->json, token);
    while ((token = json_next(&s->json)) != JSON_ARRAY_END)
        if (token == JSON_OBJECT ? !ghcprof_read_centre(s) : !json_skip(&s->json, token))
            return false;
    return true;
}

static void ghcprof_begin_node(struct ghcprof_json *s)
{
    struct ghcprof_node node = {s->collapse->stack.count, perl_integer(0), perl_integer(0), false,
                                false};

    s->nodes = grow_array(s->nodes, &s->node_capacity, s->depth + 1, sizeof *s->nodes);
    s->nodes[s->depth++] = node;
}

/* Counts the stack of the current node, all of whose numbers are known; false if it has no id. */
static bool ghcprof_count_node(struct ghcprof_json *s)
{
    struct collapse *c = s->collapse;
    struct ghcprof_node *node = &s->nodes[s->depth - 1];
    struct perl_number value = s->value == GHCPROF_BYTES ? node->bytes : node->ticks;

    if (node->counted)
        return true;
    if (!node->named) {
        s->error = "a part of the profile has no id before its children";
        return false;
    }
    node->counted = true;
    if (s->value == GHCPROF_TIME && s->total > 0)
        value = perl_integer((uint64_t)double_add(
            double_multiply(double_divide(perl_double(node->ticks), s->total), 1000), 0.5));
    foldtab_add(&c->folded, &c->stack, 0, value);
    return true;
}

/* Reads the value of a key of a node; its children are left to the caller. */
static bool ghcprof_read_node_value(struct ghcprof_json *s)
{
    struct ghcprof_node *node = &s->nodes[s->depth - 1];

    strbuf_clear(&s->key);
    strbuf_add(&s->key, strbuf_slice(&s->json.text));
    struct slice key = strbuf_slice(&s->key);
    enum json_token token = json_next(&s->json);
    struct slice text = strbuf_slice(&s->json.text);
    if (slice_is(key, "id") && token == JSON_NUMBER && !node->named) {
        node->named = true;
        uint32_t id = frametab_find(&s->ids, text);
        collapse_push(s->collapse, id != FRAMETAB_NONE
                                   ? frametab_name(&s->names, s->name_of[id]) : text);
    } else if (slice_is(key, "ticks") && token == JSON_NUMBER) {
        node->ticks = perl_numify(text);
    } else if (slice_is(key, "alloc") && token == JSON_NUMBER) {
        node->bytes = perl_numify(text);
    } else if (slice_is(key, "children") && token == JSON_ARRAY) {
        return ghcprof_count_node(s);
    }
    return json_skip(&s->json, token);
}

/* The tree of stacks. */
static bool ghcprof_read_tree(struct ghcprof_json *s)
{
    enum json_token token = json_next(&s->json);

    if (token != JSON_OBJECT)
        return json_skip(&s->json, token);
    ghcprof_begin_node(s);
    while (s->depth > 0) {
        token = json_next(&s->json);
        if (token == JSON_OBJECT) {
            ghcprof_begin_node(s);
        } else if (token == JSON_KEY) {
            if (!ghcprof_read_node_value(s))
                return false;
        } else if (token == JSON_OBJECT_END) {
            if (!ghcprof_count_node(s))
                return false;
            s->collapse->stack.count = s->nodes[--s->depth].before;
        } else if (token != JSON_ARRAY_END && !json_skip(&s->json, token)) {
            return false;
        }
    }
    return true;
}

static bool ghcprof_read_document(struct ghcprof_json *s)
{
    enum json_token token;

    json_next(&s->json);    /* the beginning of the object */
    while ((token = json_next(&s->json)) == JSON_KEY) {
        struct slice key = strbuf_slice(&s->json.text);
        bool read;
        if (slice_is(key, "cost_centres")) {
            read = ghcprof_read_centres(s);
        } else if (slice_is(key, "profile")) {
            read = ghcprof_read_tree(s);
        } else {
            bool is_total = slice_is(key, "total_ticks");
            token = json_next(&s->json);
            if (is_total && token == JSON_NUMBER)
                s->total = perl_double(perl_numify(strbuf_slice(&s->json.text)));
            read = json_skip(&s->json, token);
        }
        if (!read)
            return false;
    }
    return token == JSON_OBJECT_END && json_next(&s->json) == JSON_DONE;
}

bool ghcprof_read_json(struct collapse *c, struct slice text, enum ghcprof_value value,
                       const char **error, size_t *line)
{
    struct ghcprof_json s = {.collapse = c, .value = value, .error = "not a profile"};
    struct source source = {0};

    source_text(&source, text);
    json_init(&s.json, &source);
    frametab_init(&s.ids);
    frametab_init(&s.names);
    bool read = ghcprof_read_document(&s);
    *error = s.json.error != NULL ? s.json.error : s.error;
    *line = source.line;
    c->stack.count = 0;
    frametab_free(&s.ids);
    frametab_free(&s.names);
    free(s.name_of);
    free(s.nodes);
    strbuf_free(&s.id);
    strbuf_free(&s.module);
    strbuf_free(&s.label);
    strbuf_free(&s.key);
    json_free(&s.json);
    return read;
}
