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
    struct map map = {(uint64_t)rand() % SPACE, 0, (uint64_t)rand() % 100, step, false};
    const bool cut = rand() % 8 == 0;

    map.end = map.start + 1 + (uint64_t)(rand() % 16 == 0 ? rand() % 500 : rand() % 9);
    map.end = map.end < SPACE ? map.end : SPACE;
    if (map.end <= map.start)
        return;
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
    srand(1);
    for (size_t i = 0; i < COPIES; i++) {
        maps_init(&maps[i], &pool);
        memset(models[i].offset, 0xff, sizeof models[i].offset);
    }
    for (unsigned step = 0; step < STEPS; step++) {
        size_t copy = (size_t)rand() % COPIES, from = (size_t)rand() % COPIES;
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
