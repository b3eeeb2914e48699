/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-vtune: the top-down report of VTune's hotspots, as CSV, to folded stacks
 * of milliseconds.
 *
 *     Function Stack,Module,CPU Time:Total,CPU Time:Self
 *     main,app.exe,4.850,0
 *      "Scene::Draw",app.exe,4.850,0.020
 *
 * A blank before a function is a level. Quotes mean nothing, so that a function with
 * commas is found from the end of the line: the last field that begins with a number is
 * the time in seconds, the field two before it the module, and what precedes that the
 * function. Where the titles name other columns, and always with --fix, the titles tell
 * which column is which (vtune_table.h).
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"
#include "vtune_table.h"

enum { VTUNE_NO_SELF, VTUNE_OTHER_CELL };

static const struct note_kind vtune_notes[] = {
    [VTUNE_NO_SELF] = {
        "line of titles has no column 'CPU Time:Self', so another one may be counted",
        "lines of titles have no column 'CPU Time:Self', so another one may be counted",
        "report with -column=\"CPU Time:Self\",\"Module\"", false},
    [VTUNE_OTHER_CELL] = {
        "row has no number in its last column, so another column is counted",
        "rows have no number in their last column, so another column is counted", NULL, true},
};

struct vtune {
    struct collapse collapse; /* the stack: the newest frame of each level */
    struct strbuf line;
    struct strbuf frame;
    struct vtune_table table;
    bool by_titles;           /* these columns count: */
    size_t self, module;
    bool is_usual;            /* those that the script reads */
    bool seconds;             /* "self" is a time */
};

/* The number at the beginning: "12", "1.5", ".5"; empty if there is none. */
static struct slice leading_number(struct slice s)
{
    size_t end = skip_digits(s, 0);

    if (end < s.n && s.p[end] == '.') {
        size_t fraction = skip_digits(s, end + 1);
        if (fraction > end + 1)
            end = fraction;
    }
    return slice_cut(s, 0, end);
}

/* Cuts the last field off `s`, with the comma before it. */
static bool vtune_cut_field(struct slice *s, struct slice *field)
{
    size_t comma = slice_find_last(*s, ',');

    if (comma == SLICE_NONE)
        return false;
    *field = slice_from(*s, comma + 1);
    s->n = comma;
    return true;
}

/* The fields of a line without the blanks before it. */
static bool vtune_parse_row(struct slice s, struct slice *function, struct slice *module,
                            struct slice *seconds)
{
    struct slice field, total;

    *function = s;
    do {
        if (!vtune_cut_field(function, &field))
            return false;
        *seconds = leading_number(field);
    } while (seconds->n == 0);
    return vtune_cut_field(function, &total) && vtune_cut_field(function, module);
}

static void vtune_set_frame(struct vtune *s, size_t level, struct slice module,
                            struct slice function)
{
    strbuf_clear(&s->frame);
    strbuf_add(&s->frame, module);
    strbuf_add_char(&s->frame, '!');
    strbuf_add(&s->frame, function);
    collapse_set_frame(&s->collapse, level, strbuf_slice(&s->frame));
}

static void vtune_print(struct vtune *s, size_t level, struct perl_number value)
{
    char count[PERL_NUMBER_TEXT];

    if (!perl_is_zero(value))
        collapse_print(&s->collapse, level + 1,
                       slice_of(count, perl_number_text(value, count)));
}

static void vtune_read_columns(struct vtune *s, struct slice line)
{
    struct vtune_table *t = &s->table;

    if (!vtune_read_titles(t, line))
        return;
    s->module = vtune_find_title(t, "Module", "Module");
    s->self = vtune_find_title(t, "CPU Time:Self", "CPU Time:Self");
    if (s->self == SLICE_NONE)
        s->self = vtune_find_title(t, "CPU Time:", ":Self");
    s->seconds = s->self != SLICE_NONE;
    if (s->self == SLICE_NONE)
        s->self = vtune_find_title(t, "", ":Self");
    s->is_usual = t->separator == ',' && t->columns == 4 && s->self == 3
                  && (s->module == 1 || s->module == SLICE_NONE);
    s->by_titles = s->self != SLICE_NONE && (!s->is_usual || s->collapse.options.fix);
    if (s->self == SLICE_NONE)
        collapse_note(&s->collapse, VTUNE_NO_SELF, 1);
}

