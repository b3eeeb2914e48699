/* SPDX-License-Identifier: MIT */
#include "symbols/failure.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void failure_note(int *first)
{
    if (*first == 0 && (errno == EIO || errno == EMFILE || errno == ENFILE || errno == ENOMEM))
        *first = errno;
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
