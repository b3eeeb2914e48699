/* SPDX-License-Identifier: MIT */
#include "folded/keysort.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "io/relay.h"

enum {
    MANY = 16 * 1024,   /* items, for which threads are started */
    FEWEST = 4096       /* in a part, unless its items differ */
};

/* Whether the sequence ends in the elements of the key. */
static bool key_ends(const struct keysort *s, uint64_t key)
{
    return (key & s->mask) < s->full;
}

static void set_keys(const struct keysort *s, struct keyed *list, size_t count, size_t at)
{
    s->set_keys(s->context, list, count, at);
}

/* Whether a sorts before b, whose keys are those at position `at`. */
static bool is_before(const struct keysort *s, struct keyed a, struct keyed b, size_t at)
{
    while (a.key == b.key && !key_ends(s, a.key)) {
        at += s->step;
        set_keys(s, &a, 1, at);
        set_keys(s, &b, 1, at);
    }
    return a.key < b.key;
}

static void insertion_sort(const struct keysort *s, struct keyed *list, size_t count, size_t at)
{
    for (size_t i = 1; i < count; i++) {
        struct keyed one = list[i];
        size_t to = i;
        for (; to > 0 && is_before(s, one, list[to - 1], at); to--)
            list[to] = list[to - 1];
        list[to] = one;
    }
}

static void swap_keyed(struct keyed *a, struct keyed *b)
{
    struct keyed other = *a;
    *a = *b;
    *b = other;
}

/* Moves those whose key is lower than `pivot` to the front, and those whose key is higher to the
 * back; *lower is how many are lower, *same how many equal. */
static void partition(struct keyed *list, size_t count, uint64_t pivot, size_t *lower, size_t *same)
{
    size_t low = 0;
    size_t high = count;

    for (size_t i = 0; i < high;) {
        if (list[i].key < pivot)
            swap_keyed(&list[low++], &list[i++]);
        else if (list[i].key > pivot)
            swap_keyed(&list[i], &list[--high]);
        else
            i++;
    }
    *lower = low;
    *same = high - low;
}

static uint64_t random_key(struct keysort *s, const struct keyed *list, size_t count)
{
    s->random = s->random * 6364136223846793005u + 1442695040888963407u;
    return list[(s->random >> 33) % count].key;
}

/* Multikey quicksort (Bentley, Sedgewick: "Fast Algorithms for Sorting and Searching
 * Strings", 1997) of items that are the same before position `at`, and whose keys are those there.
 * The largest part is sorted in the loop, which bounds the depth of the recursion. */
static void sort_items(struct keysort *s, struct keyed *list, size_t count, size_t at)
{
    enum { FEW = 12 };

    while (count > FEW) {
        size_t lower, same;
        uint64_t pivot = random_key(s, list, count);
        partition(list, count, pivot, &lower, &same);
        size_t higher = count - lower - same;
        struct keyed *middle = list + lower;
        size_t next = at + s->step;

        if (key_ends(s, pivot))     /* those in the middle are the same */
            same = 0;
        else
            set_keys(s, middle, same, next);
        if (lower > same && lower > higher) {
            sort_items(s, middle, same, next);
            sort_items(s, list + count - higher, higher, at);
            count = lower;
        } else if (higher > same) {
            sort_items(s, list, lower, at);
            sort_items(s, middle, same, next);
            list += count - higher;
            count = higher;
        } else {
            sort_items(s, list, lower, at);
            sort_items(s, list + count - higher, higher, at);
            list = middle;
            count = same;
            at = next;
        }
    }
    insertion_sort(s, list, count, at);
}

/* Parts of the list, to be sorted by themselves, or to get their keys. */
struct part {
    struct keyed *list;
    size_t count, at;
};

struct parts {
    struct part *list;
    size_t count, capacity;
    size_t taken;
    struct worker *workers;
    void **pointers;
    size_t threads;
};

struct worker {
    struct keysort sort;
    struct part part;
};

static bool take_part(void *parts, void *worker)
{
    struct parts *p = parts;
    struct worker *w = worker;

    if (p->taken == p->count)
        return false;
    w->part = p->list[p->taken++];
    return true;
}

static void sort_part(void *worker)
{
    struct worker *w = worker;

    sort_items(&w->sort, w->part.list, w->part.count, w->part.at);
}

static void key_part(void *worker)
{
    struct worker *w = worker;

    set_keys(&w->sort, w->part.list, w->part.count, w->part.at);
}

static void count_part(void *parts, void *worker)
{
    (void)parts;
    (void)worker;
}

/* Takes all parts, and removes them. */
static void run_parts(struct parts *p, void (*work)(void *worker))
{
    const struct relay_stages stages = {take_part, work, count_part, NULL, NULL};

    p->taken = 0;
    relay_run(&stages, p, p->pointers, p->threads, 0);
    p->count = 0;
}

static void add_part(struct parts *p, struct part part)
{
    p->list = grow_array(p->list, &p->capacity, p->count + 1, sizeof *p->list);
    p->list[p->count++] = part;
}

/* Sets the keys of a part, in all threads if it is large. */
static void set_part_keys(const struct parts *p, struct part part)
{
    enum { RANGE = 2048 };
    struct parts ranges = {NULL, 0, 0, 0, p->workers, p->pointers, p->threads};

    if (part.count < MANY) {
        set_keys(&p->workers[0].sort, part.list, part.count, part.at);
        return;
    }
    for (size_t from = 0; from < part.count; from += RANGE) {
        size_t left = part.count - from;
        add_part(&ranges, (struct part){part.list + from, left < RANGE ? left : RANGE, part.at});
    }
    run_parts(&ranges, key_part);
    free(ranges.list);
}

/* Adds parts of at most `most` items, as sort_items() makes them. */
static void add_parts(struct parts *p, struct keysort *s, struct part part, size_t most)
{
    while (part.count > most) {
        size_t lower, same;
        uint64_t pivot = random_key(s, part.list, part.count);
        partition(part.list, part.count, pivot, &lower, &same);
        size_t higher = part.count - lower - same;

        add_parts(p, s, (struct part){part.list, lower, part.at}, most);
        add_parts(p, s, (struct part){part.list + lower + same, higher, part.at}, most);
        part.list += lower;
        part.count = key_ends(s, pivot) ? 0 : same;
        part.at += s->step;
        set_part_keys(p, part);
    }
    add_part(p, part);
}

static void sort_in_threads(struct keysort *s, struct keyed *list, size_t count, size_t threads)
{
    struct worker *workers = xcalloc(threads, sizeof *workers);
    void **pointers = xcalloc(threads, sizeof *pointers);
    struct parts parts = {NULL, 0, 0, 0, workers, pointers, threads};
    struct part all = {list, count, 0};
    size_t most = count / (8 * threads);

    for (size_t i = 0; i < threads; i++) {
        workers[i].sort = *s;
        pointers[i] = &workers[i];
    }
    set_part_keys(&parts, all);
    add_parts(&parts, s, all, most > FEWEST ? most : FEWEST);
    run_parts(&parts, sort_part);
    free(parts.list);
    free(pointers);
    free(workers);
}

void keysort(struct keysort *s, struct keyed *list, size_t count, size_t threads)
{
    random_bytes(&s->random, sizeof s->random);
    if (threads > 1 && count >= MANY) {
        sort_in_threads(s, list, count, threads);
        return;
    }
    set_keys(s, list, count, 0);
    sort_items(s, list, count, 0);
}
