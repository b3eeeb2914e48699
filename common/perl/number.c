#include "perl/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "perl/class.h"
#include "strbuf.h"

/* From here on a double does not hold every integer. */
static const double exact_limit = 9007199254740992.0;           /* 2^53 */
static const double unsigned_limit = 18446744073709551616.0;    /* 2^64 */
static const uint64_t negative_limit = (uint64_t)1 << 63;

struct number number_real(double value)
{
    struct number n = {NUMBER_REAL, {0}};
    n.u.real = value;
    return n;
}

/* An integer with a sign; one that no signed integer holds is a double. */
static struct number signed_integer(bool negative, uint64_t magnitude)
{
    if (!negative || magnitude == 0)
        return number_integer(magnitude);
    if (magnitude > negative_limit)
        return number_real(-(double)magnitude);
    struct number n = {NUMBER_NEGATIVE, {magnitude}};
    return n;
}

static struct number decimal(double value)
{
    struct number n = number_real(value);
    n.kind = NUMBER_DECIMAL;
    return n;
}

double number_double(struct number a)
{
    if (!number_is_integer(a))
        return a.u.real;
    double value = (double)a.u.magnitude;
    return a.kind == NUMBER_NEGATIVE ? -value : value;
}

static struct number from_whole_double(double value)
{
    return signed_integer(value < 0, (uint64_t)fabs(value));
}

/* An operand as Perl's operators see it: a whole double of less than 2^53
 * counts as an integer if it is a result. */
static struct number operand(struct number a)
{
    if (a.kind == NUMBER_BOTH)
        a.kind = NUMBER_INTEGER;
    if (a.kind == NUMBER_REAL && fabs(a.u.real) < exact_limit
        && floor(a.u.real) == a.u.real)
        return from_whole_double(a.u.real);
    return a;
}

/* An integer that took part in a sum of doubles, if one holds it exactly. */
static struct number as_double_too(struct number text)
{
    double value = number_double(text);

    if (text.kind == NUMBER_INTEGER && value < unsigned_limit
        && (uint64_t)value == text.u.magnitude)
        text.kind = NUMBER_BOTH;
    return text;
}

struct number number_used_right(struct number text, struct number left)
{
    if (text.kind == NUMBER_DECIMAL)
        text.kind = NUMBER_USED;
    return number_is_integer(operand(left)) ? text : as_double_too(text);
}

/* Perl asks the right operand first whether it is an integer; if it is not,
 * the left one is only ever asked for its double. */
struct number number_used_left(struct number text, struct number right)
{
    if (number_is_integer(right))
        return number_used_right(text, right);
    return number_is_integer(text) ? as_double_too(text) : number_real(number_double(text));
}

bool number_is_same(struct number a, struct number b)
{
    if (a.kind != b.kind)
        return false;
    return number_is_integer(a) ? a.u.magnitude == b.u.magnitude : a.u.real == b.u.real;
}

static bool both_integers(struct number a, struct number b)
{
    return number_is_integer(a) && number_is_integer(b);
}

static bool is_plain_double(struct number a)
{
    return a.kind == NUMBER_REAL || a.kind == NUMBER_USED || a.kind == NUMBER_BOTH;
}

/* Two whole doubles, results or texts used before, whose sum is an integer
 * without any doubt: Perl's short cut before it looks at anything else. */
static bool are_plain_doubles(struct number a, struct number b)
{
    const double limit = 4611686018427387904.0;     /* 2^62 */
    double x = number_double(a);
    double y = number_double(b);

    return is_plain_double(a) && is_plain_double(b)
           && x >= -limit && x < limit && floor(x) == x
           && y >= -limit && y < limit && floor(y) == y;
}

struct number number_add_others(struct number a, struct number b)
{
    if (!both_integers(a, b) && are_plain_doubles(a, b)) {
        a = from_whole_double(number_double(a));
        b = from_whole_double(number_double(b));
    }
    a = operand(a);
    b = operand(b);
    if (both_integers(a, b)) {
        uint64_t x = a.u.magnitude;
        uint64_t y = b.u.magnitude;
        if (a.kind != b.kind)
            return x >= y ? signed_integer(a.kind == NUMBER_NEGATIVE, x - y)
                          : signed_integer(b.kind == NUMBER_NEGATIVE, y - x);
        if (x + y >= x)
            return signed_integer(a.kind == NUMBER_NEGATIVE, x + y);
    }
    return number_real(number_double(a) + number_double(b));
}

struct number number_negate(struct number a)
{
    if (!number_is_integer(a))
        return number_real(-a.u.real);
    return signed_integer(a.kind == NUMBER_INTEGER, a.u.magnitude);
}

