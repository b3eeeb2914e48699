/* SPDX-License-Identifier: MIT */
#include "io/tempfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/message.h"
#include "base/strbuf.h"

const char *tempfile_folder(void)
{
    const char *folder = getenv("TMPDIR");

    return folder != NULL && *folder != '\0' ? folder : "/tmp";
}

int tempfile_make(const char *name)
{
    struct strbuf path = {0};

    strbuf_printf(&path, "%s/%s.XXXXXX", tempfile_folder(), name);
    strbuf_str(&path);
    int fd = mkstemp(path.p);
    int error = errno;
    if (fd >= 0 && unlink(path.p) != 0 && unlink(path.p) != 0) {
        error = errno;
        warn("cannot remove '%s'; remove it", path.p);
        close(fd);
        fd = -1;
    }
    if (fd >= 0)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    strbuf_free(&path);
    errno = error;
    return fd;
}
