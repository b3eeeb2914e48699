/* SPDX-License-Identifier: MIT */
#include "perf/recording/spool.h"

#include <errno.h>
#include <unistd.h>

#include "io/tempfile.h"

static bool spool_write(int fd, struct slice bytes)
{
    while (bytes.n > 0) {
        ssize_t written = write(fd, bytes.p, bytes.n);
        if (written < 0 && errno != EINTR)
            return false;
        bytes = slice_from(bytes, written > 0 ? (size_t)written : 0);
    }
    return true;
}

int spool_copy(struct slice head, struct reader *rest)
{
    struct slice block;
    int fd = tempfile_make("perf.data");

    if (fd < 0)
        return -1;
    bool copied = spool_write(fd, head);
    while (copied && reader_next(rest, &block))
        copied = spool_write(fd, block);
    if (!copied || rest->error != 0) {
        int error = copied ? rest->error : errno;
        close(fd);
        fd = -1;
        errno = error;
    }
    return fd;
}
