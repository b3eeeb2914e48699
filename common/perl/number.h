/*
 * Perl's numbers: what a text counts as, how sums come out, how they print.
 *
 * Perl computes with 64-bit integers, signed or unsigned, as long as both
 * operands are integers and the result fits, and with doubles otherwise. A
 * result that is a double but a whole number below 2^53 counts as an integer
 * again at the next operation; a text with a point, or with what is no number
 * behind one, never does. But two doubles below 2^62 that are whole, and are
 * results or texts that were computed with before, add up as integers.
 * The rules are those of pp_add, pp_subtract, pp_multiply, pp_divide and pp_int
 * in Perl 5.36, with doubles of IEEE 754.
 */
#ifndef FG_PERL_NUMBER_H
#define FG_PERL_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "slice.h"

struct number {
    enum {
        NUMBER_INTEGER,
        NUMBER_NEGATIVE,
        NUMBER_REAL,        /* a double that is a result */
        NUMBER_DECIMAL,     /* a double that is a text's value */
        NUMBER_USED,        /* the same, of a text that was computed with */
        NUMBER_BOTH         /* an integer that was computed with as a double */
    } kind;
    union {
        uint64_t magnitude;     /* INTEGER, BOTH: the value; NEGATIVE: minus it */
        double real;            /* the others */
    } u;
};

static inline struct number number_integer(uint64_t value)
{
    struct number n = {NUMBER_INTEGER, {value}};
    return n;
}

/* Whether it is kept as a whole number, of either sign. */
static inline bool number_is_integer(struct number a)
{
    return a.kind == NUMBER_INTEGER || a.kind == NUMBER_NEGATIVE || a.kind == NUMBER_BOTH;
}

struct number number_real(double value);

/* What a count in a folded line is worth: "12", "12.", "12.5". */
struct number number_count(struct slice text);

/* What any text is worth: blanks, a sign, digits, a fraction, an exponent,
 * "inf", "nan"; what follows does not count, and nothing at all is 0. */
struct number number_numify(struct slice text);

/* What a text of hexadecimal digits is worth, up to the first character that
 * is none; 2^64 - 1 if it is worth more. A "0x" before it does not count. */
uint64_t number_hex(struct slice text);

/* What a text is worth after it was added to `left`, or after `right` was
 * subtracted from it. */
struct number number_used_right(struct number text, struct number left);
struct number number_used_left(struct number text, struct number right);

/* Whether two numbers are the same in kind and value, and so print alike. */
bool number_is_same(struct number a, struct number b);

/* What the functions below do where not both numbers are whole and positive, or
 * the result is not. */
struct number number_add_others(struct number a, struct number b);
struct number number_subtract_others(struct number a, struct number b);
int number_compare_others(struct number a, struct number b);

static inline struct number number_add(struct number a, struct number b)
{
    if (a.kind == NUMBER_INTEGER && b.kind == NUMBER_INTEGER
        && b.u.magnitude <= UINT64_MAX - a.u.magnitude)
        return number_integer(a.u.magnitude + b.u.magnitude);
    return number_add_others(a, b);
}

static inline struct number number_subtract(struct number a, struct number b)
{
    if (a.kind == NUMBER_INTEGER && b.kind == NUMBER_INTEGER && b.u.magnitude <= a.u.magnitude)
        return number_integer(a.u.magnitude - b.u.magnitude);
    return number_subtract_others(a, b);
}

struct number number_multiply(struct number a, struct number b);

/* `b` is not zero. */
struct number number_divide(struct number a, struct number b);

struct number number_negate(struct number a);

/* Towards zero. */
struct number number_truncate(struct number a);

/* <0, 0 or >0; 0 where one of them is not a number. */
static inline int number_compare(struct number a, struct number b)
{
    if (a.kind == NUMBER_INTEGER && b.kind == NUMBER_INTEGER)
        return (a.u.magnitude > b.u.magnitude) - (a.u.magnitude < b.u.magnitude);
    return number_compare_others(a, b);
}

bool number_is_zero(struct number a);
double number_double(struct number a);

/* The longest text below, without a NUL: %.15g of a double or 20 digits. */
enum { NUMBER_TEXT = 32 };

/* Writes the text that Perl prints, without a NUL; returns its length. */
size_t number_text(struct number n, char text[NUMBER_TEXT]);

/* The longest text of the next function for digits <= 2, without a NUL. */
enum { NUMBER_FIXED_TEXT = 320 };

/* Writes Perl's sprintf "%.*f", without a NUL; returns its length. */
size_t number_fixed(double value, int digits, char text[NUMBER_FIXED_TEXT]);

/* What the text of number_fixed() with one digit is worth. */
double number_tenths(double value);

#endif
