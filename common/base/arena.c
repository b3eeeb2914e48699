/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct arena_chunk {
    struct arena_chunk *next;
    char *end;
    char bytes[];
};

/* The memory of a buffer that was offered. */
struct arena_taken {
    struct arena_taken *next;
    char *bytes;
};

enum { CHUNK_SIZE = 256 * 1024, LONG = 1024 * 1024 };

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
        a->size += room;
    }
    void *memory = a->chunks->end - a->left;
    a->left -= size;
    return memory;
}

void arena_offer(struct arena *a, struct strbuf *buffer)
{
    a->offer = buffer;
}

/* Takes the buffer that is offered, if most of it is `bytes`. */
static bool arena_take(struct arena *a, struct slice bytes)
{
    struct strbuf *b = a->offer;

    if (b == NULL || bytes.n <= b->n / 2 || bytes.p < b->p || bytes.p >= b->p + b->n)
        return false;
    struct arena_taken *taken = xmalloc(sizeof *taken);
    taken->next = a->taken;
    taken->bytes = b->p;
    a->taken = taken;
    a->size += b->n;
    *b = (struct strbuf){0};
    return true;
}

struct slice arena_copy(struct arena *a, struct slice bytes)
{
    if (bytes.n >= LONG && arena_take(a, bytes))
        return bytes;
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
    while (a->taken != NULL) {
        struct arena_taken *next = a->taken->next;
        free(a->taken->bytes);
        free(a->taken);
        a->taken = next;
    }
    a->left = a->size = 0;
}
