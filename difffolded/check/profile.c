/* SPDX-License-Identifier: MIT */
#include "check/profile.h"

#include <math.h>
#include <string.h>

#include "base/chars.h"
#include "base/message.h"
#include "folded/foldfault.h"
#include "folded/foldline.h"
#include "io/operands.h"
#include "perl/number.h"
#include "recognize/recognize.h"

static uint64_t profile_divisor(uint64_t a, uint64_t b)
{
    while (b > 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static void profile_count(struct profile_counts *c, struct perl_number count, double value,
                          size_t line)
{
    if (!(value > 0))
        return;
    c->lines++;
    c->total += value;
    c->small += value < PROFILE_LARGE;
    if (count.kind == PERL_INTEGER) {
        if (c->divisor != 1)
            c->divisor = profile_divisor(count.u.magnitude, c->divisor);
    } else if (floor(value) < value && c->fraction == 0) {
        c->fraction = line;
    }
}

/* Says why a line is refused. */
static void profile_refuse(const struct program *program, const struct operands *input,
                           struct slice line, size_t lines)
{
    enum foldfault fault = foldfault_of(line);
    const struct note_kind *kind = &foldfault_notes[fault];

    if (lines == 0 && recognize_input(program, input))
        return;
    warn("%s:%zu: %s; %s", input->name, input->line, kind->one,
         kind->cure != NULL ? kind->cure : "write STACK, a space and COUNT");
}

struct profile_lines {
    size_t folded;
    size_t single, twofold;     /* the numbers of the first lines with one count and with two */
};

/* Takes a line apart; false after a message. A blank line is skipped: its count is empty. */
static bool profile_cut(const struct program *program, const struct operands *input,
                        struct profile_lines *lines, struct slice line, struct slice *stack,
                        struct slice *count)
{
    struct slice rest, first;

    if (!foldfault_cut(line, FOLDLINE_BYTES, true, stack, count)) {
        count->n = 0;
        if (skip_spaces(line, 0) == line.n)
            return true;
        profile_refuse(program, input, line, lines->folded);
        return false;
    }
    lines->folded++;
    size_t *kind = foldline_cut(*stack, FOLDLINE_BYTES, &rest, &first) ? &lines->twofold
                                                                      : &lines->single;
    if (*kind == 0)
        *kind = input->line;
    if (lines->single == 0 || lines->twofold == 0)
        return true;
    warn("%s: line %zu has one count, line %zu has two; give profiles, not their difference",
         input->name, lines->single, lines->twofold);
    return false;
}

/* Says what else is wrong with a file that was read to its end. */
static bool profile_check(const struct program *program, const struct operands *input,
                          const struct profile_lines *lines, const struct profile_counts *counts)
{
    if (lines->twofold > 0)
        warn("%s:%zu: two counts; give the two profiles, not their difference", input->name,
             lines->twofold);
    else if (lines->folded == 0 && !recognize_input(program, input))
        warn("%s: no stacks: the input is empty", input->name);
    else if (lines->folded > 0 && input->unended)
        foldfault_cut_file(input->name, input->line);
    else if (lines->folded > 0 && !(counts->total > 0))
        warn("%s: all counts are 0; record for longer", input->name);
    else if (lines->folded > 0 && !isfinite(counts->total))
        warn("%s: the counts are too large to add up", input->name);
    else
        return lines->folded > 0;
    return false;
}

bool profile_read(const struct program *program, const char *name,
                  void (*take)(void *context, struct slice stack, double count), void *context,
                  struct profile_counts *counts)
{
    struct operands input = {0};
    struct profile_lines lines = {0, 0, 0};
    struct slice line, stack, count;
    bool usable = true;

    memset(counts, 0, sizeof *counts);
    operands_open_file(&input, name);
    input.keep_head = true;
    while (usable && operands_line(&input, &line)) {
        foldfault_mark(NULL, input.name, input.line, true, &line);
        usable = profile_cut(program, &input, &lines, line, &stack, &count);
        if (!usable || count.n == 0)
            continue;
        struct perl_number number = foldline_value(count);
        double value = perl_double(number);
        profile_count(counts, number, value, input.line);
        if (value > 0)
            take(context, stack, value);
    }
    usable = usable && !input.failed && profile_check(program, &input, &lines, counts);
    operands_close(&input);
    strbuf_free(&input.head);
    return usable;
}

static const char profile_cure[] = "fold with stackcollapse-perf --counts, which counts samples, "
                                   "or give what a sample counts with --period";
static const char profile_samples[] = "if they are samples, give --period 1";

/* Whether the common divisor of all counts is that of a period rather than chance. */
static bool profile_has_period(const struct profile_counts *c)
{
    int least = c->lines < PROFILE_STACKS ? PROFILE_LARGE : PROFILE_PERIOD;

    return c->lines > 1 && c->divisor >= (uint64_t)least;
}

bool profile_is_weighted(const struct profile_counts *c, const char *name)
{
    if (c->fraction > 0)
        warn("%s:%zu: the count has a fraction, so the counts are not samples; %s", name,
             c->fraction, profile_cure);
    else if (profile_has_period(c))
        warn("%s: all counts are multiples of %llu, so they look like periods, not samples; %s; "
             "%s", name, (unsigned long long)c->divisor, profile_cure, profile_samples);
    else if (c->lines >= PROFILE_STACKS && c->small < c->lines / 10)
        warn("%s: %zu of %zu stacks have a count of %d or more, so they look like periods, not "
             "samples; %s; %s", name, c->lines - c->small, c->lines, PROFILE_LARGE, profile_cure,
             profile_samples);
    else
        return false;
    return true;
}
