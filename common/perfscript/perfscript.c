#include "perfscript/perfscript.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "io/lines.h"

/* At `at`: digits, any slashes, perhaps more digits, and then a blank. */
static bool parse_ids(struct slice s, size_t at, struct perfscript_event *e)
{
    size_t first_end = skip_digits(s, at);
    size_t second = first_end;

    if (first_end == at)
        return false;
    while (second < s.n && s.p[second] == '/')
        second++;
    size_t second_end = skip_digits(s, second);
    if (second_end == s.n || !is_space(s.p[second_end]))
        return false;
    e->first = slice_cut(s, at, first_end);
    e->second = slice_of(NULL, 0);
    if (second_end > second)
        e->second = slice_cut(s, second, second_end);
    return true;
}

/* The command name: at least two characters, no blank first, and as short as
 * can be with blanks and ids behind it. */
static bool parse_comm(struct slice s, struct perfscript_event *e)
{
    if (s.n == 0 || is_space(s.p[0]))
        return false;
    for (size_t end = 2; end < s.n; end++) {
        if (!is_space(s.p[end]))
            continue;
        size_t ids = skip_spaces(s, end);
        if (parse_ids(s, ids, e)) {
            e->comm = slice_cut(s, 0, end);
            return true;
        }
        end = ids;
    }
    return false;
}

/* The event at the end of a header: a word ended by ':', with nothing but blanks
 * and perhaps one number, the period, between it and another ':' before it. */
static void parse_event(struct slice s, struct perfscript_event *e)
{
    e->period = e->event = slice_of(NULL, 0);
    while (s.n > 0 && is_space(s.p[s.n - 1]))
        s.n--;
    if (s.n == 0 || s.p[s.n - 1] != ':')
        return;

    size_t name = s.n;
    while (name > 0 && !is_space(s.p[name - 1]))
        name--;
    size_t digits_end = name;
    while (digits_end > 0 && is_space(s.p[digits_end - 1]))
        digits_end--;
    size_t digits = digits_end;
    while (digits > 0 && is_digit(s.p[digits - 1]))
        digits--;
    size_t colon = digits;
    while (colon > 0 && is_space(s.p[colon - 1]))
        colon--;
    if (name + 1 >= s.n || colon == 0 || s.p[colon - 1] != ':')
        return;
    e->event = slice_cut(s, name, s.n - 1);
    if (digits_end > digits)
        e->period = slice_cut(s, digits, digits_end);
}

/* An address, a symbol and a module in parentheses. The symbol is as long as
 * can be, so the module begins at the last " (" before the last ")". */
static bool parse_frame(struct slice s, struct perfscript_frame *f)
{
    size_t pc = skip_spaces(s, 0);
    size_t pc_end = pc;
    while (pc_end < s.n && is_word(s.p[pc_end]))
        pc_end++;
    if (pc_end == pc)
        return false;

    size_t close = slice_find_last(s, ')');
    if (close == SLICE_NONE)
        return false;
    size_t open = slice_search_last(slice_cut(s, 0, close), " (");
    if (open == SLICE_NONE || open < pc_end)
        return false;

    /* The symbol wants a character: it takes a blank before the module if
     * there is nothing else, or even the last character of the address. */
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
    line->text = text;
    if (text.n == 0) {
        line->kind = PERFSCRIPT_END;
    } else if (text.p[0] == '#') {
        line->kind = PERFSCRIPT_COMMENT;
    } else if (parse_comm(text, &line->event)) {
        line->kind = PERFSCRIPT_EVENT;
        parse_event(text, &line->event);
    } else if (parse_frame(text, &line->frame)) {
        line->kind = PERFSCRIPT_FRAME;
    } else {
        line->kind = PERFSCRIPT_OTHER;
    }
}

struct perfscript {
    struct lines lines;
    perfscript_handler *handler;
    perfscript_source *source;
    void *context;
    size_t sources;     /* how many of the next lines are source lines */
    size_t line_number;
};

struct perfscript *perfscript_new(perfscript_handler *handler, perfscript_source *source,
                                  void *context)
{
    struct perfscript *p = xcalloc(1, sizeof *p);

    p->handler = handler;
    p->source = source;
    p->context = context;
    return p;
}

static void take_line(struct perfscript *p, struct slice text)
{
    struct perfscript_line line;

    p->line_number++;
    if (p->sources > 0) {
        p->sources--;
        p->source(p->context, text);
    } else {
        perfscript_parse(text, &line);
        p->sources = p->handler(p->context, &line);
    }
}

void perfscript_feed(struct perfscript *p, struct slice bytes)
{
    struct slice text;

    lines_feed(&p->lines, bytes);
    while (lines_next(&p->lines, &text))
        take_line(p, text);
}

void perfscript_skip(struct perfscript *p, size_t lines)
{
    p->line_number += lines;
}

void perfscript_end_file(struct perfscript *p)
{
    struct slice text;

    if (lines_last(&p->lines, &text))
        take_line(p, text);
    p->line_number = 0;
}

size_t perfscript_line_number(const struct perfscript *p)
{
    return p->line_number;
}

void perfscript_free(struct perfscript *p)
{
    lines_free(&p->lines);
    free(p);
}
