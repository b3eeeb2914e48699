/* SPDX-License-Identifier: MIT */
/*
 * What stackcollapse-perf-sched takes from the lines of perf script: as its script does,
 * and as perf means it.
 */
#ifndef FG_SCHED_TEXT_H
#define FG_SCHED_TEXT_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "perfscript/header.h"

enum { EVENT_SWITCH = 1, EVENT_WAKEUP = 2 };

/* The events that a line names. */
int sched_events(struct slice line);

/* The word after "key="; empty without one. */
struct slice sched_value(struct slice line, const char *key);

/* Whether a word that a ':' ends follows a blank. */
bool sched_has_time(struct slice line);

/* The second word, and those after it but the last. */
void sched_symbol(struct slice line, struct strbuf *to);

/* The threads of a wakeup. */
struct sched_wakeup {
    struct slice woken;         /* the command name after "comm=" */
    struct slice comm, waker;   /* the command name and the pid that the line begins with */
    struct slice rest;          /* what follows them */
};

/* As the script reads them: a command name is one word. */
struct sched_wakeup sched_wakeup(struct slice line);

/* As perf means them. */
struct sched_wakeup sched_meant_wakeup(struct slice line, const struct perfscript_header *header);

/* Whether the script cuts a command name. */
bool sched_is_cut(const struct sched_wakeup *read, struct sched_wakeup meant);

/* Whether it is certain that both command names are one word, and the second word the pid:
 * they are followed by "PID [CPU]" or a time, and by "pid=". */
bool sched_is_certain(struct slice line, const struct sched_wakeup *w);

/* The event of a header. */
int sched_meant_events(const struct perfscript_header *header);

/* The symbol of "ADDRESS SYMBOL+0x1f (MODULE)", without the offset; false for another
 * line. */
bool sched_meant_symbol(struct slice line, struct slice *symbol);

#endif
