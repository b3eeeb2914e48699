/* SPDX-License-Identifier: MIT */
#include "perf/recorded.h"

#include <string.h>

/* A frame whose line was not yet read. LINECACHE_NONE is one that takes all of the text. */
static const uint32_t unread = LINECACHE_NONE - 1;

void perf_recorded_init(struct perf_recorded *r, struct perf_sampler *sampler)
{
    memset(r, 0, sizeof *r);
    r->sampler = sampler;
}

void perf_recorded_free(struct perf_recorded *r)
{
    ids_free(&r->records[0]);
    ids_free(&r->records[1]);
    strbuf_free(&r->header);
    strbuf_free(&r->frame);
}

/* The record of a frame. A name of a file may have a newline, after which all of the text may be
 * something else. */
static uint32_t recorded_frame(struct perf_recorded *r, const struct perfdata *p,
                               enum linecache_kind kind, uint32_t id)
{
    struct ids *records = &r->records[kind == LINECACHE_JAVA_FRAME];

    while (records->count <= id)
        ids_push(records, unread);
    if (records->p[id] == unread) {
        strbuf_clear(&r->frame);
        perfdata_print_frame(perfdata_call(p, id), &r->frame);
        struct slice line = strbuf_slice(&r->frame);
        records->p[id] = slice_find(line, '\n') + 1 < line.n
                             ? LINECACHE_NONE : perf_sampler_line(r->sampler, kind, line);
    }
    return records->p[id];
}

bool perf_recorded_sample(struct perf_recorded *r, const struct perfdata *p,
                          const struct perfdata_sample *sample)
{
    enum linecache_kind kind;

    if (!sample->chain)
        return false;
    strbuf_clear(&r->header);
    perfdata_print_header(p, sample, &r->header);
    if (slice_find(strbuf_slice(&r->header), '\n') != SLICE_NONE
        || !perf_sampler_begin(r->sampler, strbuf_slice(&r->header), sample->id_count == 0, &kind))
        return false;
    for (size_t i = 0; i < sample->id_count; i++) {
        uint32_t record = recorded_frame(r, p, kind, sample->ids[i]);
        if (record == LINECACHE_NONE)
            return false;
        perf_sample_add(r->sampler, &r->sampler->samples[0], record);
    }
    return true;
}
