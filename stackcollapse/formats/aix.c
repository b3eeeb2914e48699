/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-aix: the output of AIX's procstack, any number of times, to folded
 * stacks.
 *
 *     6553690: /srv/app/server -d
 *     ---------- tid# 12345678 (pthread ID: 1) ----------
 *     0x0900000000534694  __fd_select(??, ??, ??) + 0x94
 *     0x0000000100000520  main(??, ??) + 0x20
 *     0x00000001000002c4  __start() + 0x70
 *
 * Older versions print "100002c4  __start   () + 70", which the script does not read.
 *
 * The root is the name of the process. A function in brackets, "[unknown]", is shown by
 * its address.
 */
#include "arguments.h"
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "threads.h"

enum { BARE_DIGITS = 8 };   /* at least, of an address without "0x" */

struct aix {
    struct collapse collapse; /* the stack: the leaf first, without the process */
    struct strbuf process;
    struct strbuf prefixed;   /* a line with "0x" before its address */
    bool script_frames;       /* the script reads some frame */
    size_t bare;              /* frames without "0x" that were read, since it reads none yet */
    const char *bare_file;    /* of the first of them */
    size_t bare_line;
};

enum { SHORT, BARE, SHORTENED, UNNAMED, NOTES };

static const struct note_kind aix_notes[NOTES] = {
    [SHORT] = {"short frame is left out: it has fewer than three words",
               "short frames are left out: they have fewer than three words", NULL, true},
    [BARE] = {"frame is left out: its address does not begin with 0x",
              "frames are left out: their addresses do not begin with 0x", NULL, true},
    [SHORTENED] = {"function name is cut at its first space or '('",
                   "function names are cut at their first space or '('", NULL, true},
    [UNNAMED] = {"frame without a symbol is shown by its address",
                 "frames without symbols are shown by their addresses", NULL, true},
};

static void aix_end_thread(struct aix *s)
{
    if (s->collapse.stack.count > 0)
        collapse_push_caller(&s->collapse, strbuf_slice(&s->process));
    thread_end(&s->collapse);
}

/* "6553690: /srv/app/server -d" */
static bool aix_parse_process(struct slice line, struct slice *name)
{
    if (scan_digits(&line).n == 0 || !scan_text(&line, ":"))
        return false;
    *name = scan_text(&line, " ") ? slice_before(line, ' ') : slice_of("", 0);
    return true;
}

static bool aix_is_thread(struct slice line)
{
    return scan_text(&line, "---------- tid# ") && scan_digits(&line).n > 0;
}

/* An address and at least three words. */
static bool aix_parse_frame(struct slice line, struct slice *function)
{
    struct slice words[2];
    size_t address = slice_starts(line, "0x") ? skip_lower_hex(line, strlen("0x")) : 0;

    if (address == 0 || !thread_words(slice_from(line, address), words, 2))
        return false;
    *function = slice_before(words[0], '(');
    if (function->n >= 2 && slice_starts(*function, "[") && slice_ends(*function, "]"))
        *function = slice_cut(line, 0, address);
    return true;
}

/* Removes an address and the blanks after it: "0x0000000100000520  ", "10000520  ". */
static bool aix_scan_address(struct slice *line)
{
    bool prefixed = scan_text(line, "0x");
    struct slice digits = scan_lower_hex(line);

    return digits.n > 0 && (prefixed || digits.n >= BARE_DIGITS) && scan_spaces(line).n > 0;
}

/* Without the offset: " + 0x20", " + 20". */
static struct slice aix_without_offset(struct slice text)
{
    size_t at = slice_search_last(text, " + ");

    if (at == SLICE_NONE)
        return text;
    struct slice offset = slice_from(text, at + strlen(" + "));
    scan_text(&offset, "0x");
    return skip_lower_hex(offset, 0) == offset.n ? slice_cut(text, 0, at) : text;
}

/* The name as it is meant: what precedes the arguments and the offset. */
static bool aix_parse_function(struct slice line, struct slice *name)
{
    if (!aix_scan_address(&line))
        return false;
    *name = trim_spaces(name_without_arguments(aix_without_offset(trim_spaces(line))));
    return name->n > 0;
}

