/*
 * stackcollapse-pmc: the call graphs of FreeBSD's `pmcstat -R SAMPLES -G GRAPH` to
 * folded stacks, in their order.
 *
 *     @ unhalted-cycles [553 samples]
 *
 *     03.07%  [17]       witness_unlock @ /boot/kernel/kernel
 *      70.59%  [12]        __mtx_unlock_flags
 *       16.67%  [2]          selfdfree
 *        100.0%  [2]           sys_poll
 *       08.33%  [1]          pmap_ts_referenced
 *
 * The leaf comes first, and its callers are indented by a blank each. A line that no
 * caller follows gives a stack and its count.
 */
#include "base/chars.h"
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"

struct pmc {
    struct collapse collapse;   /* the stack: the newest frame of each depth */
    size_t depth;               /* of the newest line, from 1; 0 before the first */
    struct strbuf count;        /* of that line */
};

struct pmc_entry {
    size_t indent;
    struct slice count;
    struct slice name;
};

/* "  16.67%  [2]          selfdfree" */
static bool pmc_parse_entry(struct slice s, struct pmc_entry *e)
{
    size_t at = e->indent = skip_run(s, 0, ' ');

    while (at < s.n && (is_digit(s.p[at]) || s.p[at] == '.'))
        at++;
    s = slice_from(s, at);
    if (at == e->indent || !scan_text(&s, "%  ["))
        return false;
    e->count = slice_cut(s, 0, skip_digits(s, 0));
    s = slice_from(s, e->count.n);
    if (e->count.n == 0 || !scan_text(&s, "]"))
        return false;
    s = trim_left(s);
    e->name = slice_cut(s, 0, skip_non_spaces(s, 0));
    return e->name.n > 0;
}

static void pmc_print(struct pmc *s)
{
    if (s->depth > 0)
        collapse_print_leaf_first(&s->collapse, s->depth, strbuf_slice(&s->count));
}

static enum collapse_step pmc_line(void *state, struct slice line)
{
    struct pmc *s = state;
    struct pmc_entry entry;

    if (pmc_parse_entry(line, &entry)) {
        if (entry.indent < s->depth)
            pmc_print(s);
        collapse_set_frame(&s->collapse, entry.indent, entry.name);
        s->depth = entry.indent + 1;
        strbuf_clear(&s->count);
        strbuf_add(&s->count, entry.count);
    } else if (skip_spaces(line, 0) < line.n && !slice_starts(line, "@ ")) {
        collapse_unrecognized(&s->collapse, line);
    }
    return MORE;
}

static void pmc_end(void *state)
{
    pmc_print(state);
}

static const struct collapser pmc = {
    .program = {
        .name = "stackcollapse-pmc",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the call graphs of FreeBSD's pmcstat. Reads standard input without "
                 "FILE, or for -.",
        .example = "  pmcstat -S unhalted-cycles -O samples.pmc\n"
                   "  pmcstat -R samples.pmc -z 32 -G graph.txt\n"
                   "  @stackcollapse-pmc graph.txt | @flamegraph > pmc.svg\n",
    },
    .name = "pmcstat's call graph",
    .crlf_harmless = true,
    .line = pmc_line,
    .end = pmc_end,
};

int main(int argc, char **argv)
{
    static struct pmc state;

    return collapse_main(&pmc, &state, argc, argv);
}
