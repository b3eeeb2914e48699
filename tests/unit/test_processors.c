/* SPDX-License-Identifier: MIT */
#include "io/processors.h"

#include "test.h"

int main(void)
{
    size_t count = processors();

    CHECK(count >= 1);
    CHECK(count <= 1 << 20);
    CHECK_EQ_SIZE(processors(), count);
    return test_report();
}
