/* SPDX-License-Identifier: MIT */
/* What the unit tests are written with: checks that are counted and, where
 * they fail, printed with both values. The tests go on after a failure. */
#ifndef FG_TEST_H
#define FG_TEST_H

#include <stdio.h>

#include "base/slice.h"

#define CHECK(condition) test_count((condition), __FILE__, __LINE__, #condition)
#define CHECK_EQ_SIZE(value, expected) \
    test_size((value), (expected), __FILE__, __LINE__, #value)
#define CHECK_NEAR(value, expected, most) \
    test_near((value), (expected), (most), __FILE__, __LINE__, #value)
#define CHECK_EQ_SLICE(value, expected) \
    test_slice((value), (expected), __FILE__, __LINE__, #value)
#define CHECK_EQ_STR(value, expected) CHECK_EQ_SLICE(slice_str(value), slice_str(expected))

static size_t test_passed, test_failed;
static const char *test_case;   /* the row of a table that is being tested */

static inline bool test_count(bool passed, const char *file, int line, const char *text)
{
    test_passed += passed;
    test_failed += !passed;
    if (!passed)
        printf("%s:%d: [%s] %s\n", file, line, test_case ? test_case : "", text);
    return passed;
}

static inline void test_size(size_t value, size_t expected, const char *file, int line,
                             const char *text)
{
    if (!test_count(value == expected, file, line, text))
        printf("  is   %zu\n  want %zu\n", value, expected);
}

/* Numbers that differ by `most` at most. */
static inline void test_near(double value, double expected, double most, const char *file,
                             int line, const char *text)
{
    if (!test_count(value - expected <= most && expected - value <= most, file, line, text))
        printf("  is   %.17g\n  want %.17g\n", value, expected);
}

static inline void test_print(const char *label, struct slice s)
{
    printf("  %s \"", label);
    for (size_t i = 0; i < s.n; i++)
        printf(s.p[i] < ' ' || s.p[i] > '~' ? "\\%03o" : "%c", (unsigned char)s.p[i]);
    printf("\"\n");
}

static inline void test_slice(struct slice value, struct slice expected, const char *file,
                              int line, const char *text)
{
    if (!test_count(slice_equal(value, expected), file, line, text)) {
        test_print("is  ", value);
        test_print("want", expected);
    }
}

static inline int test_report(void)
{
    printf("%zu passed, %zu failed\n", test_passed, test_failed);
    return test_failed > 0;
}

#endif
