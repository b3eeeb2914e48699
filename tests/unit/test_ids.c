/* SPDX-License-Identifier: MIT */
#include "base/ids.h"

#include "test.h"

int main(void)
{
    struct ids ids = {0};
    uint32_t more[] = {7, 8, 9};

    for (uint32_t i = 0; i < 1000; i++)
        ids_push(&ids, i);
    ids_append(&ids, more, 3);
    ids_append(&ids, NULL, 0);
    CHECK_EQ_SIZE(ids.count, 1003);
    CHECK(ids.p[0] == 0 && ids.p[999] == 999 && ids.p[1000] == 7 && ids.p[1002] == 9);
    ids_free(&ids);
    CHECK(ids.count == 0 && ids.p == NULL);
    return test_report();
}
