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

#include "base/slice.h"

struct perl_number {
    enum {
        PERL_INTEGER,
        PERL_NEGATIVE,
        PERL_REAL,        /* a double that is a result */
        PERL_DECIMAL,     /* a double that is a text's value */
        PERL_USED,        /* the same, of a text that was computed with */
        PERL_BOTH         /* an integer that was computed with as a double */
    } kind;
    union {
        uint64_t magnitude;     /* INTEGER, BOTH: the value; NEGATIVE: minus it */
        double real;            /* the others */
    } u;
};

static inline struct perl_number perl_integer(uint64_t value)
{
    struct perl_number n = {PERL_INTEGER, {value}};
    return n;
}

/* Whether it is kept as a whole number, of either sign. */
static inline bool perl_is_integer(struct perl_number a)
{
    return a.kind == PERL_INTEGER || a.kind == PERL_NEGATIVE || a.kind == PERL_BOTH;
}

struct perl_number perl_real(double value);

/* What a count in a folded line is worth: "12", "12.", "12.5". */
struct perl_number perl_count(struct slice text);

/* What any text is worth: blanks, a sign, digits, a fraction, an exponent,
 * "inf", "nan"; what follows does not count, and nothing at all is 0. */
struct perl_number perl_numify(struct slice text);

/* What a text of hexadecimal digits is worth, up to the first character that
 * is none; 2^64 - 1 if it is worth more. A "0x" before it does not count. */
uint64_t perl_hex(struct slice text);

/* What a text is worth after it was added to `left`, or after `right` was
 * subtracted from it. */
struct perl_number perl_used_right(struct perl_number text, struct perl_number left);
struct perl_number perl_used_left(struct perl_number text, struct perl_number right);

/* Whether two numbers are the same in kind and value, and so print alike. */
bool perl_is_same(struct perl_number a, struct perl_number b);

/* What the functions below do where not both numbers are whole and positive, or
 * the result is not. */
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

/* <0, 0 or >0; 0 where one of them is not a number. */
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

/* What the text of perl_number_fixed() with one digit is worth. */
double perl_tenths(double value);

#endif
