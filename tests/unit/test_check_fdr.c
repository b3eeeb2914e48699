/* SPDX-License-Identifier: MIT */
#include "check/fdr.h"

#include "test.h"

/* The 15 tests of Benjamini and Hochberg 1995, section 3.2, of which the procedure rejects
 * four at 5 %. */
static const double published[] = {
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
    0.5719, 0.6528, 0.7590, 1.0000
};

int main(void)
{
    static const double stepped[] = {0.03, 0.035, 0.04, 0.045};

    CHECK_NEAR(fdr_limit(published, 15, 0.05), 0.0095, 0);
    CHECK_NEAR(fdr_limit(published, 15, 0.01), 0.0019, 0);
    /* The largest decides, though the smaller ones are above their own bounds. */
    CHECK_NEAR(fdr_limit(stepped, 4, 0.05), 0.045, 0);
    CHECK(fdr_limit(stepped, 4, 0.04) < 0);
    CHECK(fdr_limit(stepped, 0, 0.05) < 0);
    return test_report();
}
