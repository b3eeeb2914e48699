/* SPDX-License-Identifier: MIT */
#include "folded/placesort.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "io/relay.h"

enum { MANY = 4096 };   /* stacks, for which threads are started */

struct keyed {
    uint64_t key;
    uint32_t stack;     /* in the list */
};

struct sorter {
    const struct folded_stack *list;
    const uint32_t *places;
    unsigned bits;      /* of a place, counted from 1, in a key */
    unsigned per_key;   /* how many places a key has */
    uint64_t random;    /* for the pivots, against crafted input */
};

/* The place of the frame at position `at`, counted from 1; 0 after the end. */
static inline uint64_t place_at(const struct sorter *s, const struct folded_stack *stack, size_t at)
{
    if (at >= stack->depth)
        return 0;
    return (uint64_t)s->places[2 * (size_t)stack->frames[at] + (at + 1 == stack->depth)] + 1;
}

static uint64_t key_at(const struct sorter *s, uint32_t stack, size_t at)
{
    uint64_t key = 0;

    for (unsigned i = 0; i < s->per_key; i++)
        key = key << s->bits | place_at(s, &s->list[stack], at + i);
    return key;
}

/* Whether the stack ends in the frames of the key. */
static bool key_ends(const struct sorter *s, uint64_t key)
{
    return (key & ((UINT64_C(1) << s->bits) - 1)) == 0;
}

/* Whether a sorts before b, whose keys are those at position `at`. */
static bool is_before(const struct sorter *s, const struct keyed *a, const struct keyed *b,
                      size_t at)
{
    uint64_t x = a->key, y = b->key;

    while (x == y && !key_ends(s, x)) {
        at += s->per_key;
        x = key_at(s, a->stack, at);
        y = key_at(s, b->stack, at);
    }
    return x < y;
}

static void insertion_sort(const struct sorter *s, struct keyed *list, size_t count, size_t at)
{
    for (size_t i = 1; i < count; i++) {
        struct keyed one = list[i];
        size_t to = i;
        for (; to > 0 && is_before(s, &one, &list[to - 1], at); to--)
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

static uint64_t random_key(struct sorter *s, const struct keyed *list, size_t count)
{
    s->random = s->random * 6364136223846793005u + 1442695040888963407u;
    return list[(s->random >> 33) % count].key;
}

static void set_keys(const struct sorter *s, struct keyed *list, size_t count, size_t at)
{
    /* The first of the places alone, so that the processor waits for many stacks at a time. */
    for (size_t i = 0; i < count; i++) {
        if (i % 32 == 0)
            for (size_t k = i; k < count && k < i + 32; k++)
                list[k].key = place_at(s, &s->list[list[k].stack], at);
        list[i].key = key_at(s, list[i].stack, at);
    }
}

/* Multikey quicksort (Bentley, Sedgewick: "Fast Algorithms for Sorting and Searching
 * Strings", 1997) of stacks that are the same before position `at`, and whose keys are those there.
 * The largest part is sorted in the loop, which bounds the depth of the recursion. */
static void sort_stacks(struct sorter *s, struct keyed *list, size_t count, size_t at)
{
    enum { FEW = 12 };

    while (count > FEW) {
        size_t lower, same;
        uint64_t pivot = random_key(s, list, count);
        partition(list, count, pivot, &lower, &same);
        size_t higher = count - lower - same;
        struct keyed *middle = list + lower;
        size_t next = at + s->per_key;

        if (key_ends(s, pivot))     /* those in the middle are the same */
            same = 0;
        else
            set_keys(s, middle, same, next);
        if (lower > same && lower > higher) {
            sort_stacks(s, middle, same, next);
            sort_stacks(s, list + count - higher, higher, at);
            count = lower;
        } else if (higher > same) {
            sort_stacks(s, list, lower, at);
            sort_stacks(s, middle, same, next);
            list += count - higher;
            count = higher;
        } else {
            sort_stacks(s, list, lower, at);
            sort_stacks(s, list + count - higher, higher, at);
            list = middle;
            count = same;
            at = next;
        }
    }
    insertion_sort(s, list, count, at);
}

/* Parts of the list, to be sorted by themselves. */
struct part {
    struct keyed *list;
    size_t count, at;
};

struct parts {
    struct part *list;
    size_t count, capacity;
    size_t taken;
};

/* Adds parts of at most `most` stacks, as sort_stacks() makes them. */
static void add_parts(struct parts *p, struct sorter *s, struct part part, size_t most)
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
        part.at += s->per_key;
        set_keys(s, part.list, part.count, part.at);
    }
    p->list = grow_array(p->list, &p->capacity, p->count + 1, sizeof *p->list);
    p->list[p->count++] = part;
}

struct worker {
    struct sorter sorter;
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

    sort_stacks(&w->sorter, w->part.list, w->part.count, w->part.at);
}

static void count_part(void *parts, void *worker)
{
    (void)parts;
    (void)worker;
}

static void sort_in_threads(const struct sorter *s, struct keyed *list, size_t count,
                            size_t threads)
{
    static const struct relay_stages stages = {take_part, sort_part, count_part, NULL, NULL};
    struct parts parts = {NULL, 0, 0, 0};
    struct worker *workers = xcalloc(threads, sizeof *workers);
    void **pointers = xcalloc(threads, sizeof *pointers);

    for (size_t i = 0; i < threads; i++) {
        workers[i].sorter = *s;
        pointers[i] = &workers[i];
    }
    add_parts(&parts, &workers[0].sorter, (struct part){list, count, 0}, count / (8 * threads));
    relay_run(&stages, &parts, pointers, threads, 0);
    free(parts.list);
    free(pointers);
    free(workers);
}

/* Puts the list into the order of the keyed ones, along the circles of the permutation. */
static void order_list(struct folded_stack *list, size_t count, struct keyed *keyed)
{
    for (size_t i = 0; i < count; i++) {
        struct folded_stack first = list[i];
        size_t to = i;
        for (size_t from; (from = keyed[to].stack) != i; to = from) {
            list[to] = list[from];
            keyed[to].stack = (uint32_t)to;
        }
        list[to] = first;
        keyed[to].stack = (uint32_t)to;
    }
}

void placesort(struct folded_stack *list, size_t count, const uint32_t *places,
               size_t place_count, size_t threads)
{
    struct sorter s = {list, places, 1, 0, 0};
    struct keyed *keyed = xcalloc(count, sizeof *keyed);

    while (s.bits < 32 && place_count >> s.bits > 0)
        s.bits++;
    s.per_key = 64 / s.bits;
    random_bytes(&s.random, sizeof s.random);
    for (size_t i = 0; i < count; i++)
        keyed[i].stack = (uint32_t)i;
    set_keys(&s, keyed, count, 0);
    if (threads > 1 && count >= MANY)
        sort_in_threads(&s, keyed, count, threads);
    else
        sort_stacks(&s, keyed, count, 0);
    order_list(list, count, keyed);
    free(keyed);
}
