/* SPDX-License-Identifier: MIT */
/*
 * The records of the kernel, in the order of their times.
 */
#include "perfdata/internal.h"

#define DELIVER_KERNEL "[kernel.kallsyms]"

enum { DELIVER_EXECUTABLE = 4, DELIVER_HUGE_PAGES = 0x40000 };  /* PROT_EXEC, MAP_HUGETLB */

/* The most memory for maps. */
#define DELIVER_MOST_MAPS ((size_t)1 << 30)

struct deliver_mapping {
    int32_t pid, tid;
    struct map map;
    struct slice name, build_id;
    unsigned of;        /* of enum modules_of */
};

static bool deliver_read_mapping(struct deliver_mapping *m, const struct record *record, bool swap)
{
    struct bytes b = bytes_of(slice_from(record->all, ABI_HEADER), swap);
    struct slice file;
    uint64_t length;

    memset(m, 0, sizeof *m);
    m->build_id = slice_of("", 0);
    m->pid = (int32_t)bytes_u32(&b);
    m->tid = (int32_t)bytes_u32(&b);
    m->map.start = bytes_u64(&b);
    length = bytes_u64(&b);
    m->map.end = length < UINT64_MAX - m->map.start ? m->map.start + length : UINT64_MAX;
    m->map.offset = bytes_u64(&b);
    if (record->type == ABI_MMAP2) {
        uint32_t protection, flags;
        file = bytes_take(&b, 24);
        b.swap = false;             /* perf does not swap these two */
        protection = bytes_u32(&b);
        flags = bytes_u32(&b);
        m->of = ((protection & DELIVER_EXECUTABLE) != 0 ? MODULES_EXECUTABLE : 0)
                | ((flags & DELIVER_HUGE_PAGES) != 0 ? MODULES_HUGE_PAGES : 0);
        if (!b.bad && (record->misc & ABI_MISC_MMAP_BUILD_ID) != 0
            && (unsigned char)file.p[0] <= 20)
            m->build_id = slice_of(file.p + 4, (unsigned char)file.p[0]);
    } else {
        m->of = (record->misc & ABI_MISC_MMAP_DATA) != 0 ? 0 : MODULES_EXECUTABLE;
    }
    m->name = bytes_string(&b);
    return !b.bad;
}

/* The kernel itself, whose name ends with a symbol, whose address is in place of an offset; or a
 * module. */
static void deliver_kernel_mapping(struct perfdata *p, struct deliver_mapping *m)
{
    const struct perfdata_resolver *resolver = &p->resolver;
    struct slice symbol;

    if (slice_starts(m->name, DELIVER_KERNEL)) {
        symbol = slice_from(m->name, strlen(DELIVER_KERNEL));
        if (m->map.offset != 0 && resolver->kernel_reference != NULL)
            resolver->kernel_reference(resolver->context, symbol, m->map.offset);
        if (m->map.start == 0 && m->map.end == 0)
            m->map.end = UINT64_MAX;
        m->map.module = modules_find(&p->modules, PERFDATA_KERNEL, slice_str(DELIVER_KERNEL),
                                     m->build_id);
    } else if (slice_starts(m->name, "/") || slice_starts(m->name, "[")) {
        m->map.module = modules_of_kernel(&p->modules, m->name, m->build_id);
    } else {
        return;
    }
    m->map.identity = true;
    if (m->map.start < m->map.end)
        maps_insert(&p->kernel, &m->map);
}

static bool deliver_mapping(struct perfdata *p, const struct record *record)
{
    const unsigned mode = record->misc & ABI_CPUMODE;
    struct deliver_mapping m;

    if (!deliver_read_mapping(&m, record, p->in.swap))
        return false;
    if (mode == ABI_CPU_KERNEL || mode == ABI_CPU_GUEST_KERNEL) {
        deliver_kernel_mapping(p, &m);
        return true;
    }
    struct thread *thread = threads_get(&p->threads, m.pid, m.tid);
    m.map.module = modules_of_process(&p->modules, m.name, m.build_id, thread->first_pid, m.of,
                                      &m.map.identity);
    if (p->modules.list[m.map.module].kind == PERFDATA_VDSO
        || p->modules.list[m.map.module].kind == PERFDATA_VDSO_CACHED)
        m.map.offset = 0;
    if (m.map.start < m.map.end)
        maps_insert(&thread->process->maps, &m.map);
    return true;
}

static bool deliver_comm(struct perfdata *p, const struct record *record)
{
    struct bytes b = bytes_of(slice_from(record->all, ABI_HEADER), p->in.swap);
    int32_t pid = (int32_t)bytes_u32(&b), tid = (int32_t)bytes_u32(&b);
    struct slice comm = bytes_string(&b);

    if (!b.bad)
        threads_name(&p->threads, pid, tid, comm);
    return !b.bad;
}

