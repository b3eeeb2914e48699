/* SPDX-License-Identifier: MIT */
#include "folded/foldtab.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "folded/ranks.h"

void foldtab_init(struct foldtab *t)
{
    memset(t, 0, sizeof *t);
    frametab_init(&t->frames);
}

void foldtab_free(struct foldtab *t)
{
    frametab_free(&t->frames);
    free(t->entries);
    htab_free(&t->index);
    arena_free(&t->arena);
    stacktext_free(&t->texts);
    memset(t, 0, sizeof *t);
}

void stack_push_text(struct stack *s, struct foldtab *t, struct slice text)
{
    for (;;) {
        size_t semicolon = slice_find(text, ';');
        struct slice name = text;
        if (semicolon != SLICE_NONE)
            name.n = semicolon;
        stack_push(s, frametab_intern(&t->frames, name));
        if (semicolon == SLICE_NONE)
            break;
        text = slice_from(text, semicolon + 1);
    }
}

/* The entry of a stack, which is added if it is new. */
static struct foldtab_entry *entry_of(struct foldtab *t, const uint32_t *frames, size_t depth)
{
    size_t size = depth * sizeof *frames;
    struct htab_probe probe = htab_probe(&t->index, hash_bytes(&t->frames.key, frames, size));
    uint32_t id;

    while ((id = htab_next(&t->index, &probe)) != HTAB_NONE) {
        struct foldtab_entry *e = &t->entries[id];
        if (e->depth == depth && memcmp(e->frames, frames, size) == 0)
            return e;
    }
    htab_insert(&t->index, &probe, (uint32_t)t->count);
    t->entries = grow_array(t->entries, &t->capacity, t->count + 1, sizeof *t->entries);
    struct foldtab_entry *e = &t->entries[t->count++];
    uint32_t *copy = arena_alloc(&t->arena, size);
    memcpy(copy, frames, size);
    e->frames = copy;
    e->depth = depth;
    e->counts[0] = e->counts[1] = perl_integer(0);
    return e;
}

struct perl_number foldtab_add(struct foldtab *t, const struct stack *stack, int column,
                               struct perl_number count)
{
    struct foldtab_entry *e = entry_of(t, stack->frames, stack->count);
    struct perl_number before = e->counts[column];

    t->added++;
    e->counts[column] = perl_add(before, count);
    return before;
}

struct perl_number foldtab_add_text(struct foldtab *t, struct slice text, int column,
                                    struct perl_number count)
{
    size_t common = stacktext_common(&t->texts, text);

    return foldtab_add(t, stacktext_read(&t->texts, &t->frames, text, common), column, count);
}

void foldtab_clear(struct foldtab *t)
{
    htab_clear(&t->index);
    t->count = t->added = 0;
}

/* Puts the entries into the order of the list. */
static void order_entries(struct foldtab *t, const struct ranked_stack *list)
{
    struct foldtab_entry *entries = xcalloc(t->count, sizeof *entries);

    for (size_t i = 0; i < t->count; i++)
        entries[i] = t->entries[list[i].index];
    free(t->entries);
    t->entries = entries;
    t->capacity = t->count;
}

void foldtab_sort(struct foldtab *t)
{
    struct ranked_stack *list = xcalloc(t->count, sizeof *list);

    for (size_t i = 0; i < t->count; i++) {
        struct ranked_stack stack = {t->entries[i].frames, t->entries[i].depth, i};
        list[i] = stack;
    }
    ranks_sort(list, t->count, &t->frames);
    order_entries(t, list);
    free(list);
}

void foldtab_stack_text(const struct foldtab *t, const struct foldtab_entry *entry,
                        struct strbuf *to)
{
    for (size_t i = 0; i < entry->depth; i++) {
        if (i > 0)
            strbuf_add_char(to, ';');
        strbuf_add(to, frametab_name(&t->frames, entry->frames[i]));
    }
}

void foldtab_output(struct foldtab *t, struct output *o)
{
    foldtab_sort(t);
    for (size_t i = 0; i < t->count; i++) {
        foldtab_stack_text(t, &t->entries[i], &o->pending);
        output_char(o, ' ');
        output_number(o, t->entries[i].counts[0]);
        output_char(o, '\n');
    }
}
