/* SPDX-License-Identifier: MIT */
#include "perf/recording/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strbuf.h"

/* Makes a file and removes its name; -1 if that fails. */
static int spool_make(void)
{
    const char *folder = getenv("TMPDIR");
    struct strbuf path = {0};

    strbuf_printf(&path, "%s/perf.data.XXXXXX",
                  folder != NULL && *folder != '\0' ? folder : "/tmp");
    strbuf_str(&path);
    int fd = mkstemp(path.p);
    if (fd >= 0 && unlink(path.p) != 0) {
        int error = errno;
        close(fd);
        fd = -1;
        errno = error;
    }
    if (fd >= 0)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    strbuf_free(&path);
    return fd;
}

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
    int fd = spool_make();

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
