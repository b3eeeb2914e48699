/* SPDX-License-Identifier: MIT */
/*
 * Perl's numbers: the value of a text, arithmetic, and how numbers print.
 *
 * Perl computes with 64-bit integers, signed or unsigned, as long as both operands are
 * integers and the result fits, and with doubles otherwise. A result that is a double
 * but a whole number below 2^53 is an integer again to the next operation; the value of
 * a text with a point, or with other characters after the number, never is. But two
 * doubles below 2^62 that are whole, and are results or values of texts that were
 * computed with before, add up as integers.
 *
 * The rules are those of pp_add, pp_subtract, pp_multiply, pp_divide and pp_int in Perl
 * 5.36, with IEEE 754 doubles.
 */
#ifndef FG_PERL_NUMBER_H
#define FG_PERL_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

struct perl_number {
    enum {
        PERL_INTEGER,
        PERL_NEGATIVE,
        PERL_REAL,      /* a double: a result */
        PERL_DECIMAL,   /* a double: the value of a text */
        PERL_USED,      /* the same, after it was computed with */
        PERL_BOTH       /* an integer that was computed with as a double */
    } kind;
    union {
        uint64_t magnitude;     /* of INTEGER and BOTH the value, of NEGATIVE minus it */
        double real;            /* of the others */
    } u;
};

static inline struct perl_number perl_integer(uint64_t value)
{
    struct perl_number n = {PERL_INTEGER, {value}};
    return n;
}

/* Whether it is represented as an integer, of either sign. */
static inline bool perl_is_integer(struct perl_number a)
{
    return a.kind == PERL_INTEGER || a.kind == PERL_NEGATIVE || a.kind == PERL_BOTH;
}

struct perl_number perl_real(double value);

/* The value of a count in a folded line: "12", "12.", "12.5". */
struct perl_number perl_count(struct slice text);

/* The value of any text: blanks, a sign, digits, a fraction, an exponent; "inf", "nan".
 * The rest is ignored. A text that is not a number has the value 0. */
struct perl_number perl_numify(struct slice text);

/* The value of hexadecimal digits, up to the first other character, at most 2^64 - 1. A
 * leading "0x" is skipped. */
uint64_t perl_hex(struct slice text);

/* The value of a text after it was added to `left`, or after `right` was subtracted from
 * it: computing with a text changes it in Perl. */
struct perl_number perl_used_right(struct perl_number text, struct perl_number left);
struct perl_number perl_used_left(struct perl_number text, struct perl_number right);

/* Whether two numbers have the same kind and value, and so print the same. */
bool perl_is_same(struct perl_number a, struct perl_number b);

/* The slow paths of the functions below: numbers or results that are not positive
 * integers. */
struct perl_number perl_add_others(struct perl_number a, struct perl_number b);
struct perl_number perl_subtract_others(struct perl_number a, struct perl_number b);
int perl_compare_others(struct perl_number a, struct perl_number b);

static inline struct perl_number perl_add(struct perl_number a, struct perl_number b)
{
    if (a.kind == PERL_INTEGER && b.kind == PERL_INTEGER
        && b.u.magnitude <= UINT64_MAX - a.u.magnitude)
        return perl_integer(a.u.magnitude + b.u.magnitude);
    return perl_add_others(a, b);
}

static inline struct perl_number perl_subtract(struct perl_number a, struct perl_number b)
{
    if (a.kind == PERL_INTEGER && b.kind == PERL_INTEGER && b.u.magnitude <= a.u.magnitude)
        return perl_integer(a.u.magnitude - b.u.magnitude);
    return perl_subtract_others(a, b);
}

struct perl_number perl_multiply(struct perl_number a, struct perl_number b);

/* `b` is not zero. */
struct perl_number perl_divide(struct perl_number a, struct perl_number b);

struct perl_number perl_negate(struct perl_number a);

/* Towards zero. */
struct perl_number perl_truncate(struct perl_number a);

/* <0, 0 or >0; 0 if one of them is NaN. */
static inline int perl_compare(struct perl_number a, struct perl_number b)
{
    if (a.kind == PERL_INTEGER && b.kind == PERL_INTEGER)
        return (a.u.magnitude > b.u.magnitude) - (a.u.magnitude < b.u.magnitude);
    return perl_compare_others(a, b);
}

bool perl_is_zero(struct perl_number a);
double perl_double(struct perl_number a);

/* The longest text below, without a NUL: %.15g of a double or 20 digits. */
enum { PERL_NUMBER_TEXT = 32 };

/* Writes the text that Perl prints, without a NUL; returns its length. */
size_t perl_number_text(struct perl_number n, char text[PERL_NUMBER_TEXT]);

/* The longest text of the next function for digits <= 2, without a NUL. */
enum { PERL_NUMBER_FIXED_TEXT = 320 };

/* Writes Perl's sprintf "%.*f", without a NUL; returns its length. */
size_t perl_number_fixed(double value, int digits, char text[PERL_NUMBER_FIXED_TEXT]);

/* The value of the text that perl_number_fixed() writes with one digit. */
double perl_tenths(double value);

#endif
