/*
 * SAMPLES: reads the text that `perf script` prints, in pieces of any size,
 * and hands out event headers, frames and ends of samples.
 *
 *     worker 2 4242/4243 [001]  731.250012:    3344481 cpu-clock:
 *                 55e0c1f3a21b Shop::price+0x1b (/srv/app/shop)
 *             ffffffffa0e01c20 do_syscall_64+0x40 ([kernel.kallsyms])
 *     (an empty line)
 *
 * What a line is is decided by the line alone, by the patterns of
 * stackcollapse-perf.pl in its order: a comment begins with '#'; an empty line
 * ends a sample; an event header begins with a command name, a pid or tid and
 * a blank; a frame has an address, a symbol and, in parentheses, a module.
 *
 * This header is all that a user of the parser needs. A parser opens no
 * files, prints nothing and shares nothing with another.
 */
#ifndef FG_PERFSCRIPT_PERFSCRIPT_H
#define FG_PERFSCRIPT_PERFSCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum perfscript_kind {
    PERFSCRIPT_COMMENT,
    PERFSCRIPT_END,     /* the empty line behind a sample */
    PERFSCRIPT_EVENT,
    PERFSCRIPT_FRAME,
    PERFSCRIPT_OTHER    /* none of these */
};

/* An event header. A slice whose p is NULL is not there. */
struct perfscript_event {
    struct slice comm;      /* the command name, with its blanks */
    struct slice first;     /* digits: the pid of "pid/tid", or the only number */
    struct slice second;    /* digits: the tid of "pid/tid" */
    struct slice period;    /* digits; only with an event */
    struct slice event;     /* as in "cycles:u", if the line ends with it and ':' */
};

struct perfscript_frame {
    struct slice pc;        /* the address, hexadecimal without 0x */
    struct slice symbol;    /* with its +0x offset */
    struct slice module;    /* without the parentheses around it */
};

/* One line, parsed. The slices lie within the line. */
struct perfscript_line {
    enum perfscript_kind kind;
    struct slice text;
    struct perfscript_event event;  /* PERFSCRIPT_EVENT */
    struct perfscript_frame frame;  /* PERFSCRIPT_FRAME */
};

/* Parses a line without its newline. */
void perfscript_parse(struct slice text, struct perfscript_line *line);

/*
 * Takes one parsed line, which is valid until it returns. The result is how
 * many of the lines that follow are no lines of their own but belong to this
 * one, as the source line behind a frame of `perf script -F +srcline`; they
 * are handed to perfscript_source.
 */
typedef size_t perfscript_handler(void *context, const struct perfscript_line *line);
typedef void perfscript_source(void *context, struct slice text);

struct perfscript;

/* A parser that hands lines to `handler` and source lines to `source`, which
 * may be NULL if `handler` always returns 0. */
struct perfscript *perfscript_new(perfscript_handler *handler, perfscript_source *source,
                                  void *context);

/* Takes the next bytes of the input. */
void perfscript_feed(struct perfscript *p, struct slice bytes);

/* Counts lines that the caller looked at without the parser; no line may be
 * unfinished. */
void perfscript_skip(struct perfscript *p, size_t lines);

/* Ends a file: its last line is a line even without a newline. Samples go on
 * across files, as the text of several files is one text. */
void perfscript_end_file(struct perfscript *p);

/* The number of the newest line in its file, from 1. */
size_t perfscript_line_number(const struct perfscript *p);

void perfscript_free(struct perfscript *p);

#endif
