/* SPDX-License-Identifier: MIT */
/* Descriptors whose bytes a test looks at afterwards. */
#ifndef FG_CAPTURE_H
#define FG_CAPTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strbuf.h"

/* A new file without a name, open for reading and writing. */
static inline int temporary_file(void)
{
    FILE *file = tmpfile();
    int fd = file != NULL ? dup(fileno(file)) : -1;

    if (fd < 0) {
        perror("temporary file");
        exit(2);
    }
    fclose(file);
    return fd;
}

/* Puts the whole content of the file `fd`, which is closed, into `to`. */
static inline void take_file(int fd, struct strbuf *to)
{
    ssize_t got;

    strbuf_clear(to);
    lseek(fd, 0, SEEK_SET);
    do {
        strbuf_reserve(to, 4096);
        got = read(fd, to->p + to->n, 4096);
        to->n += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    close(fd);
}

/* A descriptor whose output goes to a temporary file for a while. */
struct capture {
    int fd;
    int saved;
};

static inline struct capture capture_begin(int fd)
{
    struct capture c = {fd, dup(fd)};
    int file = temporary_file();

    dup2(file, fd);
    close(file);
    return c;
}

/* Ends it and puts what was written into `to`. */
static inline void capture_end(const struct capture *c, struct strbuf *to)
{
    int file = dup(c->fd);

    dup2(c->saved, c->fd);
    close(c->saved);
    take_file(file, to);
}

#endif