/* Whether a function is all that precedes its arguments, as a name of C is. */
static bool aix_is_plain(struct slice line, struct slice function)
{
    return function.n > 0 && function.p + function.n < line.p + line.n
           && function.p[function.n] == '(' && slice_find(function, '<') == SLICE_NONE
           && function.p[0] != '[' && !slice_ends(function, "operator")
           && !slice_ends(function, "::");
}

/* Notes what the script misreads in a frame that it calls `function`. */
static void aix_check_frame(struct collapse *c, struct slice line, struct slice function)
{
    struct slice name;

    if (aix_is_plain(line, function) || !aix_parse_function(line, &name)
        || slice_equal(name, function))
        return;
    collapse_note(c, slice_starts(name, "[") && slice_starts(function, "0x") ? UNNAMED : SHORTENED,
                  1);
}

/* The script does read frames here, so that those without "0x" are left out. */
static void aix_drop_bare(struct aix *s)
{
    struct collapse *c = &s->collapse;

    collapse_note_at(c, BARE, s->bare, s->bare_file, s->bare_line);
    s->bare = 0;
    c->stack.count = 0;
    foldtab_free(&c->folded);
    foldtab_init(&c->folded);
}

/* Whether a line begins with an address without "0x". */
static bool aix_is_bare(struct slice line)
{
    size_t end = skip_lower_hex(line, 0);

    return end >= BARE_DIGITS && end < line.n && is_space(line.p[end]);
}

/* A frame without "0x" before its address, which counts if the script reads none. */
static bool aix_read_bare(struct aix *s, struct slice line, struct slice *name)
{
    if (s->script_frames) {
        collapse_note(&s->collapse, BARE, 1);
        return false;
    }
    strbuf_clear(&s->prefixed);
    strbuf_add_str(&s->prefixed, "0x");
    strbuf_add(&s->prefixed, line);
    if (!aix_parse_frame(strbuf_slice(&s->prefixed), name))
        return false;
    if (s->bare++ == 0) {
        s->bare_file = s->collapse.input.name;
        s->bare_line = s->collapse.input.line;
    }
    return true;
}

static bool aix_read_frame(struct aix *s, struct slice line, struct slice *name)
{
    struct collapse *c = &s->collapse;

    if (c->options.fix)
        return aix_parse_function(line, name);
    if (aix_parse_frame(line, name)) {
        if (s->bare > 0)
            aix_drop_bare(s);
        s->script_frames = true;
        aix_check_frame(c, line, *name);
        return true;
    }
    if (aix_is_bare(line))
        return aix_read_bare(s, line, name);
    if (aix_parse_function(line, name))
        collapse_note(c, SHORT, 1);
    return false;
}

/* The script takes a stack whose text is "0" for an empty one. */
static void aix_push_caller(struct collapse *c, struct slice function)
{
    if (c->stack.count == 1 && !c->options.fix
        && slice_is(frametab_name(&c->folded.frames, c->stack.frames[0]), "0"))
        c->stack.count = 0;
    thread_push_caller(c, function);
}

static enum collapse_step aix_line(void *state, struct slice line)
{
    struct aix *s = state;
    struct slice name;

    if (aix_is_thread(line)) {
        aix_end_thread(s);
    } else if (aix_read_frame(s, line, &name)) {
        aix_push_caller(&s->collapse, name);
    } else if (aix_parse_process(line, &name)) {
        aix_end_thread(s);
        strbuf_clear(&s->process);
        strbuf_add(&s->process, name);
    } else if (line.n > 0 && !aix_parse_function(line, &name)) {
        collapse_unrecognized(&s->collapse, line);
    }
    return MORE;
}

static void aix_end(void *state)
{
    struct aix *s = state;

    aix_end_thread(s);
    if (s->process.n > 0)
        collapse_nothing(&s->collapse, "no thread has a frame");
}

static const struct collapser aix = {
    .program = {
        .name = "stackcollapse-aix",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the stacks that AIX's procstack prints, from one run or many. Reads "
                 "standard input without FILE, or for -.",
        .example = "  for i in $(seq 100); do procstack PID; sleep 1; done |\n"
                   "    @stackcollapse-aix | @flamegraph > threads.svg\n",
    },
    .name = "procstack",
    .notes = aix_notes,
    .note_count = NOTES,
    .line = aix_line,
    .end = aix_end,
};

int main(int argc, char **argv)
{
    static struct aix state;

    return collapse_main(&aix, &state, argc, argv);
}
