/* SPDX-License-Identifier: MIT */
/*
 * Takes the place of common/io/child.c: no process is started, and the answers are a part
 * of the fuzz input. Each process that is started gets the next lines of them, and ends at a
 * line "\x1c", with status 1 if a letter follows that byte.
 */
#ifndef FUZZ_CHILD_H
#define FUZZ_CHILD_H

#include "checks.h"

extern struct text child_answers;
extern int child_started;     /* so far */

#endif
