/* SPDX-License-Identifier: MIT */
#include "folded/ranks.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "folded/placesort.h"

enum { RANKS_END = -1 };

/* Each name has two keys: 2 * id for "name;", 2 * id + 1 for the name of a leaf. */
struct ranks {
    const struct frametab *frames;
    int leaf_end;       /* the byte after the name of a leaf, or RANKS_END */
    uint32_t *places;   /* by key: the place in the sorted list of names ... */
    size_t count;       /* ... that has so many */
};

enum { PER_KEY = 7 };   /* bytes of a name in a key; its last byte is their number */

/* The name of a key. */
static struct slice name_of(const struct ranks *r, uint32_t key)
{
    return r->frames->entries[key / 2].name;
}

/* The byte after the name of a key, or RANKS_END. */
static int end_of(const struct ranks *r, uint32_t key)
{
    return key % 2 == 0 ? ';' : r->leaf_end;
}

/* The key of the bytes from `at` on. */
static uint64_t bytes_at(struct slice name, int end, size_t at)
{
    uint64_t bytes = 0;
    size_t count = 0;

    for (; count < PER_KEY && at + count < name.n; count++)
        bytes = bytes << 8 | (unsigned char)name.p[at + count];
    if (count < PER_KEY && at + count == name.n && end != RANKS_END) {
        bytes = bytes << 8 | (unsigned)end;
        count++;
    }
    return bytes << 8 * (PER_KEY - count) << 8 | count;
}

static void set_name_keys(const void *context, struct keyed *list, size_t count, size_t at)
{
    const struct ranks *r = context;

    for (size_t i = 0; i < count; i++)
        list[i].key = bytes_at(name_of(r, list[i].item), end_of(r, list[i].item), at);
}

/* Marks the keys that a stack has. */
static void mark_keys(struct ranks *r, const struct folded_stack *s)
{
    for (size_t i = 0; i + 1 < s->depth; i++)
        r->places[2 * (size_t)s->frames[i]] = true;
    r->places[2 * (size_t)s->frames[s->depth - 1] + 1] = true;
}

/* Whether a sorted list has a leaf with which the name after it begins. */
static bool leaf_begins_name(const struct ranks *r, const struct keyed *list, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        struct slice name = name_of(r, list[i].item);
        struct slice next = name_of(r, list[i + 1].item);
        if (list[i].item % 2 != 0 && next.n > name.n
            && (unsigned char)next.p[name.n] == end_of(r, list[i].item)
            && (name.n == 0 || memcmp(name.p, next.p, name.n) == 0))
            return true;
    }
    return false;
}

/* Replaces the marks by places. False, with nothing replaced, if the bytes after the leaves
 * matter. */
static bool sort_names(struct ranks *r, size_t threads)
{
    struct keysort sort = {set_name_keys, r, PER_KEY, 0xff, PER_KEY, 0};
    size_t keys = 2 * r->frames->count;
    size_t used = 0;

    for (size_t i = 0; i < keys; i++)
        used += r->places[i];
    struct keyed *list = xcalloc(used, sizeof *list);
    for (size_t i = 0; i < keys; i++)
        if (r->places[i])
            list[r->count++].item = (uint32_t)i;
    keysort(&sort, list, used, threads);
    bool sorted = r->leaf_end == RANKS_END || !leaf_begins_name(r, list, used);
    for (size_t i = 0; sorted && i < used; i++)
        r->places[list[i].item] = (uint32_t)i;
    free(list);
    return sorted;
}

/* The order of the list; NULL if the bytes after the leaves matter. */
static struct keyed *order_with_end(const struct folded_stack *list, size_t count,
                                    const struct frametab *frames, int leaf_end, size_t threads)
{
    struct ranks r = {frames, leaf_end, xcalloc(2 * frames->count, sizeof *r.places), 0};
    struct keyed *order = NULL;

    /* All, where it does not matter, so that the stacks need not be read. */
    if (leaf_end == RANKS_END)
        for (size_t i = 0; i < 2 * frames->count; i++)
            r.places[i] = true;
    else
        for (size_t i = 0; i < count; i++)
            mark_keys(&r, &list[i]);
    if (sort_names(&r, threads))
        order = placesort(list, count, r.places, r.count, threads);
    free(r.places);
    return order;
}

/* Puts the list into its order, along the circles of the permutation. */
static void put_in_order(struct folded_stack *list, size_t count, struct keyed *order)
{
    for (size_t i = 0; i < count; i++) {
        struct folded_stack first = list[i];
        size_t to = i;
        for (size_t from; (from = order[to].item) != i; to = from) {
            list[to] = list[from];
            order[to].item = (uint32_t)to;
        }
        list[to] = first;
        order[to].item = (uint32_t)to;
    }
    free(order);
}

struct keyed *ranks_order(const struct folded_stack *list, size_t count,
                          const struct frametab *frames, size_t threads)
{
    return order_with_end(list, count, frames, RANKS_END, threads);
}

void ranks_sort(struct folded_stack *list, size_t count, const struct frametab *frames)
{
    put_in_order(list, count, ranks_order(list, count, frames, 1));
}

bool ranks_sort_lines(struct folded_stack *list, size_t count, const struct frametab *frames,
                      size_t threads)
{
    struct keyed *order = order_with_end(list, count, frames, ' ', threads);

    if (order == NULL)
        return false;
    put_in_order(list, count, order);
    return true;
}
