/*
 * The addresses of a module's symbols, by nm.
 */
#ifndef FG_PERF_INLINE_SYMBOLS_H
#define FG_PERF_INLINE_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "folded/frametab.h"

struct symbols {
    struct frametab names;
    uint64_t *addresses;    /* by the name's number */
    size_t capacity;
};

/* Reads the symbols of a module with nm, or the program that the environment
 * variable NM names. If that fails, a message says so and there are none. */
void symbols_read(struct symbols *s, const char *module);

/* The first address that nm printed for a name; false if there is none. */
bool symbols_find(struct symbols *s, struct slice name, uint64_t *address);

void symbols_free(struct symbols *s);

#endif
