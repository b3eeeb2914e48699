/* SPDX-License-Identifier: MIT */
#include "arguments.h"

/* The position of the '(' that belongs to the ')' at the end; SLICE_NONE without any. */
static size_t find_arguments(struct slice name)
{
    size_t depth = 0;

    if (slice_ends(name, ") const"))
        name.n -= strlen(" const");
    if (!slice_ends(name, ")"))
        return SLICE_NONE;
    for (size_t i = name.n; i-- > 0;) {
        depth += name.p[i] == ')';
        if (name.p[i] == '(' && --depth == 0)
            return i;
    }
    return SLICE_NONE;
}

struct slice name_without_arguments(struct slice name)
{
    size_t at = find_arguments(name);

    if (at == SLICE_NONE || at == 0)
        return name;
    struct slice shown = slice_cut(name, 0, at);
    return slice_ends(shown, "operator") || slice_ends(shown, "::") ? name : shown;
}
