/* SPDX-License-Identifier: MIT */
#include "perf/faults.h"

#include "base/chars.h"
#include "base/message.h"
#include "perf/repair.h"
#include "perfscript/frame.h"

const struct note_kind perf_faults[PERF_FAULTS] = {
    [PERF_NO_STACK] = {"sample has no call stack", "samples have no call stack",
                       "record with perf record -g", true},
    [PERF_MERGED] = {"sample is merged into the next: no empty line after it",
                     "samples are merged into the next: no empty line after them",
                     "run perf script without -F +insn, +brstack and the like", true},
    [PERF_ALL_LOST] = {"sample is left out: no empty line after it",
                       "samples, all of the input, are left out: no empty line after them",
                       "run perf script without -F +insn, +brstack and the like", true},
    [PERF_CUT] = {"sample is left out: the input ends without an empty line after it",
                  "samples are left out: the input ends without an empty line after them", NULL,
                  true},
    [PERF_CARRIAGE_RETURN] = {"sample is merged or left out: its lines end in CR LF",
                              "samples are merged or left out: their lines end in CR LF",
                              "remove the CRs (tr -d '\\r')", true},
    [PERF_COMM_GLUED] = {"sample is left out or misnamed: its command name is missing or one "
                         "character long, or its pid is -1",
                         "samples are left out or misnamed: their command names are missing or "
                         "one character long, or their pids are -1", NULL, true},
    [PERF_COMM_CUT] = {"sample loses the number at the end of its command name",
                       "samples lose the number at the end of their command names", NULL, true},
    [PERF_COMM_SPLIT] = {"sample has a command name with ';', which becomes several frames",
                         "samples have command names with ';', which become several frames",
                         NULL, true},
    [PERF_COMM_HIDDEN] = {"sample is left out: its command name begins with '#', as comments do",
                          "samples are left out: their command names begin with '#', as comments "
                          "do", NULL, true},
    [PERF_NOT_FILTERED] = {"sample of a dropped event is counted, since a line such as "
                           "PERF_RECORD_COMM precedes it",
                           "samples of dropped events are counted, since lines such as "
                           "PERF_RECORD_COMM precede them", NULL, true},
    [PERF_NEGATIVE] = {"sample has a negative period and counts as 1",
                       "samples have negative periods and count as 1 each", NULL, false},
    [PERF_LOST_EVENTS] = {"event was lost by perf record", "events were lost by perf record",
                          "record with a lower frequency (-F) or more memory (-m)", false},
    [PERF_LOST_CHUNKS] = {"chunk of events was lost by perf record",
                          "chunks of events were lost by perf record",
                          "record with a lower frequency (-F) or more memory (-m)", false},
    [PERF_FRAME_SKIPPED] = {"frame is left out: its name is empty or begins with '('",
                            "frames are left out: their names are empty or begin with '('", NULL,
                            true},
    [PERF_FRAME_MISNAMED] = {"frame is misnamed: cut or split at parentheses, an offset or '->', "
                             "or without a symbol",
                             "frames are misnamed: cut or split at parentheses, an offset or "
                             "'->', or without a symbol", NULL, true},
    [PERF_FRAME_MISMARKED] = {"frame has a wrong or missing _[k] or _[j]",
                              "frames have wrong or missing _[k] or _[j]", NULL, true},
    [PERF_FRAME_BARE] = {"frame is left out: it has no module",
                         "frames are left out: they have no module",
                         "print modules with perf script -F +dso", true},
    [PERF_SOURCE_FRAME] = {"source line is read as a frame", "source lines are read as frames",
                           NULL, true},
    [PERF_SOURCE_SKIPPED] = {"source line is left out", "source lines are left out",
                             "--srcline with --fix shows source lines", false},
};

void perf_place_add(struct perf_place *p, const char *file, size_t line)
{
    if (p->count++ > 0)
        return;
    p->file = file;
    p->line = line;
}

struct perl_number perf_period(struct slice period)
{
    return period.p == NULL || slice_is(period, "0") || slice_starts(period, "-")
               ? perl_integer(1) : perl_count(period);
}

