/* SPDX-License-Identifier: MIT */
/*
 * What a sample has follows each other without gaps, in the order below; what comes after the
 * branches is of no use here.
 */
#include "perfdata/rawsample.h"

#include "perfdata/abi.h"

/* `count` entries of `size` bytes. */
static const char *rawsample_entries(struct bytes *b, uint64_t count, uint64_t size)
{
    return bytes_take(b, count > b->n ? UINT64_MAX : count * size).p;
}

static void rawsample_ids(struct rawsample *s, uint64_t type, struct bytes *b)
{
    if ((type & ABI_HAS_IDENTIFIER) != 0)
        s->id = bytes_u64(b);
    if ((type & ABI_HAS_IP) != 0)
        s->ip = bytes_u64(b);
    if ((type & ABI_HAS_TID) != 0) {
        s->pid = (int32_t)bytes_u32(b);
        s->tid = (int32_t)bytes_u32(b);
    }
    if ((type & ABI_HAS_TIME) != 0)
        s->time = bytes_u64(b);
    if ((type & ABI_HAS_ADDR) != 0)
        bytes_u64(b);
    if ((type & ABI_HAS_ID) != 0)
        s->id = bytes_u64(b);
    if ((type & ABI_HAS_STREAM_ID) != 0)
        bytes_u64(b);
    if ((type & ABI_HAS_CPU) != 0) {
        s->cpu = (int32_t)bytes_u32(b);
        bytes_u32(b);
    }
    if ((type & ABI_HAS_PERIOD) != 0)
        s->period = bytes_u64(b);
}

bool rawsample_read(struct rawsample *s, const struct attr *a, struct slice content, bool swap)
{
    const uint64_t type = a->sample_type;
    struct bytes b = bytes_of(content, swap);

    memset(s, 0, sizeof *s);
    s->pid = s->tid = s->cpu = -1;
    s->time = UINT64_MAX;       /* perf prints it where the first event of the type has a time */
    s->period = a->sample_period;
    rawsample_ids(s, type, &b);
    if ((type & ABI_HAS_CALLCHAIN) != 0) {
        s->chain_count = bytes_u64(&b);
        s->chain = rawsample_entries(&b, s->chain_count, 8);
    }
    if ((type & ABI_HAS_RAW) != 0 && (type & ABI_HAS_BRANCH_STACK) != 0)
        bytes_take(&b, bytes_u32(&b));
    if ((type & ABI_HAS_BRANCH_STACK) != 0) {
        s->branch_count = bytes_u64(&b);
        if ((a->branch_type & ABI_BRANCH_HW_INDEX) != 0)
            bytes_u64(&b);
        s->branches = rawsample_entries(&b, s->branch_count, 24);
    }
    return !b.bad;
}
