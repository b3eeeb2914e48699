/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse: the stacks that DTrace prints, to folded stacks.
 *
 *     CPU     ID                    FUNCTION:NAME
 *       0  64091                        :tick-60s
 *     (an empty line)
 *                   genunix`vn_rele+0x82
 *                   genunix`copen+0x20c
 *                   unix`sys_syscall+0x17a
 *                     7
 *
 * A number on a line of its own ends a stack, whose leaf comes first. A frame of Java can
 * contain several functions, inlined into one another.
 */
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "dtrace_lines.h"
#include "known.h"

enum { HEADER_LINES = 3 };

/* What is known of a text before an offset. */
struct dtrace_known {
    uint32_t frame;     /* 1 + its frame; 0: unknown, or several frames */
    bool shortened;     /* SHORTENED is to be noted */
};

struct dtrace {
    struct collapse collapse; /* the stack: the leaf first */
    struct known known;       /* a struct dtrace_known for each text, which is a frame, too */
    uint32_t newest;          /* of a stack with frames: the last one's text, or FRAMETAB_NONE */
    size_t lines;             /* of the header, so far */
    struct strbuf functions;  /* of one line, "outer;inner_[i]" */
    bool headed;              /* the header has the titles of DTrace */
    bool rows;                /* of quantize() follow, with --fix */
    struct strbuf root;       /* with --fix: the key before the stack */
};

enum { IN_HEADER, HEADING, MIXED, NO_COUNT, KEY, SHORTENED, LAST, NOTES };

static const struct note_kind dtrace_notes[NOTES] = {
    [IN_HEADER] = {"frame is left out: the first 3 lines are taken for the header",
                   "frames are left out: the first 3 lines are taken for the header",
                   "add empty lines before the stacks", true},
    [HEADING] = {"line of a heading is read as a frame", "lines of headings are read as frames",
                 "fold each output by itself, or run dtrace -q", true},
    [MIXED] = {
        "stack without a plain count (negative, or of quantize()) is left out or mixed into the "
        "next one",
        "stacks without a plain count (negative, or of quantize()) are left out or mixed into the "
        "next ones", "use count() or sum()", true},
    [NO_COUNT] = {"stack without a plain count (negative, or of quantize()) is left out",
                  "stacks without a plain count (negative, or of quantize()) are left out",
                  "use count() or sum()", false},
    [KEY] = {"key of a stack is read as its leaf, or merges it into the next one",
             "keys of stacks are read as their leaves, or merge them into the next ones", NULL,
             true},
    [SHORTENED] = {"function name is cut at a '+', '<' or '('",
                   "function names are cut at a '+', '<' or '('", NULL, true},
    [LAST] = {"stack is left out: the input ends before its count",
              "stacks are left out: the input ends before their counts",
              "let dtrace exit by itself, or end it with Ctrl-C", false},
};

/* Without the offset, "+0x82". */
static struct slice dtrace_without_offset(struct slice name)
{
    size_t plus = slice_find_last(name, '+');

    return plus == SLICE_NONE ? name : slice_cut(name, 0, plus);
}

/* Without the arguments of a C++ function: up to the last '(' or '<' after the first
 * "::". */
static struct slice dtrace_without_arguments(struct slice name)
{
    size_t scope = slice_search(name, "::");

    if (scope == SLICE_NONE)
        return name;
    for (size_t i = name.n; i-- > scope + 2;)
        if (name.p[i] == '(' || name.p[i] == '<')
            return slice_cut(name, 0, i);
    return name;
}

/* Appends a function without the "L" of a Java class, and with ':' for each ';'. */
static void dtrace_add_function(struct strbuf *to, struct slice name)
{
    size_t from = to->n;

    scan_text(&name, "L");
    strbuf_add(to, name);
    strbuf_replace(to, from, ';', ':');
}

/* Appends "outer->inner" as "outer;inner_[i]". */
static void dtrace_add_functions(struct strbuf *to, struct slice name)
{
    for (bool inlined = false;; inlined = true) {
        size_t arrow = slice_search(name, "->");
        if (inlined)
            strbuf_add_char(to, ';');
        dtrace_add_function(to, arrow == SLICE_NONE ? name : slice_cut(name, 0, arrow));
        if (inlined)
            strbuf_add_str(to, "_[i]");
        if (arrow == SLICE_NONE)
            return;
        name = slice_from(name, arrow + strlen("->"));
    }
}

/* The name as the script reads it. */
static struct slice dtrace_script_function(struct dtrace *s, struct slice text)
{
    struct slice name = dtrace_without_offset(text);
    struct slice shown = dtrace_without_arguments(name);
    bool cut = shown.n < name.n || (name.n < text.n && !dtrace_is_offset(text, name.n));

    if (cut && !slice_ends(text, "\r") && !slice_equal(shown, dtrace_function(text)))
        collapse_note(&s->collapse, SHORTENED, 1);
    return shown;
}

static void dtrace_push_new(struct dtrace *s, struct slice text)
{
    struct slice name = s->collapse.options.fix ? dtrace_function(text)
                                                : dtrace_script_function(s, text);

    if (name.n == 0)
        name = slice_str("-");
    while (slice_ends(name, "->"))
        name.n -= strlen("->");
    if (name.n == 0)
        return;
    strbuf_clear(&s->functions);
    dtrace_add_functions(&s->functions, name);
    collapse_push_caller(&s->collapse, strbuf_slice(&s->functions));
}

/* The text before the offset "+0x82"; false without one. */
static bool dtrace_cut_offset(struct slice text, struct slice *before)
{
    size_t digits = skip_lower_hex_back(text, text.n);

    if (digits == text.n || !slice_ends(slice_cut(text, 0, digits), "+0x"))
        return false;
    *before = slice_cut(text, 0, digits - strlen("+0x"));
    return true;
}

/* Pushes a text with an offset, which does not matter. A text that is seen again is not taken
 * apart again if it is one frame. */
static void dtrace_push_before_offset(struct dtrace *s, struct slice before, struct slice text)
{
    struct collapse *c = &s->collapse;
    struct frametab *frames = &c->folded.frames;
    uint32_t newest = c->stack.count > 0 ? s->newest : FRAMETAB_NONE;
    uint32_t id = frametab_follow(frames, newest, before);

    if (frametab_name(frames, id).n < before.n)
        id = frametab_intern(frames, before);   /* it has a ';' */
    s->newest = id;
    struct dtrace_known *known = known_of(&s->known, id, sizeof *known);
    if (known->frame != 0) {
        stack_push(&c->stack, known->frame - 1);
        if (known->shortened)
            collapse_note(c, SHORTENED, 1);
        return;
    }
    size_t depth = c->stack.count, notes = notes_count(&c->notes, SHORTENED);
    dtrace_push_new(s, text);
    known->shortened = notes_count(&c->notes, SHORTENED) > notes;
    if (c->stack.count == depth + 1)
        known->frame = 1 + stack_leaf(&c->stack);
}

static void dtrace_push_caller(struct dtrace *s, struct slice text)
{
    struct slice before;

    if (dtrace_cut_offset(text, &before)) {
        dtrace_push_before_offset(s, before, text);
    } else {
        s->newest = FRAMETAB_NONE;
        dtrace_push_new(s, text);
    }
}

/* A line that is not a count as the script reads it: a frame. */
static void dtrace_script_frame(struct dtrace *s, struct slice line, struct slice text)
{
    struct collapse *c = &s->collapse;
    struct slice trimmed = trim_spaces(text), key, count;

    if (dtrace_is_heading(trimmed))
        collapse_note(c, HEADING, 1);
    else if (dtrace_is_other_value(trimmed))
        collapse_note(c, MIXED, 1);
    else if (!dtrace_is_row(trimmed)
             && (dtrace_is_key(line) || dtrace_parse_key(trimmed, &key, &count)))
        collapse_note(c, KEY, 1);
    dtrace_push_caller(s, text);
}

static void dtrace_script_line(struct dtrace *s, struct slice line)
{
    struct slice text = trim_left(line), before;

    if (s->lines < HEADER_LINES) {
        s->lines++;
        s->headed |= dtrace_is_heading(trim_spaces(line));
        if (slice_has(line, "`"))
            collapse_note(&s->collapse, IN_HEADER, 1);
    } else if (text.n > 0 && skip_digits(text, 0) == text.n) {
        collapse_count_leaf_first(&s->collapse, perl_count(text));
    } else if (dtrace_cut_offset(text, &before)) {
        dtrace_push_before_offset(s, before, text);
    } else if (text.n > 0 && (slice_find(text, '`') != SLICE_NONE || slice_has(text, "+0x"))) {
        dtrace_push_caller(s, text);
    } else if (text.n > 0) {
        dtrace_script_frame(s, line, text);
    }
}

