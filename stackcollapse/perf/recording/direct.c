/* SPDX-License-Identifier: MIT */
#include "perf/recording/direct.h"

#include <signal.h>
#include <string.h>

#include "base/message.h"
#include "io/interrupt.h"
#include "symbols/symbols.h"

struct direct {
    const struct recording *recording;
    const struct recording_stages *stages;
    void *context;
    struct symbols *symbols;
    struct perfdata *reader;
    bool any;
};

static void *direct_module(void *context, enum perfdata_module_kind kind, struct slice name,
                           struct slice build_id)
{
    static const enum symbols_kind kinds[] = {
        [PERFDATA_FILE] = SYMBOLS_FILE, [PERFDATA_KERNEL] = SYMBOLS_KERNEL,
        [PERFDATA_KERNEL_MODULE] = SYMBOLS_KERNEL_MODULE, [PERFDATA_VDSO] = SYMBOLS_VDSO,
        [PERFDATA_VDSO_CACHED] = SYMBOLS_VDSO_CACHED,
        [PERFDATA_PERF_MAP] = SYMBOLS_PERF_MAP, [PERFDATA_BPF] = SYMBOLS_BPF
    };
    struct direct *d = context;

    return symbols_module(d->symbols, kinds[kind], name, build_id);
}

static struct perfdata_function direct_find(void *context, void *module, uint64_t address)
{
    struct symbols_found found = symbols_find(module, address);

    (void)context;
    return (struct perfdata_function){found.name, found.start};
}

static bool direct_reach(void *context, void *module, uint64_t *start, uint64_t *end)
{
    const struct direct *d = context;

    (void)module;
    return symbols_kernel_reach(d->symbols, start, end);
}

static void direct_kernel_reference(void *context, struct slice symbol, uint64_t address)
{
    struct direct *d = context;

    symbols_kernel_reference(d->symbols, symbol, address);
}

static int direct_sample(void *context, const struct perfdata_sample *sample)
{
    struct direct *d = context;

    d->any = true;
    d->stages->sample(d->context, d->reader, sample);
    return interrupt_signal() != 0;
}

static void direct_begin(struct direct *d)
{
    const struct symbols_options options = {.symfs = d->recording->symfs};
    const struct perfdata_resolver resolver = {direct_module, direct_find, direct_reach,
                                               direct_kernel_reference, d};

    d->symbols = symbols_new(&options);
    d->reader = perfdata_new(&resolver, direct_sample, d);
}

static void direct_end(struct direct *d)
{
    perfdata_free(d->reader);
    symbols_free(d->symbols);
}

bool direct_can(const struct recording *r, struct strbuf *why)
{
    struct direct d = {.recording = r};

    direct_begin(&d);
    enum perfdata_status status = perfdata_open(d.reader, r->reader->fd, r->head);
    if (status == PERFDATA_OK)
        status = perfdata_check(d.reader);
    if (status == PERFDATA_NEEDS_PERF)
        strbuf_add_str(why, perfdata_message(d.reader));
    direct_end(&d);
    return status != PERFDATA_NEEDS_PERF;
}

static void direct_report(void *context, const char *line)
{
    const struct direct *d = context;

    warn("%s: %s", d->recording->name, line);
}

enum recording_end direct_read(const struct recording *r, const struct recording_stages *stages,
                               void *context)
{
    struct direct d = {.recording = r, .stages = stages, .context = context};
    enum recording_end end = RECORDING_READ;

    interrupt_catch();
    signal(SIGPIPE, SIG_IGN);
    direct_begin(&d);
    enum perfdata_status status = perfdata_open(d.reader, r->reader->fd, r->head);
    if (status == PERFDATA_OK)
        status = perfdata_read(d.reader);
    if (interrupt_signal() != 0) {
        end = RECORDING_READ;
    } else if (status == PERFDATA_NEEDS_PERF) {
        warn("%s: cannot be read without perf: %s; use --via perf", r->name,
             perfdata_message(d.reader));
        end = RECORDING_FAILED;
    } else if (status == PERFDATA_FAILED) {
        warn("%s: %s; %s", r->name, perfdata_message(d.reader),
             d.any ? "what comes before is printed" : "no stacks come before");
        end = RECORDING_DAMAGED;
    } else if (!d.any) {
        end = RECORDING_EMPTY;
    }
    if (end != RECORDING_FAILED && symbols_error(d.symbols) != 0) {
        warn("%s: functions may lack their names, since reading files failed: %s", r->name,
             strerror(symbols_error(d.symbols)));
        end = RECORDING_DAMAGED;
    } else if (end != RECORDING_FAILED) {
        symbols_report(d.symbols, direct_report, &d);
    }
    direct_end(&d);
    return end;
}
