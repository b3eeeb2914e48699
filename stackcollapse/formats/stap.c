/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-stap: stacks and counts that SystemTap printed to folded stacks.
 *
 *      0xffffffff810a2c4e : schedule+0x3e/0x90 [kernel]
 *      0xffffffff810b7f21 : do_nanosleep+0x71/0xe0 [kernel]
 *      0x7f2ab98f7205 : __nanosleep+0x15/0x60 [/lib/libc-2.17.so]
 *             128
 *
 * The leaf comes first; a count alone in a line ends the stack. A frame's name begins
 * after the last " : " and ends before the last "+".
 */
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"

struct stap {
    struct collapse collapse;   /* the stack: the leaf first */
    struct strbuf module;       /* "[libc.so.6]" */
    bool rows;                  /* of a histogram follow, with --fix */
};

enum { MIXED, NO_COUNT, UNNAMED, SHORTENED, LAST, NOTES };

static const struct note_kind stap_notes[NOTES] = {
    [MIXED] = {
        "stack without a plain count (negative, or of @hist_log) is left out or mixed into the "
        "next one",
        "stacks without a plain count (negative, or of @hist_log) are left out or mixed into the "
        "next ones", "print the counts alone: println(n[s])", true},
    [NO_COUNT] = {"stack without a plain count (negative, or of @hist_log) is left out",
                  "stacks without a plain count (negative, or of @hist_log) are left out",
                  "print the counts alone: println(n[s])", false},
    [UNNAMED] = {"frame without a symbol is shown by its address",
                 "frames without symbols are shown by their addresses",
                 "run stap with --ldd and -d MODULE", true},
    [SHORTENED] = {"function name is cut at a '+'", "function names are cut at a '+'", NULL, true},
    [LAST] = {"stack is left out: the input ends before its count",
              "stacks are left out: the input ends before their counts",
              "let the stap script end by itself, or end it with Ctrl-C", false},
};

/* The name in a frame's text, "-" without any. */
static struct slice stap_frame_name(struct slice text)
{
    static const char separator[] = " : ";
    size_t plus = slice_find_last(text, '+');

    if (plus != SLICE_NONE)
        text.n = plus;
    size_t at = slice_search_last(text, separator);
    if (at != SLICE_NONE)
        text = slice_from(text, at + strlen(separator));
    return text.n > 0 ? text : slice_str("-");
}

/* "0x7f2ab98f7205 [/lib/libc.so.6+0x15/0x60]" to the file's name. */
static bool stap_parse_module(struct slice text, struct slice *module)
{
    size_t end;

    if (!scan_text(&text, "0x") || scan_lower_hex(&text).n == 0 || !scan_text(&text, " ["))
        return false;
    end = slice_search_last(text, "+0x");
    *module = end != SLICE_NONE ? slice_cut(text, 0, end) : slice_before(text, ']');
    end = slice_find_last(*module, '/');
    if (end != SLICE_NONE)
        *module = slice_from(*module, end + 1);
    return module->n > 0;
}

/* The name as it is meant, or the module in brackets. */
static struct slice stap_function(struct stap *s, struct slice text)
{
    struct slice module;
    size_t end = slice_search(text, " : ");

    if (stap_parse_module(text, &module)) {
        strbuf_clear(&s->module);
        strbuf_printf(&s->module, "[%.*s]", (int)module.n, module.p);
        return strbuf_slice(&s->module);
    }
    if (end != SLICE_NONE)
        text = slice_from(text, end + strlen(" : "));
    end = slice_search_last(text, "+0x");
    if (end == SLICE_NONE && slice_has(text, "+"))
        end = slice_search_last(text, " [");
    return end == SLICE_NONE || end == 0 ? text : slice_cut(text, 0, end);
}

/* "-77", or the line of titles of a histogram. */
static bool stap_is_other_value(struct slice text)
{
    if (slice_starts(text, "value |"))
        return true;
    return scan_text(&text, "-") && text.n > 0 && skip_digits(text, 0) == text.n;
}

static void stap_script_frame(struct stap *s, struct slice text)
{
    struct slice name = stap_frame_name(text), module;
    size_t plus = slice_find_last(text, '+');

    if (stap_is_other_value(text))
        collapse_note(&s->collapse, MIXED, 1);
    else if (stap_parse_module(text, &module))
        collapse_note(&s->collapse, UNNAMED, 1);
    else if (plus != SLICE_NONE && plus > 0 && !slice_starts(slice_from(text, plus), "+0x"))
        collapse_note(&s->collapse, SHORTENED, 1);
    collapse_push_caller(&s->collapse, name);
}

static void stap_meant_frame(struct stap *s, struct slice text)
{
    if (stap_is_other_value(text)) {
        collapse_note(&s->collapse, NO_COUNT, 1);
        s->collapse.stack.count = 0;
        s->rows = text.p[0] == 'v';
    } else if (!s->rows || !slice_has(text, " |")) {
        s->rows = false;
        collapse_push_caller(&s->collapse, stap_function(s, text));
    }
}

static enum collapse_step stap_line(void *state, struct slice line)
{
    struct stap *s = state;
    struct slice text = trim_left(line);

    if (text.n == 0)
        return MORE;
    if (skip_digits(text, 0) == text.n)
        collapse_count_leaf_first(&s->collapse, perl_count(text));
    else if (s->collapse.options.fix)
        stap_meant_frame(s, trim_spaces(text));
    else
        stap_script_frame(s, text);
    return MORE;
}

static void stap_end(void *state)
{
    struct stap *s = state;

    if (s->collapse.stack.count > 0)
        collapse_note(&s->collapse, LAST, 1);
}

static const struct collapser stap = {
    .program = {
        .name = "stackcollapse-stap",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds stacks that a SystemTap script printed, each followed by its count in a "
                 "line of its own. Reads standard input without FILE, or for -.",
        .example =
            "  stap -e 'global n; probe timer.profile { n[backtrace()]++ }\n"
            "      probe end { foreach (s in n) { print_stack(s); println(n[s]) } }' > out.txt\n"
            "  @stackcollapse-stap out.txt | @flamegraph > stap.svg\n",
    },
    .name = "a SystemTap stack",
    .notes = stap_notes,
    .note_count = NOTES,
    .line = stap_line,
    .end = stap_end,
};

int main(int argc, char **argv)
{
    static struct stap state;

    return collapse_main(&stap, &state, argc, argv);
}
