/* SPDX-License-Identifier: MIT */
#include "io/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "io/interrupt.h"

/* A block stays in a processor's own cache, from which the lines are read. */
enum { BLOCK_SIZE = 64 * 1024, PIPE_SIZE = 256 * 1024 };

/* Enlarges a pipe to several blocks, so that its two ends wait for each other less
 * often. Only Linux can: 1031 is its F_SETPIPE_SZ, which the POSIX headers hide. */
static void widen_pipe(int fd)
{
#ifdef __linux__
    struct stat status;

    if (fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode))
        fcntl(fd, 1031, (int)PIPE_SIZE);
#else
    (void)fd;
#endif
}

void reader_open(struct reader *r, int fd)
{
    widen_pipe(fd);
    r->fd = fd;
    r->error = 0;
    r->interruptible = false;
}

bool reader_is_output(int fd)
{
    struct stat in, out;

    return fstat(fd, &in) == 0 && S_ISREG(in.st_mode) && fstat(STDOUT_FILENO, &out) == 0
           && in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

size_t reader_read(struct reader *r, char *to, size_t room)
{
    while (r->error == 0) {
        if (r->interruptible && !interrupt_wait(r->fd))
            return 0;
        ssize_t got = read(r->fd, to, room);
        if (got >= 0)
            return (size_t)got;
        if (errno == EAGAIN) {
            struct pollfd wait = {r->fd, POLLIN, 0};
            poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            r->error = errno;
        }
    }
    return 0;
}

bool reader_next(struct reader *r, struct slice *block)
{
    if (r->buffer == NULL)
        r->buffer = xmalloc(BLOCK_SIZE);
    *block = slice_of(r->buffer, reader_read(r, r->buffer, BLOCK_SIZE));
    return block->n > 0;
}

void reader_free(struct reader *r)
{
    free(r->buffer);
    r->buffer = NULL;
}
