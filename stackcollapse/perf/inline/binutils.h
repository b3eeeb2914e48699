/* SPDX-License-Identifier: MIT */
/*
 * Names of modules as arguments of programs of binutils, addr2line and nm.
 */
#ifndef FG_PERF_INLINE_BINUTILS_H
#define FG_PERF_INLINE_BINUTILS_H

#include "base/strbuf.h"

/* The argument that means the file `module`: these programs replace "@FILE" by the options
 * that the file holds, so "@x" becomes "./@x". Valid until `text` changes. */
char *binutils_operand(const char *module, struct strbuf *text);

#endif
