/*
 * pkgsplit-perf: folds samples of `perf script` that have no stacks by the packages in
 * their function names, as Java has them.
 *
 *          java  4567/8603  [023] 13527.389886: cycles:  7fa863349895 \
 *              Lcom/google/gson/JsonObject;::add (/tmp/perf-4567.map)
 *
 * becomes `java;com;google;gson;JsonObject;::add 1`. Digits become X, and idle samples are
 * left out.
 */
#include "base/chars.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "perfscript/perfscript.h"

struct pkgsplit {
    struct collapse collapse;
    struct strbuf stack;
};

/* The command name after the blanks that begin a sample; its pid has two colons after
 * it. */
static bool find_process(struct slice line, struct slice *process)
{
    size_t from = skip_spaces(line, 0);
    size_t colon = slice_find_last(line, ':');
    struct perfscript_event header;

    if (from == 0 || colon == SLICE_NONE)
        return false;
    colon = slice_find_last(slice_cut(line, 0, colon), ':');
    size_t ids_end = perfscript_parse_process(line, from, &header);
    if (colon == SLICE_NONE || ids_end == SLICE_NONE || ids_end >= colon)
        return false;
    *process = header.comm;
    return true;
}

/* What follows the event: the second colon, or a later one, that is followed by a space
 * or ends the line. The line if there is none. */
static struct slice after_event(struct slice line)
{
    size_t at = slice_find(line, ':');
    size_t colon;

    for (at++; (colon = slice_find(slice_from(line, at), ':')) != SLICE_NONE;) {
        at += colon + 1;
        if (at == line.n || is_space(line.p[at]))
            return slice_from(line, skip_spaces(line, at));
    }
    return line;
}

/* The function of "ADDRESS FUNCTION (MODULE)". */
static struct slice function_of(struct slice s)
{
    size_t module = slice_search(s, " (");

    if (module != SLICE_NONE && s.p[s.n - 1] == ')')
        s.n = module;
    s = slice_from(s, skip_spaces(s, skip_non_spaces(s, skip_spaces(s, 0))));
    return slice_starts(s, "L") ? slice_from(s, 1) : s;
}

static bool is_idle(struct slice line)
{
    return slice_has(line, "xen_hypercall_sched_op") || slice_has(line, "cpu_idle")
           || slice_has(line, "native_safe_halt");
}

static enum collapse_step pkgsplit_line(void *state, struct slice line)
{
    struct pkgsplit *s = state;
    struct slice process;

    if (slice_starts(line, "#") || is_idle(line))
        return MORE;
    if (!find_process(line, &process)) {
        if (line.n > 0)
            collapse_unrecognized(&s->collapse, line);
        return MORE;
    }
    struct slice function = function_of(after_event(line));
    strbuf_clear(&s->stack);
    for (size_t i = 0; i < process.n; i++)
        strbuf_add_char(&s->stack, (char)(process.p[i] == ' ' ? '_' : process.p[i]));
    strbuf_add_char(&s->stack, ';');
    for (size_t i = 0; i < function.n; i++) {
        char c = function.p[i];
        strbuf_add_char(&s->stack, (char)(is_digit(c) ? 'X' : c == '/' ? ';' : c));
    }
    strbuf_add_str(&s->stack, " 1\n");
    output_add(&s->collapse.out, strbuf_slice(&s->stack));
    return MORE;
}

static const struct collapser pkgsplit = {
    .program = {
        .name = "pkgsplit-perf",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the output of perf script, recorded without -g, by the packages in the "
                 "function names. Reads standard input without FILE, or for -.",
        .example = "  perf record -F 199 -a -- sleep 30; jmaps\n"
                   "  perf script | @pkgsplit-perf | @flamegraph > packages.svg\n",
    },
    .name = "perf script without stacks",
    .line = pkgsplit_line
};

int main(int argc, char **argv)
{
    static struct pkgsplit state;

    return collapse_main(&pkgsplit, &state, argc, argv);
}
