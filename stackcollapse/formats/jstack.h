/* SPDX-License-Identifier: MIT */
/* The parts of stackcollapse-jstack. */
#ifndef FG_JSTACK_H
#define FG_JSTACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "folded/stack.h"
#include "javathread.h"

enum {
    JSTACK_WAITS = JAVATHREAD_COUNT,
    JSTACK_CARRIER,
    JSTACK_MERGED,
    JSTACK_QUOTE,
    JSTACK_JHSDB,
    JSTACK_DEEP,
    JSTACK_LAST,
    JSTACK_CUT_JSON,
    JSTACK_OTHER_JSON
};

struct jstack {
    struct javathread thread;
    enum { STATE_UNKNOWN, STATE_RUNNABLE, STATE_OTHER } state;
    size_t states;          /* threads that have a state */

    /* Of the current thread: */
    bool in_file;           /* it is one of Thread.dump_to_file */
    bool carries;           /* it runs a virtual thread, and has no state */
    bool inside;            /* the next frame is not a leaf */
    struct stack carrier;   /* its own frames, if those of its virtual thread follow */
    struct note waits;      /* whether it only waits, and the line that shows it */
    struct note header;     /* its first line */

    struct strbuf json;     /* what was read of a file of JSON */
    const char *json_name;  /* its name; NULL: the current file is not JSON */
    size_t json_line;       /* where it begins */
};

/* jstack_waits.c */

/* Whether the JVM started the thread for itself, and the script knows it. */
bool jstack_is_background(struct slice name);

/* The same for what the script does not know. */
bool jstack_is_of_jvm(struct slice name);

/* What a function says of a RUNNABLE thread. */
enum jstack_kind {
    JSTACK_RUNS = 1,
    JSTACK_FUNCTION_WAITS,  /* it only waits, as the script sees it, too */
    JSTACK_LEAF_WAITS       /* it only waits if this is its leaf; the script does not know */
};

enum jstack_kind jstack_kind_of(struct slice function);

/* jstack_lines.c: whether a line belongs to a dump, but not to a stack. */
bool jstack_is_information(struct slice line);

/* jstack.c */

/* Begins a thread; `name` is without its quotes. */
void jstack_begin_thread(struct jstack *s, struct slice name);

/* The state of the current thread, as "RUNNABLE". */
void jstack_set_state(struct jstack *s, struct slice word);

/* A frame of the current thread, called by those before. */
void jstack_push(struct jstack *s, struct slice function);

/* Ends the current thread, and counts its stack if it is running. */
void jstack_end_thread(struct jstack *s);

/* jstack_file.c: the files that jcmd PID Thread.dump_to_file writes. */

/* Whether the line begins a thread, `#12 "main"`: it is begun. */
bool jstack_file_header(struct jstack *s, struct slice line);

/* A frame of such a thread, or what stands beside it. */
void jstack_file_line(struct jstack *s, struct slice line);

/* Takes a line of a file of JSON, or of several in a row; false if it is not one. */
bool jstack_json_line(struct jstack *s, struct slice line);

/* Reads the file of JSON that ended. */
void jstack_json_end(struct jstack *s);

#endif