static void perf_columns_add(struct perf_faults *f, const struct perfscript_event *meant,
                             const char *file, size_t number)
{
    struct perf_columns *c = &f->columns;
    struct perl_number period = perf_period(meant->period);
    struct perl_number one = perl_integer(1);

    if (meant->event.p != NULL) {
        if (c->first.n == 0)
            strbuf_add(&c->first, meant->event);
        c->others += !perf_events_means(f->events, meant->event)
                     || (*f->events->filter == '\0' && f->events->first.n == 0
                         && !slice_equal(meant->event, strbuf_slice(&c->first)));
    }
    c->weighted += !perl_is_same(period, one);
    c->periods = c->place.count > 0 ? perl_add(c->periods, period) : period;
    perf_place_add(&c->place, file, number);
}

void perf_faults_lost(struct collapse *c, const struct perfscript_header *record,
                      const char *file, size_t number)
{
    size_t lost = perfscript_lost(record);

    if (lost > 0)
        collapse_note_at(c, PERF_LOST_EVENTS, lost, file, number);
}

static bool tells_lost_chunks(struct slice text)
{
    return slice_starts(text, "Processed ") && slice_has(text, " chunks");
}

static bool ends_alike(struct slice a, struct slice b)
{
    return a.p + a.n == b.p + b.n;
}

/* What is misread in the command name and the period. */
static unsigned words_misread(const struct perfscript_event *meant,
                              const struct perfscript_event *read)
{
    unsigned faults = 0;

    if (slice_find(meant->comm, ';') != SLICE_NONE)
        faults |= 1u << PERF_COMM_SPLIT;
    if (!ends_alike(meant->comm, read->comm))
        faults |= 1u << (meant->comm.n < read->comm.n ? PERF_COMM_GLUED : PERF_COMM_CUT);
    if (slice_starts(meant->period, "-"))
        faults |= 1u << PERF_NEGATIVE;
    return faults;
}

/* Whether the script sees neither the event nor the period, or another. */
static bool are_others(const struct perfscript_event *meant, const struct perfscript_event *read)
{
    return meant->event.p != read->event.p || meant->period.p != read->period.p;
}

unsigned perf_header_misread(struct slice line, const struct perfscript_event *read)
{
    struct perfscript_header header;

    if (tells_lost_chunks(line))
        return PERF_HEADER_OTHER;
    if (!perfscript_parse_header(line, &header))
        return 0;
    if (header.record.p != NULL || are_others(&header.event, read))
        return PERF_HEADER_OTHER;
    return words_misread(&header.event, read);
}

void perf_faults_note(struct perf_faults *f, unsigned faults, const char *file, size_t number)
{
    for (unsigned fault = 0; faults >> fault != 0; fault++)
        if (faults >> fault & 1)
            collapse_note_at(f->collapse, fault, 1, file, number);
}

bool perf_faults_header(struct perf_faults *f, struct slice line,
                        const struct perfscript_event *read, const char *file, size_t number)
{
    struct perfscript_header header;
    const struct perfscript_event *meant = &header.event;

    if (perf_chunks_lost(f->collapse, line, file, number))
        return true;
    if (!perfscript_parse_header(line, &header))
        return false;
    if (header.record.p != NULL) {
        perf_faults_lost(f->collapse, &header, file, number);
        return true;
    }
    perf_faults_note(f, words_misread(meant, read), file, number);
    if (are_others(meant, read))
        perf_columns_add(f, meant, file, number);
    return false;
}

bool perf_chunks_lost(struct collapse *c, struct slice text, const char *file, size_t number)
{
    if (!tells_lost_chunks(text))
        return false;
    size_t lost = slice_search(text, " lost ");
    if (lost == SLICE_NONE)
        return false;
    struct slice chunks = slice_from(text, lost + strlen(" lost "));
    size_t count = (size_t)perl_double(perl_count(slice_cut(chunks, 0, skip_digits(chunks, 0))));
    collapse_note_at(c, PERF_LOST_CHUNKS, count, file, number);
    return true;
}

void perf_faults_text(struct perf_faults *f, struct slice line, const char *file, size_t number)
{
    struct perfscript_line header;

    perfscript_parse(line, &header);
    perf_faults_header(f, line, &header.event, file, number);
}

