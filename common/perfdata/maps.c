/* SPDX-License-Identifier: MIT */
/*
 * A sorted list, in leaves of at most MAPS_LEAF maps. So a change moves little, however many maps
 * there are, and copies share the leaves that have not changed.
 */
#include "perfdata/maps.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { MAPS_LEAF = 64 };

struct maps_leaf {
    size_t references;
    size_t count;
    struct map maps[MAPS_LEAF];
};

struct maps_at {
    size_t leaf, index;
};

void maps_init(struct maps *m, struct maps_pool *pool)
{
    memset(m, 0, sizeof *m);
    m->pool = pool;
    m->generation = ++pool->generation;
}

static struct maps_leaf *maps_leaf_new(struct maps *m)
{
    struct maps_leaf *leaf = xmalloc(sizeof *leaf);

    m->pool->bytes += sizeof *leaf;
    leaf->references = 1;
    leaf->count = 0;
    return leaf;
}

static void maps_leaf_release(struct maps *m, struct maps_leaf *leaf)
{
    if (--leaf->references > 0)
        return;
    m->pool->bytes -= sizeof *leaf;
    free(leaf);
}

static void maps_reserve(struct maps *m, size_t count)
{
    m->pool->bytes -= m->capacity * sizeof *m->leaves;
    m->leaves = grow_array(m->leaves, &m->capacity, count, sizeof *m->leaves);
    m->pool->bytes += m->capacity * sizeof *m->leaves;
}

/* The leaf, which may be changed from now on. */
static struct maps_leaf *maps_own(struct maps *m, size_t at)
{
    struct maps_leaf *leaf = m->leaves[at];

    if (leaf->references > 1) {
        struct maps_leaf *own = maps_leaf_new(m);
        own->count = leaf->count;
        memcpy(own->maps, leaf->maps, leaf->count * sizeof *leaf->maps);
        maps_leaf_release(m, leaf);
        m->leaves[at] = leaf = own;
    }
    return leaf;
}

/* Where the first map is that ends after the address; leaf == m->count without one. */
static struct maps_at maps_locate(const struct maps *m, uint64_t address)
{
    struct maps_at at = {0, 0};
    size_t high = m->count;

    while (at.leaf < high) {
        size_t middle = at.leaf + (high - at.leaf) / 2;
        const struct maps_leaf *leaf = m->leaves[middle];
        if (leaf->maps[leaf->count - 1].end > address)
            high = middle;
        else
            at.leaf = middle + 1;
    }
    if (at.leaf == m->count)
        return at;
    high = m->leaves[at.leaf]->count;
    while (at.index < high) {
        size_t middle = at.index + (high - at.index) / 2;
        if (m->leaves[at.leaf]->maps[middle].end > address)
            high = middle;
        else
            at.index = middle + 1;
    }
    return at;
}

static void maps_add_leaf(struct maps *m, size_t at, struct maps_leaf *leaf)
{
    maps_reserve(m, m->count + 1);
    memmove(m->leaves + at + 1, m->leaves + at, (m->count - at) * sizeof *m->leaves);
    m->leaves[at] = leaf;
    m->count++;
}

/* Moves the second half of a full leaf to a new one. */
static void maps_split_leaf(struct maps *m, size_t at)
{
    struct maps_leaf *leaf = maps_own(m, at), *next = maps_leaf_new(m);
    size_t half = leaf->count / 2;

    next->count = leaf->count - half;
    memcpy(next->maps, leaf->maps + half, next->count * sizeof *next->maps);
    leaf->count = half;
    maps_add_leaf(m, at + 1, next);
}

/* Inserts a map before the one at `at`, whose place must be right. */
static void maps_insert_at(struct maps *m, struct maps_at at, const struct map *map)
{
    struct maps_leaf *leaf;

    if (m->count == 0)
        maps_add_leaf(m, 0, maps_leaf_new(m));
    if (at.leaf == m->count) {
        at.leaf--;
        at.index = m->leaves[at.leaf]->count;
    }
    if (m->leaves[at.leaf]->count == MAPS_LEAF) {
        maps_split_leaf(m, at.leaf);
        if (at.index > m->leaves[at.leaf]->count) {
            at.index -= m->leaves[at.leaf]->count;
            at.leaf++;
        }
    }
    leaf = maps_own(m, at.leaf);
    memmove(leaf->maps + at.index + 1, leaf->maps + at.index,
            (leaf->count - at.index) * sizeof *leaf->maps);
    leaf->maps[at.index] = *map;
    leaf->count++;
}

/* Removes the maps from `at` on that end at `end` or before, in this leaf. */
static void maps_remove_at(struct maps *m, struct maps_at at, uint64_t end)
{
    struct maps_leaf *leaf = maps_own(m, at.leaf);
    size_t to = at.index;

    while (to < leaf->count && leaf->maps[to].end <= end)
        to++;
    memmove(leaf->maps + at.index, leaf->maps + to, (leaf->count - to) * sizeof *leaf->maps);
    leaf->count -= to - at.index;
    if (leaf->count > 0)
        return;
    maps_leaf_release(m, leaf);
    m->count--;
    memmove(m->leaves + at.leaf, m->leaves + at.leaf + 1,
            (m->count - at.leaf) * sizeof *m->leaves);
}

static void maps_trim(struct map *map, uint64_t start)
{
    map->offset += start - map->start;
    map->start = start;
}

void maps_cut(struct maps *m, uint64_t start, uint64_t end)
{
    struct maps_at at;

    m->generation = ++m->pool->generation;
    while ((at = maps_locate(m, start)).leaf < m->count) {
        const struct map *found = &m->leaves[at.leaf]->maps[at.index];
        if (found->start >= end)
            return;
        if (found->start >= start && found->end <= end) {
            maps_remove_at(m, at, end);
            continue;
        }
        struct map *map = &maps_own(m, at.leaf)->maps[at.index];
        struct map after = *map;
        if (map->start >= start) {
            maps_trim(map, end);
            return;
        }
        map->end = start;
        if (after.end > end) {
            maps_trim(&after, end);
            at.index++;
            maps_insert_at(m, at, &after);
            return;
        }
    }
}

void maps_insert(struct maps *m, const struct map *map)
{
    maps_cut(m, map->start, map->end);
    maps_insert_at(m, maps_locate(m, map->start), map);
}

const struct map *maps_find(const struct maps *m, uint64_t address)
{
    struct maps_at at = maps_locate(m, address);
    const struct map *map;

    if (at.leaf == m->count)
        return NULL;
    map = &m->leaves[at.leaf]->maps[at.index];
    return map->start <= address ? map : NULL;
}

void maps_copy(struct maps *m, const struct maps *from)
{
    maps_reserve(m, from->count);
    for (size_t i = 0; i < from->count; i++) {
        m->leaves[i] = from->leaves[i];
        m->leaves[i]->references++;
    }
    m->count = from->count;
    m->generation = from->generation;
}

void maps_free(struct maps *m)
{
    for (size_t i = 0; i < m->count; i++)
        maps_leaf_release(m, m->leaves[i]);
    m->pool->bytes -= m->capacity * sizeof *m->leaves;
    free(m->leaves);
    memset(m, 0, sizeof *m);
}
