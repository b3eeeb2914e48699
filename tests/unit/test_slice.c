/* SPDX-License-Identifier: MIT */
#include "base/scan.h"
#include "base/slice.h"

#include "test.h"

static int sign(int value)
{
    return (value > 0) - (value < 0);
}

static void test_compare(void)
{
    static const struct {
        const char *a, *b;
        int order;
    } cases[] = {
        {"", "", 0}, {"", "a", -1}, {"a", "", 1}, {"a", "a", 0}, {"a", "b", -1},
        {"a", "ab", -1}, {"ab", "a", 1}, {"b", "ab", 1}, {"a\xff", "a~", 1}, {"\x80", "z", 1}
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice a = slice_str(cases[i].a);
        struct slice b = slice_str(cases[i].b);
        test_case = cases[i].a;
        CHECK(sign(slice_compare(a, b)) == cases[i].order);
        CHECK(slice_equal(a, b) == (cases[i].order == 0));
    }
    test_case = NULL;
    CHECK(slice_compare(slice_of("a\0b", 3), slice_of("a\0c", 3)) < 0);
    CHECK(slice_compare(slice_of("a", 1), slice_of("a\0", 2)) < 0);
    CHECK(slice_compare(slice_of(NULL, 0), slice_of(NULL, 0)) == 0);
    CHECK(slice_equal(slice_of(NULL, 0), slice_str("")));
}

static void test_find(void)
{
    static const struct {
        const char *text, *wanted;
        size_t first, last;
    } cases[] = {
        {"", "a", SLICE_NONE, SLICE_NONE}, {"a", "a", 0, 0}, {"b", "a", SLICE_NONE, SLICE_NONE},
        {"xaya", "a", 1, 3}, {"aaa", "a", 0, 2}, {"a\xff\xff", "\xff", 1, 2},
        {"", "ab", SLICE_NONE, SLICE_NONE}, {"a", "ab", SLICE_NONE, SLICE_NONE},
        {"ab", "ab", 0, 0}, {"aab", "ab", 1, 1}, {"abab", "ab", 0, 2}, {"aaa", "aa", 0, 1},
        {"aba", "ba", 1, 1}, {"acab", "ab", 2, 2}, {"a->b->", "->", 1, 4},
        {"abcabd", "abd", 3, 3}, {"ab", "abc", SLICE_NONE, SLICE_NONE}
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice text = slice_str(cases[i].text);
        const char *wanted = cases[i].wanted;
        test_case = cases[i].text;
        CHECK_EQ_SIZE(slice_search(text, wanted), cases[i].first);
        CHECK_EQ_SIZE(slice_search_last(text, wanted), cases[i].last);
        if (strlen(wanted) > 1)
            continue;
        CHECK_EQ_SIZE(slice_find(text, *wanted), cases[i].first);
        CHECK_EQ_SIZE(slice_find_last(text, *wanted), cases[i].last);
    }
    test_case = NULL;
    CHECK_EQ_SIZE(slice_find(slice_of("a\0b", 3), '\0'), 1);
    CHECK_EQ_SIZE(slice_search(slice_of("a\0bc", 4), "bc"), 2);
    CHECK_EQ_SIZE(slice_find(slice_of(NULL, 0), 'a'), SLICE_NONE);
    CHECK_EQ_SIZE(slice_search(slice_of(NULL, 0), "a"), SLICE_NONE);
    CHECK_EQ_SIZE(slice_search_last(slice_of(NULL, 0), "a"), SLICE_NONE);
}

/* What lies behind the end of a slice is not looked at. */
static void test_bounds(void)
{
    struct slice s = slice_of("abcd", 2);

    CHECK_EQ_SIZE(slice_find(s, 'c'), SLICE_NONE);
    CHECK_EQ_SIZE(slice_search(s, "bc"), SLICE_NONE);
    CHECK_EQ_SIZE(slice_search_last(s, "bc"), SLICE_NONE);
    CHECK(slice_is(s, "ab") && !slice_is(s, "abc") && !slice_is(s, "a"));
    CHECK(slice_starts(s, "ab") && slice_starts(s, "") && !slice_starts(s, "abc"));
    CHECK(slice_ends(s, "b") && slice_ends(s, "ab") && !slice_ends(s, "xab"));
    CHECK(!slice_ends(s, "a"));
}

static void test_cut(void)
{
    struct slice s = slice_str("abcd");

    CHECK_EQ_SLICE(slice_cut(s, 1, 3), slice_str("bc"));
    CHECK_EQ_SLICE(slice_cut(s, 4, 4), slice_str(""));
    CHECK_EQ_SLICE(slice_from(s, 1), slice_str("bcd"));
    CHECK_EQ_SLICE(slice_from(s, 4), slice_str(""));
    CHECK_EQ_SLICE(slice_before(s, 'c'), slice_str("ab"));
    CHECK_EQ_SLICE(slice_before(s, 'a'), slice_str(""));
    CHECK_EQ_SLICE(slice_before(s, 'x'), s);
    CHECK(!scan_text(&s, "ac") && scan_text(&s, "ab"));
    CHECK_EQ_SLICE(s, slice_str("cd"));
}

static void test_before(void)
{
    CHECK_EQ_SLICE(slice_before(slice_str("ab(c(d"), '('), slice_str("ab"));
    CHECK_EQ_SLICE(slice_before(slice_str("(a"), '('), slice_str(""));
    CHECK_EQ_SLICE(slice_before(slice_str("ab"), '('), slice_str("ab"));
    CHECK_EQ_SLICE(slice_before(slice_of("ab(", 2), '('), slice_str("ab"));
    CHECK_EQ_SLICE(slice_before(slice_str(""), '('), slice_str(""));
}

static void test_scan(void)
{
    struct slice s = slice_str("12abx  word\tto:rest");
    struct slice before = slice_str("as it was");

    CHECK(!scan_text(&s, "2"));
    CHECK_EQ_SLICE(scan_digits(&s), slice_str("12"));
    CHECK_EQ_SLICE(scan_digits(&s), slice_str(""));
    CHECK_EQ_SLICE(scan_lower_hex(&s), slice_str("ab"));
    CHECK_EQ_SLICE(scan_bytes(&s, 1), slice_str("x"));
    CHECK_EQ_SLICE(scan_word(&s), slice_str("word"));
    CHECK_EQ_SLICE(scan_spaces(&s), slice_str("\t"));
    CHECK(!scan_to(&s, ';', &before));
    CHECK_EQ_SLICE(before, slice_str("as it was"));
    CHECK(scan_to(&s, ':', &before));
    CHECK_EQ_SLICE(before, slice_str("to"));
    CHECK(!scan_text(&s, "restless"));
    CHECK(scan_text(&s, "rest"));
    CHECK(s.n == 0 && scan_text(&s, "") && !scan_text(&s, "x"));
    CHECK_EQ_SLICE(scan_word(&s), slice_str(""));
}

int main(void)
{
    test_compare();
    test_find();
    test_bounds();
    test_cut();
    test_before();
    test_scan();
    return test_report();
}
