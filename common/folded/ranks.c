/* SPDX-License-Identifier: MIT */
#include "folded/ranks.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "folded/placesort.h"

enum { RANKS_END = -1 };

/* Each name has two keys: 2 * id for "name;", 2 * id + 1 for the name of a leaf. */
struct ranks {
    int leaf_end;       /* the byte after the name of a leaf, or RANKS_END */
    uint32_t *places;   /* by key: the place in the sorted list of names ... */
    size_t count;       /* ... that has so many */
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
    for (size_t i = 0; i < count; i++)
        r->places[list[i].key] = (uint32_t)i;
    r->count = count;
    free(list);
    return true;
}

static bool sort_with_end(struct folded_stack *list, size_t count, const struct frametab *frames,
                          int leaf_end, size_t threads)
{
    struct ranks r = {leaf_end, xcalloc(2 * frames->count, sizeof *r.places), 0};

    for (size_t i = 0; i < count; i++)
        mark_keys(&r, &list[i]);
    bool sorted = sort_names(&r, frames);
    if (sorted)
        placesort(list, count, r.places, r.count, threads);
    free(r.places);
    return sorted;
}

void ranks_sort(struct folded_stack *list, size_t count, const struct frametab *frames)
{
    sort_with_end(list, count, frames, RANKS_END, 1);
}

bool ranks_sort_lines(struct folded_stack *list, size_t count, const struct frametab *frames,
                      size_t threads)
{
    return sort_with_end(list, count, frames, ' ', threads);
}
