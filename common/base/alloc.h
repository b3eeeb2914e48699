/* SPDX-License-Identifier: MIT */
/*
 * Allocation that exits on failure, after a message. Sizes are in bytes, counts in
 * elements.
 */
#ifndef FG_BASE_ALLOC_H
#define FG_BASE_ALLOC_H

#include <stddef.h>

#include "base/attributes.h"

/* As malloc, realloc and calloc, but never NULL, for a size of 0 neither. */
void *xmalloc(size_t size);
void *xrealloc(void *memory, size_t size);
void *xcalloc(size_t count, size_t size);

/* For sizes that cannot even be computed. */
void out_of_memory(void) FG_NORETURN;

/* Sets the status with which it exits, FG_FAILED before that. */
void out_of_memory_status(int status);

/* Slow path of grow_array(). */
void *enlarge_array(void *array, size_t *capacity, size_t needed, size_t size);

/* Makes room for `needed` elements of `size` bytes in an array that has room for
 * *capacity, and returns where the array is now. An array that grows at least doubles. */
static inline void *grow_array(void *array, size_t *capacity, size_t needed, size_t size)
{
    return needed <= *capacity ? array : enlarge_array(array, capacity, needed, size);
}

#endif
