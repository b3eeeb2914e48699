/* SPDX-License-Identifier: MIT */
#include "gdb_frame.h"

#include "base/chars.h"

/* Behind "operator" at `at`, after brackets that are the operator's name; 0 if there is no
 * such operator. */
static size_t gdb_skip_operator(struct slice s, size_t at)
{
    static const char word[] = "operator";
    static const char *const names[] = {"<=>", "<<=", ">>=", "->*", "()", "[]", "->",
                                        "<<", ">>", "<=", ">=", "<", ">"};

    if (!slice_starts(slice_from(s, at), word) || (at > 0 && is_word(s.p[at - 1])))
        return 0;
    at += strlen(word);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_starts(slice_from(s, at), names[i]))
            return at + strlen(names[i]);
    return 0;
}

/* The position of the first " (" outside brackets, else the end of the text, where *depth
 * brackets are open. */
static size_t gdb_skip_brackets(struct slice s, size_t *depth)
{
    size_t behind;

    *depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == 'o' && (behind = gdb_skip_operator(s, i)) > 0)
            i = behind - 1;
        else if (c == ' ' && *depth == 0 && slice_starts(slice_from(s, i), " ("))
            return i;
        else if (c == '(' || c == '<' || c == '{')
            ++*depth;
        else if ((c == ')' || c == '}' || (c == '>' && s.p[i - (i > 0)] != '-')) && *depth > 0)
            --*depth;
    }
    return s.n;
}

/* The position of the " (" before the arguments: the first one outside brackets. */
static size_t gdb_find_arguments(struct slice s)
{
    size_t depth, at = gdb_skip_brackets(s, &depth);

    return at < s.n ? at : slice_search(s, " (");
}

bool gdb_is_closed(struct slice name)
{
    size_t depth;

    return gdb_skip_brackets(name, &depth) == name.n && depth == 0;
}

bool gdb_parse_function(struct slice rest, struct slice *name)
{
    size_t end;

    rest = trim_spaces(rest);
    if (slice_starts(rest, "0x")) {
        end = slice_search(rest, " in ");
        if (end != SLICE_NONE)
            rest = slice_from(rest, end + strlen(" in "));
    }
    end = gdb_find_arguments(rest);
    *name = end == SLICE_NONE ? rest : slice_cut(rest, 0, end);
    return name->n > 0;
}
