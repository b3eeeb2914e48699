/* SPDX-License-Identifier: MIT */
/*
 * Lines with two counts among lines with one: "thread 4711 5" is not a difference, but a
 * frame whose name ends in a number.
 */
#ifndef FG_COLUMNS_H
#define FG_COLUMNS_H

#include <stdbool.h>

#include "records.h"

/* Whether there are both, and those with one count are more than a tenth: a difference has
 * two in each line, so the first of two is part of a name. */
bool columns_are_names(const struct records *r);

/* Makes these numbers part of the names. Records that are sorted stay so, unless they are
 * reversed. */
void columns_join(struct records *r);

#endif
