/*
 * RECORDS: the lines of the folded input in the order in which they are drawn,
 * their frames as numbers.
 */
#ifndef FG_RECORDS_H
#define FG_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/frametab.h"
#include "folded/stack.h"
#include "folded/stacktext.h"
#include "perl/number.h"

/* One line of the input. */
struct record {
    size_t first, depth;    /* its frames in records.frames, the root first */
    struct perl_number count;    /* its width: the second count of a differential */
    bool has_delta;         /* there were two counts */
    struct perl_number delta;    /* the second count less the first */
    struct slice counts;    /* the text behind the stack */
};

struct records {
    struct record *lines;
    size_t count, capacity;
    size_t malformed;       /* lines without a count, which are left out */
    bool reverse;           /* the stacks are turned round, leaves first */
    bool sorted;            /* the lines came in order */
    struct frametab names;
    struct stack frames;    /* of all lines, one line behind the other */
    struct arena arena;
    struct stacktext reader;
    struct strbuf reversed;
    struct strbuf repaired;
};

void records_init(struct records *r, bool reverse);
void records_free(struct records *r);

/* Takes a line of the input. What is no UTF-8 in it becomes U+FFFD. */
void records_add(struct records *r, struct slice line);

/* Puts the lines, counts included, into the order of their characters. */
void records_sort(struct records *r);

/* The frames of a record, without the empty ones at its end, which Perl's split
 * drops; returns how many. Valid until a record is added. */
size_t records_frames(const struct records *r, const struct record *record,
                      const uint32_t **frames);

#endif
