/* SPDX-License-Identifier: MIT */
/*
 * The addresses of the symbols of a module, from nm.
 */
#ifndef FG_PERF_INLINE_NM_H
#define FG_PERF_INLINE_NM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/frametab.h"

struct nm {
    struct frametab names;
    uint64_t *addresses;    /* by the id of the name */
    size_t capacity;
    bool broken;            /* reading failed in this system, not in nm */
};

/* Reads the symbols of a module with nm, or the program that the environment variable NM
 * names. False if that fails: some or all are missing, and `failure` gets the reason. */
bool nm_read(struct nm *s, const char *module, struct strbuf *failure);

/* The first address that nm printed for a name; false if there is none. */
bool nm_find(struct nm *s, struct slice name, uint64_t *address);

#endif
