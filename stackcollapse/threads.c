/* SPDX-License-Identifier: MIT */
#include "threads.h"

#include "base/scan.h"

void thread_push_caller(struct collapse *c, struct slice name)
{
    if (name.n > 0 || c->stack.count > 0)
        collapse_push_caller(c, name);
}

void thread_end(struct collapse *c)
{
    if (c->stack.count > 0)
        collapse_count_leaf_first(c, perl_integer(1));
}

bool thread_drop(struct collapse *c)
{
    bool dropped = c->stack.count > 0;

    c->stack.count = 0;
    return dropped;
}

bool thread_words(struct slice text, struct slice *words, size_t count)
{
    size_t blanks = skip_run(text, 0, ' '), found = 0;
    struct slice rest = slice_from(text, blanks);

    while (found < count && scan_to(&rest, ' ', &words[found]))
        found++;
    size_t missing = count - found;
    if (missing > blanks)
        return false;
    if (missing == 0)
        return true;
    memmove(words + missing, words, found * sizeof *words);
    for (size_t i = 0; i < missing; i++)
        words[i] = slice_of("", 0);
    return true;
}
