/* SPDX-License-Identifier: MIT */
#include "perfscript/header.h"

#include "base/chars.h"

/* The word at or after *at, which then is where it ends; empty at the end. */
static struct slice header_word(struct slice s, size_t *at)
{
    size_t from = skip_spaces(s, *at);

    *at = skip_non_spaces(s, from);
    return slice_cut(s, from, *at);
}

/* Where a number ends, perhaps a negative one; `at` without any. */
static size_t skip_number(struct slice s, size_t at)
{
    size_t digits = at + slice_starts(slice_from(s, at), "-");
    size_t end = skip_digits(s, digits);

    return end > digits ? end : at;
}

/* "PID" or "PID/TID" */
static bool header_ids(struct slice word, struct perfscript_event *e)
{
    size_t end = skip_number(word, 0);

    if (end == 0)
        return false;
    e->first = slice_cut(word, 0, end);
    e->second = slice_of(NULL, 0);
    if (end < word.n && word.p[end] == '/') {
        size_t second = end + 1;
        end = skip_number(word, second);
        if (end > second)
            e->second = slice_cut(word, second, end);
    }
    return end == word.n;
}

/* Where "SECONDS.FRACTION:" ends, which a word begins with; 0 without it. */
static size_t time_end(struct slice word)
{
    size_t point = skip_digits(word, 0);
    size_t end = point < word.n && word.p[point] == '.' ? skip_digits(word, point + 1) : point;

    return point > 0 && end > point + 1 && end < word.n && word.p[end] == ':' ? end + 1 : 0;
}

static bool is_only(struct slice word, const char *characters)
{
    for (size_t i = 0; i < word.n; i++)
        if (strchr(characters, word.p[i]) == NULL || word.p[i] == '\0')
            return false;
    return word.n > 0;
}

/* What may come between the ids and the time: "[001]", letters of -F +misc, and a date and
 * a time of day. */
static bool is_between(struct slice word)
{
    if (slice_starts(word, "["))
        return word.n > 2 && skip_digits(word, 1) == word.n - 1 && slice_ends(word, "]");
    if (word.n >= 10 && word.p[4] == '-')
        return is_only(word, "0123456789-");
    if (word.n > 8 && word.p[2] == ':')
        return is_only(word, "0123456789:.") && !slice_ends(word, ":");
    return is_only(word, "KUHGgMESFP");
}

/* Reads "PERIOD EVENT: REST" from `at` on; any part may be missing. */
static void header_event(struct slice s, size_t at, struct perfscript_header *h)
{
    struct perfscript_event *e = &h->event;
    size_t from = at;
    struct slice word = header_word(s, &at);

    e->period = e->event = h->record = slice_of(NULL, 0);
    if (word.n > 0 && skip_number(word, 0) == word.n) {
        e->period = word;
        from = at;
        word = header_word(s, &at);
    }
    if (slice_starts(word, "PERF_RECORD_"))
        h->record = slice_before(word, ':');
    else if (word.n > 1 && word.p[word.n - 1] == ':')
        e->event = slice_cut(word, 0, word.n - 1);
    else
        at = from;
    h->rest = trim_spaces(slice_from(s, at));
}

/* Reads the word at *at and what may come before it; *at becomes its end. */
static struct slice header_after_ids(struct slice s, size_t *at, struct perfscript_header *h)
{
    struct slice word;

    h->cpu = h->time = slice_of(NULL, 0);
    while (is_between(word = header_word(s, at)))
        if (word.p[0] == '[')
            h->cpu = slice_cut(word, 1, word.n - 1);
    return word;
}

/* Reads what follows the ids. Without a time there must be an event, or nothing. */
static bool header_parse_rest(struct slice s, size_t at, bool timed, struct perfscript_header *h)
{
    struct slice word = header_after_ids(s, &at, h);

    if (timed) {
        size_t end = time_end(word);
        if (end > 0) {
            h->time = slice_cut(word, 0, end - 1);
            header_event(s, at - word.n + end, h);
        }
        return end > 0;
    }
    header_event(s, at - word.n, h);
    if (h->event.event.p == NULL)
        h->event.period = slice_of(NULL, 0);    /* it may as well be the tid of "worker 1" */
    return h->event.event.p != NULL || h->record.p != NULL || h->rest.n == 0;
}

static bool header_parse(struct slice s, size_t from, bool timed, struct perfscript_header *h)
{
    size_t end = from;
    struct slice word;

    h->event.plain = false;
    while ((word = header_word(s, &end)).n > 0) {
        size_t start = end - word.n;
        if (!header_ids(word, &h->event) || (start == from && !timed)
            || !header_parse_rest(s, end, timed, h))
            continue;
        h->event.comm = slice_cut(s, from, skip_spaces_back(s, start));
        if (start == from)
            h->event.comm = h->event.first;
        return true;
    }
    return false;
}

bool perfscript_parse_header(struct slice line, struct perfscript_header *header)
{
    size_t from = skip_spaces(line, 0);

    return header_parse(line, from, true, header)
           || (from == 0 && header_parse(line, from, false, header));
}

/* perf aligns a period to the right in so many columns, and an id in 5. */
enum { PERIOD_COLUMNS = 10 };

