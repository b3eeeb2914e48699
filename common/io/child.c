/* SPDX-License-Identifier: MIT */
#include "io/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/message.h"

extern char **environ;

static void close_end(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

static void close_pipe(int ends[2])
{
    close_end(&ends[0]);
    close_end(&ends[1]);
}

/* A pipe whose ends no other child inherits: one that did would keep it open. Returns 0 or
 * an error number. */
static int private_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        ends[0] = ends[1] = -1;
        return errno;
    }
    if (fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0)
        return 0;
    int error = errno;
    close_pipe(ends);
    return error;
}

/* What a child gets. */
struct gift {
    int input;
    int output;     /* -1: ours, and our standard error */
    int errors;     /* -1: nobody reads them */
    bool group;     /* a process group of its own */
};

static int choose_files(posix_spawn_file_actions_t *files, const struct gift *g)
{
    int error = posix_spawn_file_actions_adddup2(files, g->input, STDIN_FILENO);

    if (error == 0 && g->output >= 0)
        error = posix_spawn_file_actions_adddup2(files, g->output, STDOUT_FILENO);
    if (error == 0 && g->errors >= 0)
        error = posix_spawn_file_actions_adddup2(files, g->errors, STDERR_FILENO);
    else if (error == 0 && g->output >= 0)
        error = posix_spawn_file_actions_addopen(files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    return error;
}

/* The child does not inherit that SIGPIPE is ignored. */
static int choose_attributes(posix_spawnattr_t *attributes, const struct gift *g)
{
    sigset_t signals;
    int flags = POSIX_SPAWN_SETSIGDEF | (g->group ? POSIX_SPAWN_SETPGROUP : 0);

    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    int error = posix_spawnattr_setsigdefault(attributes, &signals);
    return error != 0 ? error : posix_spawnattr_setflags(attributes, (short)flags);
}

/* Starts a program. Returns 0 or an error number. */
static int spawn(pid_t *pid, char *const argv[], const struct gift *g)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;

    int error = posix_spawn_file_actions_init(&files);
    if (error != 0)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = choose_files(&files, g);
        if (error == 0)
            error = choose_attributes(&attributes, g);
        if (error == 0)
            error = posix_spawnp(pid, argv[0], &files, &attributes, argv, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return error;
}

bool child_is_missing(int error)
{
    return error == ENOENT || error == ENOTDIR || error == EACCES || error == ENOEXEC
           || error == ELOOP || error == ENAMETOOLONG || error == E2BIG;
}

/* Starts a program with pipes for what is not given. Returns 0 or an error number. */
static int start(struct child *c, char *const argv[], struct gift gift, bool answers)
{
    int to[2] = {-1, -1};
    int from[2] = {-1, -1};
    int errors[2] = {-1, -1};

    memset(c, 0, sizeof *c);
    signal(SIGCHLD, SIG_DFL);   /* where it is ignored, the exit status is lost */
    int error = gift.input < 0 ? private_pipe(to) : 0;
    if (error == 0 && answers)
        error = private_pipe(from);
    if (error == 0 && gift.group)
        error = private_pipe(errors);
    if (gift.input < 0)
        gift.input = to[0];
    gift.output = from[1];
    gift.errors = errors[1];
    if (error == 0)
        error = spawn(&c->pid, argv, &gift);
    close_end(&to[0]);
    close_end(&from[1]);
    close_end(&errors[1]);
    c->to = to[1];
    c->from = from[0];
    c->errors = errors[0];
    if (error != 0) {
        close_end(&c->to);
        close_end(&c->from);
        close_end(&c->errors);
    } else if (c->from >= 0) {
        reader_open(&c->reader, c->from);
    }
    return error;
}

int child_start(struct child *c, char *const argv[], enum child_output output)
{
    struct gift gift = {-1, -1, -1, false};

    return start(c, argv, gift, output == CHILD_ANSWERS);
}

int child_start_watched(struct child *c, char *const argv[], int input)
{
    struct gift gift = {input, -1, -1, true};

    return start(c, argv, gift, true);
}

/* Waits a second for its end; it can still be waited for. */
static bool child_ends(const struct child *c)
{
    enum { NAPS = 100 };
    const struct timespec nap = {0, 1000000000 / NAPS};
    siginfo_t info;

    for (int i = 0; i < NAPS; i++) {
        info.si_pid = 0;
        if (waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0
            || info.si_pid == c->pid)
            return true;
        nanosleep(&nap, NULL);
    }
    return false;
}

void child_kill(const struct child *c)
{
    kill(-c->pid, SIGTERM);
    if (!child_ends(c))
        kill(-c->pid, SIGKILL);
}

void child_end_input(struct child *c)
{
    close_end(&c->to);
}

bool child_write(struct child *c, struct slice bytes)
{
    while (bytes.n > 0) {
        ssize_t written = write(c->to, bytes.p, bytes.n);
        if (written > 0)
            bytes = slice_from(bytes, (size_t)written);
        else if (written < 0 && errno != EINTR) {
            c->error = errno == EPIPE ? 0 : errno;
            return false;
        }
    }
    return true;
}

static int64_t milliseconds_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Whether there is something to read before that time; the end, too. */
static bool child_readable(const struct child *c, int64_t until)
{
    struct pollfd from = {c->from, POLLIN, 0};
    int ready;

    do {
        const int64_t left = until - milliseconds_now();
        ready = poll(&from, 1, left > 0 ? (int)left : 0);
    } while (ready < 0 && errno == EINTR);
    return ready != 0;
}

bool child_line_within(struct child *c, int milliseconds, size_t bytes, struct slice *line)
{
    const bool forever = milliseconds == CHILD_FOREVER;
    const int64_t until = forever ? 0 : milliseconds_now() + milliseconds;
    struct slice block;
    size_t got = 0;

    while (!lines_next(&c->lines, line)) {
        if (got > bytes || (!forever && !child_readable(c, until))) {
            c->error = got > bytes ? EFBIG : ETIMEDOUT;
            kill(c->pid, SIGKILL);
            return false;
        }
        if (!reader_next(&c->reader, &block)) {
            if (c->error == 0)
                c->error = c->reader.error;
            return lines_last(&c->lines, line);
        }
        got += block.n;
        lines_feed(&c->lines, block);
    }
    return true;
}

bool child_line(struct child *c, struct slice *line)
{
    return child_line_within(c, CHILD_FOREVER, SIZE_MAX, line);
}

int child_stop(struct child *c)
{
    int status = 0;

    close_end(&c->to);
    close_end(&c->from);
    close_end(&c->errors);
    reader_free(&c->reader);
    lines_free(&c->lines);
    while (waitpid(c->pid, &status, 0) < 0)
        if (errno != EINTR) {
            if (c->error == 0)
                c->error = errno;
            return FG_FAILED;
        }
    c->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return c->signal == 0 ? WEXITSTATUS(status) : FG_SIGNAL + c->signal;
}
