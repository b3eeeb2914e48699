/*
 * The functions at an address of a module, as an addr2line that was asked
 * nothing before would tell them, which is how the Perl script asks.
 *
 * GNU's addr2line answers by what it was asked before, where the DWARF of a
 * function has no linkage name, as for C++'s static functions, lambdas and
 * anonymous namespaces (_bfd_dwarf2_find_nearest_line in binutils):
 *
 * - An address in such a function, inlined, gives the name of the symbol
 *   around it the first time, and the function's own name from then on.
 * - If such a function, not inlined, was asked for, its name becomes that of
 *   its symbol, with namespaces and arguments, in the answers for what is
 *   inlined into it as well.
 *
 * So each address is asked for twice, which tells the first kind. The callers
 * of a function are asked of a second process where the first may have other
 * names for them by now; that one is never asked for a function that is not
 * inlined. And if a function turns up within another symbol than before, as
 * with the cold parts of functions, a process is started to be asked this one
 * question.
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
    struct frametab asked;      /* names of functions that were asked for */
    struct frametab seen;       /* functions with their callers, alone and by symbol ... */
    struct slice *names;        /* ... and, by number there, the latter's first names */
    size_t capacity;
    struct arena arena;
};

/* `failures` as for addr2line_init(). */
void lookup_init(struct lookup *l, struct slice module, size_t *failures);

/* As addr2line_ask(). `symbol` is any text that tells the symbol around the
 * address from others. */
bool lookup_ask(struct lookup *l, uint64_t address, struct slice symbol,
                struct strbuf *answer);

/* Ends the processes; the next question would start them again. */
void lookup_stop(struct lookup *l);

void lookup_free(struct lookup *l);

#endif
