/* SPDX-License-Identifier: MIT */
#include "formats/trace_events.h"

const struct note_kind trace_notes[TRACE_NOTES] = {
    [TRACE_MARKS] = {"begin or end of an event (\"B\", \"E\") is not counted",
                     "begins and ends of events (\"B\", \"E\") are not counted", NULL, true},
    [TRACE_OPEN] = {"event has no end and is counted to the end of its thread",
                    "events have no end and are counted to the end of their threads", NULL, false},
    [TRACE_STRAY] = {"end of an event has no beginning and is left out",
                     "ends of events have no beginning and are left out", NULL, false},
    [TRACE_BAD] = {"event lacks a usable time, thread or name and is left out",
                   "events lack a usable time, thread or name and are left out", NULL, false},
    [TRACE_SAME_START] = {"event is nested in a shorter one that begins at the same time",
                          "events are nested in shorter ones that begin at the same time", NULL,
                          true},
    [TRACE_ROUNDED] = {"event is nested in one that ends where it begins: its decimals are "
                       "rounded",
                       "events are nested in others that end where they begin: their decimals "
                       "are rounded", NULL, true},
    [TRACE_OVERLAP] = {"event ends after the one that it is nested in, whose own time comes out "
                       "too short",
                       "events end after those that they are nested in, whose own times come "
                       "out too short", NULL, false},
    [TRACE_NO_DURATION] = {"complete event has no \"dur\" and is left out",
                           "complete events have no \"dur\" and are left out", NULL, false},
    [TRACE_NO_PHASE] = {"event has no \"ph\" and is left out",
                        "events have no \"ph\" and are left out", NULL, false},
    [TRACE_ASYNCHRONOUS] = {"asynchronous or sampled event belongs to no stack and is left out",
                            "asynchronous or sampled events belong to no stack and are left out",
                            NULL, false},
    [TRACE_CUT] = {"trace ends early or is damaged; the events before that are counted",
                   "traces end early or are damaged; the events before that are counted",
                   "check that the file is complete", false},
};

void trace_note_at(const struct trace_events *t, struct collapse *c, enum trace_note kind,
                   size_t count, uint32_t order, uint32_t line)
{
    size_t file = t->file_count - 1;

    while (file > 0 && t->files[file].order > order)
        file--;
    collapse_note_at(c, kind, count, t->files[file].name, line);
}
