/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "folded/ranks.h"

/*
 * Sorting. Lines sort as stacks whose leaf is the rest of the line: "main", "run",
 * "f 12".
 */

/* The ids that replace r->frames to sort: those of the frames in `texts`, the table of
 * such stacks. To be freed. */
static uint32_t *intern_texts(struct records *r, struct frametab *texts)
{
    uint32_t *all = xcalloc(r->frame_count, sizeof *all);
    uint32_t *ids = xcalloc(r->names.count, sizeof *ids);   /* by the id in r->names */

    for (size_t i = 0; i < r->names.count; i++)
        ids[i] = frametab_intern(texts, frametab_name(&r->names, (uint32_t)i));
    for (size_t i = 0; i < r->count; i++) {
        const struct record *record = &r->lines[i];
        size_t leaf = record->first + record->depth - 1;

        for (size_t k = record->first; k < leaf; k++)
            all[k] = ids[r->frames[k]];
        strbuf_clear(&r->repaired);
        strbuf_add(&r->repaired, frametab_name(&r->names, r->frames[leaf]));
        strbuf_add(&r->repaired, record->counts);
        all[leaf] = frametab_intern(texts, strbuf_slice(&r->repaired));
    }
    free(ids);
    return all;
}

/* Puts the lines into the order of the list. */
static void order_lines(struct records *r, const struct folded_stack *list)
{
    struct record *lines = xcalloc(r->count, sizeof *lines);

    for (size_t i = 0; i < r->count; i++)
        lines[i] = r->lines[list[i].index];
    free(r->lines);
    r->lines = lines;
    r->capacity = r->count;
}

/* Makes the list to sort of the stacks at `frames`, which are as r->frames. To be freed. */
static struct folded_stack *list_stacks(const struct records *r, uint32_t *frames)
{
    struct folded_stack *list = xcalloc(r->count, sizeof *list);

    for (size_t i = 0; i < r->count; i++) {
        list[i].frames = frames + r->lines[i].first;
        list[i].depth = (uint32_t)r->lines[i].depth;
        list[i].index = (uint32_t)i;
    }
    return list;
}

static void sort_by_texts(struct records *r)
{
    struct frametab texts;

    frametab_init(&texts);
    uint32_t *all = intern_texts(r, &texts);
    struct folded_stack *list = list_stacks(r, all);
    ranks_sort(list, r->count, &texts);
    order_lines(r, list);
    frametab_free(&texts);
    free(all);
    free(list);
}

static int compare_counts(const void *x, const void *y)
{
    const struct record *a = x;
    const struct record *b = y;

    return slice_compare(a->counts, b->counts);
}

/* Whether a record has the stack of the one before it; the records are shared. */
static bool has_same_stack(const struct record *record)
{
    return record->same == record->depth && record->depth == record[-1].depth;
}

/* Sorts the lines of each stack by their counts; the records are shared. */
static void sort_counts(struct records *r)
{
    for (size_t i = 0, end = 0; i < r->count; i = end) {
        for (end = i + 1; end < r->count && has_same_stack(&r->lines[end]); end++)
            continue;
        if (end == i + 1)
            continue;
        struct record first = r->lines[i];
        struct record other = r->lines[i + 1];
        qsort(r->lines + i, end - i, sizeof *r->lines, compare_counts);
        for (size_t k = i; k < end; k++) {
            r->lines[k].same = k == i ? first.same : other.same;
            r->lines[k].first = k == i ? first.first : other.first;
        }
    }
}

/* Sorts lines by their stacks alone, which saves the texts of leaves with counts. False, with
 * nothing sorted, where the counts matter otherwise. */
static bool sort_by_stacks(struct records *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->lines[i].counts.p[0] != ' ')
            return false;
    struct folded_stack *list = list_stacks(r, r->frames);
    bool sorted = ranks_sort_lines(list, r->count, &r->names, r->threads);
    if (sorted)
        order_lines(r, list);
    free(list);
    return sorted;
}

/* How many frames, at the beginning, two records have in common. */
static size_t same_frames(const struct records *r, const struct record *a, const struct record *b)
{
    const uint32_t *x = r->frames + a->first;
    const uint32_t *y = r->frames + b->first;
    size_t most = a->depth < b->depth ? a->depth : b->depth;
    size_t n = 0;

    while (n < most && x[n] == y[n])
        n++;
    return n;
}

/* How many frames of a record are needed: of a narrow one, those that it shares with a neighbour,
 * and then up to the first that has a name. */
static size_t needed_depth(const struct records *r, const struct record *record, size_t shared)
{
    size_t root = record->first - record->same;

    if (!records_is_narrow(r, record))
        return record->depth;
    while (shared < record->depth
           && frametab_name(&r->names, r->frames[root + shared]).n == 0)
        shared++;
    return shared < record->depth ? shared + 1 : shared;
}

/* Leaves each record the frames that it needs and the one before has not, which come one after
 * another from then on: when they are sorted, each is somewhere else in memory. */
static void share_frames(struct records *r)
{
    uint32_t *frames = xmalloc(r->frame_count * sizeof *frames);
    size_t count = 0;
    size_t same = 0;

    for (size_t i = 0; i < r->count; i++) {
        struct record *record = &r->lines[i];
        size_t before = same;
        same = i + 1 < r->count ? same_frames(r, record, record + 1) : 0;
        record->depth = needed_depth(r, record, before > same ? before : same);
        record->same = before;
        size_t rest = record->depth - before;
        memcpy(frames + count, r->frames + record->first + before, rest * sizeof *frames);
        record->first = count;
        count += rest;
    }
    free(r->frames);
    r->frames = xrealloc(frames, count * sizeof *frames);
    r->frame_count = r->frame_capacity = count;
    r->shared = true;
}

/* Leaves a record none of the frames of the one before it, which has this stack. */
static void share_all(const struct records *r, struct record *record, const struct stack *stack)
{
    while (record->same < stack->count && record->same < record->depth
           && r->frames[record->first] == stack->frames[record->same]) {
        record->same++;
        record->first++;
    }
}

/* Leaves out frames of lines that are in order. */
static void leave_out(struct records *r)
{
    struct stack stack = {0};

    for (size_t i = 0; i < r->count; i++) {
        struct record *record = &r->lines[i];
        size_t shared = record->same;
        records_step(r, record, &stack);
        if (i + 1 < r->count) {
            share_all(r, record + 1, &stack);
            if (record[1].same > shared)
                shared = record[1].same;
        }
        record->depth = needed_depth(r, record, shared);
    }
    r->shared = true;
    stack_free(&stack);
}

void records_sort(struct records *r)
{
    r->by_text = true;
    if (r->sorted) {
        if (r->narrow > 0)
            leave_out(r);
        return;
    }
    if (r->count > UINT32_MAX)
        die(FG_FAILED, "too many lines");
    bool by_stacks = sort_by_stacks(r);
    if (!by_stacks)
        sort_by_texts(r);
    share_frames(r);
    if (by_stacks)
        sort_counts(r);
    r->sorted = true;
}
