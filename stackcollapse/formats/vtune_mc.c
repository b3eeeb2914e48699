/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-vtune-mc: the top-down report of VTune's memory consumption, as CSV, to
 * folded stacks of allocations or of bytes.
 *
 *     war: a warning may come first
 *     Function Stack,Allocation Size:Self,Deallocation Size:Self,Allocations:Self,Module
 *     main,0,0,0,app
 *      "load(int, char**)",65536,0,4,app
 *
 * A blank before a function is a level. Quotes mean nothing, so that a function with
 * commas ends before the first three fields that are numbers or empty. Where the titles
 * name other columns, and always with --fix, the titles tell which column is which
 * (vtune_table.h).
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"
#include "vtune_table.h"

enum { VTUNE_MC_NO_COLUMN };

static const struct note_kind vtune_mc_notes[] = {
    [VTUNE_MC_NO_COLUMN] = {
        "line of titles lacks the column to count, so another one may be counted",
        "lines of titles lack the column to count, so another one may be counted",
        "report with -column=\"Allocations:Self\",\"Allocation Size:Self\",\"Module\"", false},
};

struct vtune_mc {
    struct collapse collapse; /* the stack: the newest frame of each level */
    bool size;

    bool header_seen;
    struct strbuf line;
    struct strbuf frame;
    struct vtune_table table;
    bool by_titles;           /* these columns count: */
    size_t counted, module;
    bool is_usual;            /* those that the script reads */
};

struct vtune_mc_row {
    struct slice function;
    struct slice bytes;
    struct slice allocations;
    struct slice module;
};

/* Cuts the first field off `s`, with the comma after it, if it holds digits and at most
 * one point. */
static bool vtune_mc_cut_number(struct slice *s, struct slice *number)
{
    size_t end = skip_digits(*s, 0);

    if (end < s->n && s->p[end] == '.')
        end = skip_digits(*s, end + 1);
    if (end == s->n || s->p[end] != ',')
        return false;
    *number = slice_cut(*s, 0, end);
    *s = slice_from(*s, end + 1);
    return true;
}

/* The fields of a line without the blanks before it. */
static bool vtune_mc_parse_row(struct slice s, struct vtune_mc_row *row)
{
    struct slice freed;
    size_t length;

    for (size_t at = 0; (length = slice_find(slice_from(s, at), ',')) != SLICE_NONE;
         at += length + 1) {
        row->function = slice_cut(s, 0, at + length);
        row->module = slice_from(s, at + length + 1);
        if (vtune_mc_cut_number(&row->module, &row->bytes)
            && vtune_mc_cut_number(&row->module, &freed)
            && vtune_mc_cut_number(&row->module, &row->allocations))
            return true;
    }
    return false;
}

/* What the row counts, as it is written; empty if it does not count. */
static struct slice vtune_mc_count(const struct vtune_mc *s, const struct vtune_mc_row *row)
{
    if (s->size)
        return row->bytes;
    bool none = perl_is_zero(perl_numify(row->allocations));
    return none ? slice_of("", 0) : row->allocations;
}

static void vtune_mc_read_columns(struct vtune_mc *s, struct slice line)
{
    const char *title = s->size ? "Allocation Size:Self" : "Allocations:Self";
    struct vtune_table *t = &s->table;

    s->header_seen = !slice_starts(line, "war:");
    if (!s->header_seen || !vtune_read_titles(t, line))
        return;
    s->module = vtune_find_title(t, "Module", "Module");
    s->counted = vtune_find_title(t, title, title);
    s->is_usual = t->separator == ',' && t->columns == 5
                  && (s->module == 4 || s->module == SLICE_NONE)
                  && s->counted == (s->size ? 1 : 3);
    s->by_titles = s->counted != SLICE_NONE && (!s->is_usual || s->collapse.options.fix);
    if (s->counted == SLICE_NONE)
        collapse_note(&s->collapse, VTUNE_MC_NO_COLUMN, 1);
}

