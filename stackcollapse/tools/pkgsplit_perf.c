/*
 * pkgsplit-perf: the samples of `perf script` without call graphs to folded
 * stacks of the packages in the names, as Java has them.
 *
 *          java  4567/8603  [023] 13527.389886: cycles:  7fa863349895 \
 *              Lcom/google/gson/JsonObject;::add (/tmp/perf-4567.map)
 *
 * gives `java;com;google;gson;JsonObject;::add 1`. Numbers in names become X, and
 * what is idle is left out.
 */
#include "base/chars.h"
#include "base/strbuf.h"
#include "filter.h"

struct pkgsplit {
    struct program_options common;
    struct strbuf stack;
};

/* The end of "12" or "12/34", which a blank has to follow; SLICE_NONE without. */
static size_t ids_end(struct slice s, size_t at)
{
    size_t end = skip_digits(s, at);

    if (end == at)
        return SLICE_NONE;
    while (end < s.n && s.p[end] == '/')
        end++;
    end = skip_digits(s, end);
    return end < s.n && is_space(s.p[end]) ? end : SLICE_NONE;
}

/* The process: behind blanks, two bytes or more, up to a number with two colons
 * somewhere behind it. */
static bool find_process(struct slice line, struct slice *process)
{
    size_t from = skip_spaces(line, 0);
    size_t colon = slice_find_last(line, ':');
    size_t at, end;

    if (from == 0 || colon == SLICE_NONE)
        return false;
    colon = slice_find_last(slice_cut(line, 0, colon), ':');
    if (colon == SLICE_NONE)
        return false;
    for (at = from + 2; at < colon; at++) {
        if (!is_space(line.p[at]))
            continue;
        size_t ids = skip_spaces(line, at);
        end = ids_end(line, ids);
        if (end != SLICE_NONE && end < colon) {
            *process = slice_cut(line, from, at);
            return true;
        }
        at = ids - 1;
    }
    return false;
}

/* What stands behind the second colon, or a later one, and blanks; all without
 * such a colon. */
static struct slice behind_event(struct slice line)
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

/* The function out of "ADDRESS FUNCTION (MODULE)". */
static struct slice function_of(struct slice s)
{
    size_t module = slice_search(s, " (");

    if (module != SLICE_NONE && s.p[s.n - 1] == ')')
        s.n = module;
    size_t at = skip_spaces(s, 0);
    while (at < s.n && !is_space(s.p[at]))
        at++;
    s = slice_from(s, skip_spaces(s, at));
    return slice_starts(s, "L") ? slice_from(s, 1) : s;
}

static bool is_idle(struct slice line)
{
    return slice_has(line, "xen_hypercall_sched_op") || slice_has(line, "cpu_idle")
           || slice_has(line, "native_safe_halt");
}

static bool pkgsplit_line(void *state, struct slice line, struct position position,
                          struct output *out)
{
    struct pkgsplit *s = state;
    struct slice process;

    (void)position;
    if (slice_starts(line, "#") || is_idle(line) || !find_process(line, &process))
        return true;
    struct slice function = function_of(behind_event(line));
    strbuf_clear(&s->stack);
    for (size_t i = 0; i < process.n; i++)
        strbuf_add_char(&s->stack, (char)(process.p[i] == ' ' ? '_' : process.p[i]));
    strbuf_add_char(&s->stack, ';');
    for (size_t i = 0; i < function.n; i++) {
        char c = function.p[i];
        strbuf_add_char(&s->stack, (char)(is_digit(c) ? 'X' : c == '/' ? ';' : c));
    }
    strbuf_add_str(&s->stack, " 1\n");
    output_add(out, strbuf_slice(&s->stack));
    return true;
}

static void pkgsplit_release(void *state)
{
    struct pkgsplit *s = state;

    strbuf_free(&s->stack);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the samples of `perf script`, recorded without -g, into folded stacks of\n"
    "the packages in the functions' names. Without FILE, or for -, it reads standard\n"
    "input.\n"
    "\n"
    "  perf record -F 199 -a -- sleep 30; jmaps\n"
    "  perf script | pkgsplit-perf | flamegraph > packages.svg\n"
    "\n"
    "  --help, --version  print this, or the version\n";

static const struct filter pkgsplit = {
    .program = {usage, program_options},
    .line = pkgsplit_line,
    .release = pkgsplit_release
};

int main(int argc, char **argv)
{
    struct pkgsplit state = {0};

    return filter_main(&pkgsplit, &state, argc, argv);
}
