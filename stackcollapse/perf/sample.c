/* SPDX-License-Identifier: MIT */
#include "perf/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "perf/eight.h"
#include "perf/faults.h"
#include "perfscript/meant.h"

/* Longer lines do not enter the cache. */
enum { MOST_LINE = 16 * 1024 };

/* The width of the address, which perf prints with "%16" PRIx64. */
enum { COLUMN = 16 };

void perf_sampler_init(struct perf_sampler *s, const struct perf_frame_options *options)
{
    memset(s, 0, sizeof *s);
    s->options = options;
    linecache_init(&s->cache);
}

void perf_sampler_free(struct perf_sampler *s)
{
    linecache_free(&s->cache);
    free(s->samples);
    ids_free(&s->records);
    strbuf_free(&s->names);
    strbuf_free(&s->meant);
}

/* Whether the column holds an address, with or without blanks before it. */
static inline bool is_address_column(const char *at)
{
    uint64_t first = eight_load(at);
    uint64_t last = eight_load(at + 8);

    if ((first | last) & EIGHT_HIGH)
        return false;
    uint64_t digits = eight_hex(first);
    uint64_t more = eight_hex(last);
    uint64_t blanks = eight_between(first, ' ', ' ');
    if (more == EIGHT_HIGH)
        return (digits | blanks) == EIGHT_HIGH && (digits << 8 & blanks) == 0;
    uint64_t blanks_more = eight_between(last, ' ', ' ');
    return blanks == EIGHT_HIGH && (more | blanks_more) == EIGHT_HIGH
           && (more << 8 & blanks_more) == 0 && more >> 63 != 0;
}

/* Whether the line at `at`, which ends with its newline, may be a source line. */
static bool is_source_indent(const char *at)
{
    return at[0] == ' ' && at[1] == ' ' && at[2] != ' ' && at[2] != '\t';
}

/* As symbol_of_line(), for a line whose address does not fill perf's column. */
static const char *symbol_of_odd_line(const char *at)
{
    if ((*at != ' ' && *at != '\t') || is_source_indent(at))
        return NULL;
    while (*at == ' ' || *at == '\t')
        at++;
    const char *address = at;
    while (is_word(*at))
        at++;
    if (at == address || *at != ' ' || is_space(at[1]))
        return NULL;
    return at + 1;
}

/* Where the symbol of the frame line at `at` begins, after the address and a blank; NULL if
 * that is not certain. */
static inline const char *symbol_of_line(const char *at, const char *end)
{
    if (end - at > COLUMN + 3 && *at == '\t' && at[COLUMN + 1] == ' '
        && !is_space(at[COLUMN + 2]) && is_address_column(at + 1))
        return at + COLUMN + 2;
    return symbol_of_odd_line(at);
}

/* Parses the line `text` and adds it to the cache as `key`. LINECACHE_NONE if it is not a
 * frame, or if its frames depend on more than the key: where the symbol does not begin at
 * `symbol`, or the name is empty. */
static uint32_t sampler_add_line(struct perf_sampler *s, const struct linecache_line *key,
                                 const struct htab_probe *probe, struct slice text,
                                 const char *symbol)
{
    struct perfscript_line line;
    bool java = key->kind == LINECACHE_JAVA_FRAME;

    perfscript_parse(text, &line);
    if (line.kind != PERFSCRIPT_FRAME || line.frame.symbol.p != symbol)
        return LINECACHE_NONE;
    strbuf_clear(&s->names);
    size_t count = perf_frame_names(s->options, &line, java, &s->names);
    struct slice names = strbuf_slice(&s->names);
    if (count > 0 && names.n == 0)
        return LINECACHE_NONE;
    uint32_t record = linecache_add(&s->cache, key, probe, names);
    linecache_record(&s->cache, record)->note =
        (uint16_t)perf_misread(&s->meant, s->options, line, java, names);
    return record;
}

/* The record of a frame line, which is given with its newline; LINECACHE_NONE if it is
 * something else. */
