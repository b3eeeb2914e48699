/* SPDX-License-Identifier: MIT */
/* Names of events without one, and tracepoints whose text may look like an event. */
#include "perfdata/eventname.h"
#include "perfdata/tracing.h"

#include "test.h"

#define FLAG(flag) ((uint64_t)1 << (flag))

static const struct {
    struct attr attr;
    const char *name;
} names[] = {
    {{.type = 0, .config = 0, .flags = FLAG(ATTR_EXCLUDE_GUEST)}, "cycles"},
    {{.type = 0, .config = 0, .flags = 0}, "cycles:HG"},
    {{.type = 0, .config = 1, .flags = FLAG(ATTR_EXCLUDE_KERNEL) | FLAG(ATTR_EXCLUDE_HV)},
     "instructions:u"},
    {{.type = 0, .config = 1, .flags = FLAG(ATTR_EXCLUDE_USER)}, "instructions:kh"},
    {{.type = 0, .config = 9, .flags = FLAG(ATTR_EXCLUDE_GUEST) | FLAG(ATTR_EXCLUDE_USER)},
     "ref-cycles:khH"},
    {{.type = 0, .config = 10, .flags = FLAG(ATTR_EXCLUDE_GUEST)}, "unknown-hardware"},
    {{.type = 1, .config = 10, .flags = FLAG(ATTR_EXCLUDE_GUEST)}, "unknown-software"},
    {{.type = 1, .config = 0, .flags = (uint64_t)3 << ATTR_PRECISE}, "cpu-clock:ppp"},
    {{.type = 1, .config = 9, .flags = FLAG(ATTR_EXCLUDE_HOST)}, "dummy:G"},
    {{.type = 3, .config = 0x10100, .flags = FLAG(ATTR_EXCLUDE_GUEST)}, "L1-dcache-store-misses"},
    {{.type = 3, .config = 0x10206, .flags = FLAG(ATTR_EXCLUDE_GUEST)}, "node-prefetch-misses"},
    {{.type = 3, .config = 7, .flags = FLAG(ATTR_EXCLUDE_GUEST)},
     "unknown-ext-hardware-cache-type"},
    {{.type = 3, .config = 0x300, .flags = FLAG(ATTR_EXCLUDE_GUEST)},
     "unknown-ext-hardware-cache-op"},
    {{.type = 3, .config = 0x20000, .flags = FLAG(ATTR_EXCLUDE_GUEST)},
     "unknown-ext-hardware-cache-result"},
    {{.type = 4, .config = 0x1ab, .flags = FLAG(ATTR_EXCLUDE_GUEST)}, "raw 0x1ab"},
    {{.type = 5, .bp_type = 3, .bp_address = 0x1000, .flags = FLAG(ATTR_EXCLUDE_GUEST)},
     "mem:0x1000:rw"},
    {{.type = 5, .bp_type = 4, .bp_address = 0x1000, .flags = FLAG(ATTR_EXCLUDE_GUEST)},
     "mem:0x1000:x"},
    {{.type = 2, .config = 7}, "unknown tracepoint"},
    {{.type = 9}, "unknown attr type: 9"},
};

static const struct {
    const char *system, *format;
    bool vague;
} formats[] = {
    {"sched", "print fmt: \"prio=%d\", REC->prio\n", false},
    {"sched", "print fmt: \"comm=%s\", REC->comm\n", true},
    {"irq", "print fmt: \"ret=%s\", REC->ret ? \"handled\" : \"unhandled\"\n", false},
    {"irq", "print fmt: \"ret=%-10s\", REC->ret ? \"a:\" : \"b\"\n", true},
    {"irq", "print fmt: \"ret: %s\", REC->ret ? \"a\" : \"\"\n", true},
    {"irq", "print fmt: \"flags=%s\", __print_flags(REC->f, \"|\", {1, \"a,b\"}), __get_str(x)\n",
     true},
    {"x", "print fmt: \"name=%s pages\", REC->name\n", false},
    {"x", "print fmt: \"state: \"\n", true},
    {"x", "print fmt: \"state:\"\n", true},
    {"x", "print fmt: \"char=%c\", REC->c\n", true},
    {"x", "print fmt: \"a\" \"b\", REC->c\n", true},
    {"x", "print fmt: \"\"\n", true},
    {"x", "name: y\n", true},
    {"x", "print fmt: \"cut", true},
    {"kvm", "print fmt: \"prio=%d\", REC->prio\n", true},
};

int main(void)
{
    struct strbuf text = {0};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        strbuf_clear(&text);
        eventname_print(&names[i].attr, &text);
        CHECK_EQ_SLICE(strbuf_slice(&text), slice_str(names[i].name));
    }
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        test_case = formats[i].format;
        CHECK(tracing_is_vague(slice_str(formats[i].system), slice_str(formats[i].format))
              == formats[i].vague);
    }
    strbuf_free(&text);
    return test_report();
}
