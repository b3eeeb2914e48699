#include "sched_text.h"

#include <string.h>

#include "awk/fields.h"
#include "base/chars.h"

int sched_events(struct slice line)
{
    static const char prefix[] = "sched:sched_";
    int events = 0;
    size_t at;

    if (line.n == 0 || line.p[0] == '#')
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
    size_t at;

    while ((at = slice_search(line, key)) != SLICE_NONE) {
        size_t from = at + strlen(key);
        size_t to = from;
        while (to < line.n && !is_space(line.p[to]))
            to++;
        if (to > from)
            return slice_cut(line, from, to);
        line = slice_from(line, at + 1);
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

bool sched_is_certain(struct slice line)
{
    struct slice rest = line;
    struct slice word;
    struct slice woken = sched_value(line, "comm=");
    size_t end = (size_t)(woken.p + woken.n - line.p);

    if (woken.n == 0 || !slice_starts(slice_from(line, end), " pid=") || !awk_field(&rest, &word)
        || !awk_field(&rest, &word) || !is_digit(word.p[0]) || !awk_field(&rest, &word))
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

struct slice sched_meant_value(struct slice line, const char *key, const char *next)
{
    size_t at = slice_search(line, key);

    if (at == SLICE_NONE)
        return slice_of("", 0);
    line = slice_from(line, at + strlen(key));
    size_t end = slice_search(line, next);
    return end == SLICE_NONE ? line : slice_cut(line, 0, end);
}
