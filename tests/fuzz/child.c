/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/child.h"

enum { END = 0x1c, MOST_CHILDREN = 200 };

struct text child_answers;
int child_started;

bool child_is_missing(int error)
{
    return error == ENOENT;
}

/* A program that asks without an end finds no more processes. */
int child_start(struct child *c, char *const argv[], enum child_output output)
{
    (void)argv;
    (void)output;
    memset(c, 0, sizeof *c);
    return child_answers.n == 0 ? ENOENT : ++child_started > MOST_CHILDREN ? EAGAIN : 0;
}

/* There is no perf. */
int child_start_watched(struct child *c, char *const argv[], int input)
{
    (void)c;
    (void)argv;
    (void)input;
    return ENOENT;
}

void child_kill(const struct child *c)
{
    (void)c;
}

void child_end_input(struct child *c)
{
    (void)c;
}

bool child_write(struct child *c, struct slice bytes)
{
    (void)bytes;
    return c->pid == 0;
}

bool child_line(struct child *c, struct slice *line)
{
    if (c->pid != 0 || child_answers.n == 0)
        return false;
    char *end = memchr(child_answers.p, '\n', child_answers.n);
    *line = slice_of(child_answers.p, end != NULL ? (size_t)(end - child_answers.p)
                                                  : child_answers.n);
    size_t used = line->n + (end != NULL);
    child_answers.p += used;
    child_answers.n -= used;
    if (line->n == 0 || line->p[0] != END)
        return true;
    c->pid = 1 + (line->n > 1);     /* it has ended */
    return false;
}

bool child_line_within(struct child *c, int milliseconds, size_t bytes, struct slice *line)
{
    (void)milliseconds;
    (void)bytes;
    return child_line(c, line);
}

int child_stop(struct child *c)
{
    return c->pid > 1 ? 1 : 0;
}

/* stackcollapse-guess becomes another program; here that is not found. */
int execvp(const char *file, char *const argv[])
{
    (void)file;
    (void)argv;
    errno = ENOENT;
    return -1;
}

/* aix-perf waits. */
int nanosleep(const struct timespec *duration, struct timespec *left)
{
    (void)duration;
    (void)left;
    return 0;
}

/* The key of all hashes is 0, so that a run can be repeated. */
int __real_open64(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);

int __wrap_open64(const char *path, int flags, ...)
{
    va_list args;

    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return __real_open64(strcmp(path, "/dev/urandom") == 0 ? "/dev/zero" : path, flags, mode);
}
