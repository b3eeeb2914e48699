/*
 * stackcollapse-instruments: a call tree copied from Instruments of Xcode (Edit,
 * Deep Copy) to folded stacks with milliseconds, in their order.
 *
 *     Running Time\tSelf\t\tSymbol Name
 *     2.45 s  100.0%\t0 s\t \tserver (4711)
 *     2.41 s   98.3%\t3.00 ms\t \t Main Thread  0x2e3a59
 *     1.02 min  41.6%\t1.50 s\t \t  start
 *
 * Each line gives a stack and its own time, that of the column "Self". The root
 * comes first, and each blank before a name is a caller more.
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"
#include "levels.h"

struct instruments {
    struct program_options common;
    struct output *out;
    bool headed;            /* the first line, whatever it is, was skipped */
    struct levels levels;   /* by the number of blanks */
};

struct entry {
    struct slice self;
    unsigned milliseconds;  /* in the unit of `self` */
    size_t depth;
    struct slice name;
};

/* Each parser takes its part from the beginning of *s; false: it is not there,
 * and *s is anything. */

static bool take_digits(struct slice *s)
{
    size_t end = skip_digits(*s, 0);

    *s = slice_from(*s, end);
    return end > 0;
}

static bool take_text(struct slice *s, const char *text)
{
    if (!slice_starts(*s, text))
        return false;
    *s = slice_from(*s, strlen(text));
    return true;
}

static bool take_spaces(struct slice *s)
{
    size_t end = skip_spaces(*s, 0);

    *s = slice_from(*s, end);
    return end > 0;
}

static bool take_decimal(struct slice *s)
{
    return take_digits(s) && take_text(s, ".") && take_digits(s);
}

static bool take_unit(struct slice *s, unsigned *milliseconds)
{
    static const struct {
        const char *name;
        unsigned milliseconds;
    } units[] = {{"min", 60 * 1000}, {"ms", 1}, {"s", 1000}};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (take_text(s, units[i].name)) {
            *milliseconds = units[i].milliseconds;
            return true;
        }
    return false;
}

/* A whole number, or one with a fraction. */
static bool take_number(struct slice *s, struct slice *number)
{
    struct slice from = *s;
    struct slice fraction;

    if (!take_digits(s))
        return false;
    fraction = *s;
    if (take_text(&fraction, ".") && take_digits(&fraction))
        *s = fraction;
    *number = slice_cut(from, 0, from.n - s->n);
    return true;
}

/* The last of the blanks is the name if there is no other. */
static bool take_name(struct slice s, struct entry *e)
{
    if (s.n == 0)
        return false;
    e->depth = skip_spaces(s, 0);
    if (e->depth == s.n)
        e->depth--;
    e->name = slice_from(s, e->depth);
    return true;
}

/* "2.41 s   98.3%\t3.00 ms\t \t Main Thread" */
static bool parse_columns(struct slice s, struct entry *e)
{
    unsigned total;

    return take_decimal(&s) && take_text(&s, " ") && take_unit(&s, &total) && take_spaces(&s)
           && take_decimal(&s) && take_text(&s, "%") && take_spaces(&s)
           && take_number(&s, &e->self) && take_text(&s, " ")
           && take_unit(&s, &e->milliseconds) && take_text(&s, "\t \t") && take_name(s, e);
}

/* The columns may stand behind anything else. */
static bool parse_entry(struct slice line, struct entry *e)
{
    for (size_t at = 0; at < line.n; at++) {
        if (!is_digit(line.p[at]))
            continue;
        if (parse_columns(slice_from(line, at), e))
            return true;
        at = skip_digits(line, at);
    }
    return false;
}

static void print_time(struct output *out, const struct entry *e)
{
    char text[PERL_NUMBER_FIXED_TEXT];
    struct perl_number time = perl_numify(e->self);

    if (e->milliseconds > 1)
        time = perl_multiply(time, perl_integer(e->milliseconds));
    output_add(out, slice_of(text, perl_number_fixed(perl_double(time), 0, text)));
}

static void print_entry(struct instruments *s, const struct entry *e)
{
    levels_set(&s->levels, e->depth, e->name);
    for (size_t i = 0; i <= e->depth; i++) {
        output_add(s->out, levels_name(&s->levels, i));
        output_char(s->out, i < e->depth ? ';' : ' ');
    }
    print_time(s->out, e);
    output_char(s->out, '\n');
}

static void instruments_begin(void *state, struct output *out)
{
    struct instruments *s = state;

    s->out = out;
    levels_init(&s->levels);
}

static bool instruments_line(void *state, struct slice line, struct position position)
{
    struct instruments *s = state;
    struct entry entry;
    bool parsed = parse_entry(line, &entry);

    if (!s->headed) {
        s->headed = true;
        if (parsed)
            warn("%s:%zu: taken for the heading; copy the columns' names too",
                 position.file, position.line);
        return true;
    }
    if (!parsed) {
        output_close(s->out, "standard output");
        die(FG_PERL_DIES, "%s:%zu: not a line of Instruments' call tree; stopped here",
            position.file, position.line);
    }
    print_entry(s, &entry);
    return true;
}

static void instruments_end(void *state)
{
    struct instruments *s = state;

    levels_free(&s->levels);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns a call tree of Instruments (select its root, Edit > Deep Copy, paste into a\n"
    "file) into folded stacks with milliseconds. Without FILE, or for -, it reads\n"
    "standard input.\n"
    "\n"
    "  pbpaste | stackcollapse-instruments | flamegraph --countname ms > app.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser instruments = {
    .program = {usage, collapse_options},
    .begin_output = instruments_begin,
    .line = instruments_line,
    .end = instruments_end
};

int main(int argc, char **argv)
{
    struct instruments state = {0};

    return collapse_main(&instruments, &state, argc, argv);
}
