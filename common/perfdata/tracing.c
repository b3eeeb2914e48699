/* SPDX-License-Identifier: MIT */
/*
 * The data is what the folder `tracing` of the recorded machine has: two headers, the formats of
 * ftrace's own events, and those of each system. Each is preceded by its size.
 *
 *     name: sched_process_exec
 *     ID: 314
 *     format:
 *             field:unsigned short common_type;       offset:0;       size:2; signed:0;
 *     print fmt: "filename=%s pid=%d old_pid=%d", __get_str(filename), REC->pid, REC->old_pid
 */
#include "perfdata/tracing.h"

#include "base/chars.h"
#include "base/scan.h"
#include "perfdata/abi.h"
#include "perfdata/bytes.h"

/* The rest of the line after `name`; an empty one without it. */
static struct slice tracing_line(struct slice format, const char *name)
{
    size_t at = slice_search(format, name);

    if (at == SLICE_NONE)
        return slice_of("", 0);
    return slice_before(slice_from(format, at + strlen(name)), '\n');
}

/* Systems whose tracepoints perf's plugins print in their own way. */
static bool tracing_has_plugin(struct slice system)
{
    static const char *const systems[] = {"kvm", "kvmmmu", "mac80211", "cfg80211", "scsi", "xen"};

    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
        if (slice_is(system, systems[i]))
            return true;
    return false;
}

/* Where the last argument of a list begins: after the last ',' outside parentheses and strings. */
static struct slice tracing_last_argument(struct slice arguments)
{
    size_t begin = 0, depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < arguments.n; i++) {
        char c = arguments.p[i];
        if (c == '"' && (i == 0 || arguments.p[i - 1] != '\\'))
            quoted = !quoted;
        else if (!quoted && (c == '(' || c == '{'))
            depth++;
        else if (!quoted && (c == ')' || c == '}') && depth > 0)
            depth--;
        else if (!quoted && depth == 0 && c == ',')
            begin = i + 1;
    }
    return slice_from(arguments, begin);
}

/* Whether the format ends with the conversion `c`, such as "%-16s". */
static bool tracing_ends_with(struct slice format, char c)
{
    size_t at = format.n - 1;

    if (format.p[at] != c)
        return false;
    while (at > 0 && (is_digit(format.p[at - 1]) || format.p[at - 1] == '-'
                      || format.p[at - 1] == '.' || format.p[at - 1] == '*'))
        at--;
    return at > 0 && format.p[at - 1] == '%';
}

bool tracing_is_vague(struct slice system, struct slice format)
{
    struct slice text = tracing_line(format, "print fmt: "), last;
    size_t end = 1;

    if (tracing_has_plugin(system) || !slice_starts(text, "\""))
        return true;
    while (end < text.n && text.p[end] != '"')
        end += text.p[end] == '\\' ? 2 : 1;
    if (end >= text.n || end < 4 || (end + 1 < text.n && text.p[end + 1] != ','))
        return true;        /* too short to tell, or in several parts */
    last = tracing_last_argument(slice_from(text, end + 1));
    text = slice_cut(text, 1, end);
    if (tracing_ends_with(text, 's'))       /* flags and names are known, other strings not */
        return slice_find(last, '"') == SLICE_NONE || slice_has(last, ":\"")
               || !slice_ends(text, "=%s");
    return tracing_ends_with(text, 'c') || is_space(text.p[text.n - 1])
           || text.p[text.n - 1] == ':' || text.p[text.n - 2] == '\\';
}

static void tracing_describe(struct evlist *events, struct slice system, struct slice format)
{
    struct slice id = tracing_line(format, "ID: "), digits = scan_digits(&id);
    struct slice name = tracing_line(format, "name: ");
    uint64_t number = 0;

    if (digits.n == 0)
        return;
    for (size_t i = 0; i < digits.n && number < UINT32_MAX; i++)
        number = number * 10 + (uint64_t)(digits.p[i] - '0');
    for (size_t i = 0; i < events->count; i++) {
        struct event *event = &events->list[i];
        if (event->attr.type != ABI_TRACEPOINT || event->attr.config != number)
            continue;
        event->no_format = false;
        event->vague_trace = tracing_is_vague(system, format);
        if (event->name.p == NULL) {
            strbuf_clear(&events->text);
            strbuf_add(&events->text, system);
            strbuf_add_char(&events->text, ':');
            strbuf_add(&events->text, name);
            evlist_set_name(events, event, strbuf_slice(&events->text));
        }
    }
}

/* Formats, each after its size. */
static void tracing_formats(struct bytes *b, struct evlist *events, struct slice system)
{
    uint32_t count = bytes_u32(b);

    for (uint32_t i = 0; i < count && !b->bad; i++) {
        struct slice format = bytes_take(b, bytes_u64(b));
        if (!b->bad)
            tracing_describe(events, system, format);
    }
}

bool tracing_read(struct slice data, struct evlist *events)
{
    static const uint16_t one = 1;
    const bool little = *(const char *)&one == 1;
    struct bytes b = bytes_of(data, false);
    uint32_t systems;

    for (size_t i = 0; i < events->count; i++)
        events->list[i].no_format = events->list[i].attr.type == ABI_TRACEPOINT;
    if (!slice_starts(data, "\x17\x08\x44tracing"))
        return false;
    bytes_take(&b, 10);
    bytes_string(&b);
    b.swap = (bytes_u8(&b) == 0) != little;
    bytes_take(&b, 5);          /* the size of a long, and that of a page */
    for (int i = 0; i < 2; i++) {
        bytes_string(&b);       /* "header_page", "header_event" */
        bytes_take(&b, bytes_u64(&b));
    }
    tracing_formats(&b, events, slice_str("ftrace"));
    systems = bytes_u32(&b);
    for (uint32_t i = 0; i < systems && !b.bad; i++) {
        struct slice system = bytes_string(&b);
        tracing_formats(&b, events, system);
    }
    return !b.bad;
}
