/* SPDX-License-Identifier: MIT */
#include "io/blocks.h"

#include <errno.h>
#include <unistd.h>

void blocks_init(struct blocks *b)
{
    b->open = false;
    b->reading = 0;
    pthread_mutex_init(&b->lock, NULL);
    pthread_cond_init(&b->done, NULL);
}

void blocks_open(struct blocks *b, int fd, off_t at, off_t end, size_t before)
{
    b->fd = fd;
    b->at = at;
    b->end = end;
    b->before = before;
    b->open = true;
}

static void blocks_wait(struct blocks *b)
{
    pthread_mutex_lock(&b->lock);
    while (b->reading > 0)
        pthread_cond_wait(&b->done, &b->lock);
    pthread_mutex_unlock(&b->lock);
}

bool blocks_next(struct blocks *b, struct block *block)
{
    off_t left = b->end - b->at;

    block->at = b->at;
    block->n = left < (off_t)b->size ? (size_t)left : b->size;
    block->before = b->before;
    b->at += (off_t)block->n;
    b->before = block->n + 1;
    if (left == 0) {
        blocks_wait(b);
        b->open = false;
        return false;
    }
    pthread_mutex_lock(&b->lock);
    b->reading++;
    pthread_mutex_unlock(&b->lock);
    return true;
}

int block_read(const struct blocks *b, const struct block *block, size_t before,
               struct strbuf *to)
{
    size_t wanted = before + block->n;
    off_t at = block->at - (off_t)before;

    strbuf_clear(to);
    strbuf_reserve(to, wanted);
    while (to->n < wanted) {
        ssize_t got = pread(b->fd, to->p + to->n, wanted - to->n, at + (off_t)to->n);
        if (got > 0)
            to->n += (size_t)got;
        else if (got == 0)
            return EIO;
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

void block_done(struct blocks *b)
{
    pthread_mutex_lock(&b->lock);
    b->reading--;
    pthread_cond_signal(&b->done);
    pthread_mutex_unlock(&b->lock);
}

void blocks_free(struct blocks *b)
{
    pthread_mutex_destroy(&b->lock);
    pthread_cond_destroy(&b->done);
}