static uint32_t sampler_find_line(struct perf_sampler *s, enum linecache_kind kind,
                                  struct slice line, const char *symbol)
{
    const char *from = s->options->addresses ? line.p : symbol;
    struct slice text = slice_from(line, (size_t)(from - line.p));
    struct linecache_line key = {kind, text, slice_from(text, text.n)};
    struct htab_probe probe;

    if (line.n > MOST_LINE)
        return LINECACHE_NONE;
    if (!s->options->bare)
        key = linecache_cut(kind, text, s->options->fix);
    uint32_t record = linecache_find(&s->cache, &key, &probe);
    if (record != LINECACHE_NONE)
        return record;
    return sampler_add_line(s, &key, &probe, slice_cut(line, 0, line.n - 1), symbol);
}

/* The record of the process of an event, and the kind of its frames. */
static uint32_t sampler_process(struct perf_sampler *s, const struct perfscript_event *event,
                                enum linecache_kind *kind)
{
    struct linecache_line line = {LINECACHE_PROCESS, {NULL, 0}, {"", 0}};
    struct htab_probe probe;

    strbuf_clear(&s->names);
    perf_process_name(s->options, event, &s->names);
    if (s->options->fix)
        strbuf_replace(&s->names, 0, ';', ':');
    line.head = strbuf_slice(&s->names);
    *kind = slice_starts(line.head, "java") ? LINECACHE_JAVA_FRAME : LINECACHE_FRAME;
    uint32_t record = linecache_find(&s->cache, &line, &probe);
    return record != LINECACHE_NONE ? record
                                    : linecache_add(&s->cache, &line, &probe, line.head);
}

/* The likely record that the text at `from` begins with, of those after `before`, and where
 * the next line begins; LINECACHE_NONE if there is none. */
static inline uint32_t sampler_guess(const struct perf_sampler *s, enum linecache_kind kind,
                                     uint32_t before, const char *from, const char *end,
                                     const char **next)
{
    const struct linecache_guess guess = linecache_record(&s->cache, before)->next;

    for (int i = 0; i < 2; i++) {
        *next = linecache_match(&s->cache, guess.records[i], kind, from, end);
        if (*next != NULL)
            return guess.records[i];
    }
    return LINECACHE_NONE;
}

/* Reads frames up to and including the empty line; false if something else comes first.
 * The newest record is that of the process. */
static bool sampler_read_frames(struct perf_sampler *s, struct perf_sample *sample,
                                enum linecache_kind kind, const char **at, const char *end)
{
    uint32_t before = s->records.p[s->records.count - 1];
    const char *line = *at;

    while (line < end && *line != '\n') {
        const char *symbol = symbol_of_line(line, end);
        const char *next;
        if (symbol == NULL)
            return false;
        const char *from = s->options->addresses ? line : symbol;
        uint32_t record = sampler_guess(s, kind, before, from, end, &next);
        if (record == LINECACHE_NONE) {
            next = (const char *)memchr(symbol, '\n', (size_t)(end - symbol)) + 1;
            record = sampler_find_line(s, kind, slice_of(line, (size_t)(next - line)), symbol);
            if (record == LINECACHE_NONE)
                return false;
        }
        linecache_note(&linecache_record(&s->cache, before)->next, record);
        perf_sample_add(s, sample, record);
        before = record;
        line = next;
    }
    if (line == end)
        return false;
    *at = line + 1;
    return true;
}

/* Reads a header. With --fix, one that may have the only frame of its sample, or belongs to
 * no sample, is irregular. */
static bool sampler_read_header(const struct perf_sampler *s, struct slice text, bool alone,
                                struct perfscript_event *event)
{
    struct perfscript_line line;
    struct perfscript_header header;

    perfscript_parse(text, &line);
    *event = line.event;
    if (line.kind != PERFSCRIPT_EVENT)
        return false;
    if (event->plain || !s->options->fix)
        return true;
    if (!perfscript_parse_header(text, &header) || header.record.p != NULL
        || (alone && header.rest.n > 0) || slice_starts(header.event.period, "-"))
        return false;
    *event = header.event;
    return true;
}

