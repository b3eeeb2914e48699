/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "checks.h"

#include <string.h>

static const struct {
    const char *program;        /* NULL: the collapsers and what else there is */
    unsigned char statuses[6];  /* 0 ends them */
    int columns;                /* counts of a folded line; 0: its output is not folded */
} programs[] = {
    {"aix-perf", {1, 255}, 0},
    {"difffolded", {1, 2, 255}, 2},
    {"flamegraph", {1, 2, 255}, 0},
    {"foldedcheck", {1, 2, 3}, 0},
    {"foldedmerge", {1, 2, 255}, 1},
    {"range-perf", {1, 255}, 0},
    {"stackcollapse-guess", {1, 2, 255}, 0},
    /* As their scripts, these copy the word where a count is expected. */
    {"stackcollapse-ljp", {1, 255}, 0},
    {"stackcollapse-sample", {1, 255}, 0},
    {NULL, {1, 255}, 1}
};

static int row_of_program(const char *name)
{
    int row = 0;

    while (programs[row].program != NULL && strcmp(programs[row].program, name) != 0)
        row++;
    return row;
}

static const char *check_messages(const char *name, struct text errors)
{
    bool at_start = true;

    for (size_t i = 0; i < errors.n; i++) {
        unsigned char c = (unsigned char)errors.p[i];
        if (at_start && (strncmp(errors.p + i, name, strlen(name)) != 0
                         || strncmp(errors.p + i + strlen(name), ": ", 2) != 0))
            return "a message does not begin with the program's name";
        if ((c < ' ' && c != '\n') || c == 0x7f)
            return "a message has a control character";
        at_start = c == '\n';
    }
    return at_start ? NULL : "a message has no newline";
}

/* Where the count that ends before `end` begins, after a blank; NULL without one. Most are
 * numbers such as 12, -1.5 or 1.5e+20; some scripts copy what stands there, such as "." or
 * 0x1, Python prints inf and nan, and PHP 1.5E+20, INF and NAN. */
static const char *count_before(const char *begin, const char *end)
{
    const char *at = end;

    while (at > begin && strchr("0123456789.eE+-xinfaINFA", at[-1]) != NULL)
        at--;
    return at < end && at > begin && at[-1] == ' ' ? at : NULL;
}

static const char *check_folded(struct text folded, int columns)
{
    for (const char *line = folded.p; line < folded.p + folded.n;) {
        const char *end = memchr(line, '\n', (size_t)(folded.p + folded.n - line));
        if (end == NULL)
            return "the last folded line has no newline";
        const char *count = end;
        for (int i = 0; i < columns; i++) {
            count = count_before(line, i == 0 ? end : count - 1);
            if (count == NULL)
                return "a folded line has no count";
        }
        line = end + 1;
    }
    return NULL;
}

/* The answer to --help or --version. */
static bool is_answer(const struct run *run)
{
    return run->status == 0 && (strncmp(run->output.p, "usage: ", 7) == 0
                                || strstr(run->output.p, " (flamegraph-c) ") != NULL);
}

const char *check_run(const struct run *run)
{
    int row = row_of_program(run->program);
    const char *problem = check_messages(run->program, run->errors);

    if (problem != NULL)
        return problem;
    if (run->status != 0 && strchr((const char *)programs[row].statuses, run->status) == NULL)
        return "the exit status is not documented";
    if (run->status != 0 && run->errors.n == 0 && run->output.n == 0)
        return "an error without a message";
    if (is_answer(run))
        return NULL;
    if (strcmp(run->program, "flamegraph") == 0 && run->output.n > 0) {
        problem = check_xml(run->output);
        return problem != NULL ? problem : check_frames(run->output);
    }
    return programs[row].columns == 0 ? NULL : check_folded(run->output, programs[row].columns);
}
