/* SPDX-License-Identifier: MIT */
#include "splits.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static void push_ended(struct splits *s, size_t depth, uint32_t name_id)
{
    s->ended = grow_array(s->ended, &s->capacity, s->ended_count + 1, sizeof *s->ended);
    s->ended[s->ended_count++] = (struct ended_name){depth, name_id};
}

static bool begins_with(const struct frametab *names, uint32_t name, uint32_t beginning)
{
    struct slice a = frametab_name(names, name);
    struct slice b = frametab_name(names, beginning);

    return a.n >= b.n && memcmp(a.p, b.p, b.n) == 0;
}

void splits_step(struct splits *s, const struct frametab *names, size_t depth, uint32_t last,
                 uint32_t next)
{
    while (s->ended_count > 0 && s->ended[s->ended_count - 1].depth > depth)
        s->ended_count--;
    if (next == FRAMETAB_NONE)
        return;
    if (last != FRAMETAB_NONE)
        push_ended(s, depth, last);
    while (s->ended_count > 0 && s->ended[s->ended_count - 1].depth == depth
           && !begins_with(names, next, s->ended[s->ended_count - 1].name_id))
        s->ended_count--;
    if (s->ended_count > 0 && s->ended[s->ended_count - 1].depth == depth
        && s->ended[s->ended_count - 1].name_id == next) {
        s->ended_count--;
        if (s->count++ == 0)
            s->first = next;
    }
}

static size_t count_splits(const struct records *r)
{
    struct splits s = {0};
    const uint32_t *last = NULL;
    size_t last_depth = 0;

    for (size_t i = 0; i < r->count; i++) {
        const uint32_t *frames;
        size_t depth = records_frames(r, &r->lines[i], &frames);
        size_t same = 0;
        while (same < depth && same < last_depth && frames[same] == last[same])
            same++;
        splits_step(&s, &r->names, same, same < last_depth ? last[same] : FRAMETAB_NONE,
                    same < depth ? frames[same] : FRAMETAB_NONE);
        last = frames;
        last_depth = depth;
    }
    splits_free(&s);
    return s.count;
}

/* A line and the places of its frames. */
struct placed_line {
    size_t index;
    const uint32_t *places;
    size_t depth;
};

/* A frame's place: its number among all frames of all parents, by where they first
 * occur. To be freed. */
static uint32_t *find_places(const struct records *r, struct placed_line *lines)
{
    uint32_t *places = xcalloc(r->frame_count, sizeof *places);
    struct frametab table;

    frametab_init(&table);
    for (size_t i = 0; i < r->count; i++) {
        const uint32_t *frames;
        size_t depth = records_frames(r, &r->lines[i], &frames);
        uint32_t key[2] = {FRAMETAB_NONE, 0};
        lines[i] = (struct placed_line){i, places + r->lines[i].first, depth};
        for (size_t k = 0; k < depth; k++) {
            key[1] = frames[k];
            key[0] = frametab_intern(&table, slice_of((const char *)key, sizeof key));
            places[r->lines[i].first + k] = key[0];
        }
    }
    frametab_free(&table);
    return places;
}

static int compare_places(const void *x, const void *y)
{
    const struct placed_line *a = x;
    const struct placed_line *b = y;

    for (size_t i = 0; i < a->depth && i < b->depth; i++)
        if (a->places[i] != b->places[i])
            return a->places[i] < b->places[i] ? -1 : 1;
    if (a->depth != b->depth)
        return a->depth < b->depth ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

void splits_join(struct records *r)
{
    records_unshare(r);
    if (count_splits(r) == 0)
        return;
    struct placed_line *lines = xcalloc(r->count, sizeof *lines);
    struct record *ordered = xcalloc(r->count, sizeof *ordered);
    uint32_t *places = find_places(r, lines);

    qsort(lines, r->count, sizeof *lines, compare_places);
    for (size_t i = 0; i < r->count; i++)
        ordered[i] = r->lines[lines[i].index];
    free(r->lines);
    r->lines = ordered;
    r->capacity = r->count;
    free(places);
    free(lines);
}

void splits_free(struct splits *s)
{
    free(s->ended);
}
