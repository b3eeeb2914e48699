/* SPDX-License-Identifier: MIT */
#include "perf/recording/cuts.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { MOST_SAMPLES = 64 * 1024 };

/* Keeps every second sample, with the bytes of both. */
static void cuts_thin(struct cuts *c)
{
    for (size_t i = 0; i < MOST_SAMPLES / 2; i++) {
        c->samples[i] = c->samples[2 * i + 1];
        c->samples[i].bytes += c->samples[2 * i].bytes;
    }
    c->count = MOST_SAMPLES / 2;
    c->stride *= 2;
}

void cuts_add(struct cuts *c, uint64_t time, uint64_t bytes)
{
    if (c->samples == NULL) {
        c->samples = xcalloc(MOST_SAMPLES, sizeof *c->samples);
        c->stride = 1;
    }
    c->bytes += bytes;
    c->total += bytes;
    if (++c->skipped < c->stride)
        return;
    if (c->count == MOST_SAMPLES)
        cuts_thin(c);
    c->samples[c->count].time = time;
    c->samples[c->count++].bytes = c->bytes;
    c->skipped = 0;
    c->bytes = 0;
}

static int compare_times(const void *a, const void *b)
{
    const struct cuts_sample *x = a, *y = b;

    return (x->time > y->time) - (x->time < y->time);
}

size_t cuts_choose(struct cuts *c, size_t slices, uint64_t *times)
{
    uint64_t bytes = 0;
    size_t found = 1;

    qsort(c->samples, c->count, sizeof *c->samples, compare_times);
    for (size_t i = 0; i < c->count && found < slices; i++) {
        uint64_t begin = found > 1 ? times[found - 2] : c->samples[0].time;
        if (bytes >= c->total / slices * found && c->samples[i].time > begin)
            times[found++ - 1] = c->samples[i].time;
        bytes += c->samples[i].bytes;
    }
    return found;
}

size_t cuts_divide(uint64_t first, uint64_t last, size_t slices, uint64_t *times)
{
    uint64_t step = last > first ? (last - first) / slices : 0;
    size_t found = 1;

    for (; step > 0 && found < slices; found++)
        times[found - 1] = first + step * found;
    return found;
}

void cuts_free(struct cuts *c)
{
    free(c->samples);
    c->samples = NULL;
}