/* Makes the sample that of a header, without frames; its last line is the empty one. */
static void sampler_begin(struct perf_sampler *s, struct perf_sample *sample, struct slice header,
                          const struct perfscript_event *event, enum linecache_kind *kind)
{
    sample->event = event->event;
    sample->period = perf_period(event->period);
    sample->header = event->plain || s->options->fix ? 0 : perf_header_misread(header, event);
    sample->first = s->records.count;
    sample->count = 0;
    sample->lines = 1;
    perf_sample_add(s, sample, sampler_process(s, event, kind));
}

/* Reads the sample that begins at `at`; false, with no records added, if the text is
 * irregular. */
static bool sampler_read_sample(struct perf_sampler *s, const char *at, const char *end,
                                struct perf_sample *sample)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    struct perfscript_event event;
    enum linecache_kind kind;
    size_t first = s->records.count;

    if (is_space(*at) || newline == NULL)
        return false;
    sample->text.p = at;
    bool alone = newline + 1 < end && newline[1] == '\n';
    struct slice header = slice_of(at, (size_t)(newline - at));
    if (!sampler_read_header(s, header, alone, &event))
        return false;
    sampler_begin(s, sample, header, &event, &kind);
    at = newline + 1;
    if (!sampler_read_frames(s, sample, kind, &at, end)) {
        s->records.count = first;
        return false;
    }
    sample->text.n = (size_t)(at - sample->text.p);
    return true;
}

/* Adds a sample. Other text after other text is joined with it. */
static void sampler_add(struct perf_sampler *s, const struct perf_sample *sample)
{
    if (sample->lines == 0 && s->count > 0 && s->samples[s->count - 1].lines == 0) {
        s->samples[s->count - 1].text.n += sample->text.n;
        return;
    }
    s->samples = grow_array(s->samples, &s->capacity, s->count + 1, sizeof *s->samples);
    s->samples[s->count++] = *sample;
}

/* The text up to and including the next empty line, or all of it. */
static struct slice other_text(struct slice text)
{
    size_t end = slice_search(text, "\n\n");

    if (text.n > 0 && text.p[0] == '\n')
        text.n = 1;
    else if (end != SLICE_NONE)
        text.n = end + 2;
    return text;
}

void perf_sampler_read(struct perf_sampler *s, struct slice text, bool within)
{
    size_t last = slice_find_last(text, '\n');
    const char *end = last == SLICE_NONE ? text.p : text.p + last + 1;

    linecache_trim(&s->cache);
    s->count = s->records.count = 0;
    while (text.n > 0) {
        struct perf_sample sample = {.lines = 0};
        if (within || text.p >= end || !sampler_read_sample(s, text.p, end, &sample)) {
            sample.text = other_text(text);
            sample.lines = 0;
        }
        within = false;
        sampler_add(s, &sample);
        text = slice_from(text, sample.text.n);
    }
}

bool perf_sampler_begin(struct perf_sampler *s, struct slice header, bool alone,
                        enum linecache_kind *kind)
{
    struct perf_sample sample = {.text = header};
    struct perfscript_event event;

    s->count = s->records.count = 0;
    if (!sampler_read_header(s, header, alone, &event))
        return false;
    sampler_begin(s, &sample, header, &event, kind);
    sampler_add(s, &sample);
    return true;
}

uint32_t perf_sampler_line(struct perf_sampler *s, enum linecache_kind kind, struct slice line)
{
    const char *symbol = symbol_of_line(line.p, line.p + line.n);

    return symbol == NULL ? LINECACHE_NONE : sampler_find_line(s, kind, line, symbol);
}

void perf_sampler_push(struct perf_sampler *s, const struct perf_sample *sample,
                       struct foldtab *folded, struct stack *stack)
{
    const uint32_t *records = s->records.p + sample->first;

    if (s->cache.generation != folded->generation)
        linecache_forget(&s->cache, folded);
    linecache_push(&s->cache, records[0], folded, stack);
    for (size_t i = sample->count; i-- > 1;)
        linecache_push(&s->cache, records[i], folded, stack);
}
