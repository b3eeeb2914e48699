/* SPDX-License-Identifier: MIT */
/*
 * The order of the stages. Records are read from the file one after another (records.h), wait for
 * their turn (ordered.h), and change threads and maps or become samples (deliver.c).
 */
#include "perfdata/perfdata.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "io/interrupt.h"
#include "perfdata/internal.h"

/* A copy is made of the store, and the entries take memory too. */
enum { PERFDATA_STORE = 64 * 1024 * 1024 };

struct perfdata *perfdata_new(const struct perfdata_resolver *resolver, perfdata_handler *handler,
                              void *context)
{
    struct perfdata *p = xcalloc(1, sizeof *p);

    p->resolver = *resolver;
    p->handler = handler;
    p->context = context;
    evlist_init(&p->events);
    modules_init(&p->modules);
    threads_init(&p->threads);
    maps_init(&p->kernel, &p->threads.pool);
    callframes_init(&p->frames, &p->resolver, &p->modules, &p->kernel);
    p->features.events = &p->events;
    p->features.modules = &p->modules;
    p->ordered.fd = -1;
    p->ordered.most = PERFDATA_STORE;
    return p;
}

bool perfdata_is(struct slice head)
{
    return slice_starts(head, "PERFILE2") || slice_starts(head, "2ELIFREP");
}

enum perfdata_status perfdata_open(struct perfdata *p, int fd, struct slice head)
{
    records_open(&p->in, fd, head);
    return perfdata_begin(p);
}

enum perfdata_status perfdata_open_bytes(struct perfdata *p, struct slice bytes)
{
    records_open_bytes(&p->in, bytes);
    return perfdata_begin(p);
}

enum perfdata_status perfdata_fail(struct perfdata *p, uint64_t position, const char *what)
{
    if (p->status == PERFDATA_OK) {
        strbuf_printf(&p->message, "%s, at byte %" PRIu64, what, position);
        p->status = PERFDATA_FAILED;
    }
    return p->status;
}

enum perfdata_status perfdata_leave_to_perf(struct perfdata *p, const char *reason)
{
    if (p->status == PERFDATA_OK) {
        strbuf_add_str(&p->message, reason);
        p->status = PERFDATA_NEEDS_PERF;
    }
    return p->status;
}

/* Hands out the records whose turn it is. */
static enum perfdata_status perfdata_flush(struct perfdata *p)
{
    enum perfdata_status status = PERFDATA_OK;
    struct record record;

    while (status == PERFDATA_OK && ordered_next(&p->ordered, &record))
        status = perfdata_deliver(p, &record);
    if (p->ordered.lost)
        status = perfdata_fail(p, p->in.position, "the recording changed while it was read");
    ordered_done(&p->ordered);
    return status;
}

/* Takes a record of the kernel: it waits, or has no time to wait for. */
static enum perfdata_status perfdata_queue(struct perfdata *p, const struct record *record)
{
    const struct event *event;
    uint64_t time = EVLIST_NO_TIME;

    if (record->type > ABI_LAST)
        return perfdata_leave_to_perf(p, "it has records that are newer than this program");
    if (!p->in_order)
        return perfdata_deliver(p, record);
    event = evlist_of(&p->events, record);
    if (event == NULL)
        return perfdata_fail(p, record->position, "a record is of no known event");
    if (!evlist_time(&p->events, event, record, &time))
        return perfdata_fail(p, record->position, "a record is too short");
    if (time == 0 || time == EVLIST_NO_TIME)
        return perfdata_deliver(p, record);
    ordered_add(&p->ordered, record, time);
    return PERFDATA_OK;
}

static enum perfdata_status perfdata_record(struct perfdata *p, const struct record *record)
{
    if (record->type < ABI_USER)
        return perfdata_queue(p, record);
    if (record->type != ABI_FINISHED_ROUND)
        return perfdata_user_record(p, record);
    ordered_round(&p->ordered);
    return perfdata_flush(p);
}

/* Says what is wrong where the records ended so. */
static void perfdata_end(struct perfdata *p, enum records_event event)
{
    if (p->in.reader.error != 0)
        perfdata_fail(p, p->in.position, "reading failed");
    else if (event == RECORDS_CUT)
        perfdata_fail(p, p->in.position, "the recording is cut in a record");
    else if (event == RECORDS_WRONG)
        perfdata_fail(p, p->in.position, "a record has a wrong size");
}

enum perfdata_status perfdata_read(struct perfdata *p)
{
    enum perfdata_status status = p->status;
    enum records_event event = RECORDS_END;
    struct record record;

    while (status == PERFDATA_OK && interrupt_signal() == 0
           && (event = records_next(&p->in, &record)) == RECORDS_NEXT)
        status = perfdata_record(p, &record);
    if (status == PERFDATA_STOPPED || status == PERFDATA_NEEDS_PERF)
        return status;
    perfdata_end(p, event);
    /* After an error too: what was read before is kept. */
    ordered_end(&p->ordered);
    status = perfdata_flush(p);
    return status == PERFDATA_OK ? p->status : status;
}

enum perfdata_status perfdata_check(struct perfdata *p)
{
    enum perfdata_status status = p->status;
    struct record record;

    while (status == PERFDATA_OK && records_next(&p->in, &record) == RECORDS_NEXT)
        if (record.type > ABI_LAST && record.type < ABI_USER)
            status = perfdata_leave_to_perf(p, "it has records that are newer than this program");
        else if (record.type >= ABI_USER && record.type != ABI_FINISHED_ROUND)
            status = perfdata_user_record(p, &record);
    return status == PERFDATA_NEEDS_PERF ? status : PERFDATA_OK;
}

const char *perfdata_message(const struct perfdata *p)
{
    return strbuf_str((struct strbuf *)&p->message);
}

const struct perfscript_call *perfdata_call(const struct perfdata *p, uint32_t id)
{
    return &p->frames.calls[id];
}

size_t perfdata_call_count(const struct perfdata *p)
{
    return p->frames.count;
}

size_t perfdata_event_count(const struct perfdata *p)
{
    return p->events.count;
}

void perfdata_free(struct perfdata *p)
{
    records_free(&p->in);
    evlist_free(&p->events);
    modules_free(&p->modules);
    maps_free(&p->kernel);
    threads_free(&p->threads);
    callframes_free(&p->frames);
    features_free(&p->features);
    ordered_free(&p->ordered);
    ids_free(&p->ids);
    strbuf_free(&p->message);
    free(p);
}
