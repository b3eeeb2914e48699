/* SPDX-License-Identifier: MIT */
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
#include <stdint.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"

struct pmc {
    struct collapse collapse;   /* the stack: the newest frame of each depth */
    size_t depth;               /* of the newest line, from 1; 0 before the first */
    struct strbuf count;        /* of that line */
    struct pmc_samples {
        size_t all;             /* of the function */
        size_t callers;         /* what its callers add up to */
    } *samples;                 /* by depth, as the frames */
    size_t capacity;
    struct strbuf event;        /* of the first graph: "unhalted-cycles" */
    struct strbuf rest;         /* a number */
};

enum { NO_CALLER, EVENT, NOTES };

static const struct note_kind pmc_notes[NOTES] = {
    [NO_CALLER] = {"sample is left out: its callers are not in the graph",
                   "samples are left out: their callers are not in the graph",
                   "raise the depth of the graph: pmcstat -z 128", true},
    [EVENT] = {"graph of another event is added to the first one",
               "graphs of other events are added to the first one",
               "fold the graph of each event by itself", false},
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

static size_t pmc_number(struct slice digits)
{
    size_t value = 0;

    for (size_t i = 0; i < digits.n; i++) {
        size_t digit = (size_t)(digits.p[i] - '0');
        value = value > (SIZE_MAX - digit) / 10 ? SIZE_MAX : value * 10 + digit;
    }
    return value;
}

/* The samples of the frame at `depth` that none of its callers has. */
static void pmc_print_rest(struct pmc *s, size_t depth)
{
    struct pmc_samples *one = &s->samples[depth];

    if (one->callers >= one->all)
        return;
    if (!s->collapse.options.fix) {
        collapse_note(&s->collapse, NO_CALLER, one->all - one->callers);
        return;
    }
    strbuf_clear(&s->rest);
    strbuf_printf(&s->rest, "%zu", one->all - one->callers);
    collapse_print_leaf_first(&s->collapse, depth + 1, strbuf_slice(&s->rest));
}

/* A line with this indent follows: the newest line gives a stack unless it is a caller of
 * it. */
static void pmc_end_frames(struct pmc *s, size_t indent)
{
    if (indent >= s->depth)
        return;
    collapse_print_leaf_first(&s->collapse, s->depth, strbuf_slice(&s->count));
    for (size_t depth = s->depth - 1; depth-- > indent;)
        pmc_print_rest(s, depth);
}

static void pmc_begin_frame(struct pmc *s, const struct pmc_entry *e)
{
    size_t all = pmc_number(e->count);

    s->samples = grow_array(s->samples, &s->capacity, e->indent + 1, sizeof *s->samples);
    for (size_t depth = s->depth; depth <= e->indent; depth++)
        s->samples[depth] = (struct pmc_samples){0};
    s->samples[e->indent] = (struct pmc_samples){.all = all};
    if (e->indent > 0)
        s->samples[e->indent - 1].callers += all;
    collapse_set_frame(&s->collapse, e->indent, e->name);
    s->depth = e->indent + 1;
    strbuf_clear(&s->count);
    strbuf_add(&s->count, e->count);
}

/* "@ unhalted-cycles [553 samples]" */
static void pmc_begin_graph(struct pmc *s, struct slice line)
{
    struct slice event = scan_word(&line);

    if (s->event.n == 0)
        strbuf_add(&s->event, event);
    else if (!slice_equal(event, strbuf_slice(&s->event)))
        collapse_note(&s->collapse, EVENT, 1);
}

static enum collapse_step pmc_line(void *state, struct slice line)
{
    struct pmc *s = state;
    struct pmc_entry entry;

    if (pmc_parse_entry(line, &entry)) {
        pmc_end_frames(s, entry.indent);
        pmc_begin_frame(s, &entry);
    } else if (scan_text(&line, "@ ")) {
        pmc_begin_graph(s, line);
    } else if (skip_spaces(line, 0) < line.n) {
        collapse_unrecognized(&s->collapse, line);
    }
    return MORE;
}

static void pmc_end(void *state)
{
    struct pmc *s = state;

    pmc_end_frames(s, 0);
    if (s->event.n > 0)
        collapse_nothing(&s->collapse, "the graph has no sample");
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
    .notes = pmc_notes,
    .note_count = NOTES,
    .line = pmc_line,
    .end = pmc_end,
};

int main(int argc, char **argv)
{
    static struct pmc state;

    return collapse_main(&pmc, &state, argc, argv);
}
