/*
 * The complete events of Chrome's Trace Event Format: from JSON to a list.
 */
#ifndef FG_FORMATS_TRACE_EVENTS_H
#define FG_FORMATS_TRACE_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "collapse.h"

struct trace_event {
    double start;
    double duration;
    uint32_t name;
    uint32_t thread;
    size_t order;
};

struct trace_events {
    struct trace_event *all;    /* in the order of the input */
    size_t count;
    size_t capacity;
    struct frametab *names;
    struct frametab threads;    /* "TID PID" */
};

/* Reads the driver's input into a zeroed struct whose names are kept in the driver's
 * table. FAILED, after a message: a file cannot be read, or its events are wrong. What
 * an interrupt cuts is not wrong. */
enum collapse_step trace_events_read(struct trace_events *events, struct collapse *c);

#endif
