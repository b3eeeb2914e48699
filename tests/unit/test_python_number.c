/* SPDX-License-Identifier: MIT */
#include "python/number.h"

#include <math.h>

#include "test.h"

/* Checked against Python 3.11. */

static const struct {
    double value;
    const char *text;
} floats[] = {
    {0.0, "0.0"}, {-0.0, "-0.0"}, {1.0, "1.0"}, {-50.0, "-50.0"}, {0.1, "0.1"}, {0.5, "0.5"},
    {0.30000000000000004, "0.30000000000000004"}, {1.0 / 3, "0.3333333333333333"},
    {123456.789, "123456.789"}, {100.0, "100.0"}, {1.5e10, "15000000000.0"},
    {9007199254740993.0, "9007199254740992.0"}, {1e15, "1000000000000000.0"},
    {9999999999999998.0, "9999999999999998.0"}, {1e16, "1e+16"},
    {12345678901234567890.0, "1.2345678901234567e+19"}, {1e22, "1e+22"}, {1e23, "1e+23"},
    {1e100, "1e+100"}, {1.7976931348623157e308, "1.7976931348623157e+308"},
    {0.0001, "0.0001"}, {0.00012, "0.00012"}, {0.00001, "1e-05"}, {1.5e-7, "1.5e-07"},
    {2.2250738585072014e-308, "2.2250738585072014e-308"}, {5e-324, "5e-324"},
    {1.5e-323, "1.5e-323"},
    /* Powers of two whose nearest 16 digits do not do. */
    {5.684341886080802e-14, "5.684341886080802e-14"},
    {9.313225746154785e-10, "9.313225746154785e-10"},
    {9.5367431640625e-07, "9.5367431640625e-07"},
    {8.98846567431158e307, "8.98846567431158e+307"}
};

static void test_floats(void)
{
    char text[PYTHON_FLOAT_TEXT];

    for (size_t i = 0; i < sizeof floats / sizeof *floats; i++) {
        test_case = floats[i].text;
        CHECK_EQ_SLICE(slice_of(text, python_float_text(floats[i].value, text)),
                       slice_str(floats[i].text));
    }
    test_case = NULL;
    CHECK_EQ_SLICE(slice_of(text, python_float_text(HUGE_VAL, text)), slice_str("inf"));
    CHECK_EQ_SLICE(slice_of(text, python_float_text(-HUGE_VAL, text)), slice_str("-inf"));
    CHECK_EQ_SLICE(slice_of(text, python_float_text(-nan(""), text)), slice_str("nan"));
}

/* What float() and int() return, printed; NULL where they raise an error. */
static const struct {
    const char *text;
    const char *as_float;
    const char *as_int;
} texts[] = {
    {"12", "12.0", "12"}, {" \t12\r\n\v\f", "12.0", "12"}, {"\x1c" "12", NULL, NULL},
    {"+12", "12.0", "12"}, {"-12", "-12.0", "-12"}, {"007", "7.0", "7"}, {"-007", "-7.0", "-7"},
    {"0", "0.0", "0"}, {"-0", "-0.0", "0"}, {"-000", "-0.0", "0"}, {"1_000", "1000.0", "1000"},
    {"1__0", NULL, NULL}, {"_1", NULL, NULL}, {"1_", NULL, NULL}, {"-_1", NULL, NULL},
    {"", NULL, NULL}, {" ", NULL, NULL}, {"-", NULL, NULL}, {"+", NULL, NULL},
    {"--1", NULL, NULL},
    {"- 1", NULL, NULL}, {"1 2", NULL, NULL}, {"0x10", NULL, NULL}, {"1,5", NULL, NULL},
    {"12a", NULL, NULL}, {"12\x80", NULL, NULL},
    {"123456789012345678901234567890", "1.2345678901234568e+29",
     "123456789012345678901234567890"},
    {"1.5", "1.5", NULL}, {"1.", "1.0", NULL}, {".5", "0.5", NULL}, {".", NULL, NULL},
    {"1e3", "1000.0", NULL}, {"1E+3", "1000.0", NULL}, {"1e-3", "0.001", NULL},
    {"1e", NULL, NULL},
    {"1e+", NULL, NULL}, {"e3", NULL, NULL}, {".e3", NULL, NULL}, {"1.e3", "1000.0", NULL},
    {"1_0.0_1e1_0", "100100000000.0", NULL}, {"1_.5", NULL, NULL}, {"1._5", NULL, NULL},
    {"1e_5", NULL, NULL}, {"1e999", "inf", NULL}, {"-1e999", "-inf", NULL},
    {"1e-999", "0.0", NULL},
    {"inf", "inf", NULL}, {" +Infinity ", "inf", NULL}, {"-iNf", "-inf", NULL},
    {"nan", "nan", NULL}, {"-NaN", "nan", NULL}, {"infinit", NULL, NULL},
    {"nan(1)", NULL, NULL},
    {"i_nf", NULL, NULL}, {"infinityx", NULL, NULL}
};

static void test_texts(void)
{
    struct strbuf scratch = {0};
    struct strbuf digits = {0};
    char text[PYTHON_FLOAT_TEXT];
    double value;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *as_float = texts[i].as_float;
        const char *as_int = texts[i].as_int;
        test_case = texts[i].text;
        bool valid = python_float(slice_str(test_case), &scratch, &value);
        if (CHECK(valid == (as_float != NULL)) && valid)
            CHECK_EQ_SLICE(slice_of(text, python_float_text(value, text)), slice_str(as_float));
        strbuf_clear(&digits);
        strbuf_add_char(&digits, '<');
        CHECK(python_int(slice_str(test_case), &digits) == (as_int != NULL));
        CHECK_EQ_SLICE(slice_from(strbuf_slice(&digits), 1),
         slice_str(as_int != NULL ? as_int : ""));
    }
    test_case = NULL;
    CHECK(!python_int(slice_of("1\0", 2), &digits));
    CHECK(!python_float(slice_of("1\0", 2), &scratch, &value));
    strbuf_free(&scratch);
    strbuf_free(&digits);
}

static void test_int_of_float(void)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.0, "0"}, {-0.0, "0"}, {1.9, "1"}, {-1.9, "-1"}, {-0.9, "0"},
        {1e15, "1000000000000000"},
        {1e23, "99999999999999991611392"}, {-9007199254740993.0, "-9007199254740992"}
    };
    struct strbuf digits = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        strbuf_clear(&digits);
        CHECK(python_int_of_float(cases[i].value, &digits));
        CHECK_EQ_SLICE(strbuf_slice(&digits), slice_str(cases[i].text));
    }
    strbuf_clear(&digits);
    CHECK(python_int_of_float(1.7976931348623157e308, &digits) && digits.n == 309);
    CHECK(!python_int_of_float(HUGE_VAL, &digits) && !python_int_of_float(nan(""), &digits));
    strbuf_free(&digits);
}

int main(void)
{
    test_floats();
    test_texts();
    test_int_of_float();
    return test_report();
}
