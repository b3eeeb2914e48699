/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct arena_chunk {
    struct arena_chunk *next;
    char *end;
    char bytes[];
};

enum { CHUNK_SIZE = 256 * 1024 };

void *arena_alloc(struct arena *a, size_t size)
{
    size_t alignment = sizeof(uint32_t);

    if (size > SIZE_MAX / 2)
        out_of_memory();
    size = (size + alignment - 1) / alignment * alignment;
    if (a->chunks == NULL || size > a->left) {
        size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;
        struct arena_chunk *chunk = xmalloc(sizeof *chunk + room);
        chunk->next = a->chunks;
        chunk->end = chunk->bytes + room;
        a->chunks = chunk;
        a->left = room;
    }
    void *memory = a->chunks->end - a->left;
    a->left -= size;
    return memory;
}

struct slice arena_copy(struct arena *a, struct slice bytes)
{
    char *copy = arena_alloc(a, bytes.n);

    if (bytes.n > 0)
        memcpy(copy, bytes.p, bytes.n);
    return slice_of(copy, bytes.n);
}

void arena_free(struct arena *a)
{
    while (a->chunks != NULL) {
        struct arena_chunk *next = a->chunks->next;
        free(a->chunks);
        a->chunks = next;
    }
    a->left = 0;
}
