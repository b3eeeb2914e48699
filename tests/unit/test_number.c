/* SPDX-License-Identifier: MIT */
#include "perl/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

/* A number, and what is done to it from the left to the right, as Perl does
 * it to texts: "+ NUMBER" and so on, "int", "neg". */
static const struct {
    const char *expression;
    const char *value;
} calculations[] = {
    {"0 + 1000000000000000", "1000000000000000"},
    {"0 + 1000000000000000.0", "1e+15"},
    {"0 + 00012", "12"},
    {"0 + 12.", "12"},
    {"0 + 18446744073709551615", "18446744073709551615"},
    {"0 + 18446744073709551616", "1.84467440737096e+19"},
    {"18446744073709551615 + 1", "1.84467440737096e+19"},
    {"18446744073709551614 + 1", "18446744073709551615"},
    {"18446744073709551615 + 0.0", "1.84467440737096e+19"},
    {"9223372036854775807 + 1", "9223372036854775808"},
    {"999999999999999.5 + 0.5", "1e+15"},
    {"999999999999999.5 + 0.5 + 1", "1000000000000001"},
    {"0.1 + 0.2", "0.3"},
    {"0 - 0", "0"},
    {"0.5 - 0.5", "0"},
    {"0 - 0.0", "0"},
    {"0 - 5", "-5"},
    {"5 - 18446744073709551615", "-1.84467440737096e+19"},
    {"0 - 9223372036854775808", "-9223372036854775808"},
    {"0 - 9223372036854775809", "-9.22337203685478e+18"},
    {"0 - 9223372036854775808 - 1", "-9.22337203685478e+18"},
    {"0 - 5 + 3", "-2"},
    {"0 - 5 + 8", "3"},
    {"0 - 5 - 3", "-8"},
    {"3 - 5 - 18446744073709551615", "-1.84467440737096e+19"},
    {"0 - 5 neg", "5"},
    {"5 neg", "-5"},
    {"9223372036854775808 neg", "-9223372036854775808"},
    {"18446744073709551615 neg", "-1.84467440737096e+19"},
    {"0 neg", "0"},
    {"1.5 neg", "-1.5"},
    {"3000000000 * 3000000000", "9000000000000000000"},
    {"6000000000 * 6000000000", "3.6e+19"},
    {"4294967296 * 4294967296", "1.84467440737096e+19"},
    {"0 - 3 * 4", "-12"},
    {"0 - 3000000000 * 3000000000", "-9000000000000000000"},
    {"0 - 4611686018427387904 * 2", "-9223372036854775808"},
    {"0 - 4611686018427387905 * 2", "-9.22337203685478e+18"},
    {"1.5 * 2", "3"},
    {"2.0 * 3.0", "6"},
    {"0 * 18446744073709551615", "0"},
    {"7 / 2", "3.5"},
    {"6 / 3", "2"},
    {"18446744073709551615 / 5", "3689348814741910323"},
    {"18446744073709551615 / 2", "9.22337203685478e+18"},
    {"9007199254740992 / 2", "4.5035996273705e+15"},
    {"9007199254740993 / 1", "9007199254740993"},
    {"9007199254740993 / 3 int", "3002399751580331"},
    {"9007199254740994 / 2", "4503599627370497"},
    {"9007199254740993 / 9007199254740993", "1"},
    {"0 - 9007199254740994 / 2", "-4503599627370497"},
    {"0 - 9223372036854775808 / 2", "-4611686018427387904"},
    {"1 / 3", "0.333333333333333"},
    {"1.0 / 4", "0.25"},
    {"7 / 2 int", "3"},
    {"0 - 7 / 2 int", "-3"},
    {"18446744073709551615 int", "18446744073709551615"},
    {"18446744073709551615 * 1.5 int", "2.76701161105643e+19"},
    {"18446744073709551616 int", "1.84467440737096e+19"},
    {"1000000000000000000000 int", "1e+21"},
    {"0 - 9223372036854775808 - 1000 int", "-9.22337203685478e+18"},
    {"0 - 0.5 int", "0"},
    {"1 <=> 2", "-1"},
    {"2 <=> 1", "1"},
    {"2 <=> 2.0", "0"},
    {"0 - 1 <=> 1", "-1"},
    {"0 - 1 <=> 0", "-1"},
    {"18446744073709551615 <=> 18446744073709551614", "1"},
    {"9007199254740993 <=> 9007199254740992", "1"},
    {"9007199254740993 <=> 9007199254740992.0", "0"},
    {"18446744073709551616 <=> 18446744073709551615", "0"},
    {"0 - 2 <=> 0.5", "-1"},
    {"1.5 <=> 1.25", "1"}
};

