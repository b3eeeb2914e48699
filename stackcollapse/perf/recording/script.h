/* SPDX-License-Identifier: MIT */
/* A child `perf script`: its text, its messages, its end. */
#ifndef FG_PERF_RECORDING_SCRIPT_H
#define FG_PERF_RECORDING_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/child.h"
#include "io/reader.h"

struct script_options {
    const char *file;       /* what perf opens, or "-": its standard input is `feed` and `head` */
    int input;              /* its standard input otherwise */
    struct reader *feed;
    struct slice head;
    const char *symfs;      /* the root folder of the recorded machine, or NULL */
    bool source_lines;
    bool bare;              /* no offsets */
};

/* A range of times in nanoseconds, both of which belong to it; 0: no limit. */
struct script_range {
    uint64_t from, to;
};

struct script {
    struct child child;
    int error;              /* why it could not be started or read, or 0 */
    bool started;
    bool ended;             /* nothing more comes from it */
    struct strbuf messages; /* the beginning of its standard error */
    size_t lines;           /* of it that are not blank */
    bool within;            /* the newest line has something, but no end */

    struct reader *feed;    /* NULL: it reads for itself */
    struct slice unfed;
    char *room;             /* of `unfed` after the head */
};

/* The program: PERF in the environment, or perf. */
const char *script_program(void);

/* Starts it; false, and `error`, if that fails. To be called by one thread at a time, so that no
 * other child inherits its pipes. */
bool script_start(struct script *s, const struct script_options *o,
                  const struct script_range *range);

/* Appends some text; false at the end, or if an interrupt comes. */
bool script_read(struct script *s, struct strbuf *text);

/* Waits for its end, and before that ends it if its text was not read to the end. Returns its
 * exit status as child_stop() does. */
int script_stop(struct script *s);

void script_free(struct script *s);

#endif
