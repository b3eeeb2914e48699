/* SPDX-License-Identifier: MIT */
#include "perl/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/chars.h"
#include "base/double.h"
#include "base/strbuf.h"

/* Above this a double does not hold every integer. */
static const double exact_limit = 9007199254740992.0;           /* 2^53 */
static const double unsigned_limit = 18446744073709551616.0;    /* 2^64 */
static const uint64_t negative_limit = (uint64_t)1 << 63;

struct perl_number perl_real(double value)
{
    struct perl_number n = {PERL_REAL, {0}};
    n.u.real = value;
    return n;
}

/* A negative integer below -2^63 is a double. */
static struct perl_number signed_integer(bool negative, uint64_t magnitude)
{
    if (!negative || magnitude == 0)
        return perl_integer(magnitude);
    if (magnitude > negative_limit)
        return perl_real(-(double)magnitude);
    struct perl_number n = {PERL_NEGATIVE, {magnitude}};
    return n;
}

static struct perl_number decimal(double value)
{
    struct perl_number n = perl_real(value);
    n.kind = PERL_DECIMAL;
    return n;
}

double perl_double(struct perl_number a)
{
    if (!perl_is_integer(a))
        return a.u.real;
    double value = (double)a.u.magnitude;
    return a.kind == PERL_NEGATIVE ? -value : value;
}

static struct perl_number from_whole_double(double value)
{
    return signed_integer(value < 0, (uint64_t)fabs(value));
}

/* An operand as Perl's operators see it: a result that is a whole double below 2^53 is
 * an integer. */
static struct perl_number as_operand(struct perl_number a)
{
    if (a.kind == PERL_BOTH)
        a.kind = PERL_INTEGER;
    if (a.kind == PERL_REAL && fabs(a.u.real) < exact_limit
        && floor(a.u.real) == a.u.real)
        return from_whole_double(a.u.real);
    return a;
}

/* An integer after a sum of doubles, if a double holds it exactly. */
static struct perl_number as_double_too(struct perl_number text)
{
    double value = perl_double(text);

    if (text.kind == PERL_INTEGER && value < unsigned_limit
        && (uint64_t)value == text.u.magnitude)
        text.kind = PERL_BOTH;
    return text;
}

struct perl_number perl_used_right(struct perl_number text, struct perl_number left)
{
    if (text.kind == PERL_DECIMAL)
        text.kind = PERL_USED;
    return perl_is_integer(as_operand(left)) ? text : as_double_too(text);
}

/* Perl looks first whether the right operand is an integer; if it is not, it only uses
 * the left one's double. */
struct perl_number perl_used_left(struct perl_number text, struct perl_number right)
{
    if (perl_is_integer(right))
        return perl_used_right(text, right);
    return perl_is_integer(text) ? as_double_too(text) : perl_real(perl_double(text));
}

bool perl_is_same(struct perl_number a, struct perl_number b)
{
    if (a.kind != b.kind)
        return false;
    return perl_is_integer(a) ? a.u.magnitude == b.u.magnitude : a.u.real == b.u.real;
}

static bool both_integers(struct perl_number a, struct perl_number b)
{
    return perl_is_integer(a) && perl_is_integer(b);
}

static bool is_plain_double(struct perl_number a)
{
    return a.kind == PERL_REAL || a.kind == PERL_USED || a.kind == PERL_BOTH;
}

/* Two whole doubles, results or texts used before, whose sum fits an integer for sure:
 * Perl's fast path. */
static bool are_plain_doubles(struct perl_number a, struct perl_number b)
{
    const double limit = 4611686018427387904.0;     /* 2^62 */
    double x = perl_double(a);
    double y = perl_double(b);

    return is_plain_double(a) && is_plain_double(b)
           && x >= -limit && x < limit && floor(x) == x
           && y >= -limit && y < limit && floor(y) == y;
}

struct perl_number perl_add_others(struct perl_number a, struct perl_number b)
{
    if (!both_integers(a, b) && are_plain_doubles(a, b)) {
        a = from_whole_double(perl_double(a));
        b = from_whole_double(perl_double(b));
    }
    a = as_operand(a);
    b = as_operand(b);
    if (both_integers(a, b)) {
        uint64_t x = a.u.magnitude;
        uint64_t y = b.u.magnitude;
        if (a.kind != b.kind)
            return x >= y ? signed_integer(a.kind == PERL_NEGATIVE, x - y)
                          : signed_integer(b.kind == PERL_NEGATIVE, y - x);
        if (x + y >= x)
            return signed_integer(a.kind == PERL_NEGATIVE, x + y);
    }
    return perl_real(double_add(perl_double(a), perl_double(b)));
}

struct perl_number perl_negate(struct perl_number a)
{
    if (!perl_is_integer(a))
        return perl_real(-a.u.real);
    return signed_integer(a.kind == PERL_INTEGER, a.u.magnitude);
}

struct perl_number perl_subtract_others(struct perl_number a, struct perl_number b)
{
    if (!both_integers(a, b) && are_plain_doubles(a, b)) {
        a = from_whole_double(perl_double(a));
        b = from_whole_double(perl_double(b));
    }
    a = as_operand(a);
    b = as_operand(b);
    if (both_integers(a, b)) {
        /* Not a + -b: minus 2^64 - 1 is not an integer. */
        uint64_t x = a.u.magnitude;
        uint64_t y = b.u.magnitude;
        if (a.kind == b.kind)
            return x >= y ? signed_integer(a.kind == PERL_NEGATIVE, x - y)
                          : signed_integer(a.kind != PERL_NEGATIVE, y - x);
        if (x + y >= x)
            return signed_integer(a.kind == PERL_NEGATIVE, x + y);
    }
    return perl_real(double_subtract(perl_double(a), perl_double(b)));
}

