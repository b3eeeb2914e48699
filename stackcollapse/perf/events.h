/* SPDX-License-Identifier: MIT */
/*
 * Which events count, and how many samples each has.
 *
 * As in stackcollapse-perf.pl it is the event that --event-filter names to the letter, or
 * else the one that comes first. Where that would be none, and with --fix, the filter is
 * read as it is meant: a list, in which the PMU of "cpu_core/cycles/" and the modifiers of
 * "cycles:P" need not be given.
 */
#ifndef FG_PERF_EVENTS_H
#define FG_PERF_EVENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/frametab.h"

enum perf_verdict {
    PERF_DROP,
    PERF_KEEP,
    PERF_INSTEAD    /* keep it unless the script keeps any other sample */
};

struct perf_event {
    enum perf_verdict verdict;
    size_t samples;
};

struct perf_events {
    const char *filter;     /* "": none */
    bool fix;
    bool settled;           /* the script keeps a sample: nothing is kept instead */
    struct strbuf first;    /* the event that comes first */
    struct frametab names;
    struct perf_event *list;    /* by the ids of their names */
    size_t capacity;
    uint32_t last;          /* the newest event */
};

/* `filter` must outlive the struct. */
void perf_events_init(struct perf_events *e, const char *filter, bool fix);

/* Counts a sample of this event. */
enum perf_verdict perf_events_count(struct perf_events *e, struct slice event);

/* Whether the event that counts is known, though not yet if it is in the input. */
bool perf_events_chosen(const struct perf_events *e);

/* Whether samples of the event are meant to be kept, as far as is known so far. */
bool perf_events_means(const struct perf_events *e, struct slice event);

/* Whether there are samples, and all are dropped; appends why. */
bool perf_events_none_kept(const struct perf_events *e, struct strbuf *why);

/* Prints which events were kept and dropped, unless the user chose. */
void perf_events_report(const struct perf_events *e);

#endif