/* Texts that are not counts, and "text" + 0 in Perl. */
static const struct {
    const char *text;
    const char *value;
} texts[] = {
    {"", "0"},
    {"0", "0"},
    {"12", "12"},
    {"  12 ", "12"},
    {"\011\012\013\014\0157", "7"},
    {"+5", "5"},
    {"-5", "-5"},
    {"--5", "0"},
    {"- 5", "0"},
    {"12abc", "12"},
    {"abc", "0"},
    {"0x10", "0"},
    {"1e3", "1000"},
    {"1E3", "1000"},
    {"1e+2", "100"},
    {"1e-2", "0.01"},
    {"1e", "1"},
    {"1e+", "1"},
    {"1.5e1x", "15"},
    {".5", "0.5"},
    {"-.5", "-0.5"},
    {".", "0"},
    {"-", "0"},
    {"+", "0"},
    {".e1", "0"},
    {"5.", "5"},
    {"5.e1", "50"},
    {"1_000", "1"},
    {"inf", "Inf"},
    {"INF", "Inf"},
    {"-inf", "-Inf"},
    {"+Infinity", "Inf"},
    {"infinite", "Inf"},
    {"in", "0"},
    {"nan", "NaN"},
    {"-nan", "NaN"},
    {"NaNcy", "NaN"},
    {"na", "0"},
    {"007", "7"},
    {"18446744073709551615", "18446744073709551615"},
    {"18446744073709551616", "1.84467440737096e+19"},
    {"-9223372036854775808", "-9223372036854775808"},
    {"-9223372036854775809", "-9.22337203685478e+18"},
    {"1e400", "Inf"},
    {"-1e400", "-Inf"},
    {"1e-400", "0"},
    {"0.1", "0.1"},
    {"123456789012345678", "123456789012345678"},
    {"1234567890123456.7", "1.23456789012346e+15"},
    {"0.000012345", "1.2345e-05"},
    {"1e15", "1000000000000000"},
    {"1e14", "100000000000000"},
    {"123456789.123456789", "123456789.123457"},
    {"-0", "0"},
    {"-0.0", "0"},
    {"1e20", "1e+20"},
    {"99999999999999999999", "1e+20"},
    {"\2405", "0"},
    {"5\240", "5"},
    {"1.7976931348623157e308", "1.79769313486232e+308"},
    {"4.9e-324", "4.94065645841247e-324"},
    {"0.1e1000000000000", "Inf"},
    {"1111111111111111111111111111111111111111111111111111111111111111111111",
     "1.11111111111111e+69"},
    {"0.33333333333333333333333333333333333333333333333333333333333333333333333333333333",
     "0.333333333333333"}
};

/* Perl's sprintf "%.*f". */
static const struct {
    double value;
    int digits;
    const char *text;
} fixed[] = {
    {0, 1, "0.0"}, {0.05, 1, "0.1"}, {0.15, 1, "0.1"}, {0.25, 1, "0.2"}, {0.35, 1, "0.3"},
    {-0.04, 1, "-0.0"}, {-0.0, 2, "-0.00"}, {0.5, 0, "0"}, {1.5, 0, "2"}, {2.5, 0, "2"},
    {99.995, 2, "100.00"}, {1e22, 1, "10000000000000000000000.0"}, {12345.6789, 2, "12345.68"},
    {HUGE_VAL, 1, "Inf"}, {-HUGE_VAL, 1, "-Inf"}
};

static struct perl_number signed_number(int value)
{
    return value < 0 ? perl_negate(perl_integer((uint64_t)-value))
                     : perl_integer((uint64_t)value);
}

static struct perl_number calculate(const char *operation, struct perl_number a,
                                    struct perl_number b)
{
    switch (*operation) {
    case '+':
        return perl_add(a, b);
    case '-':
        return perl_subtract(a, b);
    case '*':
        return perl_multiply(a, b);
    case '/':
        return perl_divide(a, b);
    default:
        return signed_number(perl_compare(a, b));
    }
}

static struct perl_number evaluate(const char *expression)
{
    char word[32], operand[32];
    int length;

    sscanf(expression, "%31s%n", word, &length);
    struct perl_number value = perl_count(slice_str(word));
    while (sscanf(expression += length, "%31s%n", word, &length) == 1) {
        if (strcmp(word, "int") == 0) {
            value = perl_truncate(value);
        } else if (strcmp(word, "neg") == 0) {
            value = perl_negate(value);
        } else {
            sscanf(expression, "%*s%31s%n", operand, &length);
            value = calculate(word, value, perl_count(slice_str(operand)));
        }
    }
    return value;
}

static void check_number(struct perl_number n, const char *wanted)
{
    char text[PERL_NUMBER_TEXT];

    CHECK_EQ_SLICE(slice_of(text, perl_number_text(n, text)), slice_str(wanted));
}

