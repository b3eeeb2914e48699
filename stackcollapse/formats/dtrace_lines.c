/* SPDX-License-Identifier: MIT */
#include "dtrace_lines.h"

#include "arguments.h"
#include "base/scan.h"

bool dtrace_is_heading(struct slice text)
{
    if (slice_starts(text, "dtrace: ") || slice_is(text, "^C"))
        return true;
    if (slice_starts(text, "CPU "))
        return slice_ends(text, "FUNCTION:NAME");
    for (int i = 0; i < 2; i++)
        if (scan_digits(&text).n == 0 || scan_spaces(&text).n == 0)
            return false;
    return slice_has(text, ":") && skip_non_spaces(text, 0) == text.n;
}

bool dtrace_is_other_value(struct slice text)
{
    if (slice_starts(text, "value "))
        return slice_has(text, " Distribution ");
    return scan_text(&text, "-") && text.n > 0 && skip_digits(text, 0) == text.n;
}

bool dtrace_is_row(struct slice text)
{
    while (text.n > 0 && (is_digit(text.p[0]) || text.p[0] == '-' || text.p[0] == '<'
                          || text.p[0] == '>' || text.p[0] == '='))
        text = slice_from(text, 1);
    return slice_starts(trim_left(text), "|");
}

bool dtrace_parse_key(struct slice text, struct slice *key, struct slice *count)
{
    size_t digits = skip_digits_back(text, text.n);
    size_t end = skip_spaces_back(text, digits);

    *key = slice_cut(text, 0, end);
    *count = slice_from(text, digits);
    return count->n > 0 && digits - end >= 2 && end > 0 && !slice_has(*key, "`");
}

bool dtrace_is_key(struct slice line)
{
    return slice_starts(line, "  ") && line.n > 2 && !is_space(line.p[2]) && slice_ends(line, " ")
           && !slice_has(line, "`");
}

bool dtrace_is_offset(struct slice text, size_t plus)
{
    struct slice offset = slice_from(text, plus + 1);

    return scan_text(&offset, "0x") && offset.n > 0 && skip_hex(offset, 0) == offset.n;
}

struct slice dtrace_function(struct slice text)
{
    size_t plus = slice_find_last(text, '+');

    if (plus != SLICE_NONE && dtrace_is_offset(text, plus))
        text.n = plus;
    return slice_has(text, "::") ? name_without_arguments(text) : text;
}
