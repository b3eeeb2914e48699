/* SPDX-License-Identifier: MIT */
/*
 * Names of modules as arguments of programs of binutils, addr2line and nm.
 */
#ifndef FG_PERF_INLINE_BINUTILS_H
#define FG_PERF_INLINE_BINUTILS_H

#include "base/strbuf.h"

/* The argument that means the file `module`: these programs replace "@FILE" by the options
 * that the file holds, and some take "-" for standard input, so "@x" becomes "./@x" and "-x"
 * "./-x". Valid until `text` changes. */
char *binutils_operand(const char *module, struct strbuf *text);

#endif
