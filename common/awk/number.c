/* SPDX-License-Identifier: MIT */
#include "awk/number.h"

#include <math.h>
#include <stdio.h>

#include "base/chars.h"
#include "perl/number.h"

static bool is_sign(struct slice s, size_t at)
{
    return at < s.n && (s.p[at] == '-' || s.p[at] == '+');
}

/* Where the number at the beginning of a text ends, 0 without one. */
static size_t number_end(struct slice s)
{
    size_t from = skip_spaces(s, 0);

    if (is_sign(s, from))
        from++;
    size_t end = skip_digits(s, from);
    size_t digits = end - from;
    if (end < s.n && s.p[end] == '.') {
        size_t fraction = end + 1;
        end = skip_digits(s, fraction);
        digits += end - fraction;
    }
    if (digits == 0)
        return 0;
    if (end < s.n && (s.p[end] == 'e' || s.p[end] == 'E')) {
        size_t exponent = end + 1;
        if (is_sign(s, exponent))
            exponent++;
        if (skip_digits(s, exponent) > exponent)
            end = skip_digits(s, exponent);
    }
    return end;
}

double awk_number(struct slice text)
{
    text.n = number_end(text);
    return perl_double(perl_numify(text));
}

bool awk_is_true(struct slice text)
{
    size_t end = number_end(text);

    if (end > 0 && skip_spaces(text, end) == text.n)
        return awk_number(text) != 0;
    return text.n > 0;
}

size_t awk_number_text(double value, char text[AWK_NUMBER_TEXT])
{
    const char *format = "%.6g";

    if (value != 0 && fabs(value) < 1e15 && floor(value) == value)
        return perl_number_text(perl_real(value), text);    /* the same, but faster */
    if (!isfinite(value))
        format = "%+f";
    else if (floor(value) == value)
        format = "%.0f";
    return (size_t)snprintf(text, AWK_NUMBER_TEXT, format, value);
}
