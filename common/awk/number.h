/* SPDX-License-Identifier: MIT */
/*
 * awk's numbers: all are doubles; those that are whole print as integers of
 * any length, the others as %.6g. The rules are gawk's.
 */
#ifndef FG_AWK_NUMBER_H
#define FG_AWK_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* What the number at the beginning of a text is worth, 0 without one. */
double awk_number(struct slice text);

/* Whether a text from the input or the command line counts as true: as a
 * number if it is one with nothing but blanks around it, else if it is not
 * empty. */
bool awk_is_true(struct slice text);

/* The longest text below, without a NUL. */
enum { AWK_NUMBER_TEXT = 320 };

/* Writes the text that awk prints, without a NUL; returns its length. */
size_t awk_number_text(double value, char text[AWK_NUMBER_TEXT]);

#endif
