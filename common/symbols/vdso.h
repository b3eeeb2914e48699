/* SPDX-License-Identifier: MIT */
/*
 * The vdso of this process: the ELF file that the kernel maps into each, "[vdso]".
 */
#ifndef FG_SYMBOLS_VDSO_H
#define FG_SYMBOLS_VDSO_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Reads it; false without one. `failure`: see failure.h. */
bool vdso_read(struct strbuf *memory, int *failure);

#endif
