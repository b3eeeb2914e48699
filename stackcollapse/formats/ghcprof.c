/*
 * stackcollapse-ghcprof: the .prof file that a Haskell program built by GHC with
 * profiling writes (+RTS -p or -P), to folded stacks of cost centres.
 *
 *                                                       individual      inherited
 *     COST CENTRE MODULE  SRC                 no.  entries  %time %alloc   %time %alloc
 *
 *     MAIN        MAIN    <built-in>          128        0    0.0    0.1   100.0  100.0
 *      CAF        Main    <entire-module>     255        0    0.0    0.0    99.9   99.8
 *       main      Main    Main.hs:9:1-24      256        1    2.5    4.0    99.9   99.8
 *        solve    Main    Main.hs:(3,1)-(7,8) 257       55   97.4   95.8    97.4   95.8
 *
 * The tree of calls is told by the blanks at the beginning of a line. The
 * columns behind SRC, which may have blanks in it, are counted from the right;
 * with -P there are two more, ticks and bytes. What is individual is a stack's
 * own. The table without "no." before this one has no tree and is passed over.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"

static const char format[] = "ghcprof";

/* The columns from "no." on. */
enum { TIME = 2, COLUMNS = 6, TICKS = 6, BYTES = 7, MOST_COLUMNS = 8 };

struct ghcprof {
    struct program_options common;
    bool time;
    bool ticks;
    bool bytes;

    struct foldtab *folded;
    struct unrecognized unrecognized;
    size_t source;      /* the column that counts */

    enum { GHC_HEAD, GHC_TITLE, GHC_TREE } part;
    bool found;         /* a tree was there */
    size_t columns;
    struct stack stack;
    size_t *ends;       /* by level: where its frames end in the stack */
    size_t depth;
    size_t capacity;
    struct strbuf name;
};

/* Takes the last word off the line; its length is 0 if there is none. */
static struct slice last_word(struct slice *line)
{
    size_t end = line->n;
    while (end > 0 && is_space(line->p[end - 1]))
        end--;
    size_t from = end;
    while (from > 0 && !is_space(line->p[from - 1]))
        from--;
    line->n = from;
    return slice_cut(*line, from, end);
}

/* Takes the first word off the line. */
static struct slice first_word(struct slice *line)
{
    size_t from = skip_spaces(*line, 0);
    size_t end = from;
    while (end < line->n && !is_space(line->p[end]))
        end++;
    struct slice word = slice_cut(*line, from, end);
    *line = slice_from(*line, end);
    return word;
}

/* Whether the line ends in these words, which are taken off. */
static bool take_words(struct slice *line, const char *const *words, size_t count)
{
    while (count > 0)
        if (!slice_is(last_word(line), words[--count]))
            return false;
    return true;
}

/* The titles of the tree's columns: how many there are from "no." on, or 0. */
static size_t count_columns(struct slice line)
{
    static const char *const titles[] = {"no.", "entries", "%time", "%alloc", "%time",
                                         "%alloc"};
    static const char *const more[] = {"ticks", "bytes"};
    size_t columns = COLUMNS;

    if (!slice_starts(line, "COST CENTRE"))
        return 0;
    struct slice rest = line;
    if (take_words(&rest, more, 2)) {
        columns = MOST_COLUMNS;
        line = rest;
    }
    return take_words(&line, titles, COLUMNS) ? columns : 0;
}

/* "12.5", a percentage with one digit behind its point, in tenths; "12". */
static bool parse_value(struct slice text, struct strbuf *scratch, struct perl_number *value)
{
    size_t point = skip_digits(text, 0);

    strbuf_clear(scratch);
    strbuf_add(scratch, slice_cut(text, 0, point));
    if (point + 2 == text.n && text.p[point] == '.' && is_digit(text.p[point + 1]))
        strbuf_add_char(scratch, text.p[point + 1]);
    else if (point < text.n)
        return false;
    *value = perl_count(strbuf_slice(scratch));
    return point > 0;
}

