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
    for (size_t from = skip_run(text, 0, ' ') + 1; from-- > 0;) {
        struct slice rest = slice_from(text, from);
        size_t found = 0;
        while (found < count && scan_to(&rest, ' ', &words[found]))
            found++;
        if (found == count)
            return true;
    }
    return false;
}
