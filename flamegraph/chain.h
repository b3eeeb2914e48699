/*
 * Chain graphs (--colors chain): a stack, and behind it those of its wakers.
 */
#ifndef FG_CHAIN_H
#define FG_CHAIN_H

#include "records.h"

/* Puts _[w] behind the frames of the wakers in all records. */
void chain_mark(struct records *records);

#endif