struct perl_number perl_multiply(struct perl_number a, struct perl_number b)
{
    a = as_operand(a);
    b = as_operand(b);
    if (both_integers(a, b)) {
        uint64_t x = a.u.magnitude;
        uint64_t y = b.u.magnitude;
        bool negative = a.kind != b.kind;
        if (x == 0 || y <= (negative ? negative_limit : UINT64_MAX) / x)
            return signed_integer(negative, x * y);
    }
    return perl_real(double_multiply(perl_double(a), perl_double(b)));
}

struct perl_number perl_divide(struct perl_number a, struct perl_number b)
{
    a = as_operand(a);
    b = as_operand(b);
    if (both_integers(a, b)) {
        uint64_t x = a.u.magnitude;
        uint64_t y = b.u.magnitude;
        if (x >= y && x > (uint64_t)exact_limit && x % y == 0)
            return signed_integer(a.kind != b.kind, x / y);
    }
    return perl_real(double_divide(perl_double(a), perl_double(b)));
}

struct perl_number perl_truncate(struct perl_number a)
{
    if (perl_is_integer(a))
        return a;
    double value = a.u.real;
    if (value >= 0 && value < unsigned_limit)
        return perl_integer((uint64_t)value);
    if (value < 0 && value > -(double)negative_limit)
        return signed_integer(true, (uint64_t)-value);
    return perl_real(value < 0 ? ceil(value) : floor(value));
}

int perl_compare_others(struct perl_number a, struct perl_number b)
{
    a = as_operand(a);
    b = as_operand(b);
    if (both_integers(a, b)) {
        if (a.kind != b.kind)
            return a.kind == PERL_NEGATIVE ? -1 : 1;
        int order = (a.u.magnitude > b.u.magnitude)
                    - (a.u.magnitude < b.u.magnitude);
        return a.kind == PERL_NEGATIVE ? -order : order;
    }
    double x = perl_double(a);
    double y = perl_double(b);
    return (x > y) - (x < y);
}

bool perl_is_zero(struct perl_number a)
{
    return perl_is_integer(a) ? a.u.magnitude == 0 : a.u.real == 0;
}

/* strtod() of a slice, which does not end with a NUL. */
static double parse_double(struct slice text)
{
    char small[64];
    struct strbuf copy = {0};

    if (text.n < sizeof small) {
        memcpy(small, text.p, text.n);
        small[text.n] = '\0';
        return strtod(small, NULL);
    }
    strbuf_add(&copy, text);
    double value = strtod(strbuf_str(&copy), NULL);
    strbuf_free(&copy);
    return value;
}

struct perl_number perl_count(struct slice text)
{
    uint64_t value = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '.')
            return decimal(parse_double(text));
        uint64_t digit = (uint64_t)(text.p[i] - '0');
        if (value > (UINT64_MAX - digit) / 10)
            return decimal(parse_double(text));
        value = value * 10 + digit;
    }
    return perl_integer(value);
}

/* "inf" and "nan" in any case, whatever follows. */
static bool begins_with_word(struct slice text, const char *word)
{
    return text.n >= strlen(word) && strncasecmp(text.p, word, strlen(word)) == 0;
}

struct perl_number perl_numify(struct slice text)
{
    text = slice_from(text, skip_spaces(text, 0));
    bool negative = text.n > 0 && text.p[0] == '-';
    if (text.n > 0 && (text.p[0] == '-' || text.p[0] == '+'))
        text = slice_from(text, 1);
    size_t whole = skip_digits(text, 0);
    if (whole == 0 && begins_with_word(text, "inf"))
        return perl_real(negative ? -HUGE_VAL : HUGE_VAL);
    if (whole == 0 && begins_with_word(text, "nan"))
        return perl_real(nan(""));

    size_t end = whole;
    bool exponent = false;
    if (end < text.n && text.p[end] == '.')
        end = skip_digits(text, end + 1);
    if (end == 0 || (end == 1 && whole == 0))
        return perl_integer(0);
    if (end < text.n && (text.p[end] == 'e' || text.p[end] == 'E')) {
        size_t sign = end + 1;
        if (sign < text.n && (text.p[sign] == '-' || text.p[sign] == '+'))
            sign++;
        if (skip_digits(text, sign) > sign)
            end = skip_digits(text, sign);
        exponent = end > sign;
    }
    if (end > whole) {
        double value = parse_double(slice_cut(text, 0, end));
        if (negative)
            value = -value;
        return exponent ? perl_real(value) : decimal(value);
    }
    struct perl_number n = perl_count(slice_cut(text, 0, whole));
    if (negative)
        n = perl_negate(n);
    return skip_spaces(text, whole) == text.n ? n : decimal(perl_double(n));
}

uint64_t perl_hex(struct slice text)
{
    uint64_t value = 0;

    if (text.n > 2 && text.p[0] == '0' && (text.p[1] == 'x' || text.p[1] == 'X'))
        text = slice_from(text, 2);
    for (size_t i = 0; i < text.n; i++) {
        if (!is_hex(text.p[i]))
            break;
        if (value >> 60 != 0)
            return UINT64_MAX;
        value = value << 4 | (unsigned)hex_digit(text.p[i]);
    }
    return value;
}
