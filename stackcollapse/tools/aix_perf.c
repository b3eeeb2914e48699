/* SPDX-License-Identifier: MIT */
/*
 * aix-perf: samples the stacks of running processes on AIX, for stackcollapse-aix, by
 * running its program procstack again and again.
 *
 * Programs are found by PATH and started directly, without a shell.
 */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "io/child.h"
#include "io/output.h"
#include "io/program.h"
#include "perl/number.h"

struct aix {
    struct program_options options;
    const char *user;   /* whose processes; NULL: all */
    const char *rounds;
    const char *pause;
    struct output out;
    struct strbuf pids; /* a NUL after each */
    size_t asked;       /* how often procstack ran */
};

static void add_pid(struct aix *a, struct slice digits)
{
    if (digits.n > 0) {
        strbuf_add(&a->pids, digits);
        strbuf_add_char(&a->pids, '\0');
    }
}

/* Starts a program that is needed; false after a message. */
static bool start_child(struct child *c, char *const argv[])
{
    int error = child_start(c, argv, CHILD_ANSWERS);

    if (error != 0)
        warn_errno(error, "cannot run '%s'", argv[0]);
    return error == 0;
}

/* Whether the program was there at all, and all of its output was read; how it ended does not
 * matter. */
static bool stop_child(struct child *c, const char *name)
{
    bool found = child_stop(c) != CHILD_NOT_FOUND;

    if (c->error != 0) {
        warn_errno(c->error, "cannot read the output of '%s'", name);
        return false;
    }
    if (found)
        return true;
    warn("cannot run '%s': not found in PATH", name);
    return false;
}

static bool list_of_user(struct aix *a)
{
    char ps[] = "ps", users[] = "-u", format[] = "-o", pid[] = "pid=";
    char *argv[] = {ps, users, (char *)a->user, format, pid, NULL};
    struct child c;
    struct slice line;

    if (!start_child(&c, argv))
        return false;
    while (child_line(&c, &line)) {
        size_t from = skip_spaces(line, 0);
        add_pid(a, slice_cut(line, from, skip_digits(line, from)));
    }
    return stop_child(&c, ps);
}

static bool list_all(struct aix *a)
{
    DIR *proc = opendir("/proc");
    struct dirent *entry;

    if (proc == NULL) {
        warn_errno(errno, "cannot read '/proc'");
        return false;
    }
    while ((errno = 0, entry = readdir(proc)) != NULL) {
        struct slice name = slice_str(entry->d_name);
        if (skip_digits(name, 0) == name.n)
            add_pid(a, name);
    }
    int error = errno;
    closedir(proc);
    if (error != 0)
        warn_errno(error, "cannot read '/proc'");
    return error == 0;
}

/* Copies the output of procstack for a process, which may have ended by now. */
static bool copy_stacks(struct aix *a, char *pid)
{
    char procstack[] = "procstack";
    char *argv[] = {procstack, pid, NULL};
    struct child c;
    struct slice line;

    if (!start_child(&c, argv))
        return false;
    a->asked++;
    while (child_line(&c, &line)) {
        output_add(&a->out, line);
        output_char(&a->out, '\n');
    }
    return stop_child(&c, procstack);
}

/* Prints the stacks of all processes once; false after a message. */
static bool sample_processes(struct aix *a)
{
    strbuf_clear(&a->pids);
    if (!(a->user != NULL ? list_of_user(a) : list_all(a)))
        return false;
    for (size_t at = 0; at < a->pids.n; at += strlen(a->pids.p + at) + 1)
        if (!copy_stacks(a, a->pids.p + at))
            return false;
    return true;
}

/* Says why nothing was printed; false if something was. */
static bool report_nothing(const struct aix *a)
{
    if (!output_is_empty(&a->out))
        return false;
    if (a->asked == 0 && a->user != NULL)
        warn("no stacks: user '%s' has no process", a->user);
    else if (a->asked == 0)
        warn("no stacks: there is no process in '/proc'");
    else
        warn("no stacks: procstack ran %zu time%s and printed nothing; only root may see the "
             "stacks of other users", a->asked, a->asked == 1 ? "" : "s");
    return true;
}

static void wait_for(double seconds)
{
    struct timespec left;

    left.tv_sec = (time_t)seconds;
    left.tv_nsec = (long)((seconds - floor(seconds)) * 1e9);
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
}

/* The value of an option, a number above 0; 0 if it is missing or something else. */
static double positive(const char *text)
{
    double value = text != NULL ? perl_double(perl_numify(slice_str(text))) : 0;

    return value > 0 && value < 1e9 ? value : 0;
}

static const struct option options[] = {
    OPTION("u", OPTION_TEXT, struct aix, user, "USER",
           "sample the processes of USER; without it, all"),
    OPTION("r", OPTION_TEXT, struct aix, rounds, "COUNT", "sample COUNT times"),
    OPTION("t", OPTION_TEXT, struct aix, pause, "SECONDS",
           "wait SECONDS after each time; fractions are allowed"),
    OPTION_END
};

static const struct program program = {
    .name = "aix-perf",
    .synopsis = "[-u USER] -r COUNT -t SECONDS > STACKS",
    .about = "Samples the stacks of running processes with procstack, a program of AIX.",
    .example = "  @aix-perf -u web -r 100 -t 0.1 | @stackcollapse-aix | @flamegraph > web.svg\n",
    .options = options,
    .syntax = PROGRAM_LETTERS
};

int main(int argc, char **argv)
{
    static struct aix a;
    bool sampled = true;
    size_t operands;
    int status;

    if (!program_start(&program, argc, argv, &a, &operands, &status))
        return status;
    double rounds = positive(a.rounds);
    double pause = positive(a.pause);
    if (rounds == 0 || pause == 0)
        return program_usage(&program, rounds == 0 ? "-r needs a number of times above 0"
                                                   : "-t needs a number of seconds above 0");

    signal(SIGPIPE, SIG_IGN);
    output_open(&a.out, STDOUT_FILENO);
    while (rounds-- > 0 && sampled && !output_failed(&a.out)) {
        sampled = sample_processes(&a);
        if (sampled)
            wait_for(pause);
    }
    sampled = sampled && !report_nothing(&a);
    status = output_close(&a.out, "standard output");
    return sampled ? status : FG_FAILED;
}
