/*
 * FRAMES: merges records that are neighbours. Where the stacks of two of them
 * begin alike, their frames are one frame, as wide as both.
 *
 * Widths are counts ("time"), from 0 at the left. Pixels are of no concern.
 */
#ifndef FG_MERGE_H
#define FG_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "perl/number.h"
#include "records.h"

struct frame {
    struct slice name;      /* empty for the root */
    size_t depth;           /* 0 for the root */
    struct perl_number start;    /* where it begins ... */
    struct perl_number end;      /* ... and ends, as far as %.15g tells */
    bool has_delta;
    struct perl_number delta;    /* of the stacks that end in this frame */
    bool dropped;           /* while merging */
    size_t number;          /* in the order in which they begin */
};

struct totals {
    struct perl_number time;         /* the sum of all counts */
    struct perl_number largest_delta;    /* without its sign, 1 at least */
    size_t malformed;           /* lines without a count */
};

struct merge {
    struct frame *frames;   /* parents before children, from left to right */
    size_t count;
    size_t capacity;
};

/* Adds up what is in the records, in their order. */
void merge_totals(const struct records *records, struct totals *totals);

/* Merges the records into the frames that are not narrower than `narrowest`.
 * The names lie in the records. */
void merge_records(struct merge *m, const struct records *records, struct perl_number narrowest);

void merge_free(struct merge *m);

#endif
