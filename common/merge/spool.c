/* SPDX-License-Identifier: MIT */
#include "merge/spool.h"

#include <errno.h>
#include <unistd.h>

#include "base/message.h"
#include "io/tempfile.h"

void spool_open(struct spool *s, size_t memory)
{
    output_open_memory(&s->out);
    s->fd = -1;
    s->flushed = 0;
    s->memory = memory;
}

void spool_clear(struct spool *s)
{
    strbuf_clear(&s->out.pending);
    if (s->fd >= 0 && (ftruncate(s->fd, 0) != 0 || lseek(s->fd, 0, SEEK_SET) != 0))
        s->out.error = errno;
    s->flushed = 0;
}

void spool_settle(struct spool *s)
{
    if (s->fd < 0 && s->out.pending.n < s->memory)
        return;
    if (s->fd < 0 && s->out.error == 0) {
        s->fd = tempfile_make("folded");
        if (s->fd < 0)
            s->out.error = errno;
    }
    s->out.fd = s->fd;
    size_t before = s->out.pending.n;
    output_add(&s->out, slice_of("", 0));
    s->flushed += before - s->out.pending.n;
}

uint64_t spool_size(const struct spool *s)
{
    return s->flushed + s->out.pending.n;
}

bool spool_end(struct spool *s)
{
    if (s->fd >= 0 && s->out.error == 0) {
        s->flushed += s->out.pending.n;
        output_flush(&s->out);
    }
    if (s->out.error == 0)
        return true;
    warn_errno(s->out.error, "cannot write a temporary file in '%s'", tempfile_folder());
    return false;
}

size_t spool_read(const struct spool *s, uint64_t from, char *to, size_t room, int *error)
{
    uint64_t size = spool_size(s);

    *error = 0;
    if (room > size - from)
        room = (size_t)(size - from);
    if (s->fd < 0) {
        if (room > 0)
            memcpy(to, s->out.pending.p + from, room);
        return room;
    }
    ssize_t got;
    while ((got = pread(s->fd, to, room, (off_t)from)) < 0)
        if (errno != EINTR) {
            *error = errno;
            return 0;
        }
    return (size_t)got;
}

void spool_close(struct spool *s)
{
    strbuf_free(&s->out.pending);
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}
