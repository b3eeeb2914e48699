/* SPDX-License-Identifier: MIT */
/*
 * A growing array of ids. A zeroed struct is empty, and so is one whose count is set
 * to 0, which keeps the memory.
 */
#ifndef FG_BASE_IDS_H
#define FG_BASE_IDS_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct ids {
    uint32_t *p;
    size_t count;
    size_t capacity;
};

static inline void ids_push(struct ids *ids, uint32_t id)
{
    ids->p = grow_array(ids->p, &ids->capacity, ids->count + 1, sizeof *ids->p);
    ids->p[ids->count++] = id;
}

static inline void ids_append(struct ids *ids, const uint32_t *more, size_t count)
{
    ids->p = grow_array(ids->p, &ids->capacity, ids->count + count, sizeof *ids->p);
    if (count > 0)
        memcpy(ids->p + ids->count, more, count * sizeof *more);
    ids->count += count;
}

static inline void ids_free(struct ids *ids)
{
    free(ids->p);
    memset(ids, 0, sizeof *ids);
}

#endif
