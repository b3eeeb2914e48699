/* SPDX-License-Identifier: MIT */
/*
 * print-perfdata [--count|--modules|--kernel] FILE|-: the samples of perf.data as `perf script`
 * prints them, with all functions unknown; or how many there are, or what is asked of the
 * resolver. With --kernel this machine's symbols say how far its kernel reaches. Only for tests.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "perfdata/perfdata.h"
#include "symbols/symbols.h"

struct printer {
    const struct perfdata *reader;
    struct strbuf text;
    bool counts, modules;
    uint64_t samples, frames;
};

static void *print_module(void *context, enum perfdata_module_kind kind, struct slice name,
                          struct slice build_id)
{
    static const char *const kinds[] = {"file", "kernel", "kernel module", "vdso", "cached vdso",
                                        "perf map", "bpf"};
    const struct printer *p = context;

    if (p->modules) {
        printf("%s %.*s ", kinds[kind], (int)name.n, name.p);
        for (size_t i = 0; i < build_id.n; i++)
            printf("%02x", (unsigned char)build_id.p[i]);
        printf("\n");
    }
    return context;
}

static void print_reference(void *context, struct slice symbol, uint64_t address)
{
    const struct printer *p = context;

    if (p->modules)
        printf("reference %.*s %" PRIx64 "\n", (int)symbol.n, symbol.p, address);
}

static struct perfdata_function print_find(void *context, void *module, uint64_t address)
{
    struct perfdata_function unknown = {{NULL, 0}, 0};

    (void)context, (void)module, (void)address;
    return unknown;
}

static bool print_reach(void *context, void *module, uint64_t *start, uint64_t *end)
{
    const struct symbols_options options = {NULL, NULL, NULL, false};
    struct symbols *symbols = symbols_new(&options);
    struct slice none = slice_of("", 0);

    (void)context, (void)module;
    symbols_find(symbols_module(symbols, SYMBOLS_KERNEL, slice_str("[kernel.kallsyms]"), none), 0);
    bool reaches = symbols_kernel_reach(symbols, start, end);
    symbols_free(symbols);
    return reaches;
}

static int print_sample(void *context, const struct perfdata_sample *sample)
{
    struct printer *p = context;

    p->samples++;
    p->frames += sample->id_count;
    if (p->counts || p->modules)
        return 0;
    strbuf_clear(&p->text);
    perfdata_print(p->reader, sample, &p->text);
    return fwrite(p->text.p, 1, p->text.n, stdout) != p->text.n;
}

int main(int argc, char **argv)
{
    static struct printer printer;
    const char *option = argc == 3 ? argv[1] : "", *name = argv[argc - 1];
    struct perfdata_resolver resolver = {print_module, print_find,
                                         strcmp(option, "--kernel") == 0 ? print_reach : NULL,
                                         print_reference, &printer};
    int fd = strcmp(name, "-") == 0 ? 0 : open(name, O_RDONLY);
    struct perfdata *reader = perfdata_new(&resolver, print_sample, &printer);
    enum perfdata_status status;

    if (argc < 2 || fd < 0) {
        fprintf(stderr, "usage: print-perfdata [--count|--modules|--kernel] FILE|-\n");
        return 2;
    }
    printer.reader = reader;
    printer.counts = strcmp(option, "--count") == 0;
    printer.modules = strcmp(option, "--modules") == 0;
    status = perfdata_open(reader, fd, slice_of("", 0));
    if (status == PERFDATA_OK)
        status = perfdata_read(reader);
    if (printer.counts)
        printf("%" PRIu64 " samples, %" PRIu64 " frames, %zu distinct\n", printer.samples,
               printer.frames, perfdata_call_count(reader));
    if (status != PERFDATA_OK)
        fprintf(stderr, "%s: %s\n", name, perfdata_message(reader));
    perfdata_free(reader);
    strbuf_free(&printer.text);
    return (int)status;
}