/* Ends a stack whose keys are the roots. */
static void dtrace_meant_end(struct dtrace *s, struct slice key, struct slice count)
{
    struct collapse *c = &s->collapse;

    if (key.n > 0)
        collapse_push_caller(c, key);
    if (s->root.n > 0)
        collapse_push_caller(c, strbuf_slice(&s->root));
    strbuf_clear(&s->root);
    collapse_count_leaf_first(c, perl_count(count));
}

static void dtrace_meant_line(struct dtrace *s, struct slice line)
{
    struct collapse *c = &s->collapse;
    struct slice text = trim_spaces(line), key, count;
    bool in_header = s->lines < HEADER_LINES && c->stack.count == 0;

    s->lines++;
    s->headed |= in_header && dtrace_is_heading(text);
    if (text.n == 0 || dtrace_is_heading(text) || (s->rows && dtrace_is_row(text))) {
        s->rows = s->rows && text.n > 0;
    } else if (skip_digits(text, 0) == text.n) {
        if (c->stack.count > 0 || s->root.n > 0 || !in_header)
            dtrace_meant_end(s, slice_of("", 0), text);
    } else if (dtrace_is_other_value(text)) {
        collapse_note(c, NO_COUNT, 1);
        c->stack.count = 0;
        strbuf_clear(&s->root);
        s->rows = text.p[0] == 'v';
    } else if (c->stack.count > 0 && dtrace_parse_key(text, &key, &count)) {
        dtrace_meant_end(s, key, count);
    } else if (c->stack.count == 0 && dtrace_is_key(line)) {
        strbuf_clear(&s->root);
        strbuf_add(&s->root, text);
    } else if (!in_header || slice_has(text, "`") || slice_has(text, "+0x")) {
        dtrace_push_caller(s, text);
    }
}

static enum collapse_step dtrace_line(void *state, struct slice line)
{
    struct dtrace *s = state;

    if (s->collapse.options.fix)
        dtrace_meant_line(s, line);
    else
        dtrace_script_line(s, line);
    return MORE;
}

static void dtrace_end(void *state)
{
    struct dtrace *s = state;

    if (s->collapse.stack.count > 0)
        collapse_note(&s->collapse, LAST, 1);
    else if (s->headed)
        collapse_nothing(&s->collapse, "DTrace printed no stack");
}

static const struct collapser dtrace = {
    .program = {
        .name = "stackcollapse",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the stacks and counts that DTrace prints. Skips the first three lines, "
                 "which are a header. Reads standard input without FILE, or for -.",
        .example = "  dtrace -n 'profile-97 { @[stack()] = count(); } "
                   "tick-60s { exit(0); }' |\n"
                   "    @stackcollapse | @flamegraph > kernel.svg\n",
    },
    .name = "dtrace",
    .notes = dtrace_notes,
    .note_count = NOTES,
    .line = dtrace_line,
    .end = dtrace_end,
};

int main(int argc, char **argv)
{
    static struct dtrace state;

    return collapse_main(&dtrace, &state, argc, argv);
}
