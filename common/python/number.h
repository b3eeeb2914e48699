/* SPDX-License-Identifier: MIT */
/*
 * Python's numbers: repr() of a float, and int() and float() of a text. Only ASCII
 * digits and blanks are recognized, where Python accepts those of Unicode too.
 */
#ifndef FG_PYTHON_NUMBER_H
#define FG_PYTHON_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* The longest text of a float, without a NUL. */
enum { PYTHON_FLOAT_TEXT = 32 };

/* Writes repr() of a float, the fewest digits that read back as the same double, without
 * a NUL. Returns the length. */
size_t python_float_text(double value, char text[PYTHON_FLOAT_TEXT]);

/* float(text): blanks around a number, a sign, single underscores between digits, a
 * fraction, an exponent; inf, infinity, nan. False where Python raises an error.
 * `scratch` is overwritten. */
bool python_float(struct slice text, struct strbuf *scratch, double *value);

/* Appends int(text) in decimal, of any length, without leading zeros. False, with
 * nothing appended, where Python raises an error. */
bool python_int(struct slice text, struct strbuf *to);

/* Appends int() of a float, which rounds towards zero. False where Python raises an
 * error. */
bool python_int_of_float(double value, struct strbuf *to);

#endif