struct number number_subtract_others(struct number a, struct number b)
{
    if (!both_integers(a, b) && are_plain_doubles(a, b)) {
        a = from_whole_double(number_double(a));
        b = from_whole_double(number_double(b));
    }
    a = operand(a);
    b = operand(b);
    if (both_integers(a, b)) {
        /* Not a + -b: minus 2^64 - 1 is no integer any more. */
        uint64_t x = a.u.magnitude;
        uint64_t y = b.u.magnitude;
        if (a.kind == b.kind)
            return x >= y ? signed_integer(a.kind == NUMBER_NEGATIVE, x - y)
                          : signed_integer(a.kind != NUMBER_NEGATIVE, y - x);
        if (x + y >= x)
            return signed_integer(a.kind == NUMBER_NEGATIVE, x + y);
    }
    return number_real(number_double(a) - number_double(b));
}

struct number number_multiply(struct number a, struct number b)
{
    a = operand(a);
    b = operand(b);
    if (both_integers(a, b)) {
        uint64_t x = a.u.magnitude;
        uint64_t y = b.u.magnitude;
        bool negative = a.kind != b.kind;
        if (x == 0 || y <= (negative ? negative_limit : UINT64_MAX) / x)
            return signed_integer(negative, x * y);
    }
    return number_real(number_double(a) * number_double(b));
}

struct number number_divide(struct number a, struct number b)
{
    a = operand(a);
    b = operand(b);
    if (both_integers(a, b)) {
        uint64_t x = a.u.magnitude;
        uint64_t y = b.u.magnitude;
        if (x >= y && x > (uint64_t)exact_limit && x % y == 0)
            return signed_integer(a.kind != b.kind, x / y);
    }
    return number_real(number_double(a) / number_double(b));
}

struct number number_truncate(struct number a)
{
    if (number_is_integer(a))
        return a;
    double value = a.u.real;
    if (value >= 0 && value < unsigned_limit)
        return number_integer((uint64_t)value);
    if (value < 0 && value > -(double)negative_limit)
        return signed_integer(true, (uint64_t)-value);
    return number_real(value < 0 ? ceil(value) : floor(value));
}

int number_compare_others(struct number a, struct number b)
{
    a = operand(a);
    b = operand(b);
    if (both_integers(a, b)) {
        if (a.kind != b.kind)
            return a.kind == NUMBER_NEGATIVE ? -1 : 1;
        int order = (a.u.magnitude > b.u.magnitude)
                    - (a.u.magnitude < b.u.magnitude);
        return a.kind == NUMBER_NEGATIVE ? -order : order;
    }
    double x = number_double(a);
    double y = number_double(b);
    return (x > y) - (x < y);
}

bool number_is_zero(struct number a)
{
    return number_is_integer(a) ? a.u.magnitude == 0 : a.u.real == 0;
}

/* strtod() of a slice, which has no NUL at its end. */
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

struct number number_count(struct slice text)
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
    return number_integer(value);
}

/* "inf" and "nan" in any case, with anything behind them. */
static bool begins_with_word(struct slice text, const char *word)
{
    return text.n >= strlen(word) && strncasecmp(text.p, word, strlen(word)) == 0;
}

struct number number_numify(struct slice text)
{
    text = slice_from(text, skip_spaces(text, 0));
    bool negative = text.n > 0 && text.p[0] == '-';
    if (text.n > 0 && (text.p[0] == '-' || text.p[0] == '+'))
        text = slice_from(text, 1);
    if (begins_with_word(text, "inf"))
        return number_real(negative ? -HUGE_VAL : HUGE_VAL);
    if (begins_with_word(text, "nan"))
        return number_real(nan(""));

    size_t whole = skip_digits(text, 0);
    size_t end = whole;
    bool exponent = false;
    if (end < text.n && text.p[end] == '.')
        end = skip_digits(text, end + 1);
    if (end == 0 || (end == 1 && whole == 0))
        return number_integer(0);
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
        return exponent ? number_real(value) : decimal(value);
    }
    struct number n = number_count(slice_cut(text, 0, whole));
    if (negative)
        n = number_negate(n);
    return skip_spaces(text, whole) == text.n ? n : decimal(number_double(n));
}

uint64_t number_hex(struct slice text)
{
    uint64_t value = 0;

    if (text.n > 2 && text.p[0] == '0' && (text.p[1] == 'x' || text.p[1] == 'X'))
        text = slice_from(text, 2);
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        if (!is_lower_hex(c))
            break;
        if (value >> 60 != 0)
            return UINT64_MAX;
        value = value << 4 | (uint64_t)(is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
}
