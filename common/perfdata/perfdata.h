/* SPDX-License-Identifier: MIT */
/*
 * A reader of perf.data, what `perf record` writes: samples in the order in which `perf script`
 * prints them, with the names of processes, modules and functions. Of either byte order, as a
 * file or as a pipe.
 *
 *     struct perfdata *p = perfdata_new(&resolver, handler, context);
 *     status = perfdata_open(p, fd, head);
 *     if (status == PERFDATA_OK)
 *         status = perfdata_read(p);
 *     if (status != PERFDATA_OK)
 *         say(perfdata_message(p));
 *     perfdata_free(p);
 *
 * Names of functions come from the caller's resolver. It prints nothing and opens nothing. A
 * recording may hold anything.
 */
#ifndef FG_PERFDATA_PERFDATA_H
#define FG_PERFDATA_PERFDATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "perfscript/text.h"

enum perfdata_status {
    PERFDATA_OK,
    PERFDATA_STOPPED,       /* the handler stopped it */
    PERFDATA_FAILED,        /* the recording is malformed, cut or unreadable; the samples before
                             * that were handed out */
    PERFDATA_NEEDS_PERF     /* this takes perf; samples that were handed out do not count */
};

/*
 * Names
 */

enum perfdata_module_kind {
    PERFDATA_FILE,
    PERFDATA_KERNEL,        /* "[kernel.kallsyms]" */
    PERFDATA_KERNEL_MODULE, /* "[ext4]" */
    PERFDATA_VDSO,
    PERFDATA_VDSO_CACHED,   /* perf record has stored it in its cache; perf looks nowhere else */
    PERFDATA_PERF_MAP,      /* anonymous memory: "/tmp/perf-PID.map" */
    PERFDATA_BPF,           /* a program of bpf, whose name is its only function */
    PERFDATA_NO_FILE        /* "[heap]" and the like: never resolved */
};

/* A function, whose name is valid as long as the resolver; p is NULL: unknown. */
struct perfdata_function {
    struct slice name;
    uint64_t start;         /* counted as the address that was asked for */
};

struct perfdata_resolver {
    /* The module of that kind, name and build-id, whose length is 0 if it is unknown; never NULL.
     * Called once for each before its first address. */
    void *(*module)(void *context, enum perfdata_module_kind kind, struct slice name,
                    struct slice build_id);
    /* The function at an address. For a file or vdso it is the offset in the file; for bpf,
     * counted from the beginning of the program; else the address itself. */
    struct perfdata_function (*find)(void *context, void *module, uint64_t address);
    /* The addresses that the kernel's symbols reach, up to but not including *end, once one of them
     * was looked for; false if it has none. NULL: as far as recorded. */
    bool (*reach)(void *context, void *module, uint64_t *start, uint64_t *end);
    /* The kernel's symbol was at this address when it was recorded. */
    void (*kernel_reference)(void *context, struct slice symbol, uint64_t address);
    void *context;
};

/*
 * Samples
 */

struct perfdata_sample {
    struct perfscript_sample values;    /* its parts `frames`, `trace`, `header` and `text` are
                                         * empty: see below */
    const uint32_t *ids;    /* the frames, the leaf first: perfdata_call() */
    size_t id_count;
    bool chain;             /* of an event with call chains; else one id, the instruction, which
                             * perf prints at the end of the header */
    uint32_t event_id;      /* from 0, in the order of the recording */
    unsigned has_printed;   /* of enum perfscript_has: what perf prints of the values */
    bool tracepoint;        /* the header ends with the fields of the tracepoint, not with the
                             * event and ':' */
    uint64_t ip;
};

/* Takes a sample, valid until the handler returns. Returns 0 to go on. */
typedef int perfdata_handler(void *context, const struct perfdata_sample *sample);

struct perfdata;

struct perfdata *perfdata_new(const struct perfdata_resolver *resolver, perfdata_handler *handler,
                              void *context);

/* Whether a file that begins so is perf.data. */
bool perfdata_is(struct slice head);

/* Reads what comes before the samples. `head` is what the caller has read from a descriptor that
 * cannot be read again; one that can is read from its beginning. PERFDATA_NEEDS_PERF is found
 * here, or in a pipe perhaps later. */
enum perfdata_status perfdata_open(struct perfdata *p, int fd, struct slice head);

/* The same for a recording in memory, which has to stay there. */
enum perfdata_status perfdata_open_bytes(struct perfdata *p, struct slice bytes);

/* Looks through a file, instead of reading it, for records that take perf. Returns
 * PERFDATA_NEEDS_PERF or PERFDATA_OK. */
enum perfdata_status perfdata_check(struct perfdata *p);

/* Reads the samples, up to the end or the first error. */
enum perfdata_status perfdata_read(struct perfdata *p);

/* What is wrong, and where, after PERFDATA_FAILED and PERFDATA_NEEDS_PERF; without the name of
 * the file. */
const char *perfdata_message(const struct perfdata *p);

/* A frame, by its id; equal ids are equal frames. Valid until the next sample; its strings, as
 * long as the reader. Its `address` is what perf prints. */
const struct perfscript_call *perfdata_call(const struct perfdata *p, uint32_t id);

/* How many ids there are so far: they are smaller than this. */
size_t perfdata_call_count(const struct perfdata *p);

/* The number of events, whose ids are smaller than this. */
size_t perfdata_event_count(const struct perfdata *p);

/* Appends its header as `perf script` prints it, without the end of the line; see below. */
void perfdata_print_header(const struct perfdata *p, const struct perfdata_sample *sample,
                           struct strbuf *text);

/* Appends a frame of a call stack, with its newline. */
void perfdata_print_frame(const struct perfscript_call *call, struct strbuf *text);

/* Appends the sample as `perf script` prints it, with "[trace]" for the fields of a
 * tracepoint. */
void perfdata_print(const struct perfdata *p, const struct perfdata_sample *sample,
                    struct strbuf *text);

void perfdata_free(struct perfdata *p);

#endif
