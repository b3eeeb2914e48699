#include "javaname.h"

#include "base/chars.h"

struct slice javaname_function(struct slice frame)
{
    size_t parenthesis = slice_find(frame, '(');

    return parenthesis == SLICE_NONE ? frame : slice_cut(frame, 0, parenthesis);
}

struct slice javaname_method(struct slice function)
{
    struct slice none = slice_of("", 0);
    size_t method = slice_find_last(function, '.');

    if (method == SLICE_NONE || method + 1 == function.n)
        return none;
    size_t class_name = slice_find_last(slice_cut(function, 0, method), '.');
    if (class_name == SLICE_NONE || class_name + 1 == method)
        return none;
    return slice_from(function, class_name + 1);
}

void javaname_shorten(struct slice function, struct strbuf *to)
{
    struct slice method = javaname_method(function);

    if (method.n == 0)
        return;
    for (size_t i = 0; i < function.n - method.n; i++)
        if (!is_word(function.p[i]) || i == 0 || !is_word(function.p[i - 1]))
            strbuf_add_char(to, function.p[i]);
    strbuf_add(to, method);
}