static bool deliver_fork(struct perfdata *p, const struct record *record)
{
    struct bytes b = bytes_of(slice_from(record->all, ABI_HEADER), p->in.swap);
    int32_t pid = (int32_t)bytes_u32(&b), parent_pid = (int32_t)bytes_u32(&b);
    int32_t tid = (int32_t)bytes_u32(&b), parent_tid = (int32_t)bytes_u32(&b);

    if (!b.bad)
        threads_fork(&p->threads, pid, tid, parent_pid, parent_tid,
                     (record->misc & ABI_MISC_FORK_EXEC) == 0);
    return !b.bad;
}

/* A program of bpf or the like comes or goes. */
static bool deliver_ksymbol(struct perfdata *p, const struct record *record)
{
    struct bytes b = bytes_of(slice_from(record->all, ABI_HEADER), p->in.swap);
    struct map map = {bytes_u64(&b), 0, 0, 0, true};
    const uint64_t length = bytes_u32(&b);
    bool goes;
    struct slice name;
    const struct map *old;

    bytes_u16(&b);
    goes = (bytes_u16(&b) & 1) != 0;
    name = bytes_string(&b);
    map.end = map.start + length;
    if (b.bad || map.end <= map.start)
        return !b.bad;
    old = maps_find(&p->kernel, map.start);
    if (goes && old != NULL && p->modules.list[old->module].kind != PERFDATA_KERNEL)
        maps_cut(&p->kernel, old->start, old->end);
    if (goes || old != NULL)
        return true;
    map.module = modules_find(&p->modules, PERFDATA_BPF, name, slice_of("", 0));
    maps_insert(&p->kernel, &map);
    return true;
}

static int deliver_values(struct perfdata *p, const struct rawsample *raw,
                          const struct event *event, struct perfdata_sample *sample,
                          const struct thread *thread)
{
    struct perfscript_sample *values = &sample->values;
    const uint64_t type = event->attr.sample_type;

    values->has = ((type & ABI_HAS_TID) != 0 ? PERFSCRIPT_PID | PERFSCRIPT_TID : 0)
                  | ((type & ABI_HAS_CPU) != 0 ? PERFSCRIPT_CPU : 0)
                  | ((type & ABI_HAS_TIME) != 0 ? PERFSCRIPT_TIME : 0) | PERFSCRIPT_PERIOD;
    values->comm = threads_comm(&p->threads, thread->comm);
    values->pid = raw->pid;
    values->tid = raw->tid;
    values->cpu = raw->cpu;
    values->time = raw->time;
    values->period = (int64_t)raw->period;
    values->event = event->name;
    sample->event_id = (uint32_t)(event - p->events.list);
    sample->ip = raw->ip;
    sample->tracepoint = event->attr.type == ABI_TRACEPOINT;
    sample->chain = (type & ABI_HAS_CALLCHAIN) != 0;
    sample->ids = p->ids.p;
    sample->id_count = p->ids.count;
    return p->handler(p->context, sample);
}

static enum perfdata_status deliver_sample(struct perfdata *p, const struct record *record)
{
    const unsigned mode = record->misc & ABI_CPUMODE;
    struct event *event = evlist_of(&p->events, record);
    struct perfdata_sample sample;
    struct rawsample raw;

    if (event == NULL)
        return perfdata_fail(p, record->position, "a record is of no known event");
    if (!rawsample_read(&raw, &event->attr, slice_from(record->all, ABI_HEADER), p->in.swap))
        return perfdata_fail(p, record->position, "a sample is too short");
    const struct thread *thread = threads_get(&p->threads, raw.pid, raw.tid);
    if (mode == ABI_CPU_GUEST_KERNEL || mode == ABI_CPU_GUEST_USER)
        return PERFDATA_OK;
    struct callchain_maps maps = {&thread->process->maps, &p->kernel};
    p->ids.count = 0;
    if ((event->attr.sample_type & ABI_HAS_CALLCHAIN) != 0)
        callchain_read(&p->frames, &maps, &event->attr, &raw, p->in.swap, &p->ids);
    else
        ids_push(&p->ids, callframes_find(&p->frames, callchain_maps_of(&maps, mode), raw.ip));
    memset(&sample, 0, sizeof sample);
    sample.has_printed = perfdata_printed(p, event);
    return deliver_values(p, &raw, event, &sample, thread) == 0 ? PERFDATA_OK : PERFDATA_STOPPED;
}

enum perfdata_status perfdata_deliver(struct perfdata *p, const struct record *record)
{
    bool good = true;

    switch (record->type) {
    case ABI_SAMPLE:
        return deliver_sample(p, record);
    case ABI_MMAP:
    case ABI_MMAP2:
        good = deliver_mapping(p, record);
        break;
    case ABI_COMM:
        good = deliver_comm(p, record);
        break;
    case ABI_FORK:
        good = deliver_fork(p, record);
        break;
    case ABI_KSYMBOL:
        good = deliver_ksymbol(p, record);
        break;
    default:
        break;
    }
    if (!good)
        return perfdata_fail(p, record->position, "a record is too short");
    if (p->threads.pool.bytes > DELIVER_MOST_MAPS)
        return perfdata_fail(p, record->position, "the maps of its processes need too much memory");
    return PERFDATA_OK;
}
