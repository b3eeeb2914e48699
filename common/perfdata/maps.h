/* SPDX-License-Identifier: MIT */
/*
 * What is mapped where, in a process or in the kernel. A later map cuts those that it overlaps.
 * A copy shares memory with its original until one of them changes.
 */
#ifndef FG_PERFDATA_MAPS_H
#define FG_PERFDATA_MAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map {
    uint64_t start, end;    /* up to, but not including, `end` */
    uint64_t offset;        /* in the file, of `start` */
    uint32_t module;        /* an id of the caller */
    bool identity;          /* addresses are looked up as they are */
};

/* What all maps of a recording share; zeroed at first. */
struct maps_pool {
    uint64_t generation;    /* the newest */
    size_t bytes;           /* of memory */
};

struct maps_leaf;

struct maps {
    struct maps_pool *pool;
    struct maps_leaf **leaves;  /* in the order of addresses, none of them empty */
    size_t count, capacity;
    uint64_t generation;        /* the same only in unchanged copies */
};

/* An empty one. */
void maps_init(struct maps *m, struct maps_pool *pool);

/* Inserts a map, whose end is behind its start. */
void maps_insert(struct maps *m, const struct map *map);

/* Removes what is mapped from `start` up to `end`, and cuts what is partly there. */
void maps_cut(struct maps *m, uint64_t start, uint64_t end);

/* The map that has the address, valid until the next change; NULL without one. */
const struct map *maps_find(const struct maps *m, uint64_t address);

/* Makes `m`, which is empty, a copy. */
void maps_copy(struct maps *m, const struct maps *from);

void maps_free(struct maps *m);

#endif
