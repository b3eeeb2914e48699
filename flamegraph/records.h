/*
 * RECORDS: the lines of the folded input in the order in which they are drawn.
 */
#ifndef FG_RECORDS_H
#define FG_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "arena.h"
#include "perl/number.h"
#include "slice.h"
#include "strbuf.h"

/* One line of the input, as text. */
struct records {
    struct slice *lines;    /* valid UTF-8; kept until records_free() */
    size_t count;
    size_t capacity;
    bool reverse;           /* the stacks are turned round, leaves first */
    struct arena arena;
    struct strbuf scratch;
    struct strbuf repaired;
};

/* One line, parsed. */
struct record {
    struct slice stack;     /* valid as long as the line */
    struct number count;    /* its width: the second count of a differential */
    bool has_delta;         /* there were two counts */
    struct number delta;    /* the second count less the first */
};

/* A stack without the empty frames at its end, which Perl's split drops. */
struct slice stack_trimmed(struct slice stack);

void records_init(struct records *r, bool reverse);
void records_free(struct records *r);

/* Takes a line of the input. What is no UTF-8 in it becomes U+FFFD. */
void records_add(struct records *r, struct slice line);

/* Puts the lines, counts included, into the order of their characters. */
void records_sort(struct records *r);

/* Parses line `i`; false if it has no count. */
bool records_get(const struct records *r, size_t i, struct record *record);

#endif
