/* SPDX-License-Identifier: MIT */
/*
 * The lines of a table. Threads make their texts, piece by piece; they are written in order.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "folded/foldtab.h"
#include "folded/ranks.h"
#include "io/relay.h"

enum {
    LONG_NAME = 64 * 1024,      /* from here on a name is written by itself, not copied first */
    PIECE = 2048,               /* stacks */
    MOST_TEXT = 1024 * 1024,    /* of a piece; the rest is made when it is written */
    MANY = 4096                 /* stacks, for which threads are started */
};

static void write_stack(const struct foldtab *t, const struct folded_stack *entry,
                        struct output *o)
{
    for (size_t i = 0; i < entry->depth; i++) {
        if (i > 0)
            strbuf_add_char(&o->pending, ';');
        struct slice name = frametab_name(&t->frames, entry->frames[i]);
        if (name.n < LONG_NAME)
            strbuf_add(&o->pending, name);
        else
            output_add(o, name);
    }
}

/* Whether a name is so long that it is to be in memory once, and not in the text of a piece. */
static bool has_long_name(const struct frametab *frames)
{
    for (uint32_t i = 0; i < frames->count; i++)
        if (frametab_name(frames, i).n >= LONG_NAME)
            return true;
    return false;
}

/* The table, and the order of its stacks. */
struct lines {
    const struct foldtab *table;
    struct keyed *order;
};

/* The stack that comes at place `i`. */
static const struct folded_stack *stack_at(const struct lines *l, size_t i)
{
    return &l->table->entries[l->order[i].item];
}

/* Has the processor load what is needed soon after place `i`: the stacks and their frames lie
 * anywhere. */
static void prefetch(const struct lines *l, size_t i)
{
    enum { AHEAD = 8, FAR_AHEAD = 16 };

    if (i + FAR_AHEAD < l->table->count) {
        FG_PREFETCH(stack_at(l, i + FAR_AHEAD));
        FG_PREFETCH(stack_at(l, i + AHEAD)->frames);
    }
}

static bool is_same(const struct folded_stack *a, const struct folded_stack *b)
{
    return a->depth == b->depth && memcmp(a->frames, b->frames, a->depth * sizeof *a->frames) == 0;
}

/* Where, from place `from` on, the first stack is that is not the same as the one before it. */
static size_t skip_same(const struct lines *l, size_t from)
{
    while (from > 0 && from < l->table->count && is_same(stack_at(l, from - 1), stack_at(l, from)))
        from++;
    return from;
}

/* Writes the lines from place `from` to before `to`, until there are `most` bytes of text (0:
 * all); returns where it stopped. */
static size_t write_lines(const struct lines *l, size_t from, size_t to, struct output *o,
                          size_t most)
{
    while (from < to && (most == 0 || o->pending.n < most)) {
        const struct folded_stack *stack = stack_at(l, from);
        struct perl_number count = stack->count;
        prefetch(l, from);
        write_stack(l->table, stack, o);
        while (++from < to && is_same(stack, stack_at(l, from)))
            count = perl_add(count, stack_at(l, from)->count);
        output_char(o, ' ');
        output_number(o, count);
        output_char(o, '\n');
    }
    return from;
}

struct writer {
    struct lines lines;
    struct output *output;
    size_t taken;
};

struct worker {
    struct lines lines;
    size_t from, to;
    struct output text;
};

static bool take_piece(void *context, void *worker)
{
    struct writer *w = context;
    struct worker *own = worker;
    size_t left = w->lines.table->count - w->taken;

    own->from = w->taken;
    own->to = skip_same(&w->lines, w->taken + (left < PIECE ? left : PIECE));
    w->taken = own->to;
    return own->from < own->to;
}

static void make_text(void *worker)
{
    struct worker *own = worker;

    strbuf_clear(&own->text.pending);
    own->from = write_lines(&own->lines, own->from, own->to, &own->text, MOST_TEXT);
}

static void write_piece(void *context, void *worker)
{
    struct writer *w = context;
    struct worker *own = worker;

    output_add(w->output, strbuf_slice(&own->text.pending));
    write_lines(&own->lines, own->from, own->to, w->output, 0);
}

static void write_in_threads(struct lines lines, struct output *o, size_t threads)
{
    static const struct relay_stages stages = {take_piece, make_text, write_piece, NULL, NULL};
    struct writer writer = {lines, o, 0};
    struct worker *workers = xcalloc(threads, sizeof *workers);
    void **pointers = xcalloc(threads, sizeof *pointers);

    for (size_t i = 0; i < threads; i++) {
        workers[i].lines = lines;
        output_open_memory(&workers[i].text);
        pointers[i] = &workers[i];
    }
    relay_run(&stages, &writer, pointers, threads, 0);
    for (size_t i = 0; i < threads; i++)
        strbuf_free(&workers[i].text.pending);
    free(pointers);
    free(workers);
}

void foldtab_output(struct foldtab *t, struct output *o, size_t threads)
{
    if (threads == 0 || t->count < MANY)
        threads = 1;
    htab_free(&t->index);
    struct lines lines = {t, ranks_order(t->entries, t->count, &t->frames, threads)};
    if (threads > 1 && !has_long_name(&t->frames))
        write_in_threads(lines, o, threads);
    else
        write_lines(&lines, 0, t->count, o, 0);
    free(lines.order);
}
