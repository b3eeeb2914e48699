/* SPDX-License-Identifier: MIT */
/*
 * range-perf: prints the samples of `perf script` within a range of time.
 *
 *     java 14375 [022] 28648.467079: cpu-clock:
 *             7f92bdd98965 Ljava/io/OutputStream;::write (/tmp/perf-11936.map)
 *
 * A line with a time and an event decides about itself and the lines after it. Samples
 * are in the order of their times: the first one after the range ends the program. With
 * --fix they are in any order.
 */
#include <math.h>
#include <unistd.h>

#include "base/chars.h"
#include "base/message.h"
#include "io/lines.h"
#include "io/notes.h"
#include "io/operands.h"
#include "io/output.h"
#include "io/program.h"
#include "perl/number.h"
#include "recognize/recognize.h"

struct range {
    struct program_options options;
    bool timeraw;
    bool timezerosecs;

    struct perl_number begin;
    struct perl_number end;
    struct perl_number start;   /* the first time that is not 0 */
    bool inside;
    struct output out;

    /* For messages. */
    struct notes notes;
    size_t line;
    size_t times;               /* lines that have one */
    struct perl_number first, newest;
};

enum { RANGE_BACKWARD, RANGE_NOTES };

static const struct note_kind range_notes[RANGE_NOTES] = {
    [RANGE_BACKWARD] = {"sample is earlier than the one before it and is kept or left out with it",
                        "samples are earlier than those before them and are kept or left out with "
                        "them", "sort the samples by time", true}
};

/* Whether the word at *at, which is then skipped, holds a ':' after its first byte. */
static bool skip_event(struct slice s, size_t *at)
{
    size_t from = *at;

    *at = skip_non_spaces(s, from);
    return *at > from && slice_find(slice_cut(s, from + 1, *at), ':') != SLICE_NONE;
}

/* Whether an event follows, perhaps after another word, its period. */
static bool has_event(struct slice s, size_t at)
{
    at = skip_run(s, at, ' ');
    if (skip_event(s, &at))
        return true;
    at = skip_run(s, at, ' ');
    return skip_event(s, &at);
}

/* Finds a blank, digits and points, a colon, and an event. */
static bool find_time(struct slice line, struct slice *time)
{
    size_t blank;

    for (size_t at = 0; (blank = slice_find(slice_from(line, at), ' ')) != SLICE_NONE;) {
        size_t from = skip_run(line, at + blank, ' ');
        for (at = from; at < line.n && (is_digit(line.p[at]) || line.p[at] == '.');)
            at++;
        if (at > from && at < line.n && line.p[at] == ':' && has_event(line, at + 1)) {
            *time = slice_cut(line, from, at);
            return true;
        }
    }
    return false;
}

/* The time as the options count it. */
static struct perl_number counted_time(struct range *r, struct perl_number time)
{
    if (perl_is_zero(r->start))
        r->start = time;
    if (r->timezerosecs)
        return perl_subtract(time, perl_real(floor(perl_double(r->start))));
    return r->timeraw ? time : perl_subtract(time, r->start);
}

static bool is_nan(struct perl_number n)
{
    return isnan(perl_double(n));
}

/* Decides whether the lines from here on are in the range; false if no later one is. */
static bool range_time(struct range *r, struct perl_number time)
{
    bool after = perl_compare(time, r->end) > 0;
    bool begun = !is_nan(time) && !is_nan(r->begin) && perl_compare(time, r->begin) >= 0;

    if (r->times++ == 0)
        r->first = time;
    else if (perl_compare(time, r->newest) < 0 && !r->options.fix)
        notes_add(&r->notes, RANGE_BACKWARD, 1, "standard input", r->line);
    r->newest = time;
    if (r->options.fix)
        r->inside = begun && !after;
    else if (begun)
        r->inside = true;
    return !after || r->options.fix;
}

/* Prints the line and `ending` if it is in the range; false if no later line can be. */
static bool range_line(struct range *r, struct slice line, const char *ending)
{
    struct slice text;

    r->line++;
    if (slice_starts(line, "#"))
        return true;
    if (find_time(line, &text) && !range_time(r, counted_time(r, perl_numify(text))))
        return false;
    if (r->inside) {
        output_add(&r->out, line);
        output_str(&r->out, ending);
    }
    return true;
}

static const struct option options[] = {
    OPTION("timeraw", OPTION_FLAG, struct range, timeraw, NULL,
           "BEGIN and END are times as perf prints them"),
    OPTION("timezerosecs", OPTION_FLAG, struct range, timezerosecs, NULL,
           "count from the full second before the first sample"),
    OPTION_END
};

static const struct program program = {
    .name = "range-perf",
    .reads = "stackcollapse-perf",
    .synopsis = "[OPTION...] BEGIN END < PERF_SCRIPT > PERF_SCRIPT",
    .about = "Prints the samples of perf script from second BEGIN to second END, counted from "
             "the first sample.",
    .example = "  perf script | @range-perf 10 20 |\n"
               "    @stackcollapse-perf | @flamegraph > range.svg\n",
    .options = options
};

/* Says why nothing was printed; false if that is an error. */
static bool range_printed_nothing(const struct range *r, const struct operands *input)
{
    char first[PERL_NUMBER_TEXT], newest[PERL_NUMBER_TEXT];

    if (r->times > 0) {
        int first_length = (int)perl_number_text(r->first, first);
        int newest_length = (int)perl_number_text(r->newest, newest);
        warn("no sample is in the range; those that were read are from %.*s to %.*s seconds",
             first_length, first, newest_length, newest);
        return true;
    }
    if (input->bytes == input->head.n && trim_spaces(strbuf_slice(&input->head)).n == 0) {
        warn("no samples: the input is empty");
        return true;
    }
    if (!recognize_input(&program, input))
        warn("no samples in %zu line%s: none has a time and an event, as in perf script", r->line,
             r->line == 1 ? "" : "s");
    return false;
}

/* Reads standard input; false if that fails. A last line without newline is printed
 * without one, so operands_line() does not do. */
static bool range_read(struct range *r)
{
    struct operands input;
    struct lines lines = {0};
    struct slice block, line;
    bool more = true;

    operands_open_file(&input, "-");
    input.keep_head = true;
    while (more && operands_next(&input, &block) == OPERANDS_BLOCK) {
        lines_feed(&lines, block);
        while (more && lines_next(&lines, &line))
            more = range_line(r, line, "\n");
        more = more && !output_failed(&r->out);
    }
    if (more && lines_last(&lines, &line))
        range_line(r, line, "");
    operands_close(&input);
    lines_free(&lines);
    notes_report(&r->notes, r->options.fix);
    bool good = !input.failed && (!output_is_empty(&r->out) || range_printed_nothing(r, &input));
    strbuf_free(&input.head);
    return good;
}

int main(int argc, char **argv)
{
    static struct range r;
    size_t operands;
    int status;

    if (!program_start(&program, argc, argv, &r, &operands, &status))
        return status;
    if (operands < 2)
        return program_usage(&program, "expected two times in seconds");
    if (operands > 2)
        warn("'%s' is ignored: only standard input is read", argv[2]);
    r.begin = perl_numify(slice_str(argv[0]));
    r.end = perl_numify(slice_str(argv[1]));

    notes_init(&r.notes, range_notes, RANGE_NOTES);
    output_open(&r.out, STDOUT_FILENO);
    bool complete = range_read(&r);
    status = output_close(&r.out, "standard output");
    return complete ? status : FG_FAILED;
}
