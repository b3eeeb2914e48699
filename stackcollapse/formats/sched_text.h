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

/* Whether the first word of a wakeup is all of the command name, and the one after "comm="
 * too: they are followed by "PID [CPU]" or a time, and by "pid=". */
bool sched_is_certain(struct slice line);

/* The event of a header. */
int sched_meant_events(const struct perfscript_header *header);

/* What is between "key=" and `next`, blanks and all; empty without the key. */
struct slice sched_meant_value(struct slice line, const char *key, const char *next);

/* The symbol of "ADDRESS SYMBOL+0x1f (MODULE)", without the offset; false for another
 * line. */
bool sched_meant_symbol(struct slice line, struct slice *symbol);

#endif