/* Reads what follows a command name that may be empty; false if nothing there is sure. */
static bool header_parse_bare(struct slice s, size_t at, struct perfscript_header *h)
{
    struct perfscript_event *e = &h->event;
    struct slice word;
    size_t next = at;

    bool sure = header_ids(header_word(s, &next), e)
                && (e->second.p != NULL || next < PERIOD_COLUMNS);
    if (sure)
        at = next;
    else
        e->first = e->second = slice_of(NULL, 0);
    word = header_after_ids(s, &at, h);
    size_t end = time_end(word);
    if (end > 0)
        h->time = slice_cut(word, 0, end - 1);
    header_event(s, at - word.n + end, h);
    if (e->event.p != NULL || h->record.p != NULL)
        return true;
    return h->rest.n == 0 && (sure || h->cpu.p != NULL || h->time.p != NULL);
}

bool perfscript_parse_bare_header(struct slice line, struct perfscript_header *h)
{
    size_t from = skip_spaces(line, 0);
    size_t comm_end = skip_spaces_back(line, line.n);

    h->event.plain = false;
    for (size_t at = from; at < line.n; at = skip_spaces(line, skip_non_spaces(line, at))) {
        if (!header_parse_bare(line, at, h))
            continue;
        h->event.comm = slice_cut(line, from, at > from ? skip_spaces_back(line, at) : from);
        return true;
    }
    /* perf prints a blank after the command name. */
    if (from > 0 || comm_end == 0 || comm_end == line.n)
        return false;
    memset(h, 0, sizeof *h);
    h->event.comm = slice_cut(line, 0, comm_end);
    return true;
}

/* A word of so many hexadecimal digits is no part of a symbol. */
enum { SURE_ADDRESS = 6 };

static bool is_address(struct slice word)
{
    return word.n > 0 && skip_lower_hex(word, 0) == word.n;
}

bool perfscript_is_tracepoint(struct slice event)
{
    return slice_find(perfscript_event_name(event).event, ':') != SLICE_NONE;
}

/* Whether the text begins with what -F +insn and the like print. */
static bool is_column(struct slice s)
{
    return slice_starts(s, " insn:") || slice_starts(s, " ilen:") || slice_starts(s, " ABI:")
           || slice_starts(s, " 0x");
}

/* The rest up to the frame's module, without the columns after it. */
static struct slice without_columns(struct slice rest)
{
    size_t at = 0;

    while (at < rest.n && !is_column(slice_from(rest, at)))
        at += 1 + slice_before(slice_from(rest, at + 1), ' ').n;
    size_t last = slice_find_last(slice_cut(rest, 0, at), ')');
    return slice_cut(rest, 0, last + 1);    /* empty without any */
}

bool perfscript_parse_rest(struct slice rest, struct perfscript_frame *frame)
{
    rest = without_columns(rest);
    size_t open = slice_search_last(rest, " (");
    size_t at = 0;
    struct slice word;
    bool found = false;

    if (open == SLICE_NONE)
        return false;
    struct slice before = slice_cut(rest, 0, open);
    for (bool closed = true; (word = header_word(before, &at)).n > 0;
         closed = slice_ends(word, ")")) {
        size_t symbol = skip_spaces(before, at);
        if (!is_address(word) || symbol == before.n || (!closed && word.n < SURE_ADDRESS))
            continue;
        found = true;
        frame->pc = word;
        frame->symbol = slice_from(before, symbol);
    }
    frame->module = slice_cut(rest, open + 2, rest.n - 1);
    return found;
}

struct slice perfscript_frame_text(const struct perfscript_frame *frame)
{
    return slice_of(frame->pc.p, (size_t)(frame->module.p + frame->module.n + 1 - frame->pc.p));
}

size_t perfscript_lost(const struct perfscript_header *header)
{
    size_t at = 0;
    size_t lost = 0;

    if (!slice_starts(header->record, "PERF_RECORD_LOST"))
        return 0;
    if (slice_is(header_word(header->rest, &at), "lost")) {
        struct slice number = header_word(header->rest, &at);
        for (size_t i = 0; i < skip_digits(number, 0); i++)
            lost = lost * 10 + (size_t)(number.p[i] - '0');
    }
    return lost;
}

struct perfscript_event_name perfscript_event_name(struct slice name)
{
    static const char modifiers[] = "ukhGHpPSDIWeb";
    struct perfscript_event_name parts = {{"", 0}, name, {"", 0}};
    size_t slash = slice_find(name, '/');
    size_t last = slice_find_last(name, '/');

    if (slash != SLICE_NONE && last > slash) {
        parts.pmu = slice_cut(name, 0, slash);
        parts.event = slice_cut(name, slash + 1, last);
        name = slice_from(name, last + 1);
        parts.modifiers = slice_from(name, slice_starts(name, ":") ? 1 : 0);
        return parts;
    }
    size_t colon = slice_find_last(name, ':');
    if (colon != SLICE_NONE && colon > 0 && is_only(slice_from(name, colon + 1), modifiers)) {
        parts.event = slice_cut(name, 0, colon);
        parts.modifiers = slice_from(name, colon + 1);
    }
    return parts;
}
