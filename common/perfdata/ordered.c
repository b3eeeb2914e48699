/* SPDX-License-Identifier: MIT */
/*
 * Records of one time keep the order that they have in the file. Their bytes are kept in a store;
 * when this is large, the others stay in the file, if it can be read again.
 */
#include "perfdata/ordered.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "perfdata/abi.h"
#include "perfdata/bytes.h"

#define ORDERED_IN_FILE ((uint64_t)1 << 63)

enum { ORDERED_RECORD = 65536 };

void ordered_add(struct ordered *o, const struct record *record, uint64_t time)
{
    struct ordered_entry *entry;
    const size_t size = record->all.n;

    o->newest = o->count == 0 || time > o->newest ? time : o->newest;
    o->list = grow_array(o->list, &o->capacity, o->count + 1, sizeof *o->list);
    entry = &o->list[o->count++];
    entry->time = time;
    if (o->fd >= 0 && o->stored >= o->most) {
        entry->at = record->position | ORDERED_IN_FILE;
        return;
    }
    entry->at = o->stored;
    o->store = grow_array(o->store, &o->store_capacity, o->stored + 8 + size, 1);
    memcpy(o->store + o->stored, &record->position, 8);
    memcpy(o->store + o->stored + 8, record->all.p, size);
    o->stored += 8 + size;
}

/* The end of the run, in order, that begins at `from`. */
static size_t ordered_run(const struct ordered *o, size_t from)
{
    size_t to = from + 1;

    while (to < o->count && o->list[to - 1].time <= o->list[to].time)
        to++;
    return to < o->count ? to : o->count;
}

/* Merges the runs [a, b) and [b, c) into the spare list. */
static void ordered_merge(struct ordered *o, size_t a, size_t b, size_t c)
{
    struct ordered_entry *to = o->spare + a;
    const size_t end = b;

    while (a < end && b < c)
        *to++ = o->list[a].time <= o->list[b].time ? o->list[a++] : o->list[b++];
    memcpy(to, o->list + a, (end - a) * sizeof *to);
    to += end - a;
    memcpy(to, o->list + b, (c - b) * sizeof *to);
}

/* Each processor's records are in order, so there are few runs. */
static void ordered_sort(struct ordered *o)
{
    while (o->count > 0 && ordered_run(o, 0) < o->count) {
        struct ordered_entry *list = o->list;
        const size_t capacity = o->capacity;
        o->spare = grow_array(o->spare, &o->spare_capacity, o->count, sizeof *o->spare);
        for (size_t a = 0, c; a < o->count; a = c) {
            size_t b = ordered_run(o, a);
            c = b < o->count ? ordered_run(o, b) : b;
            ordered_merge(o, a, b, c);
        }
        o->list = o->spare;
        o->capacity = o->spare_capacity;
        o->spare = list;
        o->spare_capacity = capacity;
    }
}

void ordered_round(struct ordered *o)
{
    ordered_sort(o);
    o->next = 0;
    o->until = o->limit;
    o->limit = o->newest;
}

void ordered_end(struct ordered *o)
{
    ordered_sort(o);
    o->next = 0;
    o->until = UINT64_MAX;
}

/* Reads a record from the file once more. */
static bool ordered_read(struct ordered *o, uint64_t position, struct record *record)
{
    size_t got = 0, size;
    ssize_t more;

    if (o->record == NULL)
        o->record = xmalloc(ORDERED_RECORD);
    do {
        more = pread(o->fd, o->record + got, ORDERED_RECORD - got, (off_t)(position + got));
        got += more > 0 ? (size_t)more : 0;
    } while ((more > 0 && got < ORDERED_RECORD) || (more < 0 && errno == EINTR));
    if (got < ABI_HEADER)
        return false;
    size = bytes_load16(o->record + 6, o->swap);
    if (size < ABI_HEADER || size > got)
        return false;
    *record = records_header(slice_of(o->record, size), position, o->swap);
    return true;
}

bool ordered_next(struct ordered *o, struct record *record)
{
    const struct ordered_entry *entry;
    const char *kept;
    uint64_t position;

    if (o->next == o->count || o->list[o->next].time > o->until)
        return false;
    entry = &o->list[o->next++];
    if ((entry->at & ORDERED_IN_FILE) != 0) {
        o->lost = !ordered_read(o, entry->at & ~ORDERED_IN_FILE, record);
        return !o->lost;
    }
    kept = o->store + entry->at;
    memcpy(&position, kept, 8);
    kept += 8;
    *record = records_header(slice_of(kept, bytes_load16(kept + 6, o->swap)), position, o->swap);
    return true;
}

/* Moves what is left to the beginning of a store of its own. */
static void ordered_compact(struct ordered *o)
{
    char *store = o->store;
    const size_t capacity = o->store_capacity;
    size_t stored = 0;

    for (size_t i = 0; i < o->count; i++) {
        struct ordered_entry *entry = &o->list[i];
        if ((entry->at & ORDERED_IN_FILE) != 0)
            continue;
        const char *kept = o->store + entry->at;
        const size_t size = (size_t)8 + bytes_load16(kept + 8 + 6, o->swap);
        o->spare_store = grow_array(o->spare_store, &o->spare_store_capacity, stored + size, 1);
        memcpy(o->spare_store + stored, kept, size);
        entry->at = stored;
        stored += size;
    }
    o->store = o->spare_store;
    o->store_capacity = o->spare_store_capacity;
    o->spare_store = store;
    o->spare_store_capacity = capacity;
    o->stored = stored;
}

void ordered_done(struct ordered *o)
{
    const size_t done = o->next;

    if (done == 0)
        return;
    memmove(o->list, o->list + done, (o->count - done) * sizeof *o->list);
    o->count -= done;
    o->next = 0;
    if (done > o->count || o->count == 0)
        ordered_compact(o);
}

void ordered_free(struct ordered *o)
{
    free(o->list);
    free(o->spare);
    free(o->store);
    free(o->spare_store);
    free(o->record);
}
