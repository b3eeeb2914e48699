/* SPDX-License-Identifier: MIT */
#include "perf/linecache.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Above either of these the cache is emptied. */
enum { MOST_BYTES = 8 * 1024 * 1024, MOST_RECORDS = 64 * 1024 };

void linecache_init(struct linecache *c)
{
    memset(c, 0, sizeof *c);
    hash_key_init(&c->key);
}

void linecache_free(struct linecache *c)
{
    free(c->bytes);
    htab_free(&c->index);
    ids_free(&c->ids);
    memset(c, 0, sizeof *c);
}

void linecache_trim(struct linecache *c)
{
    if (c->used <= MOST_BYTES && c->count <= MOST_RECORDS)
        return;
    htab_clear(&c->index);
    c->used = c->count = c->ids.count = 0;
}

/* Whether the text ends with ")\n", and its parentheses are closed up to that. */
static bool is_module_end(struct slice text)
{
    size_t depth = 0;

    if (!slice_ends(text, ")\n"))
        return false;
    for (size_t i = 0; i + 2 < text.n; i++) {
        if (text.p[i] == '(')
            depth++;
        else if (text.p[i] == ')' && depth-- == 0)
            return false;
    }
    return depth == 0;
}

/* The offset precedes the last " (" of the line: wherever perfscript.h ends the module, the
 * digits are then the end of the symbol, and do not matter. With `fix`, it precedes the
 * last text in parentheses. */
struct linecache_line linecache_cut(enum linecache_kind kind, struct slice text, bool fix)
{
    struct linecache_line line = {kind, text, slice_from(text, text.n)};
    size_t from = 0;
    size_t plus;

    while ((plus = slice_find(slice_from(text, from), '+')) != SLICE_NONE) {
        size_t digits = from + plus + 3;
        from += plus + 1;
        if (!slice_starts(slice_from(text, from), "0x"))
            continue;
        size_t end = skip_lower_hex(text, digits);
        if (end == digits || !slice_starts(slice_from(text, end), " (")
            || (fix ? !is_module_end(slice_from(text, end + 2))
                    : slice_has(slice_from(text, end + 2), " (")))
            continue;
        line.head.n = digits;
        line.tail = slice_from(text, end);
        break;
    }
    return line;
}

static bool is_record_of(const struct linecache_record *r, const struct linecache_line *line)
{
    const char *text = linecache_text(r);

    return r->kind == line->kind && slice_equal(slice_of(text, r->head), line->head)
           && slice_equal(slice_of(text + r->head, r->tail), line->tail);
}

uint32_t linecache_find(struct linecache *c, const struct linecache_line *line,
                        struct htab_probe *probe)
{
    uint64_t hash = hash_bytes(&c->key, line->head.p, line->head.n) + line->kind;
    uint32_t record;

    if (line->tail.n > 0)
        hash = hash * c->key.point + hash_bytes(&c->key, line->tail.p, line->tail.n);
    *probe = htab_probe(&c->index, hash ^ hash >> 32);
    while ((record = htab_next(&c->index, probe)) != HTAB_NONE)
        if (is_record_of(linecache_record(c, record), line))
            return record;
    return LINECACHE_NONE;
}

/* What a record takes in linecache.bytes. */
static size_t record_size(size_t head, size_t tail, size_t names)
{
    size_t size = sizeof(struct linecache_record) + head + tail + names;

    return (size + LINECACHE_ALIGNMENT - 1) / LINECACHE_ALIGNMENT * LINECACHE_ALIGNMENT;
}

uint32_t linecache_add(struct linecache *c, const struct linecache_line *line,
                       const struct htab_probe *probe, struct slice names)
{
    size_t size = record_size(line->head.n, line->tail.n, names.n);
    uint32_t record = (uint32_t)(c->used / LINECACHE_ALIGNMENT);

    htab_insert(&c->index, probe, record);
    c->bytes = grow_array(c->bytes, &c->capacity, c->used + size, 1);
    struct linecache_record *r = linecache_record(c, record);
    char *text = (char *)(r + 1);
    r->head = (uint32_t)line->head.n;
    r->tail = (uint32_t)line->tail.n;
    r->names = (uint32_t)names.n;
    r->kind = (uint16_t)line->kind;
    r->note = 0;
    r->count = LINECACHE_NONE;
    r->frames = 0;
    r->next.records[0] = r->next.records[1] = LINECACHE_NONE;
    memcpy(text, line->head.p, line->head.n);
    memcpy(text + r->head, line->tail.p, line->tail.n);
    if (names.n > 0)
        memcpy(text + r->head + r->tail, names.p, names.n);
    c->used += size;
    c->count++;
    return record;
}

/* Pushes the frames of a record by their names, and keeps their ids. */
static void push_names(struct linecache *c, struct linecache_record *r, struct foldtab *folded,
                       struct stack *stack)
{
    size_t from = stack->count;
    struct slice names = slice_of(linecache_text(r) + r->head + r->tail, r->names);

    if (c->guard != NULL)
        pthread_mutex_lock(c->guard);
    if (names.n > 0)
        stack_push_text(stack, folded, names);
    if (c->guard != NULL)
        pthread_mutex_unlock(c->guard);
    r->count = (uint32_t)(stack->count - from);
    if (r->count == 1) {
        r->frames = stack->frames[from];
    } else if (r->count > 1) {
        r->frames = (uint32_t)c->ids.count;
        ids_append(&c->ids, stack->frames + from, r->count);
    }
}

void linecache_forget(struct linecache *c, const struct foldtab *folded)
{
    for (size_t at = 0; at < c->used;) {
        struct linecache_record *r = (struct linecache_record *)(void *)(c->bytes + at);
        r->count = LINECACHE_NONE;
        at += record_size(r->head, r->tail, r->names);
    }
    c->ids.count = 0;
    c->generation = folded->generation;
}

void linecache_push_any(struct linecache *c, uint32_t record, struct foldtab *folded,
                        struct stack *stack)
{
    struct linecache_record *r = linecache_record(c, record);

    if (r->count == LINECACHE_NONE)
        push_names(c, r, folded, stack);
    else if (r->count > 0)
        stack_append(stack, c->ids.p + r->frames, r->count);
}
