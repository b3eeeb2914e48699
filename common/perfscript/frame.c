/* SPDX-License-Identifier: MIT */
#include "perfscript/frame.h"

#include "base/chars.h"

size_t perfscript_v8_tag(struct slice name)
{
    static const char *const tags[] = {"LazyCompile:", "JS:", "Function:", "Script:", "Eval:",
                                       "InterpretedFunction:", "RegExp:"};

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (slice_starts(name, tags[i]))
            return strlen(tags[i]);
    return 0;
}

size_t perfscript_matching_parenthesis(struct slice s)
{
    size_t depth = 0;

    for (size_t i = s.n; i-- > 0;) {
        if (s.p[i] == ')')
            depth++;
        else if (s.p[i] == '(' && --depth == 0)
            return i;
    }
    return SLICE_NONE;
}

/* Without "+0x1f" or "+12" at its end, and without another before that. The source text
 * in a name of V8 may end with the latter. */
static struct slice without_offsets(struct slice s)
{
    for (;;) {
        size_t hex = skip_lower_hex_back(s, s.n);
        size_t decimal = skip_digits_back(s, s.n);
        size_t plus;
        if (hex < s.n && slice_ends(slice_cut(s, 0, hex), "+0x"))
            plus = hex - 3;
        else if (decimal < s.n && decimal > 1 && s.p[decimal - 1] == '+'
                 && s.p[decimal - 2] != '+' && perfscript_v8_tag(s) == 0)
            plus = decimal - 1;
        else
            return s;
        s.n = plus;
    }
}

static void set_symbol(struct perfscript_frame *f, struct slice symbol)
{
    symbol.n = skip_spaces_back(symbol, symbol.n);
    symbol = without_offsets(symbol);
    f->symbol = symbol.n > 0 ? symbol : slice_str("[unknown]");
}

static void set_module(struct perfscript_frame *f, struct slice module)
{
    size_t digits = skip_lower_hex_back(module, module.n);

    if (digits < module.n && digits > 3 && slice_ends(slice_cut(module, 0, digits), "+0x"))
        module.n = digits - 3;
    f->module = module;
}

/* Whether text that no parenthesis ends has a module all the same, which something else
 * follows: "f (/lib/x.so) y", but not "g<void (int)>::h". */
static bool has_more_after_module(struct slice rest)
{
    size_t close = slice_find_last(rest, ')');

    return close != SLICE_NONE && close + 1 < rest.n && is_space(rest.p[close + 1]);
}

void perfscript_meant_frame(struct slice line, struct perfscript_frame *f)
{
    size_t pc = skip_spaces(line, 0);
    size_t pc_end = skip_word(line, pc);
    size_t end = skip_spaces_back(line, line.n);
    size_t open = SLICE_NONE;

    if (pc_end < end && !is_space(line.p[pc_end]))
        return;
    size_t symbol = skip_spaces(line, pc_end);
    struct slice rest = slice_cut(line, symbol < end ? symbol : end, end);
    if (slice_ends(rest, ")")) {
        open = perfscript_matching_parenthesis(rest);
        if (open == SLICE_NONE)
            return;
    } else if (has_more_after_module(rest)) {
        return;
    }
    f->pc = slice_cut(line, pc, pc_end);
    if (open == SLICE_NONE || (open > 0 && !is_space(rest.p[open - 1]))) {
        set_symbol(f, rest);
        f->module = slice_of("", 0);
    } else {
        set_symbol(f, slice_cut(rest, 0, open));
        set_module(f, slice_cut(rest, open + 1, rest.n - 1));
    }
}

bool perfscript_bare_frame(struct slice line, struct perfscript_frame *f)
{
    size_t pc = skip_spaces(line, 0);
    size_t end = skip_lower_hex(line, pc);

    if (pc == 0 || end == pc || (end < line.n && !is_space(line.p[end])))
        return false;
    f->pc = slice_of(NULL, 0);
    perfscript_meant_frame(line, f);
    return f->pc.p != NULL;
}

bool perfscript_is_source_line(struct slice line)
{
    if (!slice_starts(line, "  ") || (line.n > 2 && is_space(line.p[2])))
        return false;
    size_t end = skip_lower_hex(line, 2);
    return line.n == 2 || end == 2 || (end < line.n && !is_space(line.p[end]));
}
