/* SPDX-License-Identifier: MIT */
/*
 * The functions at an address of a module, as a freshly started addr2line reports them:
 * the Perl script starts one for each address.
 *
 * The answers of GNU addr2line depend on earlier questions where the DWARF of a function
 * has no linkage name, as for static functions, lambdas and anonymous namespaces of C++
 * (_bfd_dwarf2_find_nearest_line in binutils):
 *
 * - For an address in such a function that is inlined, the first answer gives the name of
 *   the symbol around it, and later answers the function's own name.
 * - Once such a function that is not inlined was asked for, all answers use the name of
 *   its symbol, with namespaces and arguments, also where something is inlined into it.
 *
 * So each address is asked for twice, which reveals the first case. The callers of a
 * function come from a second process if the first may have renamed them; that one is only
 * asked for inlined functions. And if a function turns up within another symbol than
 * before, as the cold parts of functions do, a new process is started for this question.
 */
#ifndef FG_PERF_INLINE_LOOKUP_H
#define FG_PERF_INLINE_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/frametab.h"
#include "perf/inline/addr2line.h"

struct lookup {
    struct addr2line any;       /* asked for every address */
    struct addr2line inlined;   /* asked for inlined functions only */
    struct strbuf failure;      /* of the first process that failed; empty without */
    bool broken;                /* a failure is this system's: addr2line.h */
    struct frametab asked;      /* names of functions that were asked for */
    struct frametab seen;       /* functions with their callers, alone and by symbol ... */
    struct slice *names;        /* ... and, by id there, the first names of the latter */
    size_t capacity;
    struct arena arena;
};

void lookup_init(struct lookup *l, struct slice module);

/* As addr2line_ask(). `symbol` is any text that distinguishes the symbol around the
 * address from others. */
bool lookup_ask(struct lookup *l, uint64_t address, struct slice symbol,
                struct strbuf *answer);

/* Ends the processes; the next question starts others. */
void lookup_stop(struct lookup *l);

#endif
