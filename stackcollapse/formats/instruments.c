/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-instruments: a call tree copied from Instruments of Xcode (Edit, Deep
 * Copy) to folded stacks with milliseconds, in the order of the input.
 *
 *     Running Time\tSelf\t\tSymbol Name
 *     2.45 s  100.0%\t0 s\t \tserver (4711)
 *     2.41 s   98.3%\t3.00 ms\t \t Main Thread  0x2e3a59
 *     1.02 min  41.6%\t1.50 s\t \t  start
 *
 * Each line is a stack and its own time, the column "Self". The root comes first; one
 * more blank before the name is one frame deeper. instruments_copy.c reads the rows that
 * the script dies on.
 */
#include "base/alloc.h"
#include "base/double.h"
#include "base/message.h"
#include "base/scan.h"
#include "collapse.h"
#include "instruments_copy.h"

/* What is lost or misread. */
enum { INSTRUMENTS_FIRST_ROW, INSTRUMENTS_NO_ROOT, INSTRUMENTS_SEMICOLON };

static const struct note_kind instruments_notes[] = {
    [INSTRUMENTS_FIRST_ROW] = {
        "row is left out: the first line must be the column titles",
        "rows are skipped, because the first line must be the column titles",
        "copy the titles too", true},
    [INSTRUMENTS_NO_ROOT] = {
        "row begins with empty frames, because the root of the tree is not in the copy",
        "rows begin with empty frames, because the root of the tree is not in the copy",
        "select the root before Edit > Deep Copy", true},
    [INSTRUMENTS_SEMICOLON] = {
        "function has a name with ';', which becomes several frames",
        "functions have names with ';', which become several frames", NULL, true},
};

struct instruments {
    struct collapse collapse; /* the stack: by the blanks before the names */
    bool headed;              /* the first line was read */
    struct instruments_columns columns;
    bool based;               /* `base` is known */
    size_t base;              /* the blanks before the name in the first row */
    struct strbuf text;       /* scratch */

    /* Copies without a column "Self": */
    double *rest;             /* the weights of the current stack, less those of the calls */
    size_t depth, capacity;
};

struct instruments_row {
    struct slice self;
    unsigned milliseconds; /* in the unit of `self` */
    size_t depth;          /* of the frame, 0 for the root */
    struct slice name;
};

/* "98.3" */
static bool instruments_scan_decimal(struct slice *s)
{
    return scan_digits(s).n > 0 && scan_text(s, ".") && scan_digits(s).n > 0;
}

/* "98.3" or "98" */
static bool instruments_scan_number(struct slice *s, struct slice *number)
{
    struct slice from = *s;
    struct slice decimal = *s;

    if (instruments_scan_decimal(&decimal))
        *s = decimal;
    else
        scan_digits(s);
    *number = slice_cut(from, 0, from.n - s->n);
    return number->n > 0;
}

/* The milliseconds in a unit of time; 0 if it is not one. */
static unsigned instruments_scan_unit(struct slice *s)
{
    if (scan_text(s, "min"))
        return 60 * 1000;
    if (scan_text(s, "ms"))
        return 1;
    return scan_text(s, "s") ? 1000 : 0;
}

/* "2.41 s   98.3%\t3.00 ms\t \t Main Thread". Where only spaces follow the times, the last
 * one is the name. */
static bool instruments_parse_columns(struct slice s, struct instruments_row *row)
{
    if (!instruments_scan_decimal(&s) || !scan_text(&s, " ") || !instruments_scan_unit(&s)
        || !scan_spaces(&s).n || !instruments_scan_decimal(&s) || !scan_text(&s, "%")
        || !scan_spaces(&s).n)
        return false;
    if (!instruments_scan_number(&s, &row->self) || !scan_text(&s, " ")
        || !(row->milliseconds = instruments_scan_unit(&s)) || !scan_text(&s, "\t \t"))
        return false;
    row->depth = skip_spaces(s, 0);
    if (row->depth > 0 && row->depth == s.n)
        row->depth--;
    row->name = slice_from(s, row->depth);
    return s.n > 0;
}

/* Anything may precede the columns. */
static bool instruments_parse_row(struct slice line, struct instruments_row *row)
{
    while (line.n > 0) {
        if (instruments_parse_columns(line, row))
            return true;
        if (scan_digits(&line).n == 0)
            scan_bytes(&line, 1);
    }
    return false;
}

/* The frame at `depth`; a ';' in its name becomes ':'. */
static void instruments_set_frame(struct instruments *s, size_t depth, struct slice name)
{
    strbuf_clear(&s->text);
    strbuf_add(&s->text, name);
    strbuf_replace(&s->text, 0, ';', ':');
    collapse_set_frame(&s->collapse, depth, strbuf_slice(&s->text));
}

static void instruments_print(struct instruments *s, size_t depth, double value)
{
    char text[PERL_NUMBER_FIXED_TEXT];

    collapse_print(&s->collapse, depth + 1,
                   slice_of(text, perl_number_fixed(value, 0, text)));
}

