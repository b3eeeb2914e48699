/*
 * The complete events of the Trace Event Format: from JSON to a list.
 */
#ifndef FG_FORMATS_TRACE_EVENTS_H
#define FG_FORMATS_TRACE_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include "folded/frametab.h"

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
    struct frametab names;
    struct frametab threads;    /* "TID PID" */
};

/* Reads files, standard input without any. Ends the program with a message if
 * one cannot be read, or is wrong. */
void trace_events_read(struct trace_events *events, char *const *names, size_t count);

void trace_events_free(struct trace_events *events);

#endif
