/* SPDX-License-Identifier: MIT */
/*
 * The entries of .plt, through which a file calls functions of others, as perf 6.1 names them:
 * the n-th after the header is of the n-th relocation. Entries of .plt.sec and .plt.got have
 * no names there.
 */
#ifndef FG_SYMBOLS_PLT_H
#define FG_SYMBOLS_PLT_H

#include "symbols/elf.h"
#include "symbols/table.h"

/* Adds the entries, as the third load. The name of each is that of a symbol of the section
 * .dynsym, whose index is given as its name. */
void plt_load(struct elf *e, const struct elf_section *dynsym, struct table *table);

#endif
