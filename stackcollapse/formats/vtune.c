/*
 * stackcollapse-vtune: the top-down report of VTune's hotspots, as CSV, to
 * folded stacks of milliseconds.
 *
 *     Function Stack,Module,CPU Time:Total,CPU Time:Self
 *     main,app.exe,4.850,0
 *      "Scene::Draw",app.exe,4.850,0.020
 *
 * Of a line the last field that begins with a number is the time in seconds, the
 * field two before it the module, and all before that the function, commas and
 * all.
 */
#include "base/chars.h"
#include "base/message.h"
#include "filter.h"
#include "formats/vtune_tree.h"
#include "perl/number.h"

struct vtune {
    struct program_options common;
    struct vtune_tree tree;
};

/* The number at the beginning: "12", "1.5", ".5"; empty if there is none. */
static struct slice leading_number(struct slice s)
{
    size_t whole = skip_digits(s, 0);

    if (whole < s.n && s.p[whole] == '.') {
        size_t end = skip_digits(s, whole + 1);
        if (end > whole + 1)
            return slice_cut(s, 0, end);
    }
    return slice_cut(s, 0, whole);
}

/* The fields of a line without the blanks before it. */
static bool parse_row(struct slice s, struct slice *function, struct slice *module,
                      struct slice *seconds)
{
    size_t first, second, last;
    struct slice rest = s;

    do {
        last = slice_find_last(rest, ',');
        if (last == SLICE_NONE)
            return false;
        rest.n = last;
        *seconds = leading_number(slice_from(s, last + 1));
    } while (seconds->n == 0);
    second = slice_find_last(rest, ',');
    if (second == SLICE_NONE)
        return false;
    rest.n = second;
    first = slice_find_last(rest, ',');
    if (first == SLICE_NONE)
        return false;
    *function = slice_cut(s, 0, first);
    *module = slice_cut(s, first + 1, second);
    return true;
}

static bool vtune_line(void *state, struct slice line, struct position position,
                       struct output *out)
{
    struct vtune *s = state;
    struct slice function, module, seconds;

    if (position.line == 1)
        return true;
    line = vtune_tree_line(&s->tree, line);
    size_t depth = skip_spaces(line, 0);
    if (!parse_row(slice_from(line, depth), &function, &module, &seconds)) {
        warn("%s:%zu: not a line of a hotspots report; it is FUNCTION,MODULE,TOTAL,SELF",
             position.file, position.line);
        return false;
    }
    struct strbuf *frame = vtune_tree_frame(&s->tree, depth);
    strbuf_add(frame, module);
    strbuf_add_char(frame, '!');
    strbuf_add(frame, function);
    struct perl_number time = perl_multiply(perl_numify(seconds), perl_integer(1000));
    if (!perl_is_zero(time)) {
        vtune_tree_print(&s->tree, depth, out);
        output_number(out, time);
        output_char(out, '\n');
    }
    return true;
}

static void vtune_release(void *state)
{
    struct vtune *s = state;

    vtune_tree_free(&s->tree);
}

static const char usage[] =
    "[FILE] > FOLDED\n"
    "Turns the hotspots of Intel VTune, a top-down report as CSV, into folded stacks\n"
    "of milliseconds. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  amplxe-cl -R top-down -report-out hotspots.csv -filter \"Function Stack\" \\\n"
    "      -format csv -csv-delimiter comma -r RESULT\n"
    "  stackcollapse-vtune hotspots.csv | flamegraph --countname=ms > hotspots.svg\n"
    "\n"
    "  --help, --version  print this, or the version\n";

static const struct filter vtune = {
    .program = {usage, program_options},
    .one_file = true,
    .line = vtune_line,
    .release = vtune_release
};

int main(int argc, char **argv)
{
    struct vtune state = {0};

    return filter_main(&vtune, &state, argc, argv);
}
