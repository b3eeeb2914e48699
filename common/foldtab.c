#include "foldtab.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

void foldtab_init(struct foldtab *t)
{
    memset(t, 0, sizeof *t);
    frametab_init(&t->frames);
}

void foldtab_free(struct foldtab *t)
{
    frametab_free(&t->frames);
    free(t->entries);
    free(t->names);
    htab_free(&t->index);
    arena_free(&t->arena);
    stack_free(&t->scratch);
    memset(t, 0, sizeof *t);
}

void stack_free(struct stack *s)
{
    free(s->frames);
    memset(s, 0, sizeof *s);
}

void stack_add(struct stack *s, struct foldtab *t, struct slice text)
{
    for (;;) {
        size_t semicolon = slice_find(text, ';');
        struct slice name = text;
        if (semicolon != SLICE_NONE)
            name.n = semicolon;
        s->frames = grow_array(s->frames, &s->capacity, s->count + 1, sizeof *s->frames);
        s->frames[s->count++] = frametab_number(&t->frames, name);
        if (semicolon == SLICE_NONE)
            break;
        text = slice_from(text, semicolon + 1);
    }
}

void stack_reverse(struct stack *s, size_t from)
{
    for (size_t to = s->count; from + 1 < to; from++) {
        uint32_t frame = s->frames[from];
        s->frames[from] = s->frames[--to];
        s->frames[to] = frame;
    }
}

/* The entry of a sequence of frames, a new one if need be. */
static struct foldtab_entry *entry_of(struct foldtab *t, const uint32_t *frames, size_t depth)
{
    size_t size = depth * sizeof *frames;
    struct htab_probe probe = htab_probe(&t->index, hash_bytes(&t->frames.key, frames, size));
    uint32_t number;

    while ((number = htab_next(&t->index, &probe)) != HTAB_NONE) {
        struct foldtab_entry *e = &t->entries[number];
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
    e->counts[0] = e->counts[1] = number_integer(0);
    return e;
}

struct number foldtab_add(struct foldtab *t, const struct stack *stack, int column,
                          struct number count)
{
    struct foldtab_entry *e = entry_of(t, stack->frames, stack->count);
    struct number before = e->counts[column];

    e->counts[column] = number_add(before, count);
    return before;
}

struct number foldtab_add_text(struct foldtab *t, struct slice text, int column,
                               struct number count)
{
    t->scratch.count = 0;
    stack_add(&t->scratch, t, text);
    return foldtab_add(t, &t->scratch, column, count);
}

/*
 * Sorting. The order of two texts is decided at the first frame in which they
 * differ, by the names with what follows them: ';' or the end. So every name
 * stands twice in a sorted list, as "name;" and as "name", and the stacks
 * become sequences of positions in that list, which compare as numbers do.
 */

struct ranked {
    struct slice name;
    uint32_t number;    /* 2 * frame for "name;", 2 * frame + 1 for "name" */
};

/* The byte behind the first `n` of the name as it stands in the list. */
static int byte_after(const struct ranked *r, size_t n)
{
    if (n < r->name.n)
        return (unsigned char)r->name.p[n];
    return r->number % 2 == 0 ? ';' : -1;
}

static int compare_ranked(const void *x, const void *y)
{
    const struct ranked *a = x;
    const struct ranked *b = y;
    size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
    int order = n > 0 ? memcmp(a->name.p, b->name.p, n) : 0;

    return order != 0 ? order : byte_after(a, n) - byte_after(b, n);
}

/* Turns frame numbers into positions in the sorted list of names, which
 * becomes t->names. */
static void rank_frames(struct foldtab *t)
{
    size_t count = 2 * t->frames.count;
    struct ranked *list = xcalloc(count, sizeof *list);
    uint32_t *rank = xcalloc(count, sizeof *rank);

    for (size_t i = 0; i < count; i++) {
        list[i].name = frametab_name(&t->frames, (uint32_t)(i / 2));
        list[i].number = (uint32_t)i;
    }
    qsort(list, count, sizeof *list, compare_ranked);
    t->names = xcalloc(count, sizeof *t->names);
    for (size_t i = 0; i < count; i++) {
        t->names[i] = list[i].name;
        rank[list[i].number] = (uint32_t)i;
    }
    for (size_t i = 0; i < t->count; i++) {
        struct foldtab_entry *e = &t->entries[i];
        for (size_t k = 0; k < e->depth; k++)
            e->frames[k] = rank[2 * (size_t)e->frames[k] + (k + 1 == e->depth)];
    }
    free(rank);
    free(list);
}

static int compare_entries(const void *x, const void *y)
{
    const struct foldtab_entry *a = x;
    const struct foldtab_entry *b = y;

    for (size_t i = 0; i < a->depth && i < b->depth; i++)
        if (a->frames[i] != b->frames[i])
            return a->frames[i] < b->frames[i] ? -1 : 1;
    return 0;
}

void foldtab_sort(struct foldtab *t)
{
    rank_frames(t);
    if (t->count > 0)
        qsort(t->entries, t->count, sizeof *t->entries, compare_entries);
}

void foldtab_stack_text(const struct foldtab *t, const struct foldtab_entry *entry,
                        struct strbuf *to)
{
    for (size_t i = 0; i < entry->depth; i++) {
        if (i > 0)
            strbuf_add_char(to, ';');
        strbuf_add(to, t->names[entry->frames[i]]);
    }
}

void foldtab_output(struct foldtab *t, struct output *o)
{
    struct strbuf text = {0};

    foldtab_sort(t);
    for (size_t i = 0; i < t->count; i++) {
        strbuf_clear(&text);
        foldtab_stack_text(t, &t->entries[i], &text);
        output_add(o, strbuf_slice(&text));
        output_char(o, ' ');
        output_number(o, t->entries[i].counts[0]);
        output_char(o, '\n');
    }
    strbuf_free(&text);
}
