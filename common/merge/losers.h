/* SPDX-License-Identifier: MIT */
/*
 * A tree of losers (Knuth, The Art of Computer Programming 3, 5.4.1) over runs: which of
 * their newest stacks comes first. The runs share long beginnings, so each loser keeps how
 * many bytes it has in common with the stack that it lost against. As all who meet the
 * stack that follows a winner lost against that winner, these lengths mostly decide, and
 * no byte is compared twice.
 */
#ifndef FG_MERGE_LOSERS_H
#define FG_MERGE_LOSERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

struct loser {
    struct slice stack;
    size_t reach;       /* bytes in common with the winner, and 1; 0: the run is at its end */
};

struct losers {
    struct loser *runs;     /* by index: the newest stack of each */
    size_t *nodes;          /* the index that lost at each node; that of the winner at 0 */
    size_t count;
};

/* Makes a tree for `count` runs, 1 at least, which the caller then sets in `runs`, the
 * reach to 1 or 0. */
void losers_open(struct losers *l, size_t count);

/* Plays all games. */
void losers_start(struct losers *l);

/* The index of the run whose stack comes first; the lowest of several with the same. Its
 * reach is 0 when all are at their end. */
static inline size_t losers_first(const struct losers *l)
{
    return l->nodes[0];
}

/* Replaces the first run's stack by the one that follows it there, which has `common` bytes
 * at its beginning in common with it. */
void losers_replace(struct losers *l, struct slice stack, size_t common);

/* Ends the first run. */
void losers_end(struct losers *l);

void losers_close(struct losers *l);

#endif
