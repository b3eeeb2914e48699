/* Memory that never fails to arrive: the program ends with a message when the
 * system has none. Sizes are in bytes, counts in elements. */
#ifndef FG_BASE_ALLOC_H
#define FG_BASE_ALLOC_H

#include <stddef.h>

/* As malloc, realloc and calloc; free() gives the memory back. A size of 0
 * gives memory that may be freed. */
void *xmalloc(size_t size);
void *xrealloc(void *memory, size_t size);
void *xcalloc(size_t count, size_t size);

/* What the next function does where there is no room. */
void *enlarge_array(void *array, size_t *capacity, size_t needed, size_t size);

/* Makes room for `needed` elements of `size` bytes in an array that has room
 * for *capacity, at least doubling it, and returns where the array is now. */
static inline void *grow_array(void *array, size_t *capacity, size_t needed, size_t size)
{
    return needed <= *capacity ? array : enlarge_array(array, capacity, needed, size);
}

#endif
