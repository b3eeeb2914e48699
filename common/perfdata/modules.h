/* SPDX-License-Identifier: MIT */
/*
 * The files and kinds of memory that are mapped, by ids, and what perf calls them.
 */
#ifndef FG_PERFDATA_MODULES_H
#define FG_PERFDATA_MODULES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/htab.h"
#include "perfdata/perfdata.h"

struct module {
    enum perfdata_module_kind kind;
    struct slice name;
    struct slice build_id;
    void *resolved;             /* of the resolver; NULL before the first look-up */
};

struct modules_id;

struct modules {
    struct module *list;
    size_t count, capacity;
    struct htab index;
    struct htab ids_index;      /* of build-ids by file name */
    struct modules_id *ids;
    size_t id_count, id_capacity;
    struct arena arena;
    struct hash_key key;
    struct strbuf text;
};

void modules_init(struct modules *m);

/* The build-id of the file, for what is mapped later without one. */
void modules_add_build_id(struct modules *m, struct slice name, struct slice build_id);

/* What is known of a map beside its name, or-ed together. */
enum modules_of { MODULES_EXECUTABLE = 1, MODULES_HUGE_PAGES = 2 };

/* The id of what a process maps under that name; whether addresses in it are looked up as they
 * are. */
uint32_t modules_of_process(struct modules *m, struct slice name, struct slice build_id,
                            int32_t pid, unsigned of, bool *identity);

/* The id of a module of the kernel, given by its file or as "[NAME]". */
uint32_t modules_of_kernel(struct modules *m, struct slice name, struct slice build_id);

uint32_t modules_find(struct modules *m, enum perfdata_module_kind kind, struct slice name,
                      struct slice build_id);

void modules_free(struct modules *m);

#endif
