/* SPDX-License-Identifier: MIT */
/* How Perl prints numbers. */
#include "perl/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/double.h"

/* Writes Inf, -Inf or NaN; 0 for a finite number. */
static size_t not_finite_text(double value, char *text)
{
    const char *word = isnan(value) ? "NaN" : value > 0 ? "Inf" : "-Inf";

    if (isfinite(value))
        return 0;
    memcpy(text, word, strlen(word));
    return strlen(word);
}

/* Whether "%.15g" prints it as an integer; printing an integer is faster. */
static bool prints_as_integer(double value)
{
    return value > -1e15 && value < 1e15 && value == floor(value);
}

size_t perl_number_text(struct perl_number n, char text[PERL_NUMBER_TEXT])
{
    if (!perl_is_integer(n) && prints_as_integer(n.u.real)) {
        struct perl_number whole = perl_integer((uint64_t)fabs(n.u.real));
        n = n.u.real < 0 ? perl_negate(whole) : whole;
    }
    if (!perl_is_integer(n)) {
        size_t length = not_finite_text(n.u.real, text);
        if (length > 0)
            return length;
        return (size_t)snprintf(text, PERL_NUMBER_TEXT, "%.15g", n.u.real);
    }

    char digits[PERL_NUMBER_TEXT];
    size_t count = 0;
    uint64_t rest = n.u.magnitude;
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    size_t length = 0;
    if (n.kind == PERL_NEGATIVE)
        text[length++] = '-';
    while (count > 0)
        text[length++] = digits[--count];
    return length;
}

/* The absolute value times 10^digits, rounded as printf does: exactly, and half to even.
 * False if it is too large for that or `digits` is. */
static bool scale_up(double value, int digits, uint64_t *result)
{
    static const uint64_t powers[] = {1, 10, 100};
    int exponent;

    if (!(fabs(value) < 9007199254740992.0) || digits < 0 || digits > 2)
        return false;
    uint64_t product = (uint64_t)ldexp(frexp(fabs(value), &exponent), 53) * powers[digits];
    int shift = 53 - exponent;
    if (shift <= 0 || shift >= 64) {
        *result = shift <= 0 ? product : 0;
        return shift > 0;
    }
    uint64_t half = (uint64_t)1 << (shift - 1);
    uint64_t rest = product & (half + (half - 1));
    *result = product >> shift;
    if (rest > half || (rest == half && *result % 2 == 1))
        ++*result;
    return true;
}

size_t perl_number_fixed(double value, int digits, char text[PERL_NUMBER_FIXED_TEXT])
{
    size_t length = not_finite_text(value, text);
    uint64_t scaled;

    if (length > 0)
        return length;
    if (!scale_up(value, digits, &scaled))
        return (size_t)snprintf(text, PERL_NUMBER_FIXED_TEXT, "%.*f", digits, value);

    char reversed[PERL_NUMBER_TEXT];
    size_t n = 0;
    for (int i = 0; i < digits || i == 0 || scaled > 0; i++) {
        if (i == digits && digits > 0)
            reversed[n++] = '.';
        reversed[n++] = (char)('0' + scaled % 10);
        scaled /= 10;
    }
    if (digits > 0 && n == (size_t)digits) {
        reversed[n++] = '.';
        reversed[n++] = '0';
    }
    if (signbit(value))
        text[length++] = '-';
    while (n > 0)
        text[length++] = reversed[--n];
    return length;
}

double perl_tenths(double value)
{
    char text[PERL_NUMBER_FIXED_TEXT];
    uint64_t scaled;

    /* Both fit a double exactly, so their quotient is rounded correctly. */
    if (!scale_up(value, 1, &scaled) || scaled >> 53 != 0)
        return perl_double(perl_numify(slice_of(text, perl_number_fixed(value, 1, text))));
    double tenths = double_divide((double)scaled, 10);
    return signbit(value) ? -tenths : tenths;
}
