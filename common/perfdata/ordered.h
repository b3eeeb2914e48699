/* SPDX-License-Identifier: MIT */
/*
 * Records in the order of their times. The buffers of the processors are written to the recording
 * one after another, round by round: at the end of a round, what is not newer than the newest of
 * the round before is complete.
 *
 *     ordered_round(o);               or ordered_end(o), at the end of the recording
 *     while (ordered_next(o, &record))
 *         ...
 *     ordered_done(o);
 */
#ifndef FG_PERFDATA_ORDERED_H
#define FG_PERFDATA_ORDERED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "perfdata/records.h"

struct ordered_entry {
    uint64_t time;
    uint64_t at;            /* its bytes in the store, or with ORDERED_IN_FILE in the file */
};

struct ordered {
    struct ordered_entry *list, *spare;
    size_t count, capacity, spare_capacity;
    size_t next;            /* the entries before it were handed out */
    uint64_t until;         /* what is newer is not handed out */
    uint64_t newest;        /* the highest time since the list was empty */
    uint64_t limit;         /* of the next round */
    char *store, *spare_store;  /* a position of 8 bytes and the record, for each */
    size_t stored, store_capacity, spare_store_capacity;
    char *record;           /* one that was read from the file */
    size_t most;            /* bytes that the store may have; more stay in the file */
    int fd;                 /* of the file; -1: records are kept in the store, however many */
    bool swap;
    bool lost;              /* a record could not be read again */
};

/* Keeps the record. */
void ordered_add(struct ordered *o, const struct record *record, uint64_t time);

/* A round ends. */
void ordered_round(struct ordered *o);

/* The recording ends: everything is complete. */
void ordered_end(struct ordered *o);

/* The next record in order, valid until the next call of any of these; false if there is none, or
 * the file cannot be read any more. */
bool ordered_next(struct ordered *o, struct record *record);

void ordered_done(struct ordered *o);

void ordered_free(struct ordered *o);

#endif
