/* SPDX-License-Identifier: MIT */
#include "base/chars.h"

#include "test.h"

/* Where each loop ends that begins at the first byte, and, backward, at the end. */
static const struct {
    const char *text;
    size_t spaces, non_spaces, digits, word, hex;
    size_t spaces_back, non_spaces_back, digits_back, hex_back;
} cases[] = {
    {"", 0, 0, 0, 0, 0, 0, 0, 0, 0},
    {" ", 1, 0, 0, 0, 0, 0, 1, 1, 1},
    {"12 ab", 0, 2, 2, 2, 2, 5, 3, 5, 3},
    {"\t\n\v\f\r x_9", 6, 0, 0, 0, 0, 9, 6, 8, 8},
    {"beef_BEEF", 0, 9, 0, 9, 4, 9, 0, 9, 9},
    {"a\xa0\x85", 0, 3, 0, 1, 1, 3, 0, 3, 3},
    {"/:@[`{g9", 0, 8, 0, 0, 0, 8, 0, 7, 7},
    {"        ", 8, 0, 0, 0, 0, 0, 8, 8, 8},
    {"        \t         a", 18, 0, 0, 0, 0, 19, 18, 19, 18},
    {"        1       ", 8, 0, 0, 0, 0, 9, 16, 16, 16}
};

static void test_skip(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice s = slice_str(cases[i].text);
        test_case = cases[i].text;
        CHECK_EQ_SIZE(skip_spaces(s, 0), cases[i].spaces);
        CHECK_EQ_SIZE(skip_non_spaces(s, 0), cases[i].non_spaces);
        CHECK_EQ_SIZE(skip_digits(s, 0), cases[i].digits);
        CHECK_EQ_SIZE(skip_word(s, 0), cases[i].word);
        CHECK_EQ_SIZE(skip_lower_hex(s, 0), cases[i].hex);
        CHECK_EQ_SIZE(skip_spaces_back(s, s.n), cases[i].spaces_back);
        CHECK_EQ_SIZE(skip_non_spaces_back(s, s.n), cases[i].non_spaces_back);
        CHECK_EQ_SIZE(skip_digits_back(s, s.n), cases[i].digits_back);
        CHECK_EQ_SIZE(skip_lower_hex_back(s, s.n), cases[i].hex_back);
    }
    test_case = NULL;
    CHECK_EQ_SIZE(skip_run(slice_str("a//b/"), 1, '/'), 3);
    CHECK_EQ_SIZE(skip_run(slice_str("a//b/"), 0, '/'), 0);
    CHECK_EQ_SIZE(skip_run(slice_str("a//"), 1, '/'), 3);
}

static void test_trim(void)
{
    CHECK_EQ_SLICE(trim_spaces(slice_str(" \t a b\r\n")), slice_str("a b"));
    CHECK_EQ_SLICE(trim_spaces(slice_str("a")), slice_str("a"));
    CHECK_EQ_SIZE(trim_spaces(slice_str(" \n ")).n, 0);
    CHECK_EQ_SIZE(trim_spaces(slice_str("")).n, 0);
}

int main(void)
{
    test_skip();
    test_trim();
    return test_report();
}
