/* SPDX-License-Identifier: MIT */
/*
 * The names of functions, as `perf script` prints them: a module and an address in, a name
 * and where the function begins out.
 *
 *     struct symbols *s = symbols_new(&options);
 *     struct symbols_module *m = symbols_module(s, SYMBOLS_FILE, path, build_id, pid);
 *     struct symbols_found f = symbols_find(m, address);
 *     if (f.name.p != NULL)
 *         printf("%.*s+0x%" PRIx64, (int)f.name.n, f.name.p, address - f.start);
 *     symbols_free(s);
 *
 * It prints nothing, and what it cannot read has no names. Files may hold anything, and are
 * read, not mapped, since a mapped file that shrinks ends the process. SIGPIPE has to be
 * ignored (child.h). Not for several threads at once.
 */
#ifndef FG_SYMBOLS_SYMBOLS_H
#define FG_SYMBOLS_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* All modules of a recording. */
struct symbols;

/* Strings must outlive the modules; NULL stands for what perf does without the option. */
struct symbols_options {
    const char *symfs;      /* a folder that holds the files of the recorded machine */
    const char *kallsyms;   /* the kernel's symbols, in place of /proc/kallsyms */
    const char *vmlinux;    /* the kernel's ELF file */
    bool raw;               /* names are not demangled */
};

struct symbols *symbols_new(const struct symbols_options *options);

/* One file, or part of memory, as perf names it. */
struct symbols_module;

enum symbols_kind {
    SYMBOLS_FILE,           /* an ELF file; one named "/tmp/perf-..." has no names, as in perf */
    SYMBOLS_KERNEL,         /* "[kernel.kallsyms]" */
    SYMBOLS_KERNEL_MODULE,  /* "[ext4]" */
    SYMBOLS_VDSO,           /* "[vdso]" of this machine and this kind of process */
    SYMBOLS_VDSO_CACHED,    /* "[vdso]" as perf record stored it in its cache */
    SYMBOLS_PERF_MAP,       /* anonymous memory: "/tmp/perf-PID.map" */
    SYMBOLS_BPF             /* a program or trampoline of bpf: the name is its only symbol */
};

/* The module of that kind, name and build-id, valid until symbols_free(); the same for the
 * same three. `name` and `build_id` are copied; a build-id of length 0 is unknown. Nothing is
 * opened before the first symbols_find(). A pid is not needed: the name of a perf map has it. */
struct symbols_module *symbols_module(struct symbols *s, enum symbols_kind kind, struct slice name,
                                      struct slice build_id);

/* The kernel's symbols are moved so that `symbol` is at `address`, as it was when recorded:
 * what follows "]" in the name of the kernel's map, such as "_text", and that map's pgoff, unless
 * that is 0. Before the first symbols_find() of the kernel and its modules. */
void symbols_kernel_reference(struct symbols *s, struct slice symbol, uint64_t address);

struct symbols_found {
    struct slice name;      /* valid until symbols_free(); p is NULL: unknown */
    uint64_t start;         /* counted as the address that was asked for */
};

/*
 * The function at an address, which is, by kind of module:
 *
 *     file, vdso                  the offset in the file: address - start of the map + pgoff
 *     kernel, kernel module       the address itself
 *     perf map                    the address itself
 *     bpf                         address - start of the map; `start` is then 0
 */
struct symbols_found symbols_find(struct symbols_module *m, uint64_t address);

/* The addresses of the kernel's own symbols, up to but not including *end, after the first
 * symbols_find() in it; false without any. */
bool symbols_kernel_reach(const struct symbols *s, uint64_t *start, uint64_t *end);

/* Takes a line without a newline, without the program's name. */
typedef void symbols_say(void *context, const char *line);

/* Calls `say` once for each thing that names lack, such as a file that is not there: a line
 * without a newline, without the program's name. At most one line for each kind of trouble. */
void symbols_report(const struct symbols *s, symbols_say *say, void *context);

/* The error number of the system, such as EIO or EMFILE, for which files were not read that may
 * have names, or 0. */
int symbols_error(const struct symbols *s);

void symbols_free(struct symbols *s);

#endif