void perf_faults_frames(struct perf_faults *f, const uint32_t misread[PERF_MISREADINGS],
                        const char *file, size_t number)
{
    static const enum perf_fault faults[PERF_MISREADINGS] = {
        [PERF_SKIPPED] = PERF_FRAME_SKIPPED, [PERF_MISNAMED] = PERF_FRAME_MISNAMED,
        [PERF_MISMARKED] = PERF_FRAME_MISMARKED
    };

    for (int how = PERF_SKIPPED; how < PERF_MISREADINGS; how++)
        if (misread[how] > 0)
            collapse_note_at(f->collapse, faults[how], misread[how], file, number);
}

static bool perf_faults_frame(struct perf_faults *f, const struct perfscript_line *line,
                              const char *file, size_t number)
{
    struct perfscript_frame frame;
    bool other = line->kind == PERFSCRIPT_OTHER;

    if (perfscript_is_source_line(line->text) && trim_spaces(line->text).n > 0)
        collapse_note_at(f->collapse, other ? PERF_SOURCE_SKIPPED : PERF_SOURCE_FRAME, 1, file,
                         number);
    else if (other && line->text.p[0] == '\t' && perfscript_bare_frame(line->text, &frame))
        collapse_note_at(f->collapse, PERF_FRAME_BARE, 1, file, number);
    else
        return false;
    return true;
}

bool perf_faults_line(struct perf_faults *f, const struct perfscript_line *line,
                      const char *file, size_t number)
{
    bool comment = line->kind == PERFSCRIPT_COMMENT;
    struct slice text = line->text;
    struct perfscript_header header;

    if (!comment && text.n > 0 && perf_faults_frame(f, line, file, number))
        return true;
    if (text.n == 0 || text.p[0] == '\t' || (comment && (text.n < 2 || is_space(text.p[1]))))
        return false;
    if (slice_is(text, "\r")) {
        perf_place_add(&f->carriage_returns, file, number);
        return true;
    }
    if (perf_chunks_lost(f->collapse, text, file, number))
        return true;
    if (!perfscript_parse_header(text, &header)
        || (header.event.event.p == NULL && header.record.p == NULL))
        return false;
    if (header.record.p != NULL)
        perf_faults_lost(f->collapse, &header, file, number);
    else
        collapse_note_at(f->collapse, comment ? PERF_COMM_HIDDEN : text.p[0] == ' '
                             ? PERF_NO_STACK : PERF_COMM_GLUED, 1, file, number);
    return true;
}

static void perf_columns_report(const struct perf_columns *c)
{
    char periods[PERL_NUMBER_TEXT];
    size_t n = perl_number_text(c->periods, periods);
    struct strbuf text = {0};

    if (c->weighted > 0)
        strbuf_printf(&text, "; each counts as 1, not as its period (%.*s in all)", (int)n,
                      periods);
    if (c->others > 0)
        strbuf_printf(&text, "; %zu %s, but kept", c->others,
                      c->others == 1 ? "is of another event" : "are of other events");
    if (text.n > 0)
        warn("%s:%zu: %zu sample%s text after the event, or no event or time%s; "
             "--fix repairs this", c->place.file, c->place.line, c->place.count,
             c->place.count == 1 ? " has" : "s have", strbuf_str(&text));
    strbuf_free(&text);
}

void perf_faults_end(struct perf_faults *f, const struct perf_place *open)
{
    struct collapse *c = f->collapse;
    const struct perf_place *merged = &f->merged;

    if (f->carriage_returns.count > 0) {
        collapse_note_at(c, PERF_CARRIAGE_RETURN, f->carriage_returns.count,
                         f->carriage_returns.file, f->carriage_returns.line);
    } else if (open->file != NULL && merged->count > 0 && c->folded.added == 0) {
        collapse_note_at(c, PERF_ALL_LOST, merged->count + 1, merged->file, merged->line);
    } else {
        if (merged->count > 0)
            collapse_note_at(c, PERF_MERGED, merged->count, merged->file, merged->line);
        if (open->file != NULL)
            collapse_note_at(c, PERF_CUT, 1, open->file, open->line);
    }
    perf_columns_report(&f->columns);
}
