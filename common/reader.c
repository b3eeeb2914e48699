#include "reader.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "alloc.h"
#include "interrupt.h"

enum { BLOCK_SIZE = 256 * 1024 };

void reader_open(struct reader *r, int fd)
{
    r->fd = fd;
    r->error = 0;
    r->interruptible = false;
}

size_t reader_read(struct reader *r, char *to, size_t room)
{
    for (;;) {
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
            return 0;
        }
    }
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