/* "0.020", "0.020s", "20ms", or nothing; milliseconds of a time. */
static bool vtune_parse_self(struct vtune *s, struct slice text, struct perl_number *value)
{
    struct slice number = leading_number(text);
    struct slice unit = trim_left(slice_from(text, number.n));

    *value = perl_numify(number);
    if (s->seconds && !slice_is(unit, "ms"))
        *value = perl_multiply(*value, perl_integer(1000));
    return text.n == 0
           || (number.n > 0 && (unit.n == 0 || slice_is(unit, "s") || slice_is(unit, "ms")));
}

/* False if the line is not a row. */
static bool vtune_add_by_titles(struct vtune *s, struct slice line)
{
    struct vtune_table *t = &s->table;
    struct perl_number value;

    if (!vtune_read_row(t, line) || !vtune_parse_self(s, vtune_column(t, line, s->self), &value))
        return false;
    size_t level = vtune_level(t, line);
    struct slice function = vtune_function(t, line, s->module, &s->line);
    if (function.n == 0)
        return false;
    if (s->line.n > 0 || s->is_usual)
        vtune_set_frame(s, level, strbuf_slice(&s->line), function);
    else
        collapse_set_frame(&s->collapse, level, function);
    vtune_print(s, level, value);
    return true;
}

static bool vtune_add(struct vtune *s, struct slice line)
{
    struct slice function, module, seconds;

    strbuf_clear(&s->line);
    strbuf_add_without(&s->line, line, '"');
    line = strbuf_slice(&s->line);
    size_t level = skip_spaces(line, 0);
    if (!vtune_parse_row(slice_from(line, level), &function, &module, &seconds))
        return false;
    struct slice rest = slice_from(line, (size_t)(seconds.p - line.p));
    if (s->is_usual && slice_find(rest, ',') != SLICE_NONE)
        collapse_note(&s->collapse, VTUNE_OTHER_CELL, 1);
    vtune_set_frame(s, level, module, function);
    vtune_print(s, level, perl_multiply(perl_numify(seconds), perl_integer(1000)));
    return true;
}

static enum collapse_step vtune_line(void *state, struct slice line)
{
    struct vtune *s = state;
    struct collapse *c = &s->collapse;

    if (c->input.line == 1) {
        vtune_read_columns(s, line);
        return MORE;
    }
    if (s->by_titles ? vtune_add_by_titles(s, line) : vtune_add(s, line))
        return MORE;
    if (!c->options.fix)
        return collapse_failed(c, "not in the format of a hotspots report: expected "
                                  "FUNCTION,MODULE,TOTAL,SELF; --fix ignores such lines");
    if (skip_spaces(line, 0) < line.n)
        collapse_unrecognized(c, line);
    return MORE;
}

static const struct collapser vtune = {
    .program = {
        .name = "stackcollapse-vtune",
        .synopsis = "[FILE] > FOLDED",
        .about = "Folds the stacks of Intel VTune's hotspots, a top-down report as CSV, in "
                 "milliseconds. Reads standard input without FILE, or for -.",
        .example = "  vtune -R top-down -call-stack-mode all \\\n"
                   "    -column=\"CPU Time:Self\",\"Module\" \\\n"
                   "    -format csv -csv-delimiter comma -report-out hotspots.csv -r RESULT\n"
                   "  @stackcollapse-vtune hotspots.csv |\n"
                   "    @flamegraph --countname=ms > hotspots.svg\n",
    },
    .name = "a VTune hotspots report",
    .failure = FG_PERL_DIES,
    .one_file = true,
    .crlf_harmless = true,
    .notes = vtune_notes,
    .note_count = sizeof vtune_notes / sizeof *vtune_notes,
    .line = vtune_line,
};

int main(int argc, char **argv)
{
    static struct vtune state;

    return collapse_main(&vtune, &state, argc, argv);
}
