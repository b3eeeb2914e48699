/* SPDX-License-Identifier: MIT */
#include "perfdata/eventname.h"

#include <inttypes.h>

#include "perfdata/abi.h"

static const char *const hardware[] = {
    "cycles", "instructions", "cache-references", "cache-misses", "branches", "branch-misses",
    "bus-cycles", "stalled-cycles-frontend", "stalled-cycles-backend", "ref-cycles"
};

static const char *const software[] = {
    "cpu-clock", "task-clock", "page-faults", "context-switches", "cpu-migrations",
    "minor-faults", "major-faults", "alignment-faults", "emulation-faults", "dummy"
};

static const char *const caches[] = {
    "L1-dcache", "L1-icache", "LLC", "dTLB", "iTLB", "branch", "node"
};

/* By operation, load, store and prefetch: all accesses, and misses. */
static const char *const accesses[][2] = {
    {"-loads", "-load-misses"}, {"-stores", "-store-misses"}, {"-prefetches", "-prefetch-misses"}
};

/* The modifiers, such as ":u" and ":ppp". */
static void eventname_modifiers(const struct attr *a, struct strbuf *name)
{
    const unsigned precise = (unsigned)(a->flags >> ATTR_PRECISE) & 3;
    const bool some = attr_has(a, ATTR_EXCLUDE_KERNEL) || attr_has(a, ATTR_EXCLUDE_USER)
                      || attr_has(a, ATTR_EXCLUDE_HV);
    const size_t before = name->n;

    strbuf_add_char(name, ':');
    if (some && !attr_has(a, ATTR_EXCLUDE_KERNEL))
        strbuf_add_char(name, 'k');
    if (some && !attr_has(a, ATTR_EXCLUDE_USER))
        strbuf_add_char(name, 'u');
    if (some && !attr_has(a, ATTR_EXCLUDE_HV))
        strbuf_add_char(name, 'h');
    for (unsigned i = 0; i < precise; i++)
        strbuf_add_char(name, 'p');
    if (attr_has(a, ATTR_EXCLUDE_HOST)
        || attr_has(a, ATTR_EXCLUDE_GUEST) == (some || precise > 0)) {
        if (!attr_has(a, ATTR_EXCLUDE_HOST))
            strbuf_add_char(name, 'H');
        if (!attr_has(a, ATTR_EXCLUDE_GUEST))
            strbuf_add_char(name, 'G');
    }
    if (name->n == before + 1)
        name->n = before;
}

static void eventname_cache(uint64_t config, struct strbuf *name)
{
    const uint64_t cache = config & 0xff, operation = config >> 8 & 0xff;
    const uint64_t result = config >> 16 & 0xff;

    if (cache >= sizeof caches / sizeof *caches)
        strbuf_add_str(name, "unknown-ext-hardware-cache-type");
    else if (operation >= 3)
        strbuf_add_str(name, "unknown-ext-hardware-cache-op");
    else if (result >= 2)
        strbuf_add_str(name, "unknown-ext-hardware-cache-result");
    else
        strbuf_printf(name, "%s%s", caches[cache], accesses[operation][result]);
}

static void eventname_breakpoint(const struct attr *a, struct strbuf *name)
{
    strbuf_printf(name, "mem:0x%" PRIx64 ":", a->bp_address);
    if ((a->bp_type & 1) != 0)
        strbuf_add_char(name, 'r');
    if ((a->bp_type & 2) != 0)
        strbuf_add_char(name, 'w');
    if ((a->bp_type & 4) != 0)
        strbuf_add_char(name, 'x');
}

void eventname_print(const struct attr *a, struct strbuf *name)
{
    const size_t at = (size_t)a->config;

    switch (a->type) {
    case ABI_HARDWARE:
        strbuf_add_str(name, a->config < sizeof hardware / sizeof *hardware ? hardware[at]
                                                                            : "unknown-hardware");
        break;
    case ABI_SOFTWARE:
        strbuf_add_str(name, a->config < sizeof software / sizeof *software ? software[at]
                                                                            : "unknown-software");
        break;
    case ABI_HW_CACHE:
        eventname_cache(a->config, name);
        break;
    case ABI_RAW:
        strbuf_printf(name, "raw 0x%" PRIx64, a->config);
        break;
    case ABI_BREAKPOINT:
        eventname_breakpoint(a, name);
        break;
    case ABI_TRACEPOINT:
        strbuf_add_str(name, "unknown tracepoint");
        return;
    default:
        strbuf_printf(name, "unknown attr type: %" PRIu32, a->type);
        return;
    }
    eventname_modifiers(a, name);
}
