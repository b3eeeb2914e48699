/* SPDX-License-Identifier: MIT */
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
#include "perfscript/header.h"
#include "perfscript/line.h"

struct pkgsplit {
    struct collapse collapse;
    bool stacks;            /* the newest sample has a stack */
};

enum {
    PKG_STACKS, PKG_COMM, PKG_COLUMNS, PKG_LETTER, PKG_NO_FUNCTION, PKG_RECORD,
    PKG_NOTES
};

static const struct note_kind pkgsplit_notes[PKG_NOTES] = {
    [PKG_STACKS] = {"sample has a call stack and is left out",
                    "samples have call stacks and are left out",
                    "use stackcollapse-perf, or record without -g", false},
    [PKG_COMM] = {"sample is misnamed: its command name has one character, ends in a number or "
                  "contains ';'",
                  "samples are misnamed: their command names have one character, end in a number "
                  "or contain ';'", NULL, true},
    [PKG_COLUMNS] = {"sample loses its function or counts for another: the function begins with "
                     "'(', or has other columns beside it",
                     "samples lose their functions or count for others: the functions begin with "
                     "'(', or have other columns beside them", NULL, true},
    [PKG_LETTER] = {"function that is not Java loses its first letter, L",
                    "functions that are not Java lose their first letter, L", NULL, true},
    [PKG_NO_FUNCTION] = {"sample has no function", "samples have no function", NULL, false},
    [PKG_RECORD] = {"line that is not a sample, such as PERF_RECORD_COMM, is counted as one",
                    "lines that are not samples, such as PERF_RECORD_COMM, are counted as samples",
                    NULL, true},
};

/* The command name after the blanks that begin a sample; its pid, which ends at *ids_end,
 * has two colons after it. */
