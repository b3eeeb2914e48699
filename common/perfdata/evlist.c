/* SPDX-License-Identifier: MIT */
/*
 * Every sample has its fields in the order identifier, ip, ids of process and thread, time,
 * address, id. Other records end with these, of those that samples have: ids of process and
 * thread, time, id, stream id, cpu, identifier.
 */
#include "perfdata/evlist.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "perfdata/abi.h"
#include "perfdata/eventname.h"

void evlist_init(struct evlist *e)
{
    memset(e, 0, sizeof *e);
    hash_key_init(&e->key);
}

struct event *evlist_add(struct evlist *e, const struct attr *attr)
{
    struct event event;

    memset(&event, 0, sizeof event);
    event.attr = *attr;
    e->list = grow_array(e->list, &e->capacity, e->count + 1, sizeof *e->list);
    e->list[e->count] = event;
    return &e->list[e->count++];
}

static struct evlist_id *evlist_find_id(struct evlist *e, uint64_t id, struct htab_probe *probe)
{
    uint32_t at;

    *probe = htab_probe(&e->index, hash_bytes(&e->key, &id, sizeof id));
    while ((at = htab_next(&e->index, probe)) != HTAB_NONE)
        if (e->ids[at].id == id)
            return &e->ids[at];
    return NULL;
}

void evlist_add_id(struct evlist *e, uint64_t id, uint32_t event)
{
    struct htab_probe probe;

    if (e->list[event].id == 0)
        e->list[event].id = id;
    if (evlist_find_id(e, id, &probe) != NULL)
        return;
    e->ids = grow_array(e->ids, &e->id_capacity, e->id_count + 1, sizeof *e->ids);
    e->ids[e->id_count].id = id;
    e->ids[e->id_count].event = event;
    htab_insert(&e->index, &probe, (uint32_t)e->id_count++);
}

struct event *evlist_by_id(struct evlist *e, uint64_t id)
{
    struct htab_probe probe;
    struct evlist_id *found;

    if (e->count == 0)
        return NULL;
    if (e->count == 1 || id == 0)
        return &e->list[0];
    found = evlist_find_id(e, id, &probe);
    return found != NULL ? &e->list[found->event] : NULL;
}

void evlist_set_name(struct evlist *e, struct event *event, struct slice name)
{
    event->name = arena_copy(&e->arena, name);
}

void evlist_finish(struct evlist *e)
{
    e->name_width = 0;
    for (size_t i = 0; i < e->count; i++) {
        struct event *event = &e->list[i];
        if (event->name.p == NULL) {
            strbuf_clear(&e->text);
            eventname_print(&event->attr, &e->text);
            evlist_set_name(e, event, strbuf_slice(&e->text));
        }
        if (event->name.n > e->name_width)
            e->name_width = event->name.n;
    }
}

static size_t evlist_count_bits(uint64_t bits)
{
    size_t count = 0;

    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

/* Where the id is, in units of 8 bytes from the beginning of a sample's fields; 0 is none, so it
 * is counted from 1. */
static size_t evlist_id_place(uint64_t type)
{
    if ((type & ABI_HAS_IDENTIFIER) != 0)
        return 1;
    if ((type & ABI_HAS_ID) == 0)
        return 0;
    return 1 + evlist_count_bits(type & (ABI_HAS_IP | ABI_HAS_TID | ABI_HAS_TIME | ABI_HAS_ADDR));
}

/* The same from the end of other records, whose last 8 bytes are 1. */
static size_t evlist_id_place_of_others(uint64_t type)
{
    if ((type & ABI_HAS_IDENTIFIER) != 0)
        return 1;
    if ((type & ABI_HAS_ID) == 0)
        return 0;
    return 1 + evlist_count_bits(type & (ABI_HAS_CPU | ABI_HAS_STREAM_ID));
}

static size_t evlist_time_place(uint64_t type)
{
    return 1 + evlist_count_bits(type & (ABI_HAS_IDENTIFIER | ABI_HAS_IP | ABI_HAS_TID));
}

static size_t evlist_time_place_of_others(uint64_t type)
{
    return 1 + evlist_count_bits(type & (ABI_HAS_ID | ABI_HAS_STREAM_ID | ABI_HAS_CPU
                                         | ABI_HAS_IDENTIFIER));
}

/* Reads the field at a place, counted as above. */
static bool evlist_field(const struct evlist *e, const struct record *record, size_t place,
                         uint64_t *value)
{
    size_t at = record->type == ABI_SAMPLE ? ABI_HEADER + 8 * (place - 1)
                                           : record->all.n - 8 * place;

    if (place == 0 || ABI_HEADER + 8 * place > record->all.n)
        return false;
    *value = bytes_load64(record->all.p + at, e->swap);
    return true;
}

struct event *evlist_of(struct evlist *e, const struct record *record)
{
    const struct event *first = e->list;
    uint64_t id;
    size_t place;

    if (e->count <= 1 || (record->type != ABI_SAMPLE
                          && !attr_has(&first->attr, ATTR_SAMPLE_ID_ALL)))
        return e->count > 0 ? &e->list[0] : NULL;
    place = record->type == ABI_SAMPLE ? evlist_id_place(first->attr.sample_type)
                                       : evlist_id_place_of_others(first->attr.sample_type);
    return evlist_field(e, record, place, &id) ? evlist_by_id(e, id) : NULL;
}

bool evlist_time(const struct evlist *e, const struct event *event, const struct record *record,
                 uint64_t *time)
{
    const uint64_t type = event->attr.sample_type;

    *time = EVLIST_NO_TIME;
    if ((type & ABI_HAS_TIME) == 0)
        return true;
    if (record->type == ABI_SAMPLE)
        return evlist_field(e, record, evlist_time_place(type), time);
    return !attr_has(&event->attr, ATTR_SAMPLE_ID_ALL)
           || evlist_field(e, record, evlist_time_place_of_others(type), time);
}

bool evlist_is_sound(const struct evlist *e)
{
    size_t place, of_others;

    if (e->count <= 1)
        return true;
    place = evlist_id_place(e->list[0].attr.sample_type);
    of_others = evlist_id_place_of_others(e->list[0].attr.sample_type);
    for (size_t i = 0; i < e->count; i++)
        if (place == 0 || evlist_id_place(e->list[i].attr.sample_type) != place
            || evlist_id_place_of_others(e->list[i].attr.sample_type) != of_others
            || attr_has(&e->list[i].attr, ATTR_SAMPLE_ID_ALL)
                   != attr_has(&e->list[0].attr, ATTR_SAMPLE_ID_ALL))
            return false;
    return true;
}

void evlist_free(struct evlist *e)
{
    free(e->list);
    free(e->ids);
    htab_free(&e->index);
    arena_free(&e->arena);
    strbuf_free(&e->text);
}
