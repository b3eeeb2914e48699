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
 * function.
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"

struct vtune {
    struct collapse collapse; /* the stack: the newest frame of each level */
    struct strbuf line;
    struct strbuf frame;
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

static enum collapse_step vtune_line(void *state, struct slice line)
{
    struct vtune *s = state;
    struct collapse *c = &s->collapse;
    struct slice function, module, seconds;
    char count[PERL_NUMBER_TEXT];

    if (c->input.line == 1)
        return MORE;
    strbuf_clear(&s->line);
    strbuf_add_without(&s->line, line, '"');
    line = strbuf_slice(&s->line);
    size_t level = skip_spaces(line, 0);
    if (!vtune_parse_row(slice_from(line, level), &function, &module, &seconds))
        return collapse_failed(c, "not a line of a hotspots report: expected "
                                  "FUNCTION,MODULE,TOTAL,SELF");
    strbuf_clear(&s->frame);
    strbuf_add(&s->frame, module);
    strbuf_add_char(&s->frame, '!');
    strbuf_add(&s->frame, function);
    collapse_set_frame(c, level, strbuf_slice(&s->frame));
    struct perl_number time = perl_multiply(perl_numify(seconds), perl_integer(1000));
    if (!perl_is_zero(time))
        collapse_print(c, level + 1, slice_of(count, perl_number_text(time, count)));
    return MORE;
}

static const struct collapser vtune = {
    .program = {
        .name = "stackcollapse-vtune",
        .synopsis = "[FILE] > FOLDED",
        .about = "Folds the stacks of Intel VTune's hotspots, a top-down report as CSV, in "
                 "milliseconds. Reads standard input without FILE, or for -.",
        .example = "  amplxe-cl -R top-down -filter \"Function Stack\" -format csv \\\n"
                   "    -csv-delimiter comma -report-out hotspots.csv -r RESULT\n"
                   "  @stackcollapse-vtune hotspots.csv |\n"
                   "    @flamegraph --countname=ms > hotspots.svg\n",
    },
    .name = "a VTune hotspots report",
    .failure = FG_PERL_DIES,
    .one_file = true,
    .crlf_harmless = true,
    .line = vtune_line,
};

int main(int argc, char **argv)
{
    static struct vtune state;

    return collapse_main(&vtune, &state, argc, argv);
}
