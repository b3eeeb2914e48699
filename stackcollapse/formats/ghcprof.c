/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-ghcprof: the .prof file that a Haskell program writes, built by GHC with
 * profiling and run with +RTS -p or -P, to folded stacks of cost centres.
 *
 *                                                       individual      inherited
 *     COST CENTRE MODULE  SRC                 no.  entries  %time %alloc   %time %alloc
 *
 *     MAIN        MAIN    <built-in>          128        0    0.0    0.1   100.0  100.0
 *      CAF        Main    <entire-module>     255        0    0.0    0.0    99.9   99.8
 *       main      Main    Main.hs:9:1-24      256        1    2.5    4.0    99.9   99.8
 *        solve    Main    Main.hs:(3,1)-(7,8) 257       55   97.4   95.8    97.4   95.8
 *
 * Indentation gives the depth. SRC can contain spaces, so columns are counted from the
 * right; -P adds two, ticks and bytes. The individual value is the stack's own. The file
 * begins with a table of the same cost centres without "no.", which is skipped.
 * ghcprof_json.c reads what +RTS -pj writes.
 */
#include "base/alloc.h"
#include "base/message.h"
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "ghcprof_json.h"

/* The columns from "no." on. */
enum { TIME = 2, COLUMNS = 6, TICKS = 6, BYTES = 7, MOST_COLUMNS = 8 };

struct ghcprof {
    struct collapse collapse;
    bool time;
    bool ticks;
    bool bytes;
    size_t source; /* the column to count */

    enum { GHC_HEAD, GHC_TITLES, GHC_TREE, GHC_JSON } part;
    struct strbuf document; /* of JSON */
    const char *file;
    size_t columns;
    size_t depth; /* cost centres on the current stack */
    size_t *ends; /* how many frames the first 1, 2, ... cost centres are: one each, unless
                   * there is a ';' in the name */
    size_t capacity;
    struct strbuf name; /* "MODULE.COST-CENTRE" */
};

/* Removes the last word of *s, with the spaces after it, and returns it; its length is 0 if
 * there is none. */
static struct slice ghcprof_scan_last_word(struct slice *s)
{
    size_t end = s->n;
    while (end > 0 && is_space(s->p[end - 1]))
        end--;
    size_t from = end;
    while (from > 0 && !is_space(s->p[from - 1]))
        from--;
    s->n = from;
    return slice_cut(*s, from, end);
}

/* Removes the words that *s ends with; false if it ends with others. */
static bool ghcprof_scan_last_words(struct slice *s, const char *const *words, size_t count)
{
    while (count > 0)
        if (!slice_is(ghcprof_scan_last_word(s), words[--count]))
            return false;
    return true;
}

/* The number of columns from "no." on in the titles of a tree; 0 in any other line. */
static size_t ghcprof_count_columns(struct slice line)
{
    static const char *const titles[] = {"no.",    "entries", "%time",
                                         "%alloc", "%time",   "%alloc"};
    static const char *const more[] = {"ticks", "bytes"};
    struct slice rest = line;
    size_t columns = COLUMNS;

    if (!slice_starts(line, "COST CENTRE"))
        return 0;
    if (ghcprof_scan_last_words(&rest, more, 2)) {
        columns = MOST_COLUMNS;
        line = rest;
    }
    return ghcprof_scan_last_words(&line, titles, COLUMNS) ? columns : 0;
}

/* "12.5", a percentage, in tenths: 125; "12" is 12. */
static bool ghcprof_parse_value(struct slice text, struct strbuf *digits,
                                struct perl_number *value)
{
    struct slice whole = scan_digits(&text);

    strbuf_clear(digits);
    strbuf_add(digits, whole);
    if (scan_text(&text, ".")) {
        struct slice tenth = scan_digits(&text);
        if (tenth.n != 1)
            return false;
        strbuf_add(digits, tenth);
    }
    *value = perl_count(strbuf_slice(digits));
    return whole.n > 0 && text.n == 0;
}

