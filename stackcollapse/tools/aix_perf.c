/*
 * aix-perf: samples the stacks of running processes on AIX, by its program
 * procstack, again and again, for stackcollapse-aix.
 *
 * Programs are found by PATH and started directly, without a shell.
 */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "io/coprocess.h"
#include "io/output.h"
#include "io/program.h"
#include "perl/number.h"

struct aix {
    char *user;         /* whose processes; NULL: all */
    const char *rounds;
    const char *pause;
    struct output out;
    struct strbuf pids; /* each ended by a NUL */
};

static void add_pid(struct aix *a, struct slice digits)
{
    if (digits.n > 0) {
        strbuf_add(&a->pids, digits);
        strbuf_add_char(&a->pids, '\0');
    }
}

/* Starts a program that is needed, or ends this one. */
static void start(struct coprocess *c, char *const argv[])
{
    int error = coprocess_start(c, argv);

    if (error != 0)
        die(FG_TROUBLE, "cannot run '%s': %s", argv[0], strerror(error));
}

static void stop(struct coprocess *c, const char *name)
{
    if (coprocess_stop(c) == COPROCESS_NOT_STARTED)
        die(FG_TROUBLE, "cannot run '%s', which is not found by PATH", name);
}

static void list_of_user(struct aix *a)
{
    char ps[] = "ps", users[] = "-u", format[] = "-o", pid[] = "pid=";
    char *argv[] = {ps, users, a->user, format, pid, NULL};
    struct coprocess c;
    struct slice line;

    start(&c, argv);
    while (coprocess_line(&c, &line)) {
        size_t from = skip_spaces(line, 0);
        add_pid(a, slice_cut(line, from, skip_digits(line, from)));
    }
    stop(&c, ps);
}

static void list_all(struct aix *a)
{
    DIR *proc = opendir("/proc");
    struct dirent *entry;

    if (proc == NULL)
        die(FG_TROUBLE, "cannot read '/proc': %s", strerror(errno));
    while ((entry = readdir(proc)) != NULL) {
        struct slice name = slice_str(entry->d_name);
        if (skip_digits(name, 0) == name.n)
            add_pid(a, name);
    }
    closedir(proc);
}

/* Copies what procstack says about a process, which may be gone by now. */
static void print_stacks(struct aix *a, char *pid)
{
    char procstack[] = "procstack";
    char *argv[] = {procstack, pid, NULL};
    struct coprocess c;
    struct slice line;

    start(&c, argv);
    while (coprocess_line(&c, &line)) {
        output_add(&a->out, line);
        output_char(&a->out, '\n');
    }
    stop(&c, procstack);
}

static void sample(struct aix *a)
{
    strbuf_clear(&a->pids);
    if (a->user != NULL)
        list_of_user(a);
    else
        list_all(a);
    for (size_t at = 0; at < a->pids.n; at += strlen(a->pids.p + at) + 1)
        print_stacks(a, a->pids.p + at);
}

static void wait_for(double seconds)
{
    struct timespec left;

    left.tv_sec = (time_t)seconds;
    left.tv_nsec = (long)((seconds - floor(seconds)) * 1e9);
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
}

static const char usage[] =
    "[-u USER] -r COUNT -t SECONDS > STACKS\n"
    "Prints the stacks of the processes of USER, or of all, COUNT times, SECONDS\n"
    "apart. It needs procstack, a program of AIX.\n"
    "\n"
    "  -h, --help, --version\n"
    "             print this, or the version\n"
    "\n"
    "  aix-perf -u web -r 100 -t 0.1 | stackcollapse-aix | flamegraph > web.svg\n";

/* Reads letters with values, "-r 5" or "-r5", in front of the operands. */
static void read_options(struct aix *a, int argc, char **argv)
{
    for (int i = 1; i < argc && argv[i][0] == '-' && strcmp(argv[i], "--") != 0; i++) {
        char letter = argv[i][1];
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            program_help(usage);
        if (strcmp(argv[i], "--version") == 0)
            program_version();
        if (letter != 'u' && letter != 'r' && letter != 't')
            die(FG_USAGE, "unknown option '%s'; '%s -h' lists the options", argv[i],
                program_name());
        char *value = argv[i][2] != '\0' ? argv[i] + 2 : argv[++i];
        if (value == NULL)
            die(FG_USAGE, "option -%c wants a value", letter);
        if (letter == 'u')
            a->user = value;
        else if (letter == 'r')
            a->rounds = value;
        else
            a->pause = value;
    }
}

/* The value of an option, which has to be a number above 0. */
static double positive(const char *text, char letter)
{
    double value = text != NULL ? perl_double(perl_numify(slice_str(text))) : 0;

    if (!(value > 0 && value < 1e9))
        die(FG_USAGE, "option -%c wants a number above 0; '%s -h' tells more", letter,
            program_name());
    return value;
}

int main(int argc, char **argv)
{
    struct aix a = {0};

    set_program_name(argc > 0 ? argv[0] : NULL);
    read_options(&a, argc, argv);
    double rounds = positive(a.rounds, 'r');
    double pause = positive(a.pause, 't');

    signal(SIGPIPE, SIG_IGN);
    output_open(&a.out, STDOUT_FILENO);
    for (double i = 0; i < rounds; i++) {
        sample(&a);
        wait_for(pause);
    }
    strbuf_free(&a.pids);
    return output_close(&a.out, "standard output") ? FG_OK : FG_TROUBLE;
}
