/* SPDX-License-Identifier: MIT */
/*
 * The symbols of the kernel and its modules: from vmlinux, if there is one that fits, else
 * from kallsyms, of the running kernel if it is the one that was recorded, else from perf's
 * cache.
 */
#ifndef FG_SYMBOLS_KERNEL_H
#define FG_SYMBOLS_KERNEL_H

#include "symbols/image.h"
#include "symbols/symbols.h"

/* A zeroed struct is not loaded, but for `failure`. */
struct kernel {
    bool loaded, referenced;
    bool placed;            /* the symbols are those of the recorded kernel */
    int *failure;           /* failure.h */
    struct strbuf text;     /* of kallsyms */
    struct image image;     /* or vmlinux */
    struct table table;
    struct strbuf reference;        /* a symbol, and where it was when recorded */
    uint64_t reference_address;
    uint64_t moved;         /* how far the symbols are from where they were */
};

/* Loads the symbols of the kernel with a build-id, which may be empty. *why says why there
 * are none. */
void kernel_load(struct kernel *k, const struct symbols_options *options, struct slice build_id,
                 struct strbuf *why);

/* Finds the symbol at an address: of the kernel if `module` is empty, else of the module. Its
 * name is appended, and *start set; false without one. */
bool kernel_find(struct kernel *k, struct slice module, uint64_t address, uint64_t *start,
                 struct strbuf *name);

/* See symbols_kernel_reach(). */
bool kernel_reach(const struct kernel *k, uint64_t *start, uint64_t *end);

void kernel_free(struct kernel *k);

#endif
