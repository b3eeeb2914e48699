/* SPDX-License-Identifier: MIT */
/*
 * The events of Chrome's Trace Event Format that a stack is made of: from JSON to lists.
 */
#ifndef FG_FORMATS_TRACE_EVENTS_H
#define FG_FORMATS_TRACE_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/double.h"
#include "collapse.h"
#include "formats/trace_time.h"

/* A complete event ("X"), or a pair of marks. */
struct trace_event {
    double start;
    double duration;
    uint32_t name;
    uint32_t thread;
    uint32_t order;     /* in the input */
    uint32_t line;
};

static inline double trace_event_end(const struct trace_event *e)
{
    return double_add(e->start, e->duration);
}

/* The begin or the end of an event ("B", "E"). */
struct trace_mark {
    double time;
    uint32_t name;      /* FRAMETAB_NONE: an end */
    uint32_t thread;
    uint32_t order;
    uint32_t line;
};

/* The events of a file begin with this order. */
struct trace_file {
    size_t order;
    const char *name;
};

/* With --fix, an event's times as they are written. */
struct trace_times {
    struct trace_time start, end;
};

enum { TRACE_PHASES = 128 };

struct trace_events {
    struct trace_event *all;    /* in the order of the input */
    size_t count;
    size_t capacity;
    struct trace_mark *marks;   /* the same; kept with --fix, or while there is no event */
    size_t mark_count;
    size_t mark_capacity;
    size_t next_order;
    struct trace_times *times;  /* by order; NULL without --fix; of a mark the start */
    size_t times_capacity;
    size_t *depths;             /* by order, of pairs where there is nothing but marks */
    struct trace_file *files;
    size_t file_count;
    size_t files_capacity;
    struct frametab *names;
    struct frametab threads;    /* "TID PID" */
    size_t phases[TRACE_PHASES];        /* how many events, by the character of their phase;
                                         * 0: others */
};

/* What a trace may lose. */
enum trace_note {
    TRACE_MARKS, TRACE_OPEN, TRACE_STRAY, TRACE_BAD, TRACE_SAME_START, TRACE_ROUNDED,
    TRACE_OVERLAP, TRACE_NO_DURATION, TRACE_NO_PHASE, TRACE_ASYNCHRONOUS, TRACE_CUT, TRACE_NOTES
};

extern const struct note_kind trace_notes[TRACE_NOTES];

/* Reads the driver's input into a zeroed struct whose names are kept in the driver's
 * table. FAILED, after a message: a file cannot be read, or its events are wrong. What
 * an interrupt cuts is not wrong. */
enum collapse_step trace_events_read(struct trace_events *events, struct collapse *c);

/* Notes something about the event or mark with this order, at this line. */
void trace_note_at(const struct trace_events *t, struct collapse *c, enum trace_note kind,
                   size_t count, uint32_t order, uint32_t line);

/* Makes events of the marks: each end belongs to the newest begin of its thread that has
 * none. If there are no other events they get depths. */
void trace_pair_marks(struct trace_events *t, struct collapse *c);

#endif