/* A line of the tree; false if it is none. */
static bool take_line(struct ghcprof *s, struct slice line)
{
    struct perl_number value = perl_integer(0);
    size_t level = 0;

    while (level < line.n && line.p[level] == ' ')
        level++;
    for (size_t i = s->columns; i-- > 0;) {
        struct slice word = last_word(&line);
        if (word.n == 0 || !is_digit(word.p[0]))
            return false;
        if (i == s->source && !parse_value(word, &s->name, &value))
            return false;
    }
    struct slice function = first_word(&line);
    struct slice module = first_word(&line);
    if (module.n == 0 || level > s->depth)
        return false;
    strbuf_clear(&s->name);
    strbuf_add(&s->name, module);
    strbuf_add_char(&s->name, '.');
    strbuf_add(&s->name, function);
    s->stack.count = level > 0 ? s->ends[level - 1] : 0;
    stack_push_text(&s->stack, s->folded, strbuf_slice(&s->name));
    s->ends = grow_array(s->ends, &s->capacity, level + 1, sizeof *s->ends);
    s->ends[level] = s->stack.count;
    s->depth = level + 1;
    foldtab_add(s->folded, &s->stack, 0, value);
    return true;
}

static void take_titles(struct ghcprof *s, struct position position)
{
    if (s->source >= s->columns)
        die(FG_TROUBLE,
            "%s:%zu: there are no columns 'ticks' and 'bytes'; run the program with +RTS -P",
            position.file, position.line);
    s->part = GHC_TITLE;
    s->found = true;
    s->depth = 0;
}

static void ghcprof_begin(void *state, struct foldtab *folded)
{
    struct ghcprof *s = state;

    if (s->time + s->ticks + s->bytes > 1)
        die(FG_USAGE, "only one of --time, --ticks and --bytes can be counted");
    s->source = s->ticks ? TICKS : s->bytes ? BYTES : TIME;
    s->folded = folded;
}

static bool ghcprof_line(void *state, struct slice line, struct position position)
{
    struct ghcprof *s = state;
    size_t columns = count_columns(line);

    if (position.line == 1)
        s->part = GHC_HEAD;
    if (columns > 0) {
        s->columns = columns;
        take_titles(s, position);
    } else if (s->part != GHC_HEAD && skip_spaces(line, 0) == line.n) {
        if (s->part == GHC_TREE)
            s->part = GHC_HEAD;
    } else if (s->part != GHC_HEAD) {
        s->part = GHC_TREE;
        if (!take_line(s, line))
            unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void ghcprof_end(void *state)
{
    struct ghcprof *s = state;

    unrecognized_report(&s->unrecognized, format);
    if (!s->found)
        warn("no tree of cost centres was found");
    stack_free(&s->stack);
    free(s->ends);
    strbuf_free(&s->name);
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns the .prof file of a Haskell program (GHC, +RTS -p) into folded stacks of\n"
    "its cost centres. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  --time             count the share of time in tenths of a percent (the default)\n"
    "  --ticks            count the ticks of the clock, which -P writes\n"
    "  --bytes            count the allocated bytes, which -P writes\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    {"time", GETOPT_FLAG, offsetof(struct ghcprof, time), false},
    {"ticks", GETOPT_FLAG, offsetof(struct ghcprof, ticks), false},
    {"bytes", GETOPT_FLAG, offsetof(struct ghcprof, bytes), false},
    {"help", GETOPT_FLAG, offsetof(struct ghcprof, common.help), false},
    COLLAPSE_PROGRESS,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser ghcprof = {
    .program = {usage, options},
    .begin = ghcprof_begin,
    .line = ghcprof_line,
    .end = ghcprof_end
};

int main(int argc, char **argv)
{
    struct ghcprof state = {0};

    return collapse_main(&ghcprof, &state, argc, argv);
}
