/* SPDX-License-Identifier: MIT */
/* Bytes that grow, where a lack of memory is a result and not the end of the process. */
#ifndef FG_PERFSCRIPT_BUFFER_H
#define FG_PERFSCRIPT_BUFFER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/slice.h"

/* A zeroed struct is empty. */
struct buffer {
    char *p;
    size_t n, capacity;
};

/* An array of `count` elements or more in place of `array`, which stays valid if there is
 * no memory: then NULL. */
static inline void *buffer_grow(void *array, size_t *capacity, size_t count, size_t size)
{
    size_t wanted = *capacity < SIZE_MAX / 2 && *capacity * 2 > count ? *capacity * 2 : count;

    if (wanted > SIZE_MAX / size)
        return NULL;
    array = realloc(array, wanted * size);
    if (array != NULL)
        *capacity = wanted;
    return array;
}

/* Appends bytes that are not in the buffer; false, with nothing changed, if there is no
 * memory. */
static inline bool buffer_add(struct buffer *b, struct slice bytes)
{
    if (bytes.n == 0)
        return true;
    if (bytes.n > SIZE_MAX - b->n)
        return false;
    if (b->n + bytes.n > b->capacity) {
        char *p = buffer_grow(b->p, &b->capacity, b->n + bytes.n, 1);
        if (p == NULL)
            return false;
        b->p = p;
    }
    memcpy(b->p + b->n, bytes.p, bytes.n);
    b->n += bytes.n;
    return true;
}

/* Removes the first n bytes. */
static inline void buffer_drop(struct buffer *b, size_t n)
{
    if (n > 0 && n < b->n)
        memmove(b->p, b->p + n, b->n - n);
    b->n -= n;
}

#endif
