/* SPDX-License-Identifier: MIT */
/*
 * The events of a recording, and which of them a record belongs to.
 */
#ifndef FG_PERFDATA_EVLIST_H
#define FG_PERFDATA_EVLIST_H

#include <stdint.h>

#include "base/arena.h"
#include "base/htab.h"
#include "base/hash.h"
#include "perfdata/attr.h"
#include "perfdata/records.h"

struct event {
    struct attr attr;
    struct slice name;      /* p is NULL: not known so far */
    uint64_t id;            /* its first one; 0 without */
    bool name_stays;        /* whatever the recording says later */
    bool vague_trace;       /* a tracepoint whose fields may end with ':' */
    bool no_format;         /* a tracepoint that the recording does not describe */
};

struct evlist {
    struct event *list;
    size_t count, capacity;
    struct htab index;      /* of `ids` */
    struct evlist_id *ids;
    size_t id_count, id_capacity;
    struct arena arena;
    struct hash_key key;
    struct strbuf text;
    bool swap;
    size_t name_width;      /* of the longest name */
};

struct evlist_id {
    uint64_t id;
    uint32_t event;
};

#define EVLIST_NO_TIME UINT64_MAX

void evlist_init(struct evlist *e);

/* Adds an event; its index is that before. */
struct event *evlist_add(struct evlist *e, const struct attr *attr);

/* The records with this id are those of an event. */
void evlist_add_id(struct evlist *e, uint64_t id, uint32_t event);

/* The event with that id; all have one if there is only one event. NULL: unknown. */
struct event *evlist_by_id(struct evlist *e, uint64_t id);

void evlist_set_name(struct evlist *e, struct event *event, struct slice name);

/* The events are complete: names those that have none, and measures the names. */
void evlist_finish(struct evlist *e);

/* The event of a record; NULL if it cannot be told. */
struct event *evlist_of(struct evlist *e, const struct record *record);

/* The time of a record of that event; EVLIST_NO_TIME if it has none. False: it is too short. */
bool evlist_time(const struct evlist *e, const struct event *event, const struct record *record,
                 uint64_t *time);

/* Whether records of several events can be told apart. */
bool evlist_is_sound(const struct evlist *e);

void evlist_free(struct evlist *e);

#endif