/* Counts the stack of a line of the tree; false if it is not one. */
static bool ghcprof_count_line(struct ghcprof *s, struct slice line)
{
    struct collapse *c = &s->collapse;
    struct perl_number value = perl_integer(0);
    size_t level = skip_run(line, 0, ' ');

    for (size_t i = s->columns; i-- > 0;) {
        struct slice word = ghcprof_scan_last_word(&line);
        if (word.n == 0 || !is_digit(word.p[0]))
            return false;
        if (i == s->source && !ghcprof_parse_value(word, &s->name, &value))
            return false;
    }
    struct slice centre = scan_word(&line);
    struct slice module = scan_word(&line);
    if (module.n == 0 || level > s->depth)
        return false;
    strbuf_clear(&s->name);
    strbuf_add(&s->name, module);
    strbuf_add_char(&s->name, '.');
    strbuf_add(&s->name, centre);
    c->stack.count = level > 0 ? s->ends[level - 1] : 0;
    collapse_push(c, strbuf_slice(&s->name));
    s->ends = grow_array(s->ends, &s->capacity, level + 1, sizeof *s->ends);
    s->ends[level] = c->stack.count;
    s->depth = level + 1;
    foldtab_add(&c->folded, &c->stack, 0, value);
    return true;
}

static enum collapse_step ghcprof_begin_tree(struct ghcprof *s, size_t columns)
{
    if (s->source >= columns)
        return collapse_failed(&s->collapse, "no columns 'ticks' and 'bytes'; "
                                             "run the program with +RTS -P");
    s->columns = columns;
    s->part = GHC_TITLES;
    s->depth = 0;
    return MORE;
}

static enum collapse_step ghcprof_begin(void *state)
{
    struct ghcprof *s = state;

    s->source = s->ticks ? TICKS : s->bytes ? BYTES : TIME;
    if (s->time + s->ticks + s->bytes <= 1)
        return MORE;
    warn("--time, --ticks and --bytes cannot be used together");
    return FAILED;
}

/* The document, if there is one, is complete. */
static void ghcprof_end_document(struct ghcprof *s)
{
    enum ghcprof_value value = s->ticks ? GHCPROF_TICKS : s->bytes ? GHCPROF_BYTES : GHCPROF_TIME;
    const char *error;
    size_t line;

    if (s->document.n > 0
        && !ghcprof_read_json(&s->collapse, strbuf_slice(&s->document), value, &error, &line)) {
        warn("%s:%zu: invalid JSON: %s; the stacks before it are counted", s->file, line, error);
        s->collapse.damaged = true;
    }
    strbuf_clear(&s->document);
}

static void ghcprof_begin_file(struct ghcprof *s, struct slice line)
{
    ghcprof_end_document(s);
    s->part = slice_starts(trim_left(line), "{") ? GHC_JSON : GHC_HEAD;
    s->file = s->collapse.input.name;
}

static enum collapse_step ghcprof_line(void *state, struct slice line)
{
    struct ghcprof *s = state;

    if (s->collapse.input.line == 1)
        ghcprof_begin_file(s, line);
    if (s->part == GHC_JSON) {
        strbuf_add(&s->document, line);
        strbuf_add_char(&s->document, '\n');
        return MORE;
    }
    size_t columns = ghcprof_count_columns(line);
    if (columns > 0)
        return ghcprof_begin_tree(s, columns);
    if (s->part == GHC_HEAD)
        return MORE;
    if (skip_spaces(line, 0) < line.n) {
        s->part = GHC_TREE;
        if (!ghcprof_count_line(s, line))
            collapse_unrecognized(&s->collapse, line);
    } else if (s->part == GHC_TREE) {
        s->part = GHC_HEAD;
    }
    return MORE;
}

static void ghcprof_end(void *state)
{
    ghcprof_end_document(state);
}

static const struct option options[] = {
    OPTION("time", OPTION_FLAG, struct ghcprof, time, NULL,
           "count the share of time, in tenths of a percent (the default)"),
    OPTION("ticks", OPTION_FLAG, struct ghcprof, ticks, NULL,
           "count the ticks of the clock; needs +RTS -P"),
    OPTION("bytes", OPTION_FLAG, struct ghcprof, bytes, NULL,
           "count the bytes allocated; needs +RTS -P"),
    OPTION_END
};

static const struct collapser ghcprof = {
    .program = {
        .name = "stackcollapse-ghcprof",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the stacks of cost centres in the .prof file of a Haskell program, "
                 "compiled by GHC with profiling; of +RTS -p, -P, or -pj (JSON). Reads standard "
                 "input without FILE, or for -.",
        .example = "  ./program +RTS -p\n"
                   "  @stackcollapse-ghcprof program.prof | @flamegraph > program.svg\n",
        .options = options,
        .script_has_help = true,
    },
    .name = "a GHC profile",
    .begin = ghcprof_begin,
    .crlf_harmless = true,
    .line = ghcprof_line,
    .end = ghcprof_end,
};

int main(int argc, char **argv)
{
    static struct ghcprof state;

    return collapse_main(&ghcprof, &state, argc, argv);
}
