/* SPDX-License-Identifier: MIT */
/*
 * Symbols in text: /proc/kallsyms and files of its form, and /tmp/perf-PID.map, into which
 * programs that compile at run time write.
 *
 *     ffffffff81000000 T _text                7f3c2a001000 80 Interpreter
 *     ffffffffc0201000 t nf_hook [nf_tables]  7f3c2a001080 1c4 LazyCompile:~main app.js:3
 */
#ifndef FG_SYMBOLS_TEXT_H
#define FG_SYMBOLS_TEXT_H

#include "symbols/table.h"

/* Reads a whole file; false, with errno, if that fails. `failure`: see failure.h. */
bool text_read(const char *path, struct strbuf *text, int *failure);

/* Reads a perf map, whoever owns it, as perf 6.1 does: a profile by root of a user's process
 * needs that. But in /tmp anyone may put anything, so that only a regular file is read, through
 * no symbolic link of others. False, with *why saying why not. */
bool text_read_map(const char *path, struct strbuf *text, struct strbuf *why, int *failure);

/* They add symbols, sorted and finished. The name of one is its offset in the text, and ends
 * with text_name(). Those of kallsyms are found at their starts alone if not `whole`, as by perf
 * when it does not know how far they were moved. */
void text_load_kallsyms(struct slice text, struct table *table, bool whole);
void text_load_map(struct slice text, struct table *table);

/* The rest of the line. */
struct slice text_name(struct slice text, uint32_t offset);

/* Removes the name of a kernel module from the end of a name, and returns it: empty without
 * one. */
struct slice text_cut_module(struct slice *name);

/* The address of a function of the kernel by its name, in the text of kallsyms. */
bool text_address(struct slice text, struct slice name, uint64_t *address);

#endif
