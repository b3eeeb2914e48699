/* SPDX-License-Identifier: MIT */
#include "merge/losers.h"

#include <string.h>

#include "test.h"

/* Runs, each sorted, whose stacks are letters between blanks, and all of them merged. */
static const struct {
    const char *runs[5];
    size_t count;
    const char *merged;
} cases[] = {
    {{""}, 1, ""},
    {{"a b c "}, 1, "a b c "},
    {{"a c ", "b d "}, 2, "a b c d "},
    {{"b d ", "a c "}, 2, "a b c d "},
    {{"a aa aab ", "a aa aac ", "aa ab "}, 3, "a a aa aa aa aab aac ab "},
    {{"", "x ", "", "abcdefghi abcdefghj ", "abcdefgh abcdefghij "}, 5,
     "abcdefgh abcdefghi abcdefghij abcdefghj x "},
    {{"a a a ", "a a ", "a "}, 3, "a a a a a a "},
    {{"\xff ", "z ", "a\x01 a! "}, 3, "a\x01 a! z \xff "}
};

/* Takes the next word of a run. */
static bool next_word(struct slice *run, struct slice *word)
{
    size_t blank = slice_find(*run, ' ');

    if (blank == SLICE_NONE)
        return false;
    *word = slice_cut(*run, 0, blank);
    *run = slice_from(*run, blank + 1);
    return true;
}

static void test_row(size_t row)
{
    struct losers l;
    struct slice runs[5], word;
    char merged[200] = "";
    struct slice last = {"", 0};

    test_case = cases[row].merged;
    losers_open(&l, cases[row].count);
    for (size_t i = 0; i < cases[row].count; i++) {
        runs[i] = slice_str(cases[row].runs[i]);
        l.runs[i].reach = next_word(&runs[i], &l.runs[i].stack);
    }
    losers_start(&l);
    while (l.runs[losers_first(&l)].reach > 0) {
        size_t first = losers_first(&l);
        struct slice stack = l.runs[first].stack;
        CHECK_EQ_SIZE(l.runs[first].reach, slice_common(stack, last, 0) + 1);
        last = stack;
        strncat(merged, stack.p, stack.n);
        strcat(merged, " ");
        if (next_word(&runs[first], &word))
            losers_replace(&l, word, slice_common(word, stack, 0));
        else
            losers_end(&l);
    }
    CHECK_EQ_STR(merged, cases[row].merged);
    losers_close(&l);
}

int main(void)
{
    for (size_t row = 0; row < sizeof cases / sizeof *cases; row++)
        test_row(row);
    return test_report();
}