static bool find_process(struct slice line, struct slice *process, size_t *ids_end)
{
    size_t from = skip_spaces(line, 0);
    size_t colon = slice_find_last(line, ':');
    struct perfscript_event header;

    if (from == 0 || colon == SLICE_NONE)
        return false;
    colon = slice_find_last(slice_cut(line, 0, colon), ':');
    *ids_end = perfscript_parse_process(line, from, &header);
    if (colon == SLICE_NONE || *ids_end == SLICE_NONE || *ids_end >= colon)
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

/* Cuts "ADDRESS FUNCTION (MODULE)". */
static struct slice function_of(struct slice s, struct slice *address)
{
    size_t module = slice_search(s, " (");

    if (module != SLICE_NONE && s.p[s.n - 1] == ')')
        s.n = module;
    size_t from = skip_spaces(s, 0);
    size_t end = skip_non_spaces(s, from);
    *address = slice_cut(s, from, end);
    return slice_from(s, skip_spaces(s, end));
}

/* Whether the rest has the arguments of a tracepoint. */
static bool is_trace(const struct perfscript_header *header)
{
    return header->event.event.p != NULL && perfscript_is_tracepoint(header->event.event);
}

static bool is_idle(struct slice line)
{
    return slice_find(line, '_') != SLICE_NONE
           && (slice_has(line, "xen_hypercall_sched_op") || slice_has(line, "cpu_idle")
               || slice_has(line, "native_safe_halt"));
}

static void pkgsplit_print(struct pkgsplit *s, struct slice process, struct slice function)
{
    struct strbuf *to = &s->collapse.out.pending;
    size_t from = to->n;

    strbuf_add(to, process);
    strbuf_replace(to, from, ' ', '_');
    if (s->collapse.options.fix)
        strbuf_replace(to, from, ';', ':');
    strbuf_add_char(to, ';');
    from = to->n;
    strbuf_add(to, function);
    for (size_t i = from; i < to->n; i++)
        to->p[i] = (char)(to->p[i] == '/' ? ';' : is_digit(to->p[i]) ? 'X' : to->p[i]);
    output_add(&s->collapse.out, slice_of(" 1\n", 3));
}

/* Whether "[CPU]" or a time follows the ids. */
static bool has_time_after(struct slice line, size_t ids_end)
{
    size_t next = skip_spaces(line, ids_end);
    size_t point = skip_digits(line, next);

    return next < line.n
           && (line.p[next] == '['
               || (point > next && point < line.n && line.p[point] == '.'));
}

/* Whether it is certain that process and function are what perf means: "[CPU]" or a time
 * follows the ids, and the function is between an address and the only module. */
static bool is_certain(struct slice line, size_t ids_end, struct slice process,
                       struct slice address, struct slice function)
{
    struct slice module = slice_from(line, (size_t)(function.p + function.n - line.p));

    return has_time_after(line, ids_end) && slice_find(process, ';') == SLICE_NONE
           && address.n > 0 && address.p > line.p
           && skip_lower_hex(address, 0) == address.n
           && slice_starts(module, " (") && !slice_has(slice_from(module, 1), " (");
}

/* Notes where the script takes something else than `meant` for the process or the
 * function. */
static void pkgsplit_check(struct pkgsplit *s, const struct perfscript_header *meant,
                           struct slice process, struct slice function)
{
    struct perfscript_frame frame;

    if (meant->record.p != NULL) {
        collapse_note(&s->collapse, PKG_RECORD, 1);
        return;
    }
    if (process.n != meant->event.comm.n || slice_find(process, ';') != SLICE_NONE)
        collapse_note(&s->collapse, PKG_COMM, 1);
    if (!perfscript_parse_rest(meant->rest, &frame) || is_trace(meant))
        collapse_note(&s->collapse, PKG_NO_FUNCTION, 1);
    else if (function.p + function.n != frame.symbol.p + frame.symbol.n)
        collapse_note(&s->collapse, PKG_COLUMNS, 1);
}

/* A line as the script reads it; false if it is not a sample. */
static bool pkgsplit_read(struct pkgsplit *s, struct slice line)
{
    struct perfscript_header header;
    struct slice process, address;
    size_t ids_end;

    if (!find_process(line, &process, &ids_end))
        return false;
    struct slice function = function_of(after_event(line), &address);
    if (!slice_ends(line, "\r") && !is_certain(line, ids_end, process, address, function)
        && perfscript_parse_header(line, &header))
        pkgsplit_check(s, &header, process, function);
    if (slice_starts(function, "L")) {
        function = slice_from(function, 1);
        if (slice_find(function, '/') == SLICE_NONE)
            collapse_note(&s->collapse, PKG_LETTER, 1);
    }
    pkgsplit_print(s, process, function);
    return true;
}

/* With --fix: a line as perf means it. */
static bool pkgsplit_read_meant(struct pkgsplit *s, struct slice line)
{
    struct perfscript_header header;
    struct perfscript_frame frame;

    if (line.p[0] == '\t' || !perfscript_parse_header(line, &header))
        return false;
    if (header.record.p != NULL)
        return true;
    if (!perfscript_parse_rest(header.rest, &frame) || is_trace(&header)) {
        if (line.p[0] != ' ')
            return false;
        collapse_note(&s->collapse, PKG_NO_FUNCTION, 1);
        return true;
    }
    size_t offset = slice_search_last(frame.symbol, "+0x");
    if (offset != SLICE_NONE && offset > 0)
        frame.symbol.n = offset;
    if (slice_starts(frame.symbol, "L") && slice_find(frame.symbol, '/') != SLICE_NONE)
        frame.symbol = slice_from(frame.symbol, 1);
    pkgsplit_print(s, header.event.comm, frame.symbol);
    return true;
}

/* Lines of perf script with stacks. */
static bool pkgsplit_has_stacks(struct pkgsplit *s, struct slice line)
{
    struct perfscript_header header;

    if (s->stacks && line.p[0] == '\t')
        return true;
    if (is_space(line.p[0]) || !perfscript_parse_header(line, &header)
        || header.event.event.p == NULL)
        return false;
    collapse_note(&s->collapse, PKG_STACKS, 1);
    s->stacks = true;
    return true;
}

static enum collapse_step pkgsplit_line(void *state, struct slice line)
{
    struct pkgsplit *s = state;

    if (line.n == 0 || slice_starts(line, "#") || is_idle(line))
        return MORE;
    bool read = s->collapse.options.fix ? pkgsplit_read_meant(s, line) : pkgsplit_read(s, line);
    if (!read && !pkgsplit_has_stacks(s, line))
        collapse_unrecognized(&s->collapse, line);
    return MORE;
}

static const struct collapser pkgsplit = {
    .program = {
        .name = "pkgsplit-perf",
        .reads = "stackcollapse-perf",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the output of perf script, recorded without -g, by the packages in the "
                 "function names. Reads standard input without FILE, or for -.",
        .example = "  perf record -F 199 -a -- sleep 30; jmaps\n"
                   "  perf script | @pkgsplit-perf | @flamegraph > packages.svg\n",
    },
    .name = "perf script without stacks",
    .notes = pkgsplit_notes,
    .note_count = PKG_NOTES,
    .line = pkgsplit_line
};

int main(int argc, char **argv)
{
    static struct pkgsplit state;

    return collapse_main(&pkgsplit, &state, argc, argv);
}
