/* SPDX-License-Identifier: MIT */
/*
 * A thread in a dump of all threads of a JVM: frames, and a name that becomes the
 * root of their stack. A format's state begins with it, and its notes with
 * JAVATHREAD_NOTES.
 */
#ifndef FG_JAVATHREAD_H
#define FG_JAVATHREAD_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "javaframes.h"

struct javathread {
    struct collapse collapse;   /* the stack: the leaf first, without the name */
    struct javaframes frames;
    bool include_tname;
    bool include_tid;

    bool named;
    struct strbuf name;         /* empty unless `named` */
};

enum { JAVATHREAD_SEMICOLON = JAVAFRAMES_COUNT, JAVATHREAD_COUNT };

#define JAVATHREAD_NOTES JAVAFRAMES_NOTES, \
    {"thread has a name with ';', which becomes several frames", \
     "threads have names with ';', which become several frames", NULL, true}

extern const struct option javathread_options[];

/* The thread's name, in place of an earlier one. With --fix each ';' becomes ':'. */
void javathread_set_name(struct javathread *t, struct slice name);

/* Pushes the caller of the frames before, and returns what is known of it, valid until the
 * next call. */
struct javafunction *javathread_push(struct javathread *t, struct slice function);

/* Counts the thread's stack, if `counted` and not empty, and begins another thread. */
void javathread_end(struct javathread *t, bool counted);

#endif
