/* SPDX-License-Identifier: MIT */
/*
 * What a format knows of frames, found out once: an element for each id of a table of frames.
 */
#ifndef FG_KNOWN_H
#define FG_KNOWN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

/* Zeroed at first. */
struct known {
    char *elements;
    size_t capacity;
};

/* The element of a frame, `size` bytes, zeroed at first; valid until the next call. */
static inline void *known_of(struct known *k, uint32_t frame, size_t size)
{
    size_t had = k->capacity;

    if (frame >= had) {
        k->elements = grow_array(k->elements, &k->capacity, (size_t)frame + 1, size);
        memset(k->elements + had * size, 0, (k->capacity - had) * size);
    }
    return k->elements + frame * size;
}

/* Zeroes all elements. */
static inline void known_clear(struct known *k, size_t size)
{
    if (k->capacity > 0)
        memset(k->elements, 0, k->capacity * size);
}

#endif
