/* SPDX-License-Identifier: MIT */
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
 * "8,735" or "8.735". With --fix, a function that calls others counts its exclusive ones.
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"
#include "recognize/recognize.h"

/* What is lost or misread. */
enum { VSPROF_EXCLUSIVE, VSPROF_NO_CALLER, VSPROF_TITLES };

static const struct note_kind vsprof_notes[] = {
    [VSPROF_EXCLUSIVE] = {
        "sample is left out: it is the exclusive sample of a function that calls others",
        "samples are left out: they are the exclusive samples of functions that call others",
        NULL, true},
    [VSPROF_NO_CALLER] = {
        "function has no caller in the tree; [unknown] stands for it",
        "functions have no callers in the tree; [unknown] stands for them",
        "export the whole call tree", false},
    [VSPROF_TITLES] = {
        "line of titles has no samples in its third column, which is counted",
        "lines of titles have no samples in their third column, which is counted",
        "export the call tree of a sampling profile", false},
};

/* More levels between a function and its caller than a tree can lack. */
enum { VSPROF_GAP = 1000 };

struct vsprof {
    struct collapse collapse;   /* the stack: the newest function of each level */
    bool has_exclusive;         /* the fourth column has exclusive samples */
    bool text_seen;             /* a line is not blank */
    bool title_seen;            /* the first line has the titles */
    size_t level;               /* of the newest line, from 1; 0 before the first */
    struct perl_number samples; /* of the newest line */
    struct perl_number exclusive;
    size_t number;              /* of that line, in the file `file` */
    const char *file;
    struct strbuf text;
};

struct vsprof_row {
    struct perl_number level;
    struct slice function;
    struct slice samples;
    struct slice exclusive; /* empty if there is no such field */
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
        size_t exclusive = vsprof_field_end(s, samples + 1, true);
        if (exclusive == SLICE_NONE)
            exclusive = vsprof_field_end(s, samples + 1, false);
        row->exclusive = exclusive != SLICE_NONE ? slice_cut(s, samples + 1, exclusive)
                                                 : slice_of("", 0);
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

static struct perl_number vsprof_samples(struct vsprof *s, struct slice field)
{
    return perl_truncate(perl_numify(vsprof_plain(s, field, vsprof_is_separator)));
}

static void vsprof_print(struct vsprof *s, struct perl_number samples)
{
    char count[PERL_NUMBER_TEXT];

    collapse_print(&s->collapse, s->level, slice_of(count, perl_number_text(samples, count)));
}

/* The newest function turns out to call others. */
static void vsprof_leave(struct vsprof *s)
{
    struct collapse *c = &s->collapse;

    if (perl_compare(s->exclusive, perl_integer(0)) <= 0)
        return;
    if (c->options.fix)
        vsprof_print(s, s->exclusive);
    else
        collapse_note_at(c, VSPROF_EXCLUSIVE, (size_t)perl_double(s->exclusive), s->file,
                         s->number);
}

static void vsprof_read_titles(struct vsprof *s, struct slice line)
{
    static const char first[] = "Level,Function Name,";
    size_t at = slice_search(line, first);

    s->title_seen = at != SLICE_NONE;
    s->has_exclusive = slice_has(line, ",Inclusive Samples,Exclusive Samples,");
    if (s->title_seen
        && !slice_has(slice_before(slice_from(line, at + strlen(first)), ','), "Samples"))
        collapse_note(&s->collapse, VSPROF_TITLES, 1);
}

static void vsprof_add(struct vsprof *s, const struct vsprof_row *row)
{
    size_t level = (size_t)row->level.u.magnitude;

    if (level <= s->level)
        vsprof_print(s, s->samples);
    else if (s->level > 0)
        vsprof_leave(s);
    if (level > s->level + 1)
        collapse_note(&s->collapse, VSPROF_NO_CALLER, 1);
    for (size_t i = s->level; i + 1 < level; i++)
        collapse_set_frame(&s->collapse, i, slice_str("[unknown]"));
    s->level = level;
    collapse_set_frame(&s->collapse, level - 1, vsprof_plain(s, row->function, is_space));
    s->samples = vsprof_samples(s, row->samples);
    s->exclusive = s->has_exclusive ? vsprof_samples(s, row->exclusive) : perl_integer(0);
    s->number = s->collapse.input.line;
    s->file = s->collapse.input.name;
}

static enum collapse_step vsprof_line(void *state, struct slice line)
{
    struct vsprof *s = state;
    struct collapse *c = &s->collapse;
    struct vsprof_row row;
    bool fix = c->options.fix;

    if (c->input.line == 1)
        vsprof_read_titles(s, line);
    if (skip_spaces(line, 0) == line.n)
        return MORE;
    s->text_seen = true;
    if (c->input.line == 1 && (!fix || s->title_seen || !vsprof_parse_row(line, &row)))
        return MORE;
    if (!vsprof_parse_row(line, &row)) {
        if (!fix)
            return collapse_failed(c, "not in the format of a call tree: expected "
                                      "LEVEL,NAME,SAMPLES,...; --fix ignores such lines");
        collapse_unrecognized(c, line);
        return MORE;
    }
    if (perl_is_zero(row.level))
        return MORE;
    if (!fix && perl_compare(row.level, perl_integer(s->level + 1)) > 0)
        return collapse_failed(c, "a function has no caller: the line before is at level %zu; "
                                  "--fix reads on", s->level);
    if (perl_compare(row.level, perl_integer(s->level + VSPROF_GAP)) > 0)
        collapse_unrecognized(c, line);
    else
        vsprof_add(s, &row);
    return MORE;
}

/* Without a call tree the script prints " 0". */
static void vsprof_end(void *state)
{
    struct vsprof *s = state;
    struct collapse *c = &s->collapse;

    if (c->input.failed)
        return;
    if (s->title_seen)
        c->nothing = "the call tree has no functions";
    if (s->level == 0 && c->options.fix)
        return;
    vsprof_print(s, s->samples);
    if (s->level > 0)
        return;
    if (!s->text_seen) {
        warn("no stacks: the input is empty");
    } else if (s->title_seen) {
        warn("no stacks: %s", c->nothing);
    } else {
        c->damaged = true;
        if (!recognize_input(&c->format->program, &c->input))
            warn("no stacks in %zu %s: not the format of %s", c->input.line,
                 c->input.line == 1 ? "line" : "lines", c->format->name);
    }
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
    .notes = vsprof_notes,
    .note_count = sizeof vsprof_notes / sizeof *vsprof_notes,
    .line = vsprof_line,
    .end = vsprof_end,
};

int main(int argc, char **argv)
{
    static struct vsprof state;

    return collapse_main(&vsprof, &state, argc, argv);
}
