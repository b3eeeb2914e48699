/* SPDX-License-Identifier: MIT */
#include "folded/foldtab.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/message.h"
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
    free(t->second);
    htab_free(&t->index);
    arena_free(&t->arena);
    stacktext_free(&t->texts);
    memset(t, 0, sizeof *t);
}

void stack_push_text(struct stack *s, struct foldtab *t, struct slice text)
{
    for (size_t from = 0; from <= text.n; from++) {
        uint32_t frame = frametab_follow(&t->frames, stack_leaf(s), slice_from(text, from));
        stack_push(s, frame);
        from += frametab_name(&t->frames, frame).n;
    }
}

/* Adds an entry after a search; returns its index. */
static size_t add_entry(struct foldtab *t, const struct htab_probe *probe, const uint32_t *frames,
                        size_t depth)
{
    size_t size = depth * sizeof *frames;

    if (depth > UINT32_MAX)
        die(FG_FAILED, "too many frames in a stack");
    htab_insert(&t->index, probe, (uint32_t)t->count);
    t->entries = grow_array(t->entries, &t->capacity, t->count + 1, sizeof *t->entries);
    struct folded_stack *e = &t->entries[t->count];
    e->frames = arena_alloc(&t->arena, size);
    memcpy(e->frames, frames, size);
    e->depth = (uint32_t)depth;
    e->index = (uint32_t)t->count;
    e->count = perl_integer(0);
    return t->count++;
}

static uint64_t hash_frames(const struct foldtab *t, const uint32_t *frames, size_t depth)
{
    return hash_bytes(&t->frames.key, frames, depth * sizeof *frames);
}

/* The index of a stack's entry, which is added if it is new. */
static size_t entry_of(struct foldtab *t, const uint32_t *frames, size_t depth, uint64_t hash)
{
    size_t size = depth * sizeof *frames;
    struct htab_probe probe = htab_probe(&t->index, hash);
    uint32_t id;

    while ((id = htab_next(&t->index, &probe)) != HTAB_NONE) {
        struct folded_stack *e = &t->entries[id];
        if (e->depth == depth && memcmp(e->frames, frames, size) == 0)
            return id;
    }
    return add_entry(t, &probe, frames, depth);
}

/* Whether a stack has this text. */
static bool has_text(const struct foldtab *t, const struct folded_stack *e, struct slice text)
{
    size_t last = e->depth - 1;

    for (size_t i = 0; i < last; i++) {
        struct slice name = frametab_name(&t->frames, e->frames[i]);
        if (name.n >= text.n || text.p[name.n] != ';' || memcmp(name.p, text.p, name.n) != 0)
            return false;
        text = slice_from(text, name.n + 1);
    }
    return slice_equal(frametab_name(&t->frames, e->frames[last]), text);
}

/* As entry_of(). Most texts of unsorted input are in the table already, or begin unlike the one
 * before: hashing them whole is faster than taking them apart to hash their frames. */
static size_t entry_of_text(struct foldtab *t, struct slice text)
{
    struct htab_probe probe = htab_probe(&t->index, hash_bytes(&t->frames.key, text.p, text.n));
    uint32_t id;

    while ((id = htab_next(&t->index, &probe)) != HTAB_NONE)
        if (has_text(t, &t->entries[id], text))
            return id;
    size_t common = stacktext_common(&t->texts, text);
    const struct stack *stack = stacktext_read(&t->texts, &t->frames, text, common);
    return add_entry(t, &probe, stack->frames, stack->count);
}

/* Column 1 of a stack. */
static struct perl_number *second_of(struct foldtab *t, size_t index)
{
    if (index >= t->second_count) {
        t->second = grow_array(t->second, &t->second_capacity, index + 1, sizeof *t->second);
        while (t->second_count <= index)
            t->second[t->second_count++] = perl_integer(0);
    }
    return &t->second[index];
}

/* Adds to the count of an entry; returns the count before. */
static struct perl_number add_count(struct foldtab *t, size_t entry, int column,
                                    struct perl_number count)
{
    struct perl_number *sum = column == 0 ? &t->entries[entry].count : second_of(t, entry);
    struct perl_number before = *sum;

