#include "folded/ranks.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

struct ranked {
    uint64_t beginning;         /* the first bytes, which mostly decide */
    const struct slice *name;
    uint32_t number;            /* 2 * frame for "name;", 2 * frame + 1 for "name" */
};

enum { UNUSED = 0, USED = 1 };

void ranks_init(struct ranks *r, const struct frametab *frames)
{
    r->places = xcalloc(2 * frames->count, sizeof *r->places);
    r->frames = NULL;
}

void ranks_use(struct ranks *r, const uint32_t *stack, size_t depth)
{
    for (size_t i = 0; i + 1 < depth; i++)
        r->places[2 * (size_t)stack[i]] = USED;
    r->places[2 * (size_t)stack[depth - 1] + 1] = USED;
}

/* The byte behind the first `n` of the name as it stands in the list. */
static int byte_at(const struct ranked *r, size_t n)
{
    if (n < r->name->n)
        return (unsigned char)r->name->p[n];
    return r->number % 2 == 0 && n == r->name->n ? ';' : -1;
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

static int compare(const void *x, const void *y)
{
    const struct ranked *a = x;
    const struct ranked *b = y;

    if (a->beginning != b->beginning)
        return a->beginning < b->beginning ? -1 : 1;
    size_t n = a->name->n < b->name->n ? a->name->n : b->name->n;
    int order = n > 0 ? memcmp(a->name->p, b->name->p, n) : 0;
    return order != 0 ? order : byte_at(a, n) - byte_at(b, n);
}

void ranks_sort(struct ranks *r, const struct frametab *frames)
{
    size_t count = 0;
    size_t used = 0;

    for (size_t i = 0; i < 2 * frames->count; i++)
        used += r->places[i] == USED;
    struct ranked *list = xcalloc(used, sizeof *list);
    for (size_t i = 0; i < 2 * frames->count; i++) {
        if (r->places[i] == UNUSED)
            continue;
        list[count].name = &frames->names[i / 2];
        list[count].number = (uint32_t)i;
        list[count].beginning = beginning_of(&list[count]);
        count++;
    }
    qsort(list, count, sizeof *list, compare);
    r->frames = xcalloc(count, sizeof *r->frames);
    for (size_t i = 0; i < count; i++) {
        r->frames[i] = list[i].number / 2;
        r->places[list[i].number] = (uint32_t)i;
    }
    free(list);
}

void ranks_place(const struct ranks *r, uint32_t *stack, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        stack[i] = r->places[2 * (size_t)stack[i] + (i + 1 == depth)];
}

void ranks_restore(const struct ranks *r, uint32_t *stack, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        stack[i] = r->frames[stack[i]];
}

/* The place at position `at`, 0 behind the end. */
static uint64_t place_at(const struct ranked_stack *s, size_t at)
{
    return at < s->depth ? (uint64_t)s->places[at] + 1 : 0;
}

static bool is_before(const struct ranked_stack *a, const struct ranked_stack *b, size_t from)
{
    while (from < a->depth && from < b->depth && a->places[from] == b->places[from])
        from++;
    return place_at(a, from) < place_at(b, from);
}

static void insertion_sort(struct ranked_stack *list, size_t count, size_t from)
{
    for (size_t i = 1; i < count; i++) {
        struct ranked_stack stack = list[i];
        size_t to = i;
        for (; to > 0 && is_before(&stack, &list[to - 1], from); to--)
            list[to] = list[to - 1];
        list[to] = stack;
    }
}

static void swap(struct ranked_stack *a, struct ranked_stack *b)
{
    struct ranked_stack other = *a;
    *a = *b;
    *b = other;
}

/* Moves the stacks with a lower place than `pivot` at position `at` to the front
 * and those with a higher one to the back; *lower and *same are how many there
 * are, and how many have the pivot. */
static void partition(struct ranked_stack *list, size_t count, size_t at, uint64_t pivot,
                      size_t *lower, size_t *same)
{
    size_t low = 0;
    size_t high = count;

    for (size_t i = 0; i < high;) {
        uint64_t place = place_at(&list[i], at);
        if (place < pivot)
            swap(&list[low++], &list[i++]);
        else if (place > pivot)
            swap(&list[i], &list[--high]);
        else
            i++;
    }
    *lower = low;
    *same = high - low;
}

/* Multikey quicksort (Bentley, Sedgewick: "Fast Algorithms for Sorting and
 * Searching Strings", 1997) of stacks that are the same before position `at`.
 * The largest part is sorted in the loop, so that calls are not nested deep. */
static void sort_stacks(struct ranked_stack *list, size_t count, size_t at, uint64_t *random)
{
    enum { FEW = 12 };

    while (count > FEW) {
        size_t lower, same;
        *random = *random * 6364136223846793005u + 1442695040888963407u;
        uint64_t pivot = place_at(&list[(*random >> 33) % count], at);
        partition(list, count, at, pivot, &lower, &same);
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

void ranks_sort_stacks(struct ranked_stack *list, size_t count)
{
    uint64_t random;

    /* Nobody is to know the pivots, and so to choose stacks that make it slow. */
    random_bytes(&random, sizeof random);
    sort_stacks(list, count, 0, &random);
}

void ranks_free(struct ranks *r)
{
    free(r->places);
    free(r->frames);
}