/* The depth of a frame after so many blanks. */
static size_t instruments_depth(struct instruments *s, size_t blanks)
{
    if (!s->based) {
        s->based = true;
        s->base = blanks;
    }
    return blanks > s->base ? blanks - s->base : 0;
}

/* A row that the script reads. */
static void instruments_add_row(struct instruments *s, const struct instruments_row *row)
{
    struct collapse *c = &s->collapse;
    struct perl_number time = perl_numify(row->self);
    size_t depth = instruments_depth(s, row->depth);

    if (row->milliseconds > 1)
        time = perl_multiply(time, perl_integer(row->milliseconds));
    if (!c->options.fix && depth < row->depth) {
        collapse_note(c, INSTRUMENTS_NO_ROOT, 1);
        depth = row->depth;
    }
    if (slice_find(row->name, ';') == SLICE_NONE) {
        collapse_set_frame(c, depth, row->name);
    } else if (c->options.fix) {
        instruments_set_frame(s, depth, row->name);
    } else {
        collapse_note(c, INSTRUMENTS_SEMICOLON, 1);
        collapse_set_frame(c, depth, row->name);
    }
    instruments_print(s, depth, perl_double(time));
}

/* Prints the current stack and its callers down to `depth`, with what is left of their
 * weights. Weights are rounded, so it may be less than nothing. */
static void instruments_go_back(struct instruments *s, size_t depth)
{
    for (; s->depth > depth; s->depth--)
        if (s->rest[s->depth - 1] >= 0.5)
            instruments_print(s, s->depth - 1, s->rest[s->depth - 1]);
}

/* Another row. Without a column "Self", it is printed when all that it calls is known. */
static void instruments_add_copy(struct instruments *s, const struct instruments_copy *row)
{
    size_t depth = instruments_depth(s, row->blanks);

    if (!s->columns.known || s->columns.self != SLICE_NONE) {
        instruments_set_frame(s, depth, row->name);
        instruments_print(s, depth, row->self);
        return;
    }
    instruments_go_back(s, depth);
    s->rest = grow_array(s->rest, &s->capacity, depth + 1, sizeof *s->rest);
    for (; s->depth <= depth; s->depth++)
        s->rest[s->depth] = 0;
    instruments_set_frame(s, depth, row->name);
    s->rest[depth] = row->weight;
    if (depth > 0)
        s->rest[depth - 1] = double_subtract(s->rest[depth - 1], row->weight);
}

/* False if the line is not a row. */
static bool instruments_add(struct instruments *s, struct slice line)
{
    struct instruments_row row;
    struct instruments_copy copy;

    if (instruments_parse_row(line, &row))
        instruments_add_row(s, &row);
    else if (instruments_read_copy(line, &s->columns, &copy, &s->text))
        instruments_add_copy(s, &copy);
    else
        return false;
    return true;
}

static enum collapse_step instruments_first_line(struct instruments *s, struct slice line)
{
    struct instruments_row row;
    struct instruments_copy copy;

    s->headed = true;
    if (instruments_read_titles(line, &s->columns)
        || (s->collapse.options.fix && instruments_add(s, line)))
        return MORE;
    bool is_row = instruments_parse_row(line, &row);
    if (is_row || instruments_read_copy(line, &s->columns, &copy, &s->text)) {
        instruments_depth(s, is_row ? row.depth : copy.blanks);
        collapse_note(&s->collapse, INSTRUMENTS_FIRST_ROW, 1);
    }
    return MORE;
}

static enum collapse_step instruments_line(void *state, struct slice line)
{
    struct instruments *s = state;
    struct collapse *c = &s->collapse;
    struct instruments_columns columns;

    if (!s->headed)
        return instruments_first_line(s, line);
    if (instruments_add(s, line))
        return MORE;
    if (!c->options.fix) {
        instruments_go_back(s, 0);
        return collapse_failed(c, "not in the format of %s; --fix ignores such lines",
                               c->format->name);
    }
    if (instruments_read_titles(line, &columns)) {
        instruments_go_back(s, 0);
        s->columns = columns;
        s->based = false;
    } else if (skip_spaces(line, 0) < line.n) {
        collapse_unrecognized(c, line);
    }
    return MORE;
}

static void instruments_end(void *state)
{
    instruments_go_back(state, 0);
}

static const struct collapser instruments = {
    .program = {
        .name = "stackcollapse-instruments",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds a call tree copied from Instruments (select its root, then Edit > Deep "
                 "Copy). Counts milliseconds, or cycles or bytes where the copy has those. Stops "
                 "at the first line that is not part of the tree. Reads standard input without "
                 "FILE, or for -.",
        .example = "  pbpaste | @stackcollapse-instruments | "
                   "@flamegraph --countname=ms > app.svg\n",
    },
    .name = "an Instruments call tree",
    .failure = FG_PERL_DIES,
    .notes = instruments_notes,
    .note_count = sizeof instruments_notes / sizeof *instruments_notes,
    .line = instruments_line,
    .end = instruments_end,
};

int main(int argc, char **argv)
{
    static struct instruments state;

    return collapse_main(&instruments, &state, argc, argv);
}
