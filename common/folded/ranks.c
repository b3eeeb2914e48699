/* SPDX-License-Identifier: MIT */
#include "folded/ranks.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

enum { RANKS_END = -1 };

/* Each name has two keys: 2 * id for "name;", 2 * id + 1 for the name of a leaf. */
struct ranks {
    int leaf_end;       /* the byte after the name of a leaf, or RANKS_END */
    uint32_t *places;   /* by key: the place in the sorted list of names */
    uint32_t *ids;      /* by place */
};

struct ranked {
    uint64_t beginning;         /* the first bytes, which mostly decide */
    const struct slice *name;
    uint32_t key;
    int end;                    /* the byte after the name, or RANKS_END */
};

/* Byte `n` of the name and the byte after it; RANKS_END after that. */
static int byte_at(const struct ranked *r, size_t n)
{
    if (n < r->name->n)
        return (unsigned char)r->name->p[n];
    return n == r->name->n ? r->end : RANKS_END;
}

static uint64_t beginning_of(const struct ranked *r)
{
    uint64_t beginning = 0;

    for (size_t i = 0; i < sizeof beginning; i++) {
        int byte = byte_at(r, i);
        beginning = beginning << 8 | (byte >= 0 ? (unsigned)byte : 0);
    }
    return beginning;
}

static int compare_ranked(const void *x, const void *y)
{
    const struct ranked *a = x;
    const struct ranked *b = y;

    if (a->beginning != b->beginning)
        return a->beginning < b->beginning ? -1 : 1;
    size_t n = a->name->n < b->name->n ? a->name->n : b->name->n;
    int order = n > 0 ? memcmp(a->name->p, b->name->p, n) : 0;
    if (order == 0)
        order = byte_at(a, n) - byte_at(b, n);
    return order != 0 ? order : (a->name->n > b->name->n) - (a->name->n < b->name->n);
}

/* Marks the keys that a stack has. */
static void mark_keys(struct ranks *r, const struct folded_stack *s)
{
    for (size_t i = 0; i + 1 < s->depth; i++)
        r->places[2 * (size_t)s->frames[i]] = true;
    r->places[2 * (size_t)s->frames[s->depth - 1] + 1] = true;
}

/* Whether a sorted list has a leaf with which the name after it begins. */
static bool leaf_begins_name(const struct ranked *list, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        const struct slice *name = list[i].name;
        const struct slice *next = list[i + 1].name;
        if (list[i].key % 2 != 0 && next->n > name->n && next->p[name->n] == list[i].end
            && (name->n == 0 || memcmp(name->p, next->p, name->n) == 0))
            return true;
    }
    return false;
}

/* Replaces the marks by places. False, with nothing replaced, if the bytes after the leaves
 * matter. */
static bool sort_names(struct ranks *r, const struct frametab *frames)
{
    size_t count = 0;
    size_t used = 0;

    for (size_t i = 0; i < 2 * frames->count; i++)
        used += r->places[i];
    struct ranked *list = xcalloc(used, sizeof *list);
    for (size_t i = 0; i < 2 * frames->count; i++) {
        if (!r->places[i])
            continue;
        list[count].name = &frames->entries[i / 2].name;
        list[count].key = (uint32_t)i;
        list[count].end = i % 2 == 0 ? ';' : r->leaf_end;
        list[count].beginning = beginning_of(&list[count]);
        count++;
    }
    qsort(list, count, sizeof *list, compare_ranked);
    if (r->leaf_end != RANKS_END && leaf_begins_name(list, count)) {
        free(list);
        return false;
    }
    r->ids = xcalloc(count, sizeof *r->ids);
    for (size_t i = 0; i < count; i++) {
        r->ids[i] = list[i].key / 2;
        r->places[list[i].key] = (uint32_t)i;
    }
    free(list);
    return true;
}

static void ids_to_places(const struct ranks *r, struct folded_stack *s)
{
    for (size_t i = 0; i < s->depth; i++)
        s->frames[i] = r->places[2 * (size_t)s->frames[i] + (i + 1 == s->depth)];
}

static void places_to_ids(const struct ranks *r, struct folded_stack *s)
{
    for (size_t i = 0; i < s->depth; i++)
        s->frames[i] = r->ids[s->frames[i]];
}

