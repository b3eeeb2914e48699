#include "backtrace.h"

void backtrace_add(struct stack *s, struct foldtab *t, struct slice frame)
{
    size_t from = s->count;

    stack_push_text(s, t, frame);
    stack_reverse(s, from);
}

void backtrace_count(struct stack *s, struct foldtab *t, struct perl_number count)
{
    if (s->count == 0)
        stack_push_text(s, t, slice_of("", 0));
    stack_reverse(s, 0);
    foldtab_add(t, s, 0, count);
    s->count = 0;
}
