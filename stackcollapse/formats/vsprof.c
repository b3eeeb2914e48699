/*
 * stackcollapse-vsprof: the call tree that Visual Studio's profiler exports as CSV.
 *
 *     Level,Function Name,Inclusive Samples,Exclusive Samples,...,Module Name,
 *     1,"main","8,735",0,100.00,0.00,"app.exe",
 *     2,"Scene::Draw","8,700",12,99.60,0.14,"app.exe",
 *     2,"Scene::Load",35,35,0.40,0.40,"app.exe",
 *
 * The tree is listed depth first. A function whose next line is not deeper is a leaf,
 * and its stack counts its inclusive samples. Those have the separators of the locale:
 * "8,735" or "8.735".
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"

struct vsprof {
    struct collapse collapse;   /* the stack: the newest function of each level */
    size_t level;               /* of the newest line, from 1; 0 before the first */
    struct perl_number samples; /* of the newest line */
    struct strbuf text;
};

struct vsprof_row {
    struct perl_number level;
    struct slice function;
    struct slice samples;
};

/* The end of the field at `at`, in quotes or without a comma in it; SLICE_NONE if it is
 * empty or no comma follows. */
static size_t vsprof_field_end(struct slice s, size_t at, bool quoted)
{
    char end = quoted ? '"' : ',';
    size_t from = at + quoted;

    if (quoted && (at == s.n || s.p[at] != '"'))
        return SLICE_NONE;
    size_t length = slice_find(slice_from(s, from), end);
    if (length == SLICE_NONE || length == 0)
        return SLICE_NONE;
    at = from + length + quoted;
    return at < s.n && s.p[at] == ',' ? at : SLICE_NONE;
}

/* The function and its samples, each in quotes where that is possible, as quotes may
 * hold commas. */
static bool vsprof_parse_fields(struct slice s, struct vsprof_row *row)
{
    for (int form = 0; form < 4; form++) {
        size_t function = vsprof_field_end(s, 0, form < 2);
        if (function == SLICE_NONE)
            continue;
        size_t samples = vsprof_field_end(s, function + 1, form % 2 == 0);
        if (samples == SLICE_NONE)
            continue;
        row->function = slice_cut(s, 0, function);
        row->samples = slice_cut(s, function + 1, samples);
        return true;
    }
    return false;
}

static bool vsprof_parse_row(struct slice line, struct vsprof_row *row)
{
    size_t from = skip_spaces(line, 0);
    size_t to = skip_digits(line, from);

    if (to == from || to == line.n || line.p[to] != ',')
        return false;
    row->level = perl_numify(slice_cut(line, from, to));
    return vsprof_parse_fields(slice_from(line, to + 1), row);
}

static bool vsprof_is_separator(char c)
{
    return c == '.' || c == ',' || c == ' ';
}

/* The field without the quotes around it and without the characters that are `unwanted`;
 * valid until the next call. */
static struct slice vsprof_plain(struct vsprof *s, struct slice field, bool (*unwanted)(char))
{
    strbuf_clear(&s->text);
    for (size_t i = 0; i < field.n; i++)
        if (!unwanted(field.p[i]) && (field.p[i] != '"' || (i > 0 && i + 1 < field.n)))
            strbuf_add_char(&s->text, field.p[i]);
    return strbuf_slice(&s->text);
}

static void vsprof_print(struct vsprof *s)
{
    char count[PERL_NUMBER_TEXT];

    collapse_print(&s->collapse, s->level,
                   slice_of(count, perl_number_text(s->samples, count)));
}

static enum collapse_step vsprof_line(void *state, struct slice line)
{
    struct vsprof *s = state;
    struct collapse *c = &s->collapse;
    struct vsprof_row row;

    if (c->input.line == 1 || skip_spaces(line, 0) == line.n)
        return MORE;
    if (!vsprof_parse_row(line, &row))
        return collapse_failed(c, "not a line of a call tree: expected LEVEL,NAME,SAMPLES,...");
    if (perl_is_zero(row.level))
        return MORE;
    if (perl_compare(row.level, perl_integer(s->level + 1)) > 0)
        return collapse_failed(c, "a function without a caller: the level before it is %zu",
                               s->level);
    size_t level = (size_t)row.level.u.magnitude;
    if (level <= s->level)
        vsprof_print(s);
    s->level = level;
    collapse_set_frame(c, level - 1, vsprof_plain(s, row.function, is_space));
    s->samples = perl_truncate(perl_numify(vsprof_plain(s, row.samples, vsprof_is_separator)));
    return MORE;
}

/* Without a call tree the script prints " 0". */
static void vsprof_end(void *state)
{
    struct vsprof *s = state;

    if (s->collapse.input.failed)
        return;
    vsprof_print(s);
    if (s->level == 0)
        warn("no call tree in the input");
}

static const struct collapser vsprof = {
    .program = {
        .name = "stackcollapse-vsprof",
        .synopsis = "[FILE] > FOLDED",
        .about = "Folds the call tree that the profiler of Visual Studio exports as CSV. Reads "
                 "standard input without FILE, or for -.",
        .example = "  @stackcollapse-vsprof CallTreeSummary.csv | @flamegraph > app.svg\n",
    },
    .name = "a Visual Studio call tree",
    .failure = FG_PERL_DIES,
    .one_file = true,
    .crlf_harmless = true,
    .line = vsprof_line,
    .end = vsprof_end,
};

int main(int argc, char **argv)
{
    static struct vsprof state;

    return collapse_main(&vsprof, &state, argc, argv);
}
