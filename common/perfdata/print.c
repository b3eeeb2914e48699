/* SPDX-License-Identifier: MIT */
/*
 * A sample as `perf script` prints it, with its columns.
 *
 *     app 12/12 [001]     5.500000:        100 cycles:
 *             7f10 qsort+0x1f (/lib/libc.so.6)
 */
#include <inttypes.h>

#include "perfdata/internal.h"

unsigned perfdata_printed(const struct perfdata *p, const struct event *event)
{
    const uint32_t type = event->attr.type;
    const unsigned fields = p->printed[type < ABI_TYPES ? type : ABI_TYPES];

    return ((fields & ABI_HAS_TID) != 0 ? PERFSCRIPT_TID : 0)
           | ((fields & ABI_HAS_CPU) != 0 ? PERFSCRIPT_CPU : 0)
           | ((fields & ABI_HAS_TIME) != 0 ? PERFSCRIPT_TIME : 0)
           | (type != ABI_TRACEPOINT ? PERFSCRIPT_PERIOD : 0);
}

static void print_padded(struct strbuf *text, struct slice s, size_t width)
{
    for (size_t i = s.n; i < width; i++)
        strbuf_add_char(text, ' ');
    strbuf_add(text, s);
}

void perfdata_print_header(const struct perfdata *p, const struct perfdata_sample *sample,
                           struct strbuf *text)
{
    const struct perfscript_sample *values = &sample->values;

    print_padded(text, values->comm, sample->chain ? 0 : 16);
    strbuf_add_char(text, ' ');
    if ((sample->has_printed & PERFSCRIPT_TID) != 0)
        strbuf_printf(text, "%5" PRId64 " ", values->tid);
    if ((sample->has_printed & PERFSCRIPT_CPU) != 0)
        strbuf_printf(text, "[%03" PRId64 "] ", values->cpu);
    if ((sample->has_printed & PERFSCRIPT_TIME) != 0)
        strbuf_printf(text, "%5" PRIu64 ".%06" PRIu64 ": ", values->time / 1000000000,
                      values->time % 1000000000 / 1000);
    if ((sample->has_printed & PERFSCRIPT_PERIOD) != 0)
        strbuf_printf(text, "%10" PRIu64 " ", (uint64_t)values->period);
    print_padded(text, values->event, p->events.name_width);
    strbuf_add_str(text, sample->tracepoint ? ": [trace]" : ": ");
}

static void print_frame(const struct perfscript_call *call, uint64_t address, struct strbuf *text)
{
    strbuf_printf(text, "%16" PRIx64 " ", address);
    strbuf_add(text, call->symbol);
    if (call->has_offset)
        strbuf_printf(text, "+0x%" PRIx64, call->offset);
    strbuf_add_str(text, " (");
    strbuf_add(text, call->module);
    strbuf_add_char(text, ')');
}

void perfdata_print_frame(const struct perfscript_call *call, struct strbuf *text)
{
    strbuf_add_char(text, '\t');
    print_frame(call, call->address, text);
    strbuf_add_char(text, '\n');
}

void perfdata_print(const struct perfdata *p, const struct perfdata_sample *sample,
                    struct strbuf *text)
{
    perfdata_print_header(p, sample, text);
    if (!sample->chain) {
        strbuf_add_char(text, ' ');
        print_frame(perfdata_call(p, sample->ids[0]), sample->ip, text);
        strbuf_add_char(text, '\n');
        return;
    }
    strbuf_add_char(text, '\n');
    for (size_t i = 0; i < sample->id_count; i++)
        perfdata_print_frame(perfdata_call(p, sample->ids[i]), text);
    strbuf_add_char(text, '\n');
}
