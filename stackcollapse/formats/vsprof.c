/*
 * stackcollapse-vsprof: the call tree that Visual Studio's profiler exports as
 * CSV to folded stacks.
 *
 *     Level,Function Name,Inclusive Samples,Exclusive Samples,...,Module Name,
 *     1,"main","8,735",0,100.00,0.00,"app.exe",
 *     2,"Scene::Draw","8,700",12,99.60,0.14,"app.exe",
 *     2,"Scene::Load",35,35,0.40,0.40,"app.exe",
 *
 * The tree is written in depth first; a function without a deeper one behind it
 * ends a stack, which gets its inclusive samples. These have the separators of
 * the country: "8,735", "8.735".
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "filter.h"
#include "perl/number.h"

struct vsprof {
    struct program_options common;

    struct strbuf stack;        /* the text of the present one */
    size_t *ends;               /* of its frames in the text */
    size_t depth;
    size_t capacity;
    struct perl_number samples;      /* of its leaf */
    struct strbuf scratch;
};

/* A line that counts. */
struct row {
    size_t level;
    struct slice function;
    struct slice samples;
};

/* The end of the field at `at` in its two forms, either of which a comma has to
 * follow: in quotes, or without a comma in it. SLICE_NONE if it has not the form. */
static size_t field_end(struct slice s, size_t at, bool quoted)
{
    struct slice rest = slice_from(s, at);
    size_t end;

    if (!quoted) {
        end = slice_find(rest, ',');
        return end == SLICE_NONE || end == 0 ? SLICE_NONE : at + end;
    }
    if (rest.n == 0 || rest.p[0] != '"')
        return SLICE_NONE;
    end = slice_find(slice_from(rest, 1), '"');
    if (end == SLICE_NONE || end == 0)
        return SLICE_NONE;
    at += end + 2;
    return at < s.n && s.p[at] == ',' ? at : SLICE_NONE;
}

/* The two fields from `at` on; quotes first, as they may hold commas. */
static bool parse_fields(struct slice s, size_t at, struct row *row)
{
    for (int form = 0; form < 4; form++) {
        size_t function = field_end(s, at, form < 2);
        if (function == SLICE_NONE)
            continue;
        size_t samples = field_end(s, function + 1, form % 2 == 0);
        if (samples == SLICE_NONE)
            continue;
        row->function = slice_cut(s, at, function);
        row->samples = slice_cut(s, function + 1, samples);
        return true;
    }
    return false;
}

/* What the digits are worth, but no more than `most`. */
static size_t level_of(struct slice digits, size_t most)
{
    size_t level = 0;

    for (size_t i = 0; i < digits.n && level < most; i++) {
        size_t digit = (size_t)(digits.p[i] - '0');
        level = level > (most - digit) / 10 ? most : level * 10 + digit;
    }
    return level;
}

static bool parse_row(struct slice line, size_t deepest, struct row *row)
{
    size_t from = skip_spaces(line, 0);
    size_t to = skip_digits(line, from);

    if (to == from || to == line.n || line.p[to] != ',')
        return false;
    row->level = level_of(slice_cut(line, from, to), deepest + 1);
    return parse_fields(line, to + 1, row);
}

/* Appends a field without the quotes around it and without the characters that
 * are `dropped`. */
static void add_plain(struct strbuf *to, struct slice field, bool (*dropped)(char))
{
    for (size_t i = 0; i < field.n; i++)
        if (!dropped(field.p[i])
            && (field.p[i] != '"' || (i > 0 && i + 1 < field.n)))
            strbuf_add_char(to, field.p[i]);
}

static bool is_separator(char c)
{
    return c == '.' || c == ',' || c == ' ';
}

static void print_stack(const struct vsprof *s, struct output *out)
{
    output_add(out, strbuf_slice(&s->stack));
    output_char(out, ' ');
    output_number(out, s->samples);
    output_char(out, '\n');
}

/* Takes the frames from `level` on, counted from 1, off the stack. */
static void cut_stack(struct vsprof *s, size_t level)
{
    s->depth = level - 1;
    s->stack.n = s->depth > 0 ? s->ends[s->depth - 1] : 0;
}

static void push_frame(struct vsprof *s, struct slice function)
{
    if (s->depth > 0)
        strbuf_add_char(&s->stack, ';');
    add_plain(&s->stack, function, is_space);
    s->ends = grow_array(s->ends, &s->capacity, s->depth + 1, sizeof *s->ends);
    s->ends[s->depth++] = s->stack.n;
}

static bool vsprof_line(void *state, struct slice line, struct position position,
                        struct output *out)
{
    struct vsprof *s = state;
    struct row row;

    if (position.line == 1 || skip_spaces(line, 0) == line.n)
        return true;
    if (!parse_row(line, s->depth + 1, &row)) {
        warn("%s:%zu: not a line of a call tree; it begins with LEVEL,NAME,SAMPLES,",
             position.file, position.line);
        return false;
    }
    if (row.level == 0)
        return true;
    if (row.level > s->depth + 1) {
        warn("%s:%zu: a function without a caller: the level before it is %zu",
             position.file, position.line, s->depth);
        return false;
    }
    if (row.level <= s->depth) {
        print_stack(s, out);
        cut_stack(s, row.level);
    }
    push_frame(s, row.function);
    strbuf_clear(&s->scratch);
    add_plain(&s->scratch, row.samples, is_separator);
    s->samples = perl_truncate(perl_numify(strbuf_slice(&s->scratch)));
    return true;
}

static void vsprof_end(void *state, struct output *out)
{
    const struct vsprof *s = state;

    print_stack(s, out);
    if (s->depth == 0)
        warn("there is no call tree in the input");
}

static void vsprof_release(void *state)
{
    struct vsprof *s = state;

    strbuf_free(&s->stack);
    strbuf_free(&s->scratch);
    free(s->ends);
}

static const char usage[] =
    "[FILE] > FOLDED\n"
    "Turns the call tree that Visual Studio's profiler exports as CSV into folded\n"
    "stacks. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  stackcollapse-vsprof CallTreeSummary.csv | flamegraph > app.svg\n"
    "\n"
    "  --help, --version  print this, or the version\n";

static const struct filter vsprof = {
    .program = {usage, program_options},
    .one_file = true,
    .line = vsprof_line,
    .end = vsprof_end,
    .release = vsprof_release
};

int main(int argc, char **argv)
{
    struct vsprof state = {0};

    return filter_main(&vsprof, &state, argc, argv);
}
