/* SPDX-License-Identifier: MIT */
#include "perf/events.h"

#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "perfscript/header.h"

/* How many events a message names. */
enum { SHOWN_EVENTS = 8 };

void perf_events_init(struct perf_events *e, const char *filter, bool fix)
{
    memset(e, 0, sizeof *e);
    e->filter = filter;
    e->fix = fix;
    e->last = FRAMETAB_NONE;
    frametab_init(&e->names);
}

/* Whether a part of a name is as the list has it, where it need not be given. */
static bool part_matches(struct slice wanted, struct slice part)
{
    return wanted.n == 0 || slice_equal(wanted, part);
}

/* Whether an event is one of the list, whose commas between slashes are parts of names. */
static bool list_has(struct slice list, struct slice name)
{
    struct perfscript_event_name event = perfscript_event_name(name);
    bool slashes = false;

    for (size_t from = 0, to = 0; to <= list.n; to++) {
        if (to < list.n && list.p[to] == '/')
            slashes = !slashes;
        if (to < list.n && (list.p[to] != ',' || slashes))
            continue;
        struct perfscript_event_name part = perfscript_event_name(slice_cut(list, from, to));
        if (slice_equal(part.event, event.event) && part_matches(part.pmu, event.pmu)
            && part_matches(part.modifiers, event.modifiers))
            return true;
        from = to + 1;
    }
    return false;
}

/* Whether it is the same event, counted by another PMU. */
static bool is_same_event(struct slice a, struct slice b)
{
    struct perfscript_event_name first = perfscript_event_name(a);
    struct perfscript_event_name second = perfscript_event_name(b);

    return slice_equal(first.event, second.event)
           && slice_equal(first.modifiers, second.modifiers);
}

bool perf_events_chosen(const struct perf_events *e)
{
    return *e->filter != '\0' || e->first.n > 0;
}

bool perf_events_means(const struct perf_events *e, struct slice event)
{
    struct slice first = strbuf_slice(&e->first);

    if (*e->filter != '\0')
        return slice_is(event, e->filter) || list_has(slice_str(e->filter), event);
    return first.n == 0 || slice_equal(event, first) || is_same_event(first, event);
}

static enum perf_verdict event_verdict(struct perf_events *e, struct slice event)
{
    bool filtered = *e->filter != '\0';

    if (e->first.n == 0)
        strbuf_add(&e->first, event);
    if (filtered ? slice_is(event, e->filter) : slice_equal(event, strbuf_slice(&e->first)))
        return PERF_KEEP;
    if (!perf_events_means(e, event))
        return PERF_DROP;
    return e->fix ? PERF_KEEP : filtered ? PERF_INSTEAD : PERF_DROP;
}

enum perf_verdict perf_events_count(struct perf_events *e, struct slice event)
{
    size_t known = e->names.count;

    if (e->last == FRAMETAB_NONE || !slice_equal(event, frametab_name(&e->names, e->last)))
        e->last = frametab_intern(&e->names, event);
    if (e->names.count > known) {
        e->list = grow_array(e->list, &e->capacity, e->names.count, sizeof *e->list);
        e->list[e->last].verdict = event_verdict(e, event);
        e->list[e->last].samples = 0;
    }
    e->list[e->last].samples++;
    enum perf_verdict verdict = e->list[e->last].verdict;
    return verdict == PERF_INSTEAD && e->settled ? PERF_DROP : verdict;
}

static bool is_kept(const struct perf_events *e, size_t id)
{
    return e->list[id].verdict == PERF_KEEP
           || (e->list[id].verdict == PERF_INSTEAD && !e->settled);
}

static size_t count_events(const struct perf_events *e, bool kept)
{
    size_t count = 0;

    for (size_t i = 0; i < e->names.count; i++)
        count += is_kept(e, i) == kept;
    return count;
}

/* Appends those that are kept, or those that are not. */
static void events_text(const struct perf_events *e, bool kept, struct strbuf *to)
{
    size_t shown = 0;

    for (size_t i = 0; i < e->names.count; i++) {
        if (is_kept(e, i) != kept)
            continue;
        if (shown++ == SHOWN_EVENTS) {
            strbuf_add_str(to, " and more");
            break;
        }
        struct slice name = frametab_name(&e->names, (uint32_t)i);
        size_t samples = e->list[i].samples;
        strbuf_printf(to, "%s'%.*s' (%zu sample%s)", shown > 1 ? ", " : "", (int)name.n, name.p,
                      samples, samples == 1 ? "" : "s");
    }
}

bool perf_events_none_kept(const struct perf_events *e, struct strbuf *why)
{
    if (e->names.count == 0 || count_events(e, true) > 0)
        return false;
    strbuf_printf(why, "no event is called '%s'; the input has ", e->filter);
    events_text(e, false, why);
    return true;
}

void perf_events_report(const struct perf_events *e)
{
    struct strbuf kept = {0};
    struct strbuf dropped = {0};
    bool filtered = *e->filter != '\0';

    events_text(e, true, &kept);
    events_text(e, false, &dropped);
    if (!filtered && dropped.n > 0)
        warn("kept %s, dropped %s; choose with --event-filter=EVENT,...", strbuf_str(&kept),
             strbuf_str(&dropped));
    else if (filtered && !e->fix && !e->settled && kept.n > 0)
        warn("no event is called '%s' exactly; kept %s", e->filter, strbuf_str(&kept));
    strbuf_free(&kept);
    strbuf_free(&dropped);
}
