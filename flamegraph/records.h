/* SPDX-License-Identifier: MIT */
/*
 * RECORDS: the lines of the folded input in the order in which they are drawn, their
 * frames as ids.
 */
#ifndef FG_RECORDS_H
#define FG_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ids.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/foldfault.h"
#include "folded/frametab.h"
#include "folded/stack.h"
#include "folded/stacktext.h"
#include "io/notes.h"
#include "perl/number.h"

/* One line of the input. */
struct record {
    size_t depth;               /* how many frames it has, the root first */
    size_t same;                /* how many of them are those of the record before, ... */
    size_t first;               /* ... and where the others are in records.frames */
    struct perl_number count;   /* its width: the second count of a differential */
    bool has_delta;             /* there were two counts */
    struct perl_number delta;   /* the second count less the first */
    struct slice counts;        /* the text after the stack */
};

struct records {
    struct record *lines;
    size_t count, capacity;
    size_t malformed;           /* lines without a count, which are left out */
    bool reverse;               /* the stacks are reversed, leaves first */
    bool fix;                   /* lines are read as they are meant (foldfault.h) */
    bool sorted;                /* the lines came in order */
    bool shared;                /* some record has only the frames that the one before has not */
    size_t threads;             /* to sort with; 0: as 1 */
    bool by_text;               /* the order is that of records_sort() */
    double narrow;              /* frames that no neighbour shares may be left out of lines ... */
    uint64_t sum;               /* ... whose count is below this share of the sum; 0: of none */
    uint64_t sum_before;        /* of that, what comes before a piece */
    bool leaves_out;            /* that is done when lines are added, not when they are sorted */
    bool left_out;              /* it was done */
    const char *file;           /* the file of the newest line; NULL: unknown */
    size_t line;                /* its number */
    bool recognized;            /* a message says that they are another format's */
    struct notes faults;        /* of lines without a count */
    struct note invalid;        /* lines that are not UTF-8 */
    struct note columns[2];     /* lines with one count, and with two */
    struct frametab names;
    uint32_t *frames;           /* the ids of the frames of all lines, line after line */
    size_t frame_count, frame_capacity;
    struct arena arena;
    struct stacktext reader;
    struct strbuf reversed;
    struct strbuf repaired;
    bool piece;                 /* see records_append() */
    struct strbuf first;        /* the first line of a piece */
};

void records_init(struct records *r, bool reverse);
void records_free(struct records *r);

/* The same for a piece of the records `whole`, with its options. */
void records_init_piece(struct records *piece, const struct records *whole);

/* Ends a piece: no line is added. */
void records_end_piece(struct records *piece);

/* Adds an ended piece, whose file goes on with it, to the records, and empties it; `names` are
 * the ids that its names have there, empty at first. */
void records_append(struct records *r, struct records *piece, struct ids *names);

/* Before lines are added: leaves out frames that are in one line alone, where neighbours share
 * frames, but for one, if the line's count is below this share of all counts: frames below it are
 * not drawn. With `at_once` that is done when lines are added, else when they are sorted. */
void records_leave_out(struct records *r, double share, bool at_once);

/* Whether frames that matter were left out of lines: since they are to be sorted, and are not in
 * order, or since a later count is not a whole number. */
bool records_lack_frames(const struct records *r, bool sort);

/* Whether frames that only this line has are too narrow to be drawn, as far as the sum is known.
 * Those without width, and those whose ends are rounded, may be taken for others (perl_ids.h). */
bool records_is_narrow(const struct records *r, const struct record *record);

/* Adds a line of the input. Invalid UTF-8 becomes U+FFFD. What is wrong with the line is
 * noted. */
void records_add(struct records *r, struct slice line);

/* Appends frames to r->frames; the caller makes them part of a record. */
void records_add_frames(struct records *r, const uint32_t *ids, size_t count);

/* Sorts the lines, counts included, by their characters. */
void records_sort(struct records *r);

/* Gives each record all of its frames. */
void records_unshare(struct records *r);

/* Makes `stack`, which has the frames of the record before, those of this one. */
void records_step(const struct records *r, const struct record *record, struct stack *stack);

/* How many frames are left without the empty ones at the end, which Perl's split drops. */
size_t records_depth(const struct records *r, const uint32_t *frames, size_t depth);

/* The frames of a record without those; returns how many. None are shared. Valid until a
 * record is added. */
size_t records_frames(const struct records *r, const struct record *record,
                      const uint32_t **frames);

#endif
