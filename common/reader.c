#include "reader.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "alloc.h"

enum { BLOCK_SIZE = 256 * 1024 };

void reader_open(struct reader *r, int fd)
{
    r->fd = fd;
    r->error = 0;
    if (r->buffer == NULL)
        r->buffer = xmalloc(BLOCK_SIZE);
}

bool reader_next(struct reader *r, struct slice *block)
{
    for (;;) {
        ssize_t got = read(r->fd, r->buffer, BLOCK_SIZE);
        if (got > 0) {
            *block = slice_of(r->buffer, (size_t)got);
            return true;
        }
        if (got == 0)
            return false;
        if (errno == EAGAIN) {
            struct pollfd wait = {r->fd, POLLIN, 0};
            poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            r->error = errno;
            return false;
        }
    }
}

void reader_free(struct reader *r)
{
    free(r->buffer);
    r->buffer = NULL;
}
