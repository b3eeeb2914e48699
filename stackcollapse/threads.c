#include "threads.h"

#include "base/message.h"
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

size_t thread_drop(struct collapse *c)
{
    size_t dropped = c->stack.count > 0;

    c->stack.count = 0;
    return dropped;
}

void thread_report_dropped(size_t count)
{
    if (count > 0)
        warn("dropped %zu stack(s): no empty line before the next thread", count);
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