/* The place at position `at`, counted from 1; 0 after the end. */
static uint64_t place_at(const struct folded_stack *s, size_t at)
{
    return at < s->depth ? (uint64_t)s->frames[at] + 1 : 0;
}

/* Whether a sorts before b; they are the same before position `from`. */
static bool is_before(const struct folded_stack *a, const struct folded_stack *b, size_t from)
{
    while (from < a->depth && from < b->depth && a->frames[from] == b->frames[from])
        from++;
    return place_at(a, from) < place_at(b, from);
}

static void insertion_sort(struct folded_stack *list, size_t count, size_t from)
{
    for (size_t i = 1; i < count; i++) {
        struct folded_stack stack = list[i];
        size_t to = i;
        for (; to > 0 && is_before(&stack, &list[to - 1], from); to--)
            list[to] = list[to - 1];
        list[to] = stack;
    }
}

static void swap_stacks(struct folded_stack *a, struct folded_stack *b)
{
    struct folded_stack other = *a;
    *a = *b;
    *b = other;
}

/* Moves the stacks whose place at position `at` is lower than `pivot` to the front, and
 * those whose place is higher to the back; *lower is how many are lower, *same how many
 * equal. */
static void partition_stacks(struct folded_stack *list, size_t count, size_t at, uint64_t pivot,
                      size_t *lower, size_t *same)
{
    size_t low = 0;
    size_t high = count;

    for (size_t i = 0; i < high;) {
        uint64_t place = place_at(&list[i], at);
        if (place < pivot)
            swap_stacks(&list[low++], &list[i++]);
        else if (place > pivot)
            swap_stacks(&list[i], &list[--high]);
        else
            i++;
    }
    *lower = low;
    *same = high - low;
}

/* Multikey quicksort (Bentley, Sedgewick: "Fast Algorithms for Sorting and Searching
 * Strings", 1997) of stacks that are the same before position `at`. The largest part is
 * sorted in the loop, which bounds the depth of the recursion. */
static void sort_stacks(struct folded_stack *list, size_t count, size_t at, uint64_t *random)
{
    enum { FEW = 12 };

    while (count > FEW) {
        size_t lower, same;
        *random = *random * 6364136223846793005u + 1442695040888963407u;
        uint64_t pivot = place_at(&list[(*random >> 33) % count], at);
        partition_stacks(list, count, at, pivot, &lower, &same);
        size_t higher = count - lower - same;
        bool ended = pivot == 0;    /* the stacks in the middle are the same */

        if (lower > same && lower > higher) {
            if (!ended)
                sort_stacks(list + lower, same, at + 1, random);
            sort_stacks(list + lower + same, higher, at, random);
            count = lower;
        } else if (higher > same) {
            sort_stacks(list, lower, at, random);
            if (!ended)
                sort_stacks(list + lower, same, at + 1, random);
            list += lower + same;
            count = higher;
        } else {
            sort_stacks(list, lower, at, random);
            sort_stacks(list + lower + same, higher, at, random);
            list += lower;
            count = ended ? 0 : same;
            at++;
        }
    }
    insertion_sort(list, count, at);
}

static bool sort_with_end(struct folded_stack *list, size_t count, const struct frametab *frames,
                          int leaf_end)
{
    struct ranks r = {leaf_end, xcalloc(2 * frames->count, sizeof *r.places), NULL};
    uint64_t random;

    for (size_t i = 0; i < count; i++)
        mark_keys(&r, &list[i]);
    bool sorted = sort_names(&r, frames);
    if (sorted) {
        for (size_t i = 0; i < count; i++)
            ids_to_places(&r, &list[i]);
        random_bytes(&random, sizeof random);   /* for the pivots, against crafted input */
        sort_stacks(list, count, 0, &random);
        for (size_t i = 0; i < count; i++) {
            stack_prefetch(list, count, i);
            places_to_ids(&r, &list[i]);
        }
    }
    free(r.places);
    free(r.ids);
    return sorted;
}

void ranks_sort(struct folded_stack *list, size_t count, const struct frametab *frames)
{
    sort_with_end(list, count, frames, RANKS_END);
}

bool ranks_sort_lines(struct folded_stack *list, size_t count, const struct frametab *frames)
{
    return sort_with_end(list, count, frames, ' ');
}
