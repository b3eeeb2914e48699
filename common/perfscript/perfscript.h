/* SPDX-License-Identifier: MIT */
/*
 * libperfscript: a parser for the text of `perf script`, which it takes in pieces of any
 * size.
 *
 *     worker 2 4242/4243 [001]  731.250012:    3344481 cpu-clock:
 *                 55e0c1f3a21b Shop::price+0x1b (/srv/app/shop)
 *             ffffffffa0e01c20 do_syscall_64+0x40 ([kernel.kallsyms])
 *     (an empty line)
 *
 * It has two levels. perfscript_samples() hands out whole samples, as perf means them.
 * perfscript_lines() hands out lines, as stackcollapse-perf.pl reads them.
 *
 *     struct perfscript *p = perfscript_samples(handler, context);
 *     while ((n = fread(piece, 1, sizeof piece, stdin)) > 0 && !status)
 *         status = perfscript_feed(p, piece, n);
 *     if (!status)
 *         status = perfscript_end(p);
 *     perfscript_free(p);
 *
 * A parser opens no file, prints nothing, never ends the process, and shares nothing with
 * other parsers: each thread may have its own. Text may hold any byte; it is not
 * NUL-terminated.
 */
#ifndef PERFSCRIPT_H
#define PERFSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of the input. A part that the input does not have has p == NULL. A program with a
 * type of its own that has the same two members may define PERFSCRIPT_TEXT as that. */
#ifndef PERFSCRIPT_TEXT
#define PERFSCRIPT_TEXT struct perfscript_text
struct perfscript_text {
    const char *p;
    size_t n;
};
#endif

/* What perfscript_feed() and perfscript_end() return. After anything but PERFSCRIPT_OK
 * the parser takes no more text: perfscript_feed() and perfscript_end() return the same
 * again. */
enum perfscript_status {
    PERFSCRIPT_OK,
    PERFSCRIPT_STOPPED,     /* the handler stopped it */
    PERFSCRIPT_NO_MEMORY
};

struct perfscript;

/*
 * Samples
 */

/* A frame of a call stack. Of functions that were inlined, perf prints a frame each. */
struct perfscript_call {
    PERFSCRIPT_TEXT symbol;     /* without its offset; "[unknown]" if perf knows none */
    PERFSCRIPT_TEXT module;     /* without the parentheses around it; p is NULL if the frame
                                 * is inlined, or perf prints no modules */
    PERFSCRIPT_TEXT source;     /* "shop.c:17", with perf script -F +srcline */
    uint64_t address;
    uint64_t offset;            /* from the beginning of the symbol, with -F +symoff */
    bool has_offset;
    bool inlined;
};

/* The numbers of a sample that the input has, or-ed together. */
enum perfscript_has {
    PERFSCRIPT_PID = 1,
    PERFSCRIPT_TID = 2,
    PERFSCRIPT_CPU = 4,
    PERFSCRIPT_TIME = 8,
    PERFSCRIPT_PERIOD = 16
};

/* A sample. A number that the input does not have is 0. */
struct perfscript_sample {
    unsigned has;               /* of enum perfscript_has */
    PERFSCRIPT_TEXT comm;       /* the command name, which may contain anything */
    int64_t pid;                /* -1 is what perf prints for a thread that ended */
    int64_t tid;                /* of a header with one id: that one, since perf prints the
                                 * tid without the pid unless -F +pid is given */
    int64_t cpu;
    uint64_t time;              /* nanoseconds since the machine started, mostly */
    int64_t period;
    PERFSCRIPT_TEXT event;      /* such as "cycles:u" or "sched:sched_switch" */
    PERFSCRIPT_TEXT trace;      /* what follows the event: the fields of a tracepoint, a data
                                 * address, or the only frame */
    const struct perfscript_call *frames;   /* the leaf first */
    size_t frame_count;
    PERFSCRIPT_TEXT header;     /* its first line */
    PERFSCRIPT_TEXT text;       /* all of its lines, with what is not said above */
    size_t line;                /* the number of its first line in the file, from 1 */
};

/* Takes a sample, which is valid, with all that it points to, until the handler returns.
 * Returns 0 to go on, and anything else to stop the parser. The handler must not call
 * perfscript_feed(), perfscript_end() or perfscript_free() for the same parser. */
typedef int perfscript_sample_handler(void *context, const struct perfscript_sample *sample);

