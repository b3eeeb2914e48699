/* SPDX-License-Identifier: MIT */
#include "awk/assign.h"
#include "awk/fields.h"
#include "awk/number.h"

#include <math.h>

#include "io/operands.h"
#include "test.h"

/* Texts, what awk takes them for as a number, and whether they are true. */
static const struct {
    const char *text;
    double value;
    bool is_true;
} texts[] = {
    {"12", 12, true}, {" 12 ", 12, true}, {"12abc", 12, true}, {"0x10", 0, true},
    {"0", 0, false}, {"-0", 0, false}, {"+0.0", 0, false}, {".0", 0, false}, {"0e5", 0, false},
    {"0e", 0, true}, {"0 0", 0, true}, {".", 0, true}, {"-", 0, true}, {"", 0, false},
    {" ", 0, true}, {"abc", 0, true}, {"inf", 0, true}, {"nan", 0, true}, {"-5.5e1x", -55, true},
    {"1e", 1, true}, {"5.", 5, true}, {".5", 0.5, true}, {"99999999999999999999", 1e20, true}
};

static const struct {
    double value;
    const char *text;
} numbers[] = {
    {0, "0"}, {12, "12"}, {-7, "-7"}, {0.1 + 0.2, "0.3"}, {1234567.5, "1.23457e+06"},
    {1e18, "1000000000000000000"},
    {1267650600228229401496703205376.0, "1267650600228229401496703205376"},
    {HUGE_VAL, "+inf"}, {-HUGE_VAL, "-inf"}, {0.00001, "1e-05"},
    {-0.0, "-0"}, {999999999999999, "999999999999999"}, {-1e15, "-1000000000000000"}
};

static void test_numbers(void)
{
    char text[AWK_NUMBER_TEXT];

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        test_case = texts[i].text;
        CHECK(awk_number(slice_str(texts[i].text)) == texts[i].value);
        CHECK(awk_is_true(slice_str(texts[i].text)) == texts[i].is_true);
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        test_case = numbers[i].text;
        CHECK_EQ_SLICE(slice_of(text, awk_number_text(numbers[i].value, text)),
                       slice_str(numbers[i].text));
    }
    test_case = NULL;
}

static void test_fields(void)
{
    struct slice rest = slice_str(" a\tb\vc  ");
    struct slice field;

    CHECK(awk_field(&rest, &field));
    CHECK_EQ_SLICE(field, slice_str("a"));
    CHECK(awk_field(&rest, &field));
    CHECK_EQ_SLICE(field, slice_str("b\vc"));
    CHECK(!awk_field(&rest, &field));
    CHECK_EQ_SIZE(field.n, 0);
}

struct state {
    bool one, two;
};

static const struct awk_variable variables[] = {
    {"one", offsetof(struct state, one)},
    {"two", offsetof(struct state, two)},
    {NULL, 0}
};

static bool assign(void *context, const char *operand)
{
    return awk_assign(variables, context, operand);
}

static void test_assignments(void)
{
    char words[][8] = {"program", "-v", "one=1", "x", "-vtwo=a", "--", "-v", "one=0"};
    char *argv[8];
    char unknown[] = "-vthree=1";
    char *wrong[] = {words[0], unknown};
    struct state s = {false, false};

    for (size_t i = 0; i < 8; i++)
        argv[i] = words[i];
    CHECK(awk_take_options(8, argv, variables, &s) == 5);
    CHECK(s.one && s.two);
    CHECK_EQ_STR(argv[1], "x");
    CHECK_EQ_STR(argv[4], "one=0");
    CHECK(awk_take_options(2, wrong, variables, &s) == -1);
    CHECK(!awk_assign(variables, &s, "three=1"));
    CHECK(!awk_assign(variables, &s, "one"));
    CHECK(!awk_assign(variables, &s, "=1"));
    CHECK(awk_assign(variables, &s, "two=") && !s.two);
}

/* An assignment among files counts when its turn comes. */
static void test_operands(void)
{
    char words[][12] = {"one=1", "/dev/null", "two=1"};
    char *operands[3];
    struct operands d;
    struct slice block;
    struct state s = {false, false};

    for (size_t i = 0; i < 3; i++)
        operands[i] = words[i];
    operands_open(&d, operands, 3);
    d.assign = assign;
    d.context = &s;
    CHECK(operands_next(&d, &block) == OPERANDS_FILE_END);
    CHECK_EQ_STR(d.name, "/dev/null");
    CHECK(s.one && !s.two);
    CHECK(operands_next(&d, &block) == OPERANDS_DONE);
    CHECK(s.two);
    CHECK(operands_next(&d, &block) == OPERANDS_DONE);
    operands_close(&d);
}

int main(void)
{
    test_numbers();
    test_fields();
    test_assignments();
    test_operands();
    return test_report();
}
