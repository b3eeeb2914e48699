/* SPDX-License-Identifier: MIT */
#include "python/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/chars.h"

/* The digits d.ddd and the exponent of a finite double. */
struct decimal {
    char digits[20];
    int count;
    int exponent;
};

static double decimal_value(const struct decimal *d)
{
    char text[40];

    snprintf(text, sizeof text, "%c.%.*se%d", d->digits[0], d->count - 1, d->digits + 1,
             d->exponent);
    return strtod(text, NULL);
}

/* The `count` digits nearest to a value that is not negative. */
static struct decimal decimal_nearest(double value, int count)
{
    struct decimal d = {"", count, 0};
    char text[40];

    snprintf(text, sizeof text, "%.*e", count - 1, value);
    d.digits[0] = text[0];
    if (count > 1)
        memcpy(d.digits + 1, text + 2, (size_t)count - 1);
    d.exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    return d;
}

/* Adds 1 to the last digit; false if that needs a carry. */
static bool decimal_increment(struct decimal *d)
{
    return d->digits[d->count - 1]++ < '9';
}

/* The fewest digits that read back as `value`. Above a power of two doubles lie half as
 * dense as below it, so the next greater digits may read back where the nearest do not.
 * Fifteen digits always survive in a normal double, so a shorter text is the beginning
 * of these, with zeros after it; only subnormal numbers need a search from one digit. */
static struct decimal decimal_shortest(double value)
{
    int exponent;
    bool power_of_two = frexp(value, &exponent) == 0.5;
    struct decimal d;

    for (int count = value < DBL_MIN ? 1 : DBL_DIG;; count++) {
        d = decimal_nearest(value, count);
        if (count == 17 || decimal_value(&d) == value)
            return d;
        if (power_of_two && decimal_increment(&d) && decimal_value(&d) == value)
            return d;
    }
}

/* As 1.5e+16 or 1e-05; as 1234.0 or 0.0012 for exponents from -4 to 15. */
static size_t decimal_text(const struct decimal *d, char *text)
{
    int n = d->count;
    int e = d->exponent;

    while (n > 1 && d->digits[n - 1] == '0')
        n--;
    if (e < -4 || e >= 16)
        return (size_t)sprintf(text, "%c%s%.*se%c%02d", d->digits[0], n > 1 ? "." : "", n - 1,
                               d->digits + 1, e < 0 ? '-' : '+', abs(e));
    if (e < 0)
        return (size_t)sprintf(text, "0.%.*s%.*s", -e - 1, "0000", n, d->digits);
    if (e >= n - 1)
        return (size_t)sprintf(text, "%.*s%.*s.0", n, d->digits, e - (n - 1),
                               "000000000000000");
    return (size_t)sprintf(text, "%.*s.%.*s", e + 1, d->digits, n - e - 1, d->digits + e + 1);
}

size_t python_float_text(double value, char text[PYTHON_FLOAT_TEXT])
{
    size_t sign = 0;

    if (isnan(value))
        return (size_t)sprintf(text, "nan");
    if (signbit(value))
        text[sign++] = '-';
    value = fabs(value);
    if (isinf(value))
        return sign + (size_t)sprintf(text + sign, "inf");
    if (value < 1e15 && value == floor(value))
        return sign + (size_t)sprintf(text + sign, "%.1f", value);
    struct decimal d = decimal_shortest(value);
    return sign + decimal_text(&d, text + sign);
}

/* As Python's strip(). */
static struct slice python_strip(struct slice text)
{
    while (text.n > 0 && is_space(text.p[0]))
        text = slice_from(text, 1);
    while (text.n > 0 && is_space(text.p[text.n - 1]))
        text.n--;
    return text;
}

/* Moves digits from the beginning of `text` to `to`, and drops underscores between
 * them. */
static bool move_digits(struct slice *text, struct strbuf *to)
{
    size_t at = 0;

    while (at < text->n) {
        bool underscore = text->p[at] == '_' && at > 0;
        size_t digit = at + underscore;
        if (digit == text->n || !is_digit(text->p[digit]))
            break;
        strbuf_add_char(to, text->p[digit]);
        at = digit + 1;
    }
    *text = slice_from(*text, at);
    return at > 0;
}

/* Moves the first character if it is `one` or `other`. */
static bool move_char(struct slice *text, char one, char other, struct strbuf *to)
{
    if (text->n == 0 || (text->p[0] != one && text->p[0] != other))
        return false;
    strbuf_add_char(to, text->p[0]);
    *text = slice_from(*text, 1);
    return true;
}

static bool is_word_in_any_case(struct slice text, const char *word)
{
    return text.n == strlen(word) && strncasecmp(text.p, word, text.n) == 0;
}

bool python_float(struct slice text, struct strbuf *scratch, double *value)
{
    text = python_strip(text);
    strbuf_clear(scratch);
    move_char(&text, '-', '+', scratch);
    if (is_word_in_any_case(text, "inf") || is_word_in_any_case(text, "infinity")
        || is_word_in_any_case(text, "nan")) {
        strbuf_add(scratch, text);
    } else {
        bool digits = move_digits(&text, scratch);
        if (move_char(&text, '.', '.', scratch))
            digits = move_digits(&text, scratch) || digits;
        if (!digits)
            return false;
        if (move_char(&text, 'e', 'E', scratch)) {
            move_char(&text, '-', '+', scratch);
            if (!move_digits(&text, scratch))
                return false;
        }
        if (text.n > 0)
            return false;
    }
    *value = strtod(strbuf_str(scratch), NULL);
    return true;
}

bool python_int(struct slice text, struct strbuf *to)
{
    size_t start = to->n;

    text = python_strip(text);
    if (!move_char(&text, '-', '-', to) && text.n > 0 && text.p[0] == '+')
        text = slice_from(text, 1);
    size_t digits = to->n;
    if (!move_digits(&text, to) || text.n > 0) {
        to->n = start;
        return false;
    }
    size_t first = digits;
    while (to->p[first] == '0' && first + 1 < to->n)
        first++;
    if (to->p[first] == '0')
        digits = start;     /* 0 has no sign */
    memmove(to->p + digits, to->p + first, to->n - first);
    to->n -= first - digits;
    return true;
}

bool python_int_of_float(double value, struct strbuf *to)
{
    char text[400];

    if (!isfinite(value))
        return false;
    return python_int(slice_of(text, (size_t)snprintf(text, sizeof text, "%.0f", trunc(value))),
                      to);
}
