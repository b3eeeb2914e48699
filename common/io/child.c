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

/* A pipe whose ends no other child inherits. */
static bool private_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

static void close_pipe(int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

/* Starts a program with these descriptors; `output` -1: with ours. */
static int spawn(pid_t *pid, char *const argv[], int input, int output)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    if (output >= 0) {
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    int error = posix_spawnp(pid, argv[0], &files, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return error;
}

int child_start(struct child *c, char *const argv[], enum child_output output)
{
    int to[2];
    int from[2] = {-1, -1};

    memset(c, 0, sizeof *c);
    if (!private_pipe(to))
        return errno;
    if (output == CHILD_ANSWERS && !private_pipe(from)) {
        int error = errno;
        close_pipe(to);
        return error;
    }
    int error = spawn(&c->pid, argv, to[0], from[1]);
    close(to[0]);
    if (from[1] >= 0)
        close(from[1]);
    c->to = to[1];
    c->from = from[0];
    if (error != 0) {
        close(c->to);
        if (c->from >= 0)
            close(c->from);
    } else if (c->from >= 0) {
        reader_open(&c->reader, c->from);
    }
    return error;
}

bool child_write(struct child *c, struct slice bytes)
{
    while (bytes.n > 0) {
        ssize_t written = write(c->to, bytes.p, bytes.n);
        if (written > 0)
            bytes = slice_from(bytes, (size_t)written);
        else if (written < 0 && errno != EINTR)
            return false;
    }
    return true;
}

bool child_line(struct child *c, struct slice *line)
{
    struct slice block;

    while (!lines_next(&c->lines, line)) {
        if (!reader_next(&c->reader, &block))
            return lines_last(&c->lines, line);
        lines_feed(&c->lines, block);
    }
    return true;
}

int child_stop(struct child *c)
{
    int status = 0;

    close(c->to);
    if (c->from >= 0)
        close(c->from);
    reader_free(&c->reader);
    lines_free(&c->lines);
    while (waitpid(c->pid, &status, 0) < 0)
        if (errno != EINTR)
            return FG_FAILED;
    return WIFEXITED(status) ? WEXITSTATUS(status) : FG_SIGNAL + WTERMSIG(status);
}
