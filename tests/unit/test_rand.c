/* SPDX-License-Identifier: MIT */
#include "perl/rand.h"

#include <stdio.h>

#include "test.h"

/* What Perl's rand gives after srand(seed), with all digits. */
static const struct {
    uint32_t seed;
    const char *values[4];
} cases[] = {
    {0u, {"0.17082803610628972", "0.74990198048496381", "0.09637165562356742",
     "0.87046522702707563"}},
    {1u, {"0.041630344771878214", "0.45449244472862915", "0.8348172181669149",
     "0.33598603014520023"}},
    {42u, {"0.74452500006100664", "0.34270147871890799", "0.11108528244416149",
     "0.42233895798830901"}},
    {97u, {"0.63865197666837403", "0.095177012120501558", "0.72559122232827278",
     "0.025983129485162237"}},
    {2147483647u, {"0.80002572744070122", "0.54531151624129848", "0.85792609308021994",
     "0.90494442390895102"}},
    {4294967295u, {"0.30002572744070122", "0.045311516241298477", "0.35792609308021994",
     "0.40494442390895102"}}
};

static void test_sequences(void)
{
    struct perl_rand r;
    char text[32];

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        perl_srand(&r, cases[i].seed);
        for (size_t k = 0; k < 4; k++) {
            snprintf(text, sizeof text, "%.17g", perl_rand(&r));
            CHECK_EQ_STR(text, cases[i].values[k]);
        }
    }
}

static void test_range(void)
{
    struct perl_rand r;
    double sum = 0;
    bool within = true;

    perl_srand(&r, 5);
    for (int i = 0; i < 100000; i++) {
        double value = perl_rand(&r);
        within = within && value >= 0 && value < 1;
        sum += value;
    }
    CHECK(within);
    CHECK(sum > 49000 && sum < 51000);
}

/* Two generators side by side do not disturb each other. */
static void test_independence(void)
{
    struct perl_rand a, b;

    perl_srand(&a, 1);
    perl_srand(&b, 1);
    for (int i = 0; i < 10; i++)
        CHECK(perl_rand(&a) == perl_rand(&b));
}

int main(void)
{
    test_sequences();
    test_range();
    test_independence();
    return test_report();
}
