/* SPDX-License-Identifier: MIT */
/*
 * FRAMES: merges records that are neighbours. Where the stacks of two of them begin
 * alike, their frames become one frame, as wide as both.
 *
 * The horizontal axis is called time: it is measured in counts and begins with 0 at the
 * left. Pixels are not known here.
 */
#ifndef FG_MERGE_H
#define FG_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "perl/number.h"
#include "records.h"

struct frame {
    struct slice name;          /* empty for the root */
    size_t depth;               /* 0 for the root */
    struct perl_number start;
    struct perl_number end;     /* rounded as Perl prints it */
    bool has_delta;
    struct perl_number delta;   /* of the stacks that end in this frame */
    bool dropped;               /* while merging: another frame took its place */
    size_t order;               /* how many frames began before it */
};

struct totals {
    struct perl_number time;            /* the sum of all counts */
    struct perl_number largest_delta;   /* without its sign; 1 at least */
    size_t malformed;                   /* lines without a count */
};

/* How many frames something happens to, and the name of the first. */
struct named_count {
    size_t count;
    struct slice first;
};

struct merge {
    struct frame *frames;   /* parents before children, from left to right */
    size_t count;
    size_t capacity;

    /* What the script's rules cost. */
    struct named_count replaced;    /* by frames without width (perl_ids.h) */
    struct named_count split;       /* drawn again (splits.h) */
    struct named_count unchanged;   /* of which a difference is not shown */
};

/* Adds up the records, in their order. */
void merge_totals(const struct records *records, struct totals *totals);

/* Merges the records into frames and keeps those that are at least `narrowest` wide. The
 * names stay in the records. With records->fix no frame takes the place of another, and
 * the differences of all lines of a stack add up. */
void merge_records(struct merge *m, const struct records *records,
                   struct perl_number narrowest);

void merge_free(struct merge *m);

#endif
