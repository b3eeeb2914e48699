/* SPDX-License-Identifier: MIT */
/*
 * foldedcheck: checks profiles against a limit, for CI and alerts.
 *
 * The files are read (profile.h), their samples counted for each function (functions.h), the
 * functions judged (judge.h), and the verdicts printed (report.h).
 */
#include <unistd.h>

#include "base/alloc.h"
#include "base/message.h"
#include "check/functions.h"
#include "check/judge.h"
#include "check/options.h"
#include "check/profile.h"
#include "check/report.h"

/* The exit statuses. */
enum {
    CHECK_KEPT = FG_OK,
    CHECK_BROKEN = 1,
    CHECK_UNUSABLE = FG_USAGE_GETOPT,
    CHECK_CANNOT_TELL = 3
};

struct check {
    struct check_options options;
    struct functions functions;
};

static void check_take(void *context, struct slice stack, double count)
{
    struct check *c = context;

    functions_add(&c->functions, stack,
                  c->options.period > 0 ? count / c->options.period : count);
}

/* Reads a run; false after a message. */
static bool check_read_run(struct check *c, const char *name)
{
    const struct check_options *o = &c->options;
    struct profile_counts counts;
    bool usable = profile_read(&check_program, name, check_take, c, &counts);

    if (usable && o->judge.growth && o->period <= 0 && profile_is_weighted(&counts, name))
        usable = false;
    if (usable && counts.total < o->period) {
        warn("%s: all counts together are less than --period %s", name, o->period_text);
        usable = false;
    }
    bool has_work = functions_end_run(&c->functions);
    if (usable && !has_work) {
        warn("%s: no frame matches --per '%s'", name, o->per_text);
        usable = false;
    }
    return usable;
}

/* Reads all runs, so that every file that is unusable is named. */
static bool check_read(struct check *c)
{
    const struct check_options *o = &c->options;
    bool usable = true;

    for (int side = BEFORE; side <= AFTER; side++) {
        c->functions.side = side;
        for (size_t i = 0; i < o->file_count[side]; i++)
            usable = check_read_run(c, o->files[side][i]) && usable;
    }
    return usable;
}

static int check_status(const struct findings *f, bool growth)
{
    if (f->count == 0 && growth)
        return CHECK_CANNOT_TELL;
    if (f->verdicts[VERDICT_OVER] + f->verdicts[VERDICT_REGRESSED] + f->verdicts[VERDICT_NEW] > 0)
        return CHECK_BROKEN;
    return f->verdicts[VERDICT_CANNOT_TELL] > 0 ? CHECK_CANNOT_TELL : CHECK_KEPT;
}

/* Returns the exit status. */
static int check_print(const struct report *r)
{
    struct output out;

    output_open(&out, STDOUT_FILENO);
    report_write(r, &out);
    int status = output_close(&out, "standard output");
    if (status == FG_OK)
        return r->status;
    return status == FG_FAILED ? CHECK_UNUSABLE : status;
}

int main(int argc, char **argv)
{
    static struct check c;
    struct findings findings;
    int status;

    out_of_memory_status(CHECK_UNUSABLE);
    if (!check_options_read(&c.options, argc, argv, &status))
        return status;
    functions_init(&c.functions, c.options.depth, &c.options.per);
    if (!check_read(&c))
        return CHECK_UNUSABLE;
    judge(&c.functions, &c.options.frame, &c.options.judge, &findings);
    size_t listed = c.options.top > 0 && c.options.top < findings.count ? c.options.top
                                                                        : findings.count;
    int verdict = check_status(&findings, c.options.judge.growth);
    struct report report = {&c.options, &c.functions, &findings, verdict, listed};
    status = check_print(&report);
    findings_free(&findings);
    functions_free(&c.functions);
    pattern_free(&c.options.frame);
    pattern_free(&c.options.per);
    return status;
}
