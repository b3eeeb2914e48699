/* SPDX-License-Identifier: MIT */
#include "perfscript/line.h"

#include "base/chars.h"

/* At `at`: digits, any slashes, perhaps more digits, and a space, which is where the
 * result points; SLICE_NONE if there is something else. */
static size_t perfscript_parse_ids(struct slice s, size_t at, struct perfscript_event *e)
{
    size_t first_end = skip_digits(s, at);
    size_t second = skip_run(s, first_end, '/');
    size_t second_end = skip_digits(s, second);

    if (first_end == at || second_end == s.n || !is_space(s.p[second_end]))
        return SLICE_NONE;
    e->first = slice_cut(s, at, first_end);
    e->second = slice_of(NULL, 0);
    if (second_end > second)
        e->second = slice_cut(s, second, second_end);
    return second_end;
}

size_t perfscript_parse_process(struct slice s, size_t from, struct perfscript_event *e)
{
    if (from == s.n || is_space(s.p[from]))
        return SLICE_NONE;
    for (size_t end = from + 2; end < s.n; end++) {
        if (!is_space(s.p[end]))
            continue;
        size_t ids = skip_spaces(s, end);
        size_t ids_end = perfscript_parse_ids(s, ids, e);
        if (ids_end != SLICE_NONE) {
            e->comm = slice_cut(s, from, end);
            return ids_end;
        }
        end = ids;
    }
    return SLICE_NONE;
}

/* The event at the end of a header: a word that ends with ':', after another ':' with
 * nothing between them but spaces and perhaps one number, the period. */
static void perfscript_parse_event(struct slice s, struct perfscript_event *e)
{
    e->period = e->event = slice_of(NULL, 0);
    s.n = skip_spaces_back(s, s.n);
    if (s.n == 0 || s.p[s.n - 1] != ':')
        return;

    size_t name = skip_non_spaces_back(s, s.n);
    size_t period_end = skip_spaces_back(s, name);
    size_t period = skip_digits_back(s, period_end);
    size_t colon = skip_spaces_back(s, period);
    if (name + 1 >= s.n || colon == 0 || s.p[colon - 1] != ':')
        return;
    e->event = slice_cut(s, name, s.n - 1);
    if (period_end > period)
        e->period = slice_cut(s, period, period_end);
}

/* Reads "[CPU] SECONDS.FRACTION: PERIOD EVENT:" from `at` to the end of the line, of which the
 * CPU and the period may be missing; the same parts as perfscript_parse_event(). False if
 * there is anything else. */
static bool perfscript_parse_plain(struct slice s, size_t at, struct perfscript_event *e)
{
    at = skip_spaces(s, at);
    if (at < s.n && s.p[at] == '[') {
        size_t end = skip_digits(s, at + 1);
        if (end == at + 1 || end + 1 >= s.n || s.p[end] != ']' || !is_space(s.p[end + 1]))
            return false;
        at = skip_spaces(s, end + 1);
    }
    size_t point = skip_digits(s, at);
    if (point == at || point == s.n || s.p[point] != '.')
        return false;
    size_t colon = skip_digits(s, point + 1);
    if (colon == point + 1 || colon == s.n || s.p[colon] != ':')
        return false;
    size_t period = skip_spaces(s, colon + 1);
    size_t period_end = skip_digits(s, period);
    size_t name = skip_spaces(s, period_end);
    if (name == period_end)
        name = period_end = period;     /* digits, if there are any, begin the name */
    size_t end = skip_non_spaces(s, name);
    if (name == colon + 1 || end < name + 2 || s.p[end - 1] != ':' || skip_spaces(s, end) < s.n)
        return false;
    e->event = slice_cut(s, name, end - 1);
    e->period = period_end > period ? slice_cut(s, period, period_end) : slice_of(NULL, 0);
    return true;
}

/* Whether the command name, which is not empty, ends where it ends to perf: without a blank
 * there, and without a time, "1.5:", of another header in it. One with ';' is several frames. */
static bool perfscript_is_plain(struct slice comm)
{
    for (size_t i = 0; i < comm.n; i++) {
        size_t digits = comm.p[i] == ':' ? skip_digits_back(comm, i) : i;
        if (comm.p[i] == ';' || (digits < i && digits > 0 && comm.p[digits - 1] == '.'))
            return false;
    }
    return !is_space(comm.p[comm.n - 1]);
}

/* An address, a symbol, and a module in parentheses. The symbol is as long as possible:
 * the module begins at the last " (" before the last ')'. */
static bool perfscript_parse_frame(struct slice s, struct perfscript_frame *f)
{
    size_t pc = skip_spaces(s, 0);
    size_t pc_end = skip_word(s, pc);
    size_t close = slice_find_last(s, ')');

    if (pc_end == pc || close == SLICE_NONE)
        return false;
    size_t open = slice_search_last(slice_cut(s, 0, close), " (");
    if (open == SLICE_NONE || open < pc_end)
        return false;

    /* The symbol needs a character: if there is no other, the space before the module, or
     * even the last character of the address. */
    size_t symbol = skip_spaces(s, pc_end);
    if (symbol >= open) {
        symbol = open - 1;
        if (symbol < pc_end)
            pc_end = symbol;
        if (pc_end == pc)
            return false;
    }
    f->pc = slice_cut(s, pc, pc_end);
    f->symbol = slice_cut(s, symbol, open);
    f->module = slice_cut(s, open + 2, close);
    return true;
}

void perfscript_parse(struct slice text, struct perfscript_line *line)
{
    size_t ids_end;

    line->text = text;
    if (text.n == 0) {
        line->kind = PERFSCRIPT_END;
    } else if (text.p[0] == '#') {
        line->kind = PERFSCRIPT_COMMENT;
    } else if ((ids_end = perfscript_parse_process(text, 0, &line->event)) != SLICE_NONE) {
        line->kind = PERFSCRIPT_EVENT;
        line->event.plain = perfscript_parse_plain(text, ids_end, &line->event);
        if (!line->event.plain)
            perfscript_parse_event(text, &line->event);
        else if (!perfscript_is_plain(line->event.comm))
            line->event.plain = false;
    } else if (perfscript_parse_frame(text, &line->frame)) {
        line->kind = PERFSCRIPT_FRAME;
    } else {
        line->kind = PERFSCRIPT_OTHER;
    }
}
