/*
 * range-perf: the samples of a range of time out of the text of `perf script`.
 *
 *     java 14375 [022] 28648.467079: cpu-clock:
 *             7f92bdd98965 Ljava/io/OutputStream;::write (/tmp/perf-11936.map)
 *
 * A line with a time and an event decides on itself and on the lines behind it.
 * The samples are in the order of their times: the first one behind the range
 * ends the program.
 */
#include <math.h>
#include <unistd.h>

#include "base/chars.h"
#include "base/message.h"
#include "io/lines.h"
#include "io/output.h"
#include "io/program.h"
#include "io/reader.h"
#include "perl/number.h"

struct range {
    struct program_options common;
    bool timeraw;
    bool timezerosecs;

    struct perl_number begin;
    struct perl_number end;
    struct perl_number start;    /* the first time that is not 0 */
    bool inside;
};

static size_t skip_blanks(struct slice s, size_t at)
{
    while (at < s.n && s.p[at] == ' ')
        at++;
    return at;
}

/* Takes the word at `at`; whether it holds a name and a colon. */
static bool take_event(struct slice s, size_t *at)
{
    size_t from = *at;
    bool found = false;

    for (; *at < s.n && !is_space(s.p[*at]); ++*at)
        found = found || (s.p[*at] == ':' && *at > from);
    return found;
}

/* Whether an event follows, perhaps behind a word, its period. */
static bool has_event(struct slice s, size_t at)
{
    at = skip_blanks(s, at);
    if (take_event(s, &at))
        return true;
    at = skip_blanks(s, at);
    return take_event(s, &at);
}

/* A blank, digits and points, a colon, and an event. */
static bool find_time(struct slice line, struct slice *time)
{
    size_t blank;

    for (size_t at = 0; (blank = slice_find(slice_from(line, at), ' ')) != SLICE_NONE;) {
        size_t from = skip_blanks(line, at + blank);
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

/* Prints the line, `ending` behind it, if it is in the range; false: no later one
 * can be. */
static bool take_line(struct range *r, struct slice line, const char *ending,
                      struct output *out)
{
    struct slice text;

    if (slice_starts(line, "#"))
        return true;
    if (find_time(line, &text)) {
        struct perl_number time = counted_time(r, perl_numify(text));
        if (!is_nan(time) && !is_nan(r->begin) && perl_compare(time, r->begin) >= 0)
            r->inside = true;
        if (perl_compare(time, r->end) > 0)
            return false;
    }
    if (r->inside) {
        output_add(out, line);
        output_str(out, ending);
    }
    return true;
}

static bool read_input(struct range *r, struct output *out)
{
    struct reader reader = {0};
    struct lines lines = {0};
    struct slice block, line;
    bool more = true;

    reader_open(&reader, STDIN_FILENO);
    while (more && reader_next(&reader, &block)) {
        lines_feed(&lines, block);
        while (more && lines_next(&lines, &line))
            more = take_line(r, line, "\n", out);
    }
    if (more && lines_last(&lines, &line))
        take_line(r, line, "", out);
    if (reader.error != 0)
        warn_errno(reader.error, "cannot read standard input");
    reader_free(&reader);
    lines_free(&lines);
    return reader.error == 0;
}

static const char usage[] =
    "[OPTION...] BEGIN END < PERF_SCRIPT > PERF_SCRIPT\n"
    "Keeps the samples from second BEGIN to second END of the text of `perf script`,\n"
    "counted from the first sample.\n"
    "\n"
    "  --timeraw          perf's own times\n"
    "  --timezerosecs     counted from the full second before the first sample\n"
    "  --help, --version  print this, or the version\n"
    "\n"
    "  perf script | range-perf 10 20 | stackcollapse-perf | flamegraph > range.svg\n";

static const struct getopt_option options[] = {
    {"timeraw", GETOPT_FLAG, offsetof(struct range, timeraw), false},
    {"timezerosecs", GETOPT_FLAG, offsetof(struct range, timezerosecs), false},
    PROGRAM_HELP,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct program program = {usage, options};

int main(int argc, char **argv)
{
    struct range r = {0};
    struct output out;

    size_t operands = program_start(&program, argc, argv, &r);
    if (operands < 2)
        die(FG_USAGE, "two times in seconds are wanted; '%s --help' tells more",
            program_name());
    if (operands > 2)
        warn("'%s' is passed over: only standard input is read", argv[2]);
    r.begin = perl_numify(slice_str(argv[0]));
    r.end = perl_numify(slice_str(argv[1]));

    output_open(&out, STDOUT_FILENO);
    bool complete = read_input(&r, &out);
    bool written = output_close(&out, "standard output");
    return complete && written ? FG_OK : FG_TROUBLE;
}
