/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/message.h"

enum { FLUSH_SIZE = 64 * 1024 };

static void output_write(struct output *o, const char *from, size_t left)
{
    while (left > 0 && o->error == 0) {
        ssize_t written = write(o->fd, from, left);
        if (written >= 0) {
            from += written;
            left -= (size_t)written;
        } else if (errno == EAGAIN) {
            struct pollfd wait = {o->fd, POLLOUT, 0};
            poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            o->error = errno;
        }
    }
    o->flushed = true;
}

void output_flush(struct output *o)
{
    output_write(o, o->pending.p, o->pending.n);
    strbuf_clear(&o->pending);
}

void output_open(struct output *o, int fd)
{
    struct output fresh = {0};

    *o = fresh;
    o->fd = fd;
    strbuf_reserve(&o->pending, FLUSH_SIZE);
}

void output_open_memory(struct output *o)
{
    struct output fresh = {0};

    *o = fresh;
    o->fd = -1;
}

void output_add(struct output *o, struct slice bytes)
{
    if (bytes.n >= FLUSH_SIZE && o->fd >= 0) {
        output_flush(o);
        output_write(o, bytes.p, bytes.n);
        return;
    }
    strbuf_add(&o->pending, bytes);
    if (o->pending.n >= FLUSH_SIZE && o->fd >= 0)
        output_flush(o);
}

void output_char(struct output *o, char c)
{
    output_add(o, slice_of(&c, 1));
}

void output_str(struct output *o, const char *string)
{
    output_add(o, slice_str(string));
}

void output_number(struct output *o, struct perl_number n)
{
    char text[PERL_NUMBER_TEXT];

    output_add(o, slice_of(text, perl_number_text(n, text)));
}

int output_close(struct output *o, const char *name)
{
    output_flush(o);
    strbuf_free(&o->pending);
    if (close(o->fd) != 0 && o->error == 0)
        o->error = errno;
    if (o->error == 0)
        return FG_OK;
    if (o->error == EPIPE)
        return FG_PIPE;
    warn_errno(o->error, "cannot write %s", name);
    return FG_FAILED;
}
