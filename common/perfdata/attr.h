/* SPDX-License-Identifier: MIT */
/*
 * The attributes of an event, perf_event_attr of any size.
 */
#ifndef FG_PERFDATA_ATTR_H
#define FG_PERFDATA_ATTR_H

#include <stdbool.h>
#include <stdint.h>

#include "perfdata/bytes.h"

/* The bits of `flags`, counted from 0. */
enum attr_flag {
    ATTR_EXCLUDE_USER = 4,
    ATTR_EXCLUDE_KERNEL = 5,
    ATTR_EXCLUDE_HV = 6,
    ATTR_PRECISE = 15,      /* two bits */
    ATTR_SAMPLE_ID_ALL = 18,
    ATTR_EXCLUDE_HOST = 19,
    ATTR_EXCLUDE_GUEST = 20,
    ATTR_FLAGS = 38         /* the known ones */
};

struct attr {
    uint32_t type;
    uint32_t size;          /* in bytes, in the recording */
    uint64_t config;
    uint64_t sample_period; /* or frequency */
    uint64_t sample_type;   /* of enum abi_sample */
    uint64_t flags;
    uint32_t bp_type;
    uint64_t bp_address;
    uint64_t branch_type;   /* of enum abi_branch */
    uint32_t stack_user;    /* bytes of stack in each sample */
    bool unknown;           /* it has fields of later versions that are not 0 */
};

enum { ATTR_LEAST = 64 };   /* the bytes of the first version */

/* Reads attributes, which are `n` bytes; false if they are malformed. */
bool attr_read(struct attr *a, struct bytes *b, size_t n);

static inline bool attr_has(const struct attr *a, enum attr_flag flag)
{
    return (a->flags >> flag & 1) != 0;
}

/* Why samples of this event cannot be read without perf; NULL if they can. */
const char *attr_needs_perf(const struct attr *a);

/* Why it takes perf if the recording's processor is `arch`, as uname names it; else NULL. */
const char *attr_arch_needs_perf(const struct attr *a, struct slice arch);

#endif
