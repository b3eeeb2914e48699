/* SPDX-License-Identifier: MIT */
#include "io/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
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

/* The child's descriptors; `output` -1: ours. */
static int choose_files(posix_spawn_file_actions_t *files, int input, int output)
{
    int error = posix_spawn_file_actions_adddup2(files, input, STDIN_FILENO);

    if (error == 0 && output >= 0)
        error = posix_spawn_file_actions_adddup2(files, output, STDOUT_FILENO);
    if (error == 0 && output >= 0)
        error = posix_spawn_file_actions_addopen(files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    return error;
}

/* The child does not inherit that SIGPIPE is ignored. */
static int choose_signals(posix_spawnattr_t *attributes)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    int error = posix_spawnattr_setsigdefault(attributes, &signals);
    return error != 0 ? error : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
}

/* Starts a program with these descriptors. Returns 0 or an error number. */
static int spawn(pid_t *pid, char *const argv[], int input, int output)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;

    int error = posix_spawn_file_actions_init(&files);
    if (error != 0)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        error = choose_files(&files, input, output);
        if (error == 0)
            error = choose_signals(&attributes);
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

int child_start(struct child *c, char *const argv[], enum child_output output)
{
    int to[2] = {-1, -1};
    int from[2] = {-1, -1};

    memset(c, 0, sizeof *c);
    signal(SIGCHLD, SIG_DFL);   /* where it is ignored, the exit status is lost */
    int error = private_pipe(to);
    if (error == 0 && output == CHILD_ANSWERS)
        error = private_pipe(from);
    if (error == 0)
        error = spawn(&c->pid, argv, to[0], from[1]);
    if (error != 0) {
        close_pipe(to);
        close_pipe(from);
        return error;
    }
    close_end(&to[0]);
    close_end(&from[1]);
    c->to = to[1];
    c->from = from[0];
    if (c->from >= 0)
        reader_open(&c->reader, c->from);
    return 0;
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

bool child_line(struct child *c, struct slice *line)
{
    struct slice block;

    while (!lines_next(&c->lines, line)) {
        if (!reader_next(&c->reader, &block)) {
            if (c->error == 0)
                c->error = c->reader.error;
            return lines_last(&c->lines, line);
        }
        lines_feed(&c->lines, block);
    }
    return true;
}

int child_stop(struct child *c)
{
    int status = 0;

    close_end(&c->to);
    close_end(&c->from);
    reader_free(&c->reader);
    lines_free(&c->lines);
    while (waitpid(c->pid, &status, 0) < 0)
        if (errno != EINTR) {
            if (c->error == 0)
                c->error = errno;
            return FG_FAILED;
        }
    return WIFEXITED(status) ? WEXITSTATUS(status) : FG_SIGNAL + WTERMSIG(status);
}