static void test_calculations(void)
{
    for (size_t i = 0; i < sizeof calculations / sizeof *calculations; i++) {
        test_case = calculations[i].expression;
        check_number(evaluate(calculations[i].expression), calculations[i].value);
    }
    test_case = NULL;
}

static void test_numify(void)
{
    struct perl_number zero = perl_integer(0);

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        test_case = texts[i].text;
        check_number(perl_add(perl_numify(slice_str(texts[i].text)), zero), texts[i].value);
    }
    test_case = NULL;
    check_number(perl_numify(slice_of("5\0006", 3)), "5");
    check_number(perl_numify(slice_of("1234", 2)), "12");
    check_number(perl_numify(slice_of("infinity", 2)), "0");
}

/* A text that ends within a longer one, as counts do. */
static void test_counts(void)
{
    check_number(perl_count(slice_of("1234", 2)), "12");
    check_number(perl_count(slice_of("1.99", 3)), "1.9");
    check_number(perl_count(slice_of("1.", 2)), "1");
    check_number(perl_count(slice_str("18446744073709551615")), "18446744073709551615");
    check_number(perl_count(slice_str("18446744073709551620")), "1.84467440737096e+19");
    check_number(perl_count(slice_str("28446744073709551615")), "2.84467440737096e+19");
    CHECK(perl_count(slice_str("12")).kind == PERL_INTEGER);
    CHECK(perl_count(slice_str("12.0")).kind == PERL_DECIMAL);
}

static void test_fixed(void)
{
    char text[PERL_NUMBER_FIXED_TEXT];

    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        size_t length = perl_number_fixed(fixed[i].value, fixed[i].digits, text);
        CHECK_EQ_SLICE(slice_of(text, length), slice_str(fixed[i].text));
    }
    CHECK_EQ_SLICE(slice_of(text, perl_number_fixed(nan(""), 1, text)), slice_str("NaN"));
    CHECK_EQ_SIZE(perl_number_fixed(-1.7976931348623157e308, 2, text), 313);
}

/* As the C library prints them, whatever the digits: ties, carries, signs. */
static void test_fixed_many(void)
{
    uint64_t state = 1;
    char text[PERL_NUMBER_FIXED_TEXT], wanted[PERL_NUMBER_FIXED_TEXT];

    for (int i = 0; i < 300000; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        double value = (double)(state >> 11) / (double)((uint64_t)1 << (state >> 5 & 63));
        if (i % 3 == 0)
            value = (double)(state >> 40) / 8;
        if (i % 5 == 0)
            value = -value;
        for (int digits = 0; digits <= 2; digits++) {
            struct slice got = slice_of(text, perl_number_fixed(value, digits, text));
            snprintf(wanted, sizeof wanted, "%.*f", digits, value);
            CHECK_EQ_SLICE(got, slice_str(wanted));
        }
        snprintf(wanted, sizeof wanted, "%.1f", value);
        CHECK(perl_tenths(value) == strtod(wanted, NULL));
    }
}

static void test_not_finite(void)
{
    struct perl_number infinite = perl_real(HUGE_VAL);
    struct perl_number none = perl_real(nan(""));

    check_number(perl_add(infinite, perl_integer(1)), "Inf");
    check_number(perl_negate(infinite), "-Inf");
    check_number(perl_subtract(infinite, infinite), "NaN");
    check_number(perl_truncate(infinite), "Inf");
    check_number(perl_truncate(none), "NaN");
    CHECK(perl_compare(infinite, perl_integer(UINT64_MAX)) > 0);
    CHECK(perl_compare(none, perl_integer(1)) == 0);
    CHECK(perl_compare(perl_integer(1), none) == 0);
}

static void test_zero(void)
{
    CHECK(perl_is_zero(perl_integer(0)));
    CHECK(perl_is_zero(perl_real(-0.0)));
    CHECK(perl_is_zero(perl_negate(perl_integer(0))));
    CHECK(!perl_is_zero(perl_integer(1)));
    CHECK(!perl_is_zero(perl_real(4.9e-324)));
    CHECK(!perl_is_zero(perl_real(nan(""))));
    check_number(perl_real(-0.0), "0");
    check_number(perl_add(perl_integer(0), perl_real(-0.0)), "0");
}

static void test_double(void)
{
    CHECK(perl_double(perl_integer(7)) == 7);
    CHECK(perl_double(perl_negate(perl_integer(7))) == -7);
    CHECK(perl_double(perl_real(-0.5)) == -0.5);
    CHECK(perl_double(perl_integer(UINT64_MAX)) == 18446744073709551616.0);
}

int main(void)
{
    test_calculations();
    test_numify();
    test_counts();
    test_fixed();
    test_fixed_many();
    test_not_finite();
    test_zero();
    test_double();
    return test_report();
}
