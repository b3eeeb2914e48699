#include "javaname.h"

#include "base/chars.h"
#include "base/scan.h"

bool javaname_parse_frame(struct slice line, struct slice *function)
{
    line = trim_left(line);
    if (!scan_text(&line, "at "))
        return false;
    *function = slice_before(line, '(');
    return true;
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

struct slice javaname_shorten(struct slice function, struct strbuf *to)
{
    struct slice method = javaname_method(function);

    strbuf_clear(to);
    if (method.n == 0)
        return method;
    for (size_t i = 0; i < function.n - method.n; i++)
        if (!is_word(function.p[i]) || i == 0 || !is_word(function.p[i - 1]))
            strbuf_add_char(to, function.p[i]);
    strbuf_add(to, method);
    return strbuf_slice(to);
}
