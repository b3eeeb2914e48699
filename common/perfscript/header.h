/* SPDX-License-Identifier: MIT */
/*
 * The header of a sample as perf script prints it, with every column that it may have:
 *
 *     worker 1 4242/4243 [001] U  731.250012:    3344481 cycles:P:  7f10 main (/srv/app)
 *     ^comm    ^pid ^tid  ^CPU ^misc ^time        ^period ^event    ^rest
 *
 * A command name is what comes before the pid, with blanks, numbers or a single letter.
 * The period follows the time, the event's name ends with ':', and what follows it is the
 * rest: data addresses, a tracepoint's arguments, or the only frame. perfscript_parse()
 * has the rules of stackcollapse-perf.pl, which knows less.
 */
#ifndef FG_PERFSCRIPT_HEADER_H
#define FG_PERFSCRIPT_HEADER_H

#include <stdbool.h>

#include "base/slice.h"
#include "perfscript/text.h"

struct perfscript_header {
    /* The period may be negative; the command name is the pid's digits if there is none. */
    struct perfscript_event event;
    struct slice cpu;       /* digits; p is NULL if there is none, as of the others */
    struct slice time;      /* "SECONDS.FRACTION" */
    struct slice record;    /* "PERF_RECORD_EXIT", for a line that is not a sample's */
    struct slice rest;      /* after the event, without the blanks around it; may be empty */
};

/* False if the line is not a header. Without a time it is one if an event follows the pid,
 * or if nothing does. */
bool perfscript_parse_header(struct slice line, struct perfscript_header *header);

/* Likewise for a line after which frames follow, and in which ids, time and event may be
 * missing, as with -F comm,ip or -F time,ip. A part of it may be any text, so it serves
 * for a line alone that is nothing else. */
bool perfscript_parse_bare_header(struct slice line, struct perfscript_header *header);

/* The frame at the end of a header's rest, which a sample without a call stack has; false
 * if there is none. The arguments of a tracepoint may look like one. */
bool perfscript_parse_rest(struct slice rest, struct perfscript_frame *frame);

/* Its text: from the address to the ')' after the module. */
struct slice perfscript_frame_text(const struct perfscript_frame *frame);

/* Whether the event is a tracepoint: "SYSTEM:NAME". */
bool perfscript_is_tracepoint(struct slice event);

/* The number in "PERF_RECORD_LOST lost 5"; 0 for another record. */
size_t perfscript_lost(const struct perfscript_header *header);

/* Cuts "PMU/EVENT/MODIFIERS" or "EVENT:MODIFIERS"; parts that are missing are empty. */
struct perfscript_event_name {
    struct slice pmu, event, modifiers;
};
struct perfscript_event_name perfscript_event_name(struct slice name);

#endif
