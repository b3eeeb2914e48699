/* SPDX-License-Identifier: MIT */
/*
 * What comes before the samples: the header of a file, or in a pipe perf's own records. Whether
 * the recording can be read here at all.
 */
#include "perfdata/internal.h"
#include "perfdata/eventname.h"
#include "perfdata/tracing.h"

enum { BEGIN_PIPE_HEADER = 16, BEGIN_FILE_HEADER = 104 };

/* Why the samples of an event cannot be read, or NULL. */
static const char *begin_event_needs_perf(const struct perfdata *p, const struct event *event)
{
    const char *reason = attr_needs_perf(&event->attr);

    if (reason == NULL)
        reason = attr_arch_needs_perf(&event->attr, strbuf_slice(&p->features.arch));
    if (reason != NULL || event->attr.type != ABI_TRACEPOINT)
        return reason != NULL || !p->is_pipe || event->attr.type < ABI_TYPES
                   ? reason : "of a pipe, perf prints no frames of events of one machine";
    if ((event->attr.sample_type & ABI_HAS_CALLCHAIN) == 0)
        return "a tracepoint has no call chains";
    if (p->is_pipe)
        return "of a pipe, perf prints the frames of tracepoints without modules";
    if (event->no_format || !p->features.traced)
        return "it does not describe a tracepoint";
    if (event->vague_trace)
        return "the fields of a tracepoint may look like the name of an event";
    return NULL;
}

static enum perfdata_status begin_check(struct perfdata *p)
{
    if (p->features.needs_perf != NULL)
        return perfdata_leave_to_perf(p, p->features.needs_perf);
    for (size_t i = 0; i < p->events.count; i++) {
        const char *reason = begin_event_needs_perf(p, &p->events.list[i]);
        if (reason != NULL)
            return perfdata_leave_to_perf(p, reason);
    }
    if (!evlist_is_sound(&p->events))
        return perfdata_leave_to_perf(p, "its events have samples of different forms");
    p->checked = true;
    evlist_finish(&p->events);
    for (size_t i = p->events.count; i-- > 0;) {
        const struct attr *a = &p->events.list[i].attr;
        p->printed[a->type < ABI_TYPES ? a->type : ABI_TYPES] = (unsigned)a->sample_type;
    }
    return PERFDATA_OK;
}

static enum perfdata_status begin_file(struct perfdata *p)
{
    const char *problem;
    uint64_t position = 0;

    if (!p->in.seekable)
        return perfdata_fail(p, 0, "this form of recording has to be in a file, not in a pipe");
    if (!features_layout(&p->layout, records_at(&p->in, 0, BEGIN_FILE_HEADER), p->in.swap))
        return perfdata_fail(p, 0, "the header is malformed or cut");
    problem = features_file(&p->features, &p->in, &p->layout, &position);
    if (problem != NULL)
        return perfdata_fail(p, position, problem);
    p->in_order = attr_has(&p->events.list[0].attr, ATTR_SAMPLE_ID_ALL);
    records_seek(&p->in, p->layout.data, p->layout.data + p->layout.data_size);
    p->ordered.fd = p->in.borrowed ? -1 : p->in.reader.fd;
    return begin_check(p);
}

static enum perfdata_status begin_pipe(struct perfdata *p)
{
    enum records_event event;
    struct record record;

    p->is_pipe = p->in_order = true;
    while ((event = records_next(&p->in, &record)) == RECORDS_NEXT && record.type >= ABI_USER)
        if (perfdata_user_record(p, &record) != PERFDATA_OK)
            return p->status;
    if (event == RECORDS_NEXT) {
        p->in.from -= record.all.n;     /* it is read again */
        p->in.position -= record.all.n;
    }
    return begin_check(p);
}

enum perfdata_status perfdata_begin(struct perfdata *p)
{
    static const uint16_t one = 1;
    const bool little = *(const char *)&one == 1;
    struct slice head;
    uint64_t size;

    if (!records_take(&p->in, BEGIN_PIPE_HEADER, &head) || !perfdata_is(head))
        return perfdata_fail(p, 0, "it is not perf.data");
    p->in.swap = p->ordered.swap = p->events.swap = (head.p[0] == 'P') != little;
    size = bytes_load64(head.p + 8, p->in.swap);
    return size == BEGIN_PIPE_HEADER ? begin_pipe(p) : begin_file(p);
}

static bool begin_has_tracing_data(struct perfdata *p, struct bytes *b)
{
    uint32_t size = bytes_u32(b);
    struct slice data;

    p->features.traced = true;
    return !b->bad && records_take(&p->in, size, &data) && tracing_read(data, &p->events);
}

static enum perfdata_status begin_unknown(struct perfdata *p, uint32_t type)
{
    switch (type) {
    case ABI_AUXTRACE_INFO:
    case ABI_AUXTRACE:
    case ABI_AUXTRACE_ERROR:
        return perfdata_leave_to_perf(p, "it has traces of the processor");
    case ABI_COMPRESSED:
        return perfdata_leave_to_perf(p, "it is compressed (perf record -z)");
    case ABI_STAT_CONFIG:
    case ABI_STAT:
    case ABI_STAT_ROUND:
        return perfdata_leave_to_perf(p, "it is of perf stat");
    default:
        return type > ABI_USER_LAST
                   ? perfdata_leave_to_perf(p, "it has records that are newer than this program")
                   : PERFDATA_OK;
    }
}

/* Of the first event of each type, unless it has all that perf prints of the type, perf makes up
 * a name before it knows that of the recording, and keeps it. */
static bool begin_name(struct perfdata *p)
{
    const uint64_t all = ABI_HAS_TID | ABI_HAS_TIME | ABI_HAS_CPU;
    struct event *event = &p->events.list[p->events.count - 1];

    for (size_t i = 0; i + 1 < p->events.count; i++)
        if (p->events.list[i].attr.type == event->attr.type)
            return true;
    if (event->attr.type >= ABI_TYPES || event->attr.type == ABI_TRACEPOINT
        || (event->attr.type != ABI_RAW && (event->attr.sample_type & all) == all))
        return true;
    strbuf_clear(&p->events.text);
    eventname_print(&event->attr, &p->events.text);
    evlist_set_name(&p->events, event, strbuf_slice(&p->events.text));
    event->name_stays = true;
    return true;
}

enum perfdata_status perfdata_user_record(struct perfdata *p, const struct record *record)
{
    const struct slice content = slice_from(record->all, ABI_HEADER);
    struct bytes b = bytes_of(content, p->in.swap);
    const uint64_t position = record->position;
    const bool samples = p->status == PERFDATA_OK && p->checked;
    bool good, changes = true;

    switch (record->type) {
    case ABI_HEADER_ATTR:
        good = features_attr(&p->features, content, p->in.swap) && begin_name(p);
        break;
    case ABI_HEADER_TRACING_DATA:
        good = begin_has_tracing_data(p, &b);
        break;
    case ABI_HEADER_BUILD_ID:
        good = features_build_id(&p->features, record->all, p->in.swap);
        break;
    case ABI_EVENT_UPDATE:
        good = features_event_update(&p->features, content, p->in.swap);
        break;
    case ABI_HEADER_FEATURE: {
        uint64_t feature = bytes_u64(&b);
        good = !b.bad && features_read(&p->features, feature, slice_of(b.p, b.n), p->in.swap);
        break;
    }
    default:
        if (begin_unknown(p, record->type) != PERFDATA_OK)
            return p->status;
        good = true;
        changes = false;
    }
    if (!good)
        return perfdata_fail(p, position, "a record of the header is malformed or cut");
    return samples && changes ? begin_check(p) : PERFDATA_OK;
}
