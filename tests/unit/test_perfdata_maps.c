/* SPDX-License-Identifier: MIT */
/* Maps are compared with an array that has an entry for each address. */
#include "perfdata/maps.h"

#include <stdlib.h>

#include "test.h"

enum { SPACE = 3000, COPIES = 4, STEPS = 20000 };

struct model {
    int64_t offset[SPACE];      /* of that address in the file; -1: nothing is mapped */
    uint32_t module[SPACE];
};

static struct model models[COPIES];
static struct maps maps[COPIES];
static struct maps_pool pool;

/* The same numbers in each run. */
static unsigned any(void)
{
    static uint64_t state = 1;

    state = state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(state >> 33);
}

static void check_same(size_t copy)
{
    for (uint64_t at = 0; at < SPACE; at += 7) {
        const struct map *map = maps_find(&maps[copy], at);
        const struct model *m = &models[copy];
        CHECK((map == NULL) == (m->offset[at] < 0));
        if (map != NULL && m->offset[at] >= 0)
            CHECK(map->module == m->module[at]
                  && (int64_t)(at - map->start + map->offset) == m->offset[at]);
    }
}

static void change(size_t copy, unsigned step)
{
    struct map map = {(uint64_t)any() % SPACE, 0, (uint64_t)any() % 100, step, false};
    const bool cut = any() % 8 == 0;

    map.end = map.start + 1 + (uint64_t)(any() % 16 == 0 ? any() % 500 : any() % 9);
    if (map.end > SPACE)
        map.end = SPACE;
    if (cut)
        maps_cut(&maps[copy], map.start, map.end);
    else
        maps_insert(&maps[copy], &map);
    for (uint64_t at = map.start; at < map.end; at++) {
        models[copy].offset[at] = cut ? -1 : (int64_t)(map.offset + at - map.start);
        models[copy].module[at] = step;
    }
}

int main(void)
{
    for (size_t i = 0; i < COPIES; i++) {
        maps_init(&maps[i], &pool);
        memset(models[i].offset, 0xff, sizeof models[i].offset);
    }
    for (unsigned step = 0; step < STEPS; step++) {
        size_t copy = (size_t)any() % COPIES, from = (size_t)any() % COPIES;
        change(copy, step);
        if (step % 500 == 0 && copy != from) {
            maps_free(&maps[copy]);
            maps_init(&maps[copy], &pool);
            maps_copy(&maps[copy], &maps[from]);
            CHECK(maps[copy].generation == maps[from].generation);
            models[copy] = models[from];
        }
        if (step % 97 == 0)
            for (size_t i = 0; i < COPIES; i++)
                check_same(i);
    }
    for (size_t i = 0; i < COPIES; i++)
        maps_free(&maps[i]);
    CHECK_EQ_SIZE(pool.bytes, 0);
    return test_report();
}