/* A parser that hands out samples; NULL if there is no memory. `context` is passed to the
 * handler. */
struct perfscript *perfscript_samples(perfscript_sample_handler *handler, void *context);

/* What the parser has read. `other` lines are none of perf script's; the sample in which
 * they are is handed out without them. */
struct perfscript_counts {
    size_t samples;
    size_t records;         /* lines such as PERF_RECORD_COMM, which are not samples */
    size_t lost;            /* the events that perf record lost, as PERF_RECORD_LOST says */
    size_t other;
    size_t first_other;     /* the number of the first of these lines; 0 without any */
};
struct perfscript_counts perfscript_counted(const struct perfscript *p);

/*
 * Lines
 */

enum perfscript_kind {
    PERFSCRIPT_COMMENT,
    PERFSCRIPT_END,     /* the empty line after a sample */
    PERFSCRIPT_EVENT,
    PERFSCRIPT_FRAME,
    PERFSCRIPT_OTHER,   /* none of these */
    PERFSCRIPT_PLAIN    /* not parsed: perfscript_pass() */
};

/* An event header. */
struct perfscript_event {
    PERFSCRIPT_TEXT comm;   /* the command name, which may contain spaces */
    PERFSCRIPT_TEXT first;  /* digits: the pid of "pid/tid", or the only number */
    PERFSCRIPT_TEXT second; /* digits: the tid of "pid/tid" */
    PERFSCRIPT_TEXT period; /* digits; only with an event */
    PERFSCRIPT_TEXT event;  /* such as "cycles:u", if the line ends with it and ':' */
    bool plain;             /* it is certain that the parts are what perf means: the ids are
                             * followed by a time, the time by the event, and the command
                             * name has no ';', no time such as "1.5:", and no blank at its
                             * end */
};

struct perfscript_frame {
    PERFSCRIPT_TEXT pc;     /* the address, hexadecimal without 0x */
    PERFSCRIPT_TEXT symbol; /* with its +0x offset */
    PERFSCRIPT_TEXT module; /* without the parentheses around it */
};

/* A parsed line. The parts point into its text. */
struct perfscript_line {
    enum perfscript_kind kind;
    PERFSCRIPT_TEXT text;           /* without its newline */
    struct perfscript_event event;  /* PERFSCRIPT_EVENT */
    struct perfscript_frame frame;  /* PERFSCRIPT_FRAME */
};

/* Parses one line, given without its newline. Its kind depends on nothing but the line. As
 * in stackcollapse-perf.pl the first that fits counts: an empty line ends a sample; a
 * comment begins with '#'; an event header begins with a command name, a pid or tid, and
 * a space; a frame has an address, a symbol and, in parentheses, a module. */
void perfscript_parse(PERFSCRIPT_TEXT text, struct perfscript_line *line);

/* Takes a line, which is valid until the handler returns. The rest is as above. */
typedef int perfscript_line_handler(void *context, const struct perfscript_line *line);

/* A parser that hands out lines; NULL if there is no memory. */
struct perfscript *perfscript_lines(perfscript_line_handler *handler, void *context);

/* For the handler of lines: the next lines are not parsed, and handed out as
 * PERFSCRIPT_PLAIN. The source line after a frame, of -F +srcline, is such a line. */
void perfscript_pass(struct perfscript *p, size_t lines);

/* Counts lines that the caller has read without the parser. What was fed before must end
 * with a newline. */
void perfscript_skip(struct perfscript *p, size_t lines);

/*
 * Both
 */

/* Takes the next n bytes of the input, which the parser needs no longer when it returns. */
enum perfscript_status perfscript_feed(struct perfscript *p, const char *bytes, size_t n);

/* Ends the input: its last line needs no newline, and its last sample no empty line. */
enum perfscript_status perfscript_end(struct perfscript *p);

/* After perfscript_end(): what is fed next is another file, whose lines are numbered from
 * 1. In a parser of lines, a sample may go on there, as in stackcollapse-perf.pl. */
void perfscript_begin(struct perfscript *p);

/* The number of the newest line, from 1; 0 before it. */
size_t perfscript_line_number(const struct perfscript *p);

/* Does nothing for NULL. */
void perfscript_free(struct perfscript *p);

/* The version of the library, such as "1.0.0". */
const char *perfscript_version(void);

#ifdef __cplusplus
}
#endif

#endif
