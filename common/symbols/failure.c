/* SPDX-License-Identifier: MIT */
#include "symbols/failure.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failure;

void failure_reset(void)
{
    failure = 0;
}

void failure_note(void)
{
    if (failure == 0 && (errno == EIO || errno == EMFILE || errno == ENFILE || errno == ENOMEM))
        failure = errno;
}

const char *failure_reason(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0)
        return errno == ENOENT ? "no such file" : strerror(errno);
    if (!S_ISREG(status.st_mode))
        return "not a regular file";
    return access(path, R_OK) != 0 ? strerror(errno) : NULL;
}

int failure_first(void)
{
    return failure;
}