static void vtune_mc_set_frame(struct vtune_mc *s, size_t level, struct slice function,
                               struct slice module)
{
    strbuf_clear(&s->frame);
    strbuf_add(&s->frame, function);
    strbuf_add_char(&s->frame, '(');
    strbuf_add(&s->frame, module);
    strbuf_add_char(&s->frame, ')');
    collapse_set_frame(&s->collapse, level, strbuf_slice(&s->frame));
}

/* False if the line is not a row. */
static bool vtune_mc_add_by_titles(struct vtune_mc *s, struct slice line)
{
    struct vtune_table *t = &s->table;

    if (!vtune_read_row(t, line))
        return false;
    size_t level = vtune_level(t, line);
    struct slice function = vtune_function(t, line, s->module, &s->line);
    if (function.n == 0)
        return false;
    if (s->line.n > 0 || s->is_usual)
        vtune_mc_set_frame(s, level, function, strbuf_slice(&s->line));
    else
        collapse_set_frame(&s->collapse, level, function);
    struct slice count = vtune_column(t, line, s->counted);
    size_t digits = skip_digits(count, 0);
    if (digits < count.n && count.p[digits] == '.')
        digits = skip_digits(count, digits + 1);
    if (digits == count.n && (s->size ? count.n > 0 : !perl_is_zero(perl_numify(count))))
        collapse_print(&s->collapse, level + 1, count);
    return digits == count.n;
}

static bool vtune_mc_add(struct vtune_mc *s, struct slice line)
{
    struct vtune_mc_row row;

    strbuf_clear(&s->line);
    strbuf_add_without(&s->line, line, '"');
    line = strbuf_slice(&s->line);
    size_t level = skip_spaces(line, 0);
    if (!vtune_mc_parse_row(slice_from(line, level), &row))
        return false;
    vtune_mc_set_frame(s, level, row.function, row.module);
    struct slice count = vtune_mc_count(s, &row);
    if (count.n > 0)
        collapse_print(&s->collapse, level + 1, count);
    return true;
}

static enum collapse_step vtune_mc_line(void *state, struct slice line)
{
    struct vtune_mc *s = state;
    struct collapse *c = &s->collapse;

    if (!s->header_seen) {
        vtune_mc_read_columns(s, line);
        return MORE;
    }
    if (s->by_titles ? vtune_mc_add_by_titles(s, line) : vtune_mc_add(s, line))
        return MORE;
    if (!c->options.fix)
        return collapse_failed(c, "not in the format of a memory consumption report; "
                                  "'%s --help' lists "
                                  "the columns that it needs, --fix ignores such lines",
                               program_name());
    if (skip_spaces(line, 0) < line.n)
        collapse_unrecognized(c, line);
    return MORE;
}

static const struct option options[] = {
    OPTION("size", OPTION_FLAG, struct vtune_mc, size, NULL, "count bytes, not allocations"),
    OPTION_END
};

static const struct collapser vtune_mc = {
    .program = {
        .name = "stackcollapse-vtune-mc",
        .synopsis = "[--size] [FILE] > FOLDED",
        .about = "Folds the stacks of Intel VTune's memory consumption, a top-down report as "
                 "CSV with the columns below, in allocations. Reads standard input without "
                 "FILE, or for -.",
        .example = "  vtune -R top-down -call-stack-mode all -format csv \\\n"
                   "    -column=\"Allocations:Self\",\"Allocation Size:Self\",\"Module\" \\\n"
                   "    -csv-delimiter comma -report-out memory.csv -r RESULT\n"
                   "  @stackcollapse-vtune-mc memory.csv |\n"
                   "    @flamegraph --countname=allocations > memory.svg\n",
        .options = options,
    },
    .name = "a VTune memory consumption report",
    .failure = FG_PERL_DIES,
    .one_file = true,
    .notes = vtune_mc_notes,
    .note_count = sizeof vtune_mc_notes / sizeof *vtune_mc_notes,
    .line = vtune_mc_line,
};

int main(int argc, char **argv)
{
    static struct vtune_mc state;

    return collapse_main(&vtune_mc, &state, argc, argv);
}
