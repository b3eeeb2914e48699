/* SPDX-License-Identifier: MIT */
#include "nameattr.h"

#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "io/operands.h"

void nameattr_init(struct nameattr *n)
{
    memset(n, 0, sizeof *n);
    frametab_init(&n->names);
}

/* The attributes of a name, none of them set. */
static struct attributes *fresh_attributes(struct nameattr *n, struct slice name)
{
    static const struct attributes none = {0};
    uint32_t id = frametab_intern(&n->names, name);

    n->attributes = grow_array(n->attributes, &n->capacity, n->names.count,
                               sizeof *n->attributes);
    n->attributes[id] = none;
    return &n->attributes[id];
}

static void set_attribute(struct attributes *a, struct slice key, struct slice value)
{
    struct {
        const char *key;
        struct slice *value;
    } known[] = {
        {"id", &a->id}, {"class", &a->class_name}, {"href", &a->href},
        {"target", &a->target}, {"title", &a->title},
        {"g_extra", &a->g_extra}, {"a_extra", &a->a_extra}
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (slice_is(key, known[i].key))
            *known[i].value = value;
}

/*
 * Perl splits each field at its first "=" and takes the parts of all fields, one after
 * the other, as keys and values. So a field without "=" turns keys into values and
 * values into keys from there on. An empty field has no parts.
 */
struct pairs {
    struct attributes *to;
    bool has_key;
    struct slice key;
};

static void add_item(struct pairs *pairs, struct slice item)
{
    if (pairs->has_key)
        set_attribute(pairs->to, pairs->key, item);
    pairs->key = item;
    pairs->has_key = !pairs->has_key;
}

static void add_field(struct pairs *pairs, struct slice field)
{
    size_t equals = slice_find(field, '=');

    if (field.n == 0)
        return;
    if (equals == SLICE_NONE) {
        add_item(pairs, field);
    } else {
        add_item(pairs, slice_cut(field, 0, equals));
        add_item(pairs, slice_from(field, equals + 1));
    }
}

static void set_attributes(struct attributes *a, struct slice fields)
{
    struct pairs pairs = {a, false, {NULL, 0}};
    size_t tab;

    while ((tab = slice_find(fields, '\t')) != SLICE_NONE) {
        add_field(&pairs, slice_cut(fields, 0, tab));
        fields = slice_from(fields, tab + 1);
    }
    add_field(&pairs, fields);
    if (pairs.has_key)
        add_item(&pairs, slice_of("", 0));
}

bool nameattr_read(struct nameattr *n, const char *file)
{
    struct operands input;
    struct slice line;
    struct strbuf repaired = {0};
    bool valid = true;

    operands_open_file(&input, file);
    while (valid && operands_line(&input, &line)) {
        strbuf_clear(&repaired);
        utf8_repair(line, &repaired);
        line = arena_copy(&n->arena, strbuf_slice(&repaired));
        size_t tab = slice_find(line, '\t');
        if (tab == SLICE_NONE) {
            warn("%s:%zu: expected NAME<tab>ATTRIBUTE=VALUE", file, input.line);
            valid = false;
        } else {
            set_attributes(fresh_attributes(n, slice_cut(line, 0, tab)),
                           slice_from(line, tab + 1));
        }
    }
    operands_close(&input);
    strbuf_free(&repaired);
    return valid && !input.failed;
}

struct attributes *nameattr_find(struct nameattr *n, struct slice name)
{
    uint32_t id = n->names.count > 0 ? frametab_find(&n->names, name) : FRAMETAB_NONE;

    return id == FRAMETAB_NONE ? NULL : &n->attributes[id];
}