    t->added++;
    *sum = perl_add(before, count);
    return before;
}

struct perl_number foldtab_add(struct foldtab *t, const struct stack *stack, int column,
                               struct perl_number count)
{
    uint64_t hash = hash_frames(t, stack->frames, stack->count);

    return add_count(t, entry_of(t, stack->frames, stack->count, hash), column, count);
}

/* Has the processor load the entries that stacks of these hashes may have. Each loop needs what the
 * one before had loaded. */
static void load_entries(struct foldtab *t, struct foldtab_sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct htab_probe probe = htab_probe(&t->index, samples[i].hash);
        htab_prefetch(&t->index, &probe);
    }
    for (size_t i = 0; i < count; i++) {
        struct htab_probe probe = htab_probe(&t->index, samples[i].hash);
        samples[i].likely = htab_next(&t->index, &probe);
        if (samples[i].likely != HTAB_NONE)
            FG_PREFETCH(&t->entries[samples[i].likely]);
    }
    for (size_t i = 0; i < count; i++)
        if (samples[i].likely != HTAB_NONE)
            FG_PREFETCH(t->entries[samples[i].likely].frames);
}

void foldtab_add_all(struct foldtab *t, const uint32_t *frames, struct foldtab_sample *samples,
                     size_t count)
{
    for (size_t i = 0; i < count; i++)
        samples[i].hash = hash_frames(t, frames + samples[i].first, samples[i].depth);
    load_entries(t, samples, count);
    for (size_t i = 0; i < count; i++) {
        const struct foldtab_sample *s = &samples[i];
        add_count(t, entry_of(t, frames + s->first, s->depth, s->hash), 0, s->count);
    }
}

struct perl_number foldtab_add_text(struct foldtab *t, struct slice text, int column,
                                    struct perl_number count)
{
    return add_count(t, entry_of_text(t, text), column, count);
}

void foldtab_clear(struct foldtab *t)
{
    htab_clear(&t->index);
    t->count = t->second_count = t->added = 0;
}

size_t foldtab_bytes(const struct foldtab *t)
{
    return t->count * (sizeof *t->entries + sizeof *t->second * (t->second_count > 0)
                       + RANKS_STACK_BYTES)
           + t->arena.size + htab_bytes(&t->index) + frametab_bytes(&t->frames)
           + t->frames.count * RANKS_BYTES;
}

void foldtab_reset(struct foldtab *t)
{
    struct strbuf *offer = t->frames.arena.offer;
    uint32_t generation = t->generation + 1;
    size_t added = t->added;

    foldtab_free(t);
    foldtab_init(t);
    arena_offer(&t->frames.arena, offer);
    t->generation = generation;
    t->added = added;
}

void foldtab_sort(struct foldtab *t)
{
    htab_free(&t->index);
    ranks_sort(t->entries, t->count, &t->frames);
}

static void swap_entries(struct foldtab *a, struct foldtab *b)
{
    struct foldtab old = *a;

    a->entries = b->entries;
    a->count = b->count;
    a->capacity = b->capacity;
    b->entries = old.entries;
    b->count = old.count;
    b->capacity = old.capacity;
}

void foldtab_append(struct foldtab *t, struct foldtab *other)
{
    size_t count = t->count + other->count;

    if (count > UINT32_MAX)
        die(FG_FAILED, "too many stacks; use --max-memory");
    if (t->capacity < other->capacity)
        swap_entries(t, other);
    t->entries = grow_array(t->entries, &t->capacity, count, sizeof *t->entries);
    if (other->count > 0)
        memcpy(t->entries + t->count, other->entries, other->count * sizeof *t->entries);
    for (size_t i = 0; i < count; i++)
        t->entries[i].index = (uint32_t)i;
    t->count = count;
    free(other->entries);
    other->entries = NULL;
    other->count = other->capacity = 0;
    htab_free(&other->index);
}

void foldtab_stack_text(const struct foldtab *t, const struct folded_stack *entry,
                        struct strbuf *to)
{
    for (size_t i = 0; i < entry->depth; i++) {
        if (i > 0)
            strbuf_add_char(to, ';');
        strbuf_add(to, frametab_name(&t->frames, entry->frames[i]));
    }
}
