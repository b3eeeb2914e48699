/* SPDX-License-Identifier: MIT */
/*
 * What formats share that dump the stacks of threads, leaf first: each stack counts once.
 */
#ifndef FG_THREADS_H
#define FG_THREADS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "collapse.h"

/* Pushes a caller onto the current stack. Frames without a name are left out up to the
 * first one that has a name, which is the leaf. */
void thread_push_caller(struct collapse *c, struct slice name);

/* Counts the current stack, if it has frames, and empties it. */
void thread_end(struct collapse *c);

/* Empties the current stack without counting it; whether it had frames. */
bool thread_drop(struct collapse *c);

/* Reads blanks and `count` words with a blank after each, as Perl matches
 * " *([^ ]*) ([^ ]*) ...": where words are missing, blanks before the first one stand for
 * empty words. */
bool thread_words(struct slice text, struct slice *words, size_t count);

#endif
