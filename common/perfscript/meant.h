/* SPDX-License-Identifier: MIT */
/*
 * The lines of perf script as perf means them, where stackcollapse-perf.pl takes them for
 * something else.
 *
 *     w 4711 [000] 731.250012: 3344481 cycles:P:  7f10 [heap]     a header, with a period
 *             55e0c1f3a21b main+0x1b (/srv/app)
 *      insn: 48 89 e5                                             not a frame
 *     w 4711 [000] 731.250912: 3344481 cycles:P:  7f18 [heap]     ends the sample before it
 */
#ifndef FG_PERFSCRIPT_MEANT_H
#define FG_PERFSCRIPT_MEANT_H

#include <stdbool.h>

#include "perfscript/header.h"
#include "perfscript/text.h"

enum perfscript_meant {
    PERFSCRIPT_MEANT_END,       /* the empty line after a sample */
    PERFSCRIPT_MEANT_HEADER,
    PERFSCRIPT_MEANT_FRAME,
    PERFSCRIPT_MEANT_NOTHING,   /* a comment, or what -F +insn and the like print after it */
    PERFSCRIPT_MEANT_OTHER
};

/* Says what the line is; `within`: the current sample has frames. Without the CR at its
 * end, it replaces *line. Fills in *header for a header. */
enum perfscript_meant perfscript_meant(struct perfscript_line *line, bool within,
                                       struct perfscript_header *header);

#endif
