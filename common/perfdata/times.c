/* SPDX-License-Identifier: MIT */
/*
 * The times of samples, evenly picked: when there are too many, each second one is dropped, and
 * from then on only each second one is added.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "perfdata/internal.h"

enum { TIMES_MOST = 1 << 16 };

static void times_add(struct perfdata *p, uint64_t time)
{
    struct perfdata_times *times = &p->times;

    if (times->samples == 0 || time < times->first)
        times->first = time;
    if (time > times->last)
        times->last = time;
    if (times->samples++ % p->times_step != 0)
        return;
    if (times->count == TIMES_MOST) {
        for (size_t i = 0; i < TIMES_MOST / 2; i++)
            times->list[i] = times->list[2 * i];
        times->count = TIMES_MOST / 2;
        p->times_step *= 2;
    }
    times->list = grow_array(times->list, &p->times_capacity, times->count + 1,
                             sizeof *times->list);
    times->list[times->count++] = time;
}

static int times_compare(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

enum perfdata_status perfdata_scan_times(struct perfdata *p, struct perfdata_times *times)
{
    enum records_event event;
    struct record record;
    uint64_t time;

    p->times_step = 1;
    while ((event = records_next(&p->in, &record)) == RECORDS_NEXT) {
        const struct event *of;
        if (record.type != ABI_SAMPLE || (of = evlist_of(&p->events, &record)) == NULL)
            continue;
        if (!evlist_time(&p->events, of, &record, &time))
            perfdata_fail(p, record.position, "a record is too short");
        else if (time != EVLIST_NO_TIME)
            times_add(p, time);
    }
    perfdata_end(p, event);
    if (p->times.count > 0)
        qsort(p->times.list, p->times.count, sizeof *p->times.list, times_compare);
    *times = p->times;
    return p->status;
}
