/* SPDX-License-Identifier: MIT */
#include "io/notes.h"

#include "test.h"

static const struct note_kind kinds[] = {
    {"sample has no call stack", "samples have no call stack", "record with -g", true},
    {"line is empty", "lines are empty", NULL, false}
};

static void counts_each_kind(void)
{
    struct notes n = {0};

    notes_init(&n, kinds, 2);
    CHECK(notes_report(&n, false) == 0);
    notes_add(&n, 0, 2, "a", 7);
    notes_add(&n, 0, 3, "b", 9);
    CHECK(notes_count(&n, 0) == 5 && notes_count(&n, 1) == 0);
    CHECK(n.list[0].line == 7 && n.list[0].file[0] == 'a');
    CHECK(notes_report(&n, false) == 1);
    notes_free(&n);
}

int main(void)
{
    counts_each_kind();
    return test_report();
}
