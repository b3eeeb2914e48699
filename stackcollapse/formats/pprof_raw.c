/* SPDX-License-Identifier: MIT */
#include "formats/pprof_raw.h"

#include "base/scan.h"

/* Before a function that another one is inlined into. */
#define CALLER_INDENT "             "

static bool pprof_parse_value(struct slice *s, struct slice *digits, bool *negative)
{
    struct slice rest = *s;

    *negative = scan_text(&rest, "-");
    *digits = scan_digits(&rest);
    if (digits->n == 0)
        return false;
    *s = rest;
    return true;
}

bool pprof_parse_sample(struct slice line, size_t index, struct pprof_sample *sample)
{
    struct slice digits;
    bool negative;
    size_t end = 0;

    *sample = (struct pprof_sample){0};
    scan_spaces(&line);
    do {
        if (!pprof_parse_value(&line, &digits, &negative))
            return false;
        if (sample->values++ == index || index == PPROF_LAST) {
            sample->value = digits;
            sample->is_negative = negative;
        }
        sample->has_negative |= negative;
    } while (scan_spaces(&line).n > 0);
    if (!scan_text(&line, ": "))
        return false;
    while (end < line.n && (is_digit(line.p[end]) || line.p[end] == ' '))
        end++;
    sample->locations = slice_cut(line, 0, end);
    return end == line.n || line.p[end] != 'x';     /* a location: "1: 0x463b32" */
}

bool pprof_is_header(struct slice line)
{
    struct slice word = scan_word(&line);

    return slice_find(word, '/') != SLICE_NONE && slice_find(word, ':') == SLICE_NONE;
}

/* Removes the mark [dflt] from the end of a value's name; false without. */
static bool pprof_cut_mark(struct slice *word)
{
    if (!slice_ends(*word, "[dflt]"))
        return false;
    word->n -= strlen("[dflt]");
    return true;
}

bool pprof_find_value(struct slice header, struct slice name, size_t *index)
{
    struct slice word;

    for (*index = 0; (word = scan_word(&header)).n > 0; ++*index) {
        pprof_cut_mark(&word);
        if (slice_equal(word, name) || slice_equal(slice_before(word, '/'), name))
            return true;
    }
    return false;
}

size_t pprof_default_value(struct slice header)
{
    struct slice word;

    for (size_t i = 0; (word = scan_word(&header)).n > 0; i++)
        if (pprof_cut_mark(&word))
            return i;
    return PPROF_LAST;
}

/* The text before " s=START" and "(SYSTEM NAME)", which may follow it. */
static bool pprof_cut_start(struct slice *s)
{
    for (size_t i = 0; i + 3 < s->n; i++) {
        struct slice rest = slice_from(*s, i);
        if (s->p[i] == ' ' && scan_text(&rest, " s=") && scan_digits(&rest).n > 0
            && (rest.n == 0 || rest.p[0] == '(')) {
            s->n = i;
            return true;
        }
    }
    return false;
}

/* Removes ":NUMBER" from the end; false without. */
static bool pprof_cut_number(struct slice *s)
{
    size_t n = s->n;

    while (n > 0 && is_digit(s->p[n - 1]))
        n--;
    if (n == s->n)
        return false;
    n -= n > 1 && s->p[n - 1] == '-';
    if (n == 0 || s->p[n - 1] != ':')
        return false;
    s->n = n - 1;
    return true;
}

/* Whether a file's name begins here that may have blanks: "/srv/x.go" or "C:/x.go". */
static bool pprof_begins_path(struct slice s)
{
    return slice_starts(s, "/")
           || (s.n > 2 && is_word(s.p[0]) && s.p[1] == ':' && (s.p[2] == '/' || s.p[2] == '\\'));
}

/* The end of the name in "NAME FILE", where both may have blanks, and FILE may be empty. */
static size_t pprof_name_end(struct slice s)
{
    if (slice_ends(s, " "))
        return s.n - 1;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == ' ' && pprof_begins_path(slice_from(s, i + 1)))
            return i;
    size_t last = slice_find_last(s, ' ');
    return last == SLICE_NONE ? s.n : last;
}

/* "NAME FILE:LINE[:COLUMN] s=START", "??", or the first word of any other text. */
static struct slice pprof_function(struct slice s)
{
    struct slice text = s;

    if (pprof_cut_start(&text) && pprof_cut_number(&text)) {
        pprof_cut_number(&text);
        return slice_cut(text, 0, pprof_name_end(text));
    }
    return slice_is(s, "??") ? slice_of("", 0) : slice_before(s, ' ');
}

/* A line that went through Windows. */
static struct slice pprof_line(struct slice line)
{
    line.n -= slice_ends(line, "\r");
    return line;
}

bool pprof_parse_location(struct slice line, struct pprof_location *location)
{
    struct slice s = pprof_line(line);

    scan_spaces(&s);
    location->number = scan_digits(&s);
    if (location->number.n == 0 || !scan_text(&s, ": "))
        return false;
    struct slice address = s;
    if (!scan_text(&s, "0x") || scan_lower_hex(&s).n == 0)
        return false;
    location->address = slice_cut(address, 0, address.n - s.n);
    if (!scan_text(&s, " "))
        return false;
    struct slice rest = s;
    location->mapping = slice_of("", 0);
    if (scan_text(&rest, "M=")) {
        struct slice number = scan_digits(&rest);
        if (number.n > 0 && scan_text(&rest, " ")) {
            location->mapping = number;
            s = rest;
        }
    }
    scan_text(&s, "[F] ");
    location->name = pprof_function(s);
    return true;
}

bool pprof_parse_caller(struct slice line, struct slice *name)
{
    struct slice s = pprof_line(line);

    if (!scan_text(&s, CALLER_INDENT) || s.n == 0 || is_space(s.p[0]))
        return false;
    struct slice text = s;
    if (!pprof_cut_start(&text) && !slice_is(s, "??"))
        return false;
    *name = pprof_function(s);
    return true;
}

/* Removes the last word, which may be empty, and the blank before it. */
static void pprof_cut_word(struct slice *s)
{
    size_t at = slice_find_last(*s, ' ');

    s->n = at == SLICE_NONE ? 0 : at;
}

bool pprof_parse_mapping(struct slice line, struct slice *number, struct slice *file)
{
    struct slice s = pprof_line(line);
    struct slice range;

    *number = scan_digits(&s);
    if (number->n == 0 || !scan_text(&s, ": 0x") || !scan_to(&s, ' ', &range))
        return false;
    pprof_cut_word(&s);
    pprof_cut_word(&s);
    *file = s;
    return true;
}
