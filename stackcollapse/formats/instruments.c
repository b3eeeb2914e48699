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
 * more blank before the name is one frame deeper.
 */
#include "base/message.h"
#include "base/scan.h"
#include "collapse.h"

struct instruments {
    struct collapse collapse; /* the stack: by the blanks before the names */
    bool headed;              /* the first line was skipped */
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

static void instruments_print(struct collapse *c, const struct instruments_row *row)
{
    char text[PERL_NUMBER_FIXED_TEXT];
    struct perl_number time = perl_numify(row->self);

    if (row->milliseconds > 1)
        time = perl_multiply(time, perl_integer(row->milliseconds));
    collapse_set_frame(c, row->depth, row->name);
    collapse_print(c, row->depth + 1,
                   slice_of(text, perl_number_fixed(perl_double(time), 0, text)));
}

static enum collapse_step instruments_line(void *state, struct slice line)
{
    struct instruments *s = state;
    struct collapse *c = &s->collapse;
    struct instruments_row row;
    bool parsed = instruments_parse_row(line, &row);

    if (!s->headed) {
        s->headed = true;
        if (parsed)
            warn("%s:%zu: skipped a call: the first line must be the column titles",
                 c->input.name, c->input.line);
        return MORE;
    }
    if (!parsed)
        return collapse_failed(c, "not a line of %s", c->format->name);
    instruments_print(c, &row);
    return MORE;
}

static const struct collapser instruments = {
    .program = {
        .name = "stackcollapse-instruments",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds a call tree copied from Instruments (select its root, then Edit > Deep "
                 "Copy). Counts milliseconds. Stops at the first line that is not part of the "
                 "tree. Reads standard input without FILE, or for -.",
        .example = "  pbpaste | @stackcollapse-instruments | "
                   "@flamegraph --countname=ms > app.svg\n",
    },
    .name = "an Instruments call tree",
    .failure = FG_PERL_DIES,
    .line = instruments_line,
};

int main(int argc, char **argv)
{
    static struct instruments state;

    return collapse_main(&instruments, &state, argc, argv);
}
