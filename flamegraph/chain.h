/* SPDX-License-Identifier: MIT */
/*
 * Chain graphs (--colors chain): stacks that go on with the stacks of their wakers.
 */
#ifndef FG_CHAIN_H
#define FG_CHAIN_H

#include "records.h"

/* Appends _[w] to the frames of the wakers in all records. */
void chain_mark(struct records *records);

#endif
