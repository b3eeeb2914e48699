/* SPDX-License-Identifier: MIT */
/* Files in memory, for modules that open a file by its name. */
#ifndef FUZZ_MEMFILE_H
#define FUZZ_MEMFILE_H

#include <sys/mman.h>
#include <unistd.h>

#include "part.h"

struct memfile {
    int fd;
    char name[32];
};

static inline void memfile_open(struct memfile *f, struct slice content)
{
    f->fd = memfd_create("fuzz", 0);
    EXPECT(f->fd >= 0 && write(f->fd, content.p, content.n) == (ssize_t)content.n);
    snprintf(f->name, sizeof f->name, "/proc/self/fd/%d", f->fd);
}

static inline void memfile_close(struct memfile *f)
{
    close(f->fd);
}

#endif
