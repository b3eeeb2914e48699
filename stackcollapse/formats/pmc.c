/*
 * stackcollapse-pmc: the call graphs of FreeBSD's `pmcstat -R SAMPLES -G GRAPH`
 * to folded stacks, in their order.
 *
 *     @ unhalted-cycles [553 samples]
 *
 *     03.07%  [17]       witness_unlock @ /boot/kernel/kernel
 *      70.59%  [12]        __mtx_unlock_flags
 *       16.67%  [2]          selfdfree
 *        100.0%  [2]           sys_poll
 *       08.33%  [1]          pmap_ts_referenced
 *
 * The leaf comes first, and each blank before a line is a caller more. A line
 * that has no callers behind it gives a stack and its count.
 */
#include "base/chars.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "levels.h"

static const char format[] = "pmcstat's call graph";

struct pmc {
    struct program_options common;
    struct output *out;
    struct unrecognized unrecognized;
    struct levels levels;   /* by the number of blanks */
    size_t depth;           /* of the newest line's stack, 0 before the first */
    struct strbuf count;    /* of that line */
};

struct entry {
    size_t indent;
    struct slice count;
    struct slice name;
};

/* Blanks, a percentage, "  [", a count, "]", and the next word. */
static bool parse_entry(struct slice s, struct entry *e)
{
    size_t at = 0;

    while (at < s.n && s.p[at] == ' ')
        at++;
    size_t percentage = e->indent = at;
    while (at < s.n && (is_digit(s.p[at]) || s.p[at] == '.'))
        at++;
    if (at == percentage || !slice_starts(slice_from(s, at), "%  ["))
        return false;
    size_t count = at + 4;
    at = skip_digits(s, count);
    if (at == count || at == s.n || s.p[at] != ']')
        return false;
    e->count = slice_cut(s, count, at);
    size_t name = at = skip_spaces(s, at + 1);
    while (at < s.n && !is_space(s.p[at]))
        at++;
    e->name = slice_cut(s, name, at);
    return at > name;
}

static void print_stack(struct pmc *s)
{
    for (size_t i = s->depth; i-- > 0;) {
        output_add(s->out, levels_name(&s->levels, i));
        if (i > 0)
            output_char(s->out, ';');
    }
    output_char(s->out, ' ');
    output_add(s->out, strbuf_slice(&s->count));
    output_char(s->out, '\n');
}

static void take_entry(struct pmc *s, const struct entry *e)
{
    levels_set(&s->levels, e->indent, e->name);
    s->depth = e->indent + 1;
    strbuf_clear(&s->count);
    strbuf_add(&s->count, e->count);
}

static void pmc_begin(void *state, struct output *out)
{
    struct pmc *s = state;

    s->out = out;
    levels_init(&s->levels);
}

static bool pmc_line(void *state, struct slice line, struct position position)
{
    struct pmc *s = state;
    struct entry entry;

    if (parse_entry(line, &entry)) {
        if (entry.indent < s->depth)
            print_stack(s);
        take_entry(s, &entry);
    } else if (skip_spaces(line, 0) < line.n && !slice_starts(line, "@ ")) {
        unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void pmc_end(void *state)
{
    struct pmc *s = state;

    if (s->depth > 0)
        print_stack(s);
    unrecognized_report(&s->unrecognized, format);
    levels_free(&s->levels);
    strbuf_free(&s->count);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns call graphs of FreeBSD's pmcstat into folded stacks. Without FILE, or for\n"
    "-, it reads standard input.\n"
    "\n"
    "  pmcstat -S unhalted-cycles -O samples.pmc\n"
    "  pmcstat -R samples.pmc -z 32 -G graph.txt\n"
    "  stackcollapse-pmc graph.txt | flamegraph > pmc.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser pmc = {
    .program = {usage, collapse_options},
    .begin_output = pmc_begin,
    .line = pmc_line,
    .end = pmc_end
};

int main(int argc, char **argv)
{
    struct pmc state = {0};

    return collapse_main(&pmc, &state, argc, argv);
}
