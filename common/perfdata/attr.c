/* SPDX-License-Identifier: MIT */
/*
 * The first version of the attributes ends before branch_type, and each later one added
 * fields at the end. The flags are bits of a C struct: in a recording of the other byte order
 * the bits of each byte are reversed, as the bytes are.
 */
#include "perfdata/attr.h"

#include "perfdata/abi.h"

/* The bytes that the fields up to sig_data take. */
enum { ATTR_KNOWN = 136 };

/* The flags of a big-endian machine begin with the highest bit. */
static uint64_t attr_flags(struct slice bytes, bool swap)
{
    const bool big = bytes_are_big(swap);
    uint64_t flags = 0;

    for (size_t i = 0; i < bytes.n; i++)
        for (unsigned bit = 0; bit < 8; bit++)
            if (((unsigned char)bytes.p[i] >> (big ? 7 - bit : bit) & 1) != 0)
                flags |= (uint64_t)1 << (8 * i + bit);
    return flags;
}

bool attr_read(struct attr *a, struct bytes *b, size_t n)
{
    struct slice all = bytes_take(b, n);
    struct bytes in = bytes_of(all, b->swap);

    memset(a, 0, sizeof *a);
    if (b->bad || n < ATTR_LEAST)
        return false;
    a->type = bytes_u32(&in);
    a->size = bytes_u32(&in);
    a->config = bytes_u64(&in);
    a->sample_period = bytes_u64(&in);
    a->sample_type = bytes_u64(&in);
    bytes_u64(&in);         /* what the values of counters are */
    a->flags = attr_flags(bytes_take(&in, 8), b->swap);
    bytes_u32(&in);
    a->bp_type = bytes_u32(&in);
    a->bp_address = bytes_u64(&in);
    bytes_u64(&in);         /* config2: behind the first version */
    a->branch_type = bytes_u64(&in);
    bytes_u64(&in);         /* registers */
    a->stack_user = bytes_u32(&in);
    for (size_t i = ATTR_KNOWN; i < n; i++)
        a->unknown |= all.p[i] != 0;
    return true;
}

const char *attr_needs_perf(const struct attr *a)
{
    const uint64_t memory = ABI_HAS_ADDR | ABI_HAS_DATA_SRC | ABI_HAS_WEIGHT
                            | ABI_HAS_WEIGHT_STRUCT | ABI_HAS_PHYS_ADDR | ABI_HAS_DATA_PAGE_SIZE
                            | ABI_HAS_CODE_PAGE_SIZE;

    if (a->unknown || a->flags >> ATTR_FLAGS != 0 || (a->sample_type & ~(uint64_t)ABI_HAS_ALL) != 0)
        return "an event has attributes that are newer than this program";
    if ((a->sample_type & ABI_HAS_REGS_USER) != 0 && (a->sample_type & ABI_HAS_STACK_USER) != 0
        && a->stack_user != 0)
        return "its stacks have to be unwound (--call-graph dwarf)";
    if ((a->sample_type & ABI_HAS_AUX) != 0)
        return "it has traces of the processor";
    if (a->type == ABI_SOFTWARE && a->config == 10)
        return "it has output of bpf programs";
    if (a->type == ABI_HARDWARE && a->config == 4 && a->sample_period == 1)
        return "it has a trace of all branches";
    if ((a->type == ABI_RAW || a->type == ABI_BREAKPOINT) && (a->sample_type & memory) != 0)
        return "it has samples of memory accesses";
    if ((a->sample_type & ABI_HAS_READ) != 0)
        return "its samples have the values of counters (a group of events with :S)";
    if ((a->sample_type & ABI_HAS_IP) == 0)
        return "its samples have no addresses";
    return NULL;
}

const char *attr_arch_needs_perf(const struct attr *a, struct slice arch)
{
    if (slice_is(arch, "aarch64") && (a->sample_type & ABI_HAS_REGS_USER) != 0)
        return "the callers of leaf functions have to be unwound (Arm)";
    if (slice_starts(arch, "ppc") && (a->sample_type & ABI_HAS_CALLCHAIN) != 0)
        return "the callers of leaf functions depend on debug information (PowerPC)";
    return NULL;
}
