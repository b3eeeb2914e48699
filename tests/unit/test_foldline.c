/* SPDX-License-Identifier: MIT */
#include "folded/foldline.h"

#include "test.h"

struct parts {
    const char *stack, *count;      /* NULL: there is no count */
};

/* What Perl's pattern finds in bytes and in characters. */
static const struct {
    const char *line;
    struct parts bytes, characters;
} cases[] = {
    {"a 5", {"a", "5"}, {"a", "5"}},
    {"a;b 5", {"a;b", "5"}, {"a;b", "5"}},
    {"a  5", {"a ", "5"}, {"a ", "5"}},
    {"a 5.", {"a", "5."}, {"a", "5."}},
    {"a 5.25", {"a", "5.25"}, {"a", "5.25"}},
    {"a .5", {NULL, NULL}, {NULL, NULL}},
    {"a 5.5.5", {NULL, NULL}, {NULL, NULL}},
    {"a 1e5", {NULL, NULL}, {NULL, NULL}},
    {"a -5", {NULL, NULL}, {NULL, NULL}},
    {"a 5x", {NULL, NULL}, {NULL, NULL}},
    {"a", {NULL, NULL}, {NULL, NULL}},
    {"5", {NULL, NULL}, {NULL, NULL}},
    {" 5", {"", "5"}, {"", "5"}},
    {"", {NULL, NULL}, {NULL, NULL}},
    {"a ", {NULL, NULL}, {NULL, NULL}},
    {"a 5 ", {NULL, NULL}, {NULL, NULL}},
    {"a\0115", {"a", "5"}, {"a", "5"}},
    {"a\0135", {"a", "5"}, {"a", "5"}},
    {"a\0155", {"a", "5"}, {"a", "5"}},
    {"a 5\015", {NULL, NULL}, {NULL, NULL}},
    {"a b 7", {"a b", "7"}, {"a b", "7"}},
    {"a 5 6", {"a 5", "6"}, {"a 5", "6"}},
    {"a\302\2405", {NULL, NULL}, {"a", "5"}},
    {"a\343\200\2005", {NULL, NULL}, {"a", "5"}},
    {"a\342\200\2505", {NULL, NULL}, {"a", "5"}},
    {"a\302\2055", {NULL, NULL}, {"a", "5"}},
    {"a 5\331\243", {NULL, NULL}, {"a", "5\331\243"}},
    {"a \331\243", {NULL, NULL}, {"a", "\331\243"}},
    {"a \331\243.5", {NULL, NULL}, {"a", "\331\243.5"}},
    {"a \357\274\225", {NULL, NULL}, {"a", "\357\274\225"}},
    {"a \360\235\237\227", {NULL, NULL}, {"a", "\360\235\237\227"}},
    {"\303\251 5", {"\303\251", "5"}, {"\303\251", "5"}},
    {"a\342\200\2135", {NULL, NULL}, {NULL, NULL}},
    {"a 5..", {NULL, NULL}, {NULL, NULL}},
    {"a ..5", {NULL, NULL}, {NULL, NULL}},
    {"a .", {NULL, NULL}, {NULL, NULL}},
    {"a 5.\331\243", {NULL, NULL}, {"a", "5.\331\243"}}
};

static void check_cut(const char *line, enum foldline_text text, const struct parts *wanted)
{
    struct slice stack = {"x", 1};
    struct slice count = {"y", 1};
    bool found = foldline_cut(slice_str(line), text, &stack, &count);

    CHECK(found == (wanted->stack != NULL));
    CHECK_EQ_SLICE(stack, slice_str(wanted->stack != NULL ? wanted->stack : "x"));
    CHECK_EQ_SLICE(count, slice_str(wanted->stack != NULL ? wanted->count : "y"));
}

static void test_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_case = cases[i].line;
        check_cut(cases[i].line, FOLDLINE_BYTES, &cases[i].bytes);
        check_cut(cases[i].line, FOLDLINE_UTF8, &cases[i].characters);
    }
    test_case = NULL;
}

/* The counts come off one after another, in place. */
static void test_in_place(void)
{
    struct slice line = slice_of("a\0b;c 12 3.5", 12);
    struct slice count = {NULL, 0};

    CHECK(foldline_cut(line, FOLDLINE_UTF8, &line, &count));
    CHECK_EQ_SLICE(count, slice_str("3.5"));
    CHECK(foldline_cut(line, FOLDLINE_UTF8, &line, &count));
    CHECK_EQ_SLICE(count, slice_str("12"));
    CHECK_EQ_SLICE(line, slice_of("a\0b;c", 5));
    CHECK(!foldline_cut(line, FOLDLINE_UTF8, &line, &count));
    CHECK_EQ_SLICE(line, slice_of("a\0b;c", 5));
    CHECK(!foldline_cut(slice_of("a \0005", 4), FOLDLINE_BYTES, &line, &count));
}

/* Bytes that are no UTF-8 are no blanks and no digits. */
static void test_bytes(void)
{
    struct slice stack = {NULL, 0};
    struct slice count = {NULL, 0};

    CHECK(!foldline_cut(slice_str("a\xa0" "5"), FOLDLINE_BYTES, &stack, &count));
    CHECK(!foldline_cut(slice_str("a\x85" "5"), FOLDLINE_BYTES, &stack, &count));
    CHECK(foldline_cut(slice_str("a\xff 5"), FOLDLINE_BYTES, &stack, &count));
    CHECK_EQ_SLICE(stack, slice_str("a\xff"));
}

static void test_values(void)
{
    static const struct {
        const char *count, *value;
    } values[] = {
        {"12", "12"}, {"12.", "12"}, {"12.5", "12.5"}, {"007", "7"}, {"5\xd9\xa3", "5"},
        {"\xd9\xa3", "0"}, {"\xd9\xa3.5", "0"}, {"5.\xd9\xa3", "5"}, {"1.5\xef\xbc\x95", "1.5"}
    };
    char text[PERL_NUMBER_TEXT];

    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        size_t length = perl_number_text(foldline_value(slice_str(values[i].count)), text);
        test_case = values[i].count;
        CHECK_EQ_SLICE(slice_of(text, length), slice_str(values[i].value));
    }
    test_case = NULL;
}

static void test_integers(void)
{
    static const struct {
        const char *line, *rest;
        uint64_t value;
        bool cut;
    } rows[] = {
        {"a;b 12", "a;b", 12, true}, {"a 012", "a", 12, true}, {" 7", "", 7, true},
        {"a 1 2", "a 1", 2, true}, {"a\t3", "a", 3, true},
        {"a 999999999999999999", "a", 999999999999999999, true},
        {"a 1234567890123456789", "", 0, false}, {"12", "", 0, false}, {"a 1.5", "", 0, false},
        {"a ", "", 0, false}, {"", "", 0, false}, {"a-1", "", 0, false}, {"a\xa0" "1", "", 0, false}
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct slice line = slice_str(rows[i].line);
        uint64_t value = 0;
        test_case = rows[i].line;
        CHECK(foldline_cut_integer(&line, &value) == rows[i].cut);
        CHECK(value == rows[i].value);
        CHECK_EQ_SLICE(line, slice_str(rows[i].cut ? rows[i].rest : rows[i].line));
    }
}

int main(void)
{
    test_cases();
    test_in_place();
    test_bytes();
    test_values();
    test_integers();
    return test_report();
}
