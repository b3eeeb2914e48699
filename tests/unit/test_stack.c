/* SPDX-License-Identifier: MIT */
#include "folded/stack.h"

#include <string.h>

#include "test.h"

static void check_frames(const struct stack *s, const uint32_t *wanted, size_t count)
{
    CHECK_EQ_SIZE(s->count, count);
    CHECK(s->count == count && memcmp(s->frames, wanted, count * sizeof *wanted) == 0);
}

static void test_append(void)
{
    static const uint32_t wanted[] = {7, 0, UINT32_MAX, 7, 1};
    struct stack s = {0};

    stack_append(&s, NULL, 0);
    CHECK_EQ_SIZE(s.count, 0);
    stack_push(&s, 7);
    stack_append(&s, wanted + 1, 3);
    stack_append(&s, wanted, 0);
    stack_push(&s, 1);
    check_frames(&s, wanted, 5);
    s.count = 1;
    stack_append(&s, wanted + 1, 4);
    check_frames(&s, wanted, 5);
    stack_free(&s);
    CHECK(s.frames == NULL && s.count == 0 && s.capacity == 0);
    stack_push(&s, 7);
    check_frames(&s, wanted, 1);
    stack_free(&s);
}

static void test_many(void)
{
    enum { MANY = 100000 };
    struct stack s = {0};
    size_t wrong = 0;

    for (uint32_t i = 0; i < MANY; i++)
        stack_push(&s, i);
    stack_reverse(&s, 0);
    for (uint32_t i = 0; i < MANY; i++)
        wrong += s.frames[i] != MANY - 1 - i;
    CHECK_EQ_SIZE(wrong, 0);
    stack_reverse(&s, MANY / 2);
    for (uint32_t i = 0; i < MANY; i++)
        wrong += s.frames[i] != (i < MANY / 2 ? MANY - 1 - i : i - MANY / 2);
    CHECK_EQ_SIZE(wrong, 0);
    stack_free(&s);
}

int main(void)
{
    test_append();
    test_many();
    return test_report();
}
