/* SPDX-License-Identifier: MIT */
/*
 * A chain is addresses, the leaf first, and marks that say whose addresses follow.
 *
 *     KERNEL ffffffff8225a6c1 ffffffff81000130 USER 7f4d44bdd3b8 5639ddb0b1c2
 */
#include "perfdata/callchain.h"

#include "perfdata/abi.h"

enum { CALLCHAIN_MOST = 127 };      /* frames that perf script prints */

struct callchain {
    struct callframes *frames;
    const struct callchain_maps *maps;
    const struct maps *current;
    struct ids *ids;
};

const struct maps *callchain_maps_of(const struct callchain_maps *m, unsigned mode)
{
    return mode == ABI_CPU_USER ? m->user : mode == ABI_CPU_KERNEL ? m->kernel : NULL;
}

/* Takes an entry; false if the chain is of no use, and has no frames then. */
static bool callchain_entry(struct callchain *c, uint64_t ip)
{
    if (ip < ABI_CONTEXT_MAX) {
        ids_push(c->ids, callframes_find(c->frames, c->current, ip));
        return true;
    }
    switch (ip) {
    case ABI_CONTEXT_HYPERVISOR:
        c->current = NULL;
        return true;
    case ABI_CONTEXT_KERNEL:
        c->current = c->maps->kernel;
        return true;
    case ABI_CONTEXT_USER:
        c->current = c->maps->user;
        return true;
    default:
        c->ids->count = 0;
        return false;
    }
}

/* The frames of the kernel come from the chain, and those of the process from the branches:
 * where the last call went to, and where each came from. False, without frames, if the chain has no
 * mark of the process, or what is read is of no use. */
static bool callchain_last_calls(struct callchain *c, const struct rawsample *s, bool swap)
{
    uint64_t mark = 0;

    for (;; mark++) {
        if (mark >= s->chain_count || mark >= CALLCHAIN_MOST)
            return false;
        if (bytes_load64(s->chain + 8 * mark, swap) == ABI_CONTEXT_USER)
            break;
    }
    for (uint64_t i = 0; i <= mark; i++)
        if (!callchain_entry(c, bytes_load64(s->chain + 8 * i, swap)))
            return false;
    if (s->branch_count > 0 && !callchain_entry(c, bytes_load64(s->branches + 8, swap)))
        return false;
    for (uint64_t i = 0; i < s->branch_count; i++)
        if (!callchain_entry(c, bytes_load64(s->branches + 24 * i, swap)))
            return false;
    return true;
}

void callchain_read(struct callframes *f, const struct callchain_maps *maps, const struct attr *a,
                    const struct rawsample *s, bool swap, struct ids *ids)
{
    struct callchain c = {f, maps, maps->user, ids};
    size_t count = 0;

    if ((a->sample_type & ABI_HAS_BRANCH_STACK) != 0
        && (a->branch_type & ABI_BRANCH_CALL_STACK) != 0 && callchain_last_calls(&c, s, swap))
        return;
    c.current = maps->user;
    for (uint64_t i = 0; i < s->chain_count && count < CALLCHAIN_MOST; i++) {
        uint64_t ip = bytes_load64(s->chain + 8 * i, swap);
        count += ip < ABI_CONTEXT_MAX;
        if (!callchain_entry(&c, ip))
            return;
    }
}
