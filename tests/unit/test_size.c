/* SPDX-License-Identifier: MIT */
#include "io/size.h"

#include <stdint.h>

#include "test.h"

int main(void)
{
    static const char *const wrong[] = {"", "0", "0K", "K", "-1", "+1", " 1", "1 ", "1.5M", "1KB",
                                        "1e3", "1X", "1kk", "\xff", "1\n"};
    static const struct {
        const char *text;
        uint64_t bytes;
    } right[] = {
        {"1", 1}, {"4096", 4096}, {"007", 7}, {"1k", 1024}, {"3K", 3072}, {"64m", 64 << 20},
        {"500M", 500 << 20}, {"2G", (uint64_t)2 << 30}, {"1t", (uint64_t)1 << 40},
        {"99999999999999999999999999", SIZE_MAX}, {"18446744073709551615T", SIZE_MAX},
    };
    size_t bytes = 77;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        test_case = wrong[i];
        CHECK(!size_parse(wrong[i], &bytes));
        CHECK_EQ_SIZE(bytes, 77);
    }
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        test_case = right[i].text;
        CHECK(size_parse(right[i].text, &bytes));
        CHECK_EQ_SIZE(bytes, right[i].bytes > SIZE_MAX ? SIZE_MAX : (size_t)right[i].bytes);
    }
    return test_report();
}
