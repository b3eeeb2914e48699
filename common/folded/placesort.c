/* SPDX-License-Identifier: MIT */
#include "folded/placesort.h"

#include "base/alloc.h"

struct places {
    const struct folded_stack *list;
    const uint32_t *places;
    unsigned bits;      /* of a place, counted from 1, in a key */
    unsigned per_key;   /* how many places a key has */
};

/* The place of the frame at position `at`, counted from 1; 0 after the end. */
static inline uint64_t place_at(const struct places *p, const struct folded_stack *stack, size_t at)
{
    if (at >= stack->depth)
        return 0;
    return (uint64_t)p->places[2 * (size_t)stack->frames[at] + (at + 1 == stack->depth)] + 1;
}

static uint64_t key_at(const struct places *p, uint32_t stack, size_t at)
{
    uint64_t key = 0;

    for (unsigned i = 0; i < p->per_key; i++)
        key = key << p->bits | place_at(p, &p->list[stack], at + i);
    return key;
}

static void set_place_keys(const void *context, struct keyed *list, size_t count, size_t at)
{
    const struct places *p = context;

    /* The first of the places alone, so that the processor waits for many stacks at a time. */
    for (size_t i = 0; i < count; i++) {
        if (i % 32 == 0)
            for (size_t k = i; count > 1 && k < count && k < i + 32; k++)
                list[k].key = place_at(p, &p->list[list[k].item], at);
        list[i].key = key_at(p, list[i].item, at);
    }
}

struct keyed *placesort(const struct folded_stack *list, size_t count, const uint32_t *places,
                        size_t place_count, size_t threads)
{
    struct places p = {list, places, 1, 0};
    struct keyed *order = xcalloc(count, sizeof *order);

    while (p.bits < 32 && place_count >> p.bits > 0)
        p.bits++;
    p.per_key = 64 / p.bits;
    struct keysort sort = {set_place_keys, &p, p.per_key, (UINT64_C(1) << p.bits) - 1, 1, 0};
    for (size_t i = 0; i < count; i++)
        order[i].item = (uint32_t)i;
    keysort(&sort, order, count, threads);
    return order;
}
