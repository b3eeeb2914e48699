/* SPDX-License-Identifier: MIT */
#include "sched_text.h"

#include <string.h>

#include "awk/fields.h"
#include "base/chars.h"

int sched_events(struct slice line)
{
    static const char prefix[] = "sched:sched_";
    int events = 0;
    size_t at;

    if (line.n == 0 || line.p[0] == '#' || slice_find(line, ':') == SLICE_NONE)
        return 0;
    while ((at = slice_search(line, prefix)) != SLICE_NONE) {
        line = slice_from(line, at + strlen(prefix));
        if (slice_starts(line, "switch"))
            events |= EVENT_SWITCH;
        if (slice_starts(line, "stat_sleep") || slice_starts(line, "stat_blocked"))
            events |= EVENT_WAKEUP;
    }
    return events;
}

struct slice sched_value(struct slice line, const char *key)
{
    size_t equals;

    for (size_t at = 0; (equals = slice_find(slice_from(line, at), '=')) != SLICE_NONE;) {
        at += equals + 1;
        size_t end = slice_ends(slice_cut(line, 0, at), key) ? skip_non_spaces(line, at) : at;
        if (end > at)
            return slice_cut(line, at, end);
    }
    return slice_of("", 0);
}

bool sched_has_time(struct slice line)
{
    size_t word = SLICE_NONE;

    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == ' ') {
            word = i + 1;
        } else if (line.p[i] == ':') {
            if (word < i)
                return true;
            word = SLICE_NONE;
        }
    }
    return false;
}

void sched_symbol(struct slice line, struct strbuf *to)
{
    struct slice word, next;

    strbuf_clear(to);
    awk_field(&line, &word);
    awk_field(&line, &word);
    strbuf_add(to, word);
    awk_field(&line, &word);
    while (awk_field(&line, &next)) {
        strbuf_add_char(to, ' ');
        strbuf_add(to, word);
        word = next;
    }
}

struct sched_wakeup sched_wakeup(struct slice line)
{
    struct sched_wakeup w = {.woken = sched_value(line, "comm="), .rest = line};

    awk_field(&w.rest, &w.comm);
    awk_field(&w.rest, &w.waker);
    return w;
}

bool sched_is_cut(const struct sched_wakeup *read, struct sched_wakeup meant)
{
    return read->woken.n < meant.woken.n || read->comm.n < meant.comm.n;
}

bool sched_is_certain(struct slice line, const struct sched_wakeup *w)
{
    struct slice rest = w->rest;
    struct slice word;

    if (w->woken.n == 0 || w->waker.n == 0 || !is_digit(w->waker.p[0])
        || !awk_field(&rest, &word))
        return false;
    struct slice next = slice_from(line, (size_t)(w->woken.p + w->woken.n - line.p));
    if (!slice_starts(next, " pid="))
        return false;
    return word.p[0] == '[' || slice_find(word, '.') != SLICE_NONE;
}

bool sched_meant_symbol(struct slice line, struct slice *symbol)
{
    size_t address = skip_spaces(line, 0);
    size_t end = skip_hex(line, address);
    size_t from = skip_spaces(line, end);
    size_t module = slice_search_last(line, " (");

    if (end == address || from == end || module == SLICE_NONE || module <= from)
        return false;
    size_t offset = slice_search_last(slice_cut(line, from, module), "+0x");
    *symbol = slice_cut(line, from, offset != SLICE_NONE && offset > 0 ? from + offset : module);
    return true;
}

int sched_meant_events(const struct perfscript_header *header)
{
    struct slice event = header->event.event;

    if (event.p == NULL || !slice_starts(event, "sched:"))
        return 0;
    return sched_events(event);
}

/* What is between "key=" and `next`, blanks and all; empty without the key. */
static struct slice sched_meant_value(struct slice line, const char *key, const char *next)
{
    size_t at = slice_search(line, key);

    if (at == SLICE_NONE)
        return slice_of("", 0);
    line = slice_from(line, at + strlen(key));
    size_t end = slice_search(line, next);
    return end == SLICE_NONE ? line : slice_cut(line, 0, end);
}

struct sched_wakeup sched_meant_wakeup(struct slice line, const struct perfscript_header *header)
{
    const struct perfscript_event *e = &header->event;
    struct sched_wakeup w = {
        .woken = sched_meant_value(line, "comm=", " pid="),
        .comm = e->comm,
        .waker = e->second.p != NULL ? e->second : e->first,
        .rest = header->rest,
    };

    return w;
}
