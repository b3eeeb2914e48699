/*
 * Python's numbers: how a float prints, and what int() and float() make of a
 * text. Only ASCII digits and blanks count, where Python takes Unicode's too.
 */
#ifndef FG_PYTHON_NUMBER_H
#define FG_PYTHON_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* The longest text below, without a NUL. */
enum { PYTHON_FLOAT_TEXT = 32 };

/* Writes repr() of a float, without a NUL: the fewest digits that read back as
 * the same double. Returns its length. */
size_t python_float_text(double value, char text[PYTHON_FLOAT_TEXT]);

/* As float(text): blanks around it, a sign, digits with single underscores
 * between them, a fraction, an exponent; inf, infinity, nan. False where Python
 * raises an error. `scratch` is overwritten. */
bool python_float(struct slice text, struct strbuf *scratch, double *value);

/* As int(text), whose decimal digits are appended, with a '-' before them where
 * it is negative; of any length, without zeros at the front. False, with nothing
 * appended, where Python raises an error. */
bool python_int(struct slice text, struct strbuf *to);

/* Likewise int() of a float, towards zero. */
bool python_int_of_float(double value, struct strbuf *to);

#endif
