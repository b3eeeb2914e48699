/* SPDX-License-Identifier: MIT */
/*
 * What a reader of perf.data consists of.
 */
#ifndef FG_PERFDATA_INTERNAL_H
#define FG_PERFDATA_INTERNAL_H

#include "base/ids.h"
#include "perfdata/abi.h"
#include "perfdata/callchain.h"
#include "perfdata/features.h"
#include "perfdata/ordered.h"
#include "perfdata/perfdata.h"
#include "perfdata/threads.h"

struct perfdata {
    struct perfdata_resolver resolver;
    perfdata_handler *handler;
    void *context;

    struct records in;
    struct evlist events;
    struct modules modules;
    struct threads threads;
    struct maps kernel;
    struct callframes frames;
    struct features features;
    struct ordered ordered;
    struct features_layout layout;
    bool is_pipe;
    bool checked;               /* samples may come: later changes have to be looked at again */
    bool in_order;              /* records are sorted by time */
    unsigned printed[ABI_TYPES + 1];    /* by type of event, what perf prints: ABI_HAS_... */

    struct ids ids;             /* of the sample */
    struct strbuf message;
    enum perfdata_status status;
};

/* Keeps the first message, and the status. */
enum perfdata_status perfdata_fail(struct perfdata *p, uint64_t position, const char *what);
enum perfdata_status perfdata_leave_to_perf(struct perfdata *p, const char *reason);

/* Reads events and features up to the first record of the kernel. */
enum perfdata_status perfdata_begin(struct perfdata *p);

/* A record of perf itself. */
enum perfdata_status perfdata_user_record(struct perfdata *p, const struct record *record);

/* A record of the kernel, when it is its turn. */
enum perfdata_status perfdata_deliver(struct perfdata *p, const struct record *record);

/* What perf prints of the samples of an event, of enum perfscript_has. */
unsigned perfdata_printed(const struct perfdata *p, const struct event *event);

#endif
