/* SPDX-License-Identifier: MIT */
/*
 * Memory that is allocated in pieces and freed all at once. A zeroed struct is an empty
 * arena.
 */
#ifndef FG_BASE_ARENA_H
#define FG_BASE_ARENA_H

#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"

struct arena {
    struct arena_chunk *chunks;
    size_t left;            /* free bytes of the newest chunk */
    size_t size;            /* of all memory */
    struct strbuf *offer;   /* see arena_offer() */
    struct arena_taken *taken;
};

/* `size` bytes, aligned for a uint32_t and nothing larger; valid until arena_free(). */
void *arena_alloc(struct arena *a, size_t size);

/* A copy of `bytes`; valid until arena_free(). */
struct slice arena_copy(struct arena *a, struct slice bytes);

/* From now on arena_copy() need not copy bytes in the buffer: if they are long, and most of
 * what it holds, it takes the buffer's memory over, and the buffer is then empty. Slices of
 * it stay valid. */
void arena_offer(struct arena *a, struct strbuf *buffer);

void arena_free(struct arena *a);

#endif
