/* SPDX-License-Identifier: MIT */
/*
 * A parser for the output of `perf script`: takes its text in pieces of any size and
 * calls a handler for each event header, frame and end of a sample.
 *
 *     worker 2 4242/4243 [001]  731.250012:    3344481 cpu-clock:
 *                 55e0c1f3a21b Shop::price+0x1b (/srv/app/shop)
 *             ffffffffa0e01c20 do_syscall_64+0x40 ([kernel.kallsyms])
 *     (an empty line)
 *
 * The kind of a line depends on nothing but the line. As in stackcollapse-perf.pl the
 * first that fits counts: an empty line ends a sample; a comment begins with '#'; an event
 * header begins with a command name, a pid or tid, and a space; a frame has an address, a
 * symbol and, in parentheses, a module.
 *
 * This header is all that a user of the parser needs. A parser opens no files, prints
 * nothing and shares no state with other parsers.
 */
#ifndef FG_PERFSCRIPT_PERFSCRIPT_H
#define FG_PERFSCRIPT_PERFSCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum perfscript_kind {
    PERFSCRIPT_COMMENT,
    PERFSCRIPT_END,     /* the empty line after a sample */
    PERFSCRIPT_EVENT,
    PERFSCRIPT_FRAME,
    PERFSCRIPT_OTHER    /* none of these */
};

/* An event header. A part that is missing has p == NULL. */
struct perfscript_event {
    struct slice comm;      /* the command name, which may contain spaces */
    struct slice first;     /* digits: the pid of "pid/tid", or the only number */
    struct slice second;    /* digits: the tid of "pid/tid" */
    struct slice period;    /* digits; only with an event */
    struct slice event;     /* such as "cycles:u", if the line ends with it and ':' */
    bool plain;             /* it is certain that the parts are what perf means: the ids are
                             * followed by a time, the time by the event, and the command
                             * name has no ';' and no blank at its end (perfscript_parse()
                             * only) */
};

struct perfscript_frame {
    struct slice pc;        /* the address, hexadecimal without 0x */
    struct slice symbol;    /* with its +0x offset */
    struct slice module;    /* without the parentheses around it */
};

/* A parsed line. The slices point into its text. */
struct perfscript_line {
    enum perfscript_kind kind;
    struct slice text;
    struct perfscript_event event;  /* PERFSCRIPT_EVENT */
    struct perfscript_frame frame;  /* PERFSCRIPT_FRAME */
};

/* Parses a line, given without its newline. */
void perfscript_parse(struct slice text, struct perfscript_line *line);

/*
 * Parses what begins a header at `from`: the command name, two characters or more and as
 * short as possible, spaces, and the pid and tid, into e->comm, e->first and e->second.
 * Returns the position of the space after them; SLICE_NONE if the line is not a header.
 */
size_t perfscript_parse_process(struct slice line, size_t from, struct perfscript_event *e);

/*
 * Takes one parsed line, which is valid until it returns. Returns how many of the next
 * lines belong to this one, as the source line after a frame of `perf script -F +srcline`
 * does; these are not parsed but passed to the perfscript_source.
 */
typedef size_t perfscript_handler(void *context, const struct perfscript_line *line);
typedef void perfscript_source(void *context, struct slice text);

struct perfscript;

/* A parser that passes lines to `handler` and source lines to `source`, which may be NULL
 * if `handler` always returns 0. */
struct perfscript *perfscript_new(perfscript_handler *handler, perfscript_source *source,
                                  void *context);

/* Takes the next bytes of the input. */
void perfscript_feed(struct perfscript *p, struct slice bytes);

/* Counts lines that the caller read without the parser. The bytes fed before must end
 * with a newline. */
void perfscript_skip(struct perfscript *p, size_t lines);

/* Ends a file, whose last line needs no newline, and returns how many lines it had. A
 * sample may continue in the next file. */
size_t perfscript_end_file(struct perfscript *p);

/* The number of the newest line in its file, from 1. */
size_t perfscript_line_number(const struct perfscript *p);

void perfscript_free(struct perfscript *p);

#endif
