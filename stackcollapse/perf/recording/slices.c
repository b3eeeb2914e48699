/* SPDX-License-Identifier: MIT */
#include "perf/recording/slices.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "io/interrupt.h"

/* More text without an empty line waits for its turn, in which it need not be kept. */
enum { MOST_KEPT = 1024 * 1024 };

struct queue {
    const struct slices *all;
    pthread_mutex_t lock;
    pthread_cond_t moved;   /* something that others wait for changed */
    size_t turn;            /* the slices before this one are done */
    bool within;            /* the text so far may end within a sample */
    bool any;               /* there was text */
};

struct slice_reader {
    struct queue *queue;
    size_t index;
    struct script *script;
    void *worker;
    struct strbuf text;     /* not counted yet */
    struct strbuf seam;     /* before the first empty line, until its turn */
    size_t searched;        /* so much of the text has no empty line */
    bool begun;             /* the text begins with a sample */
    bool turn;              /* its turn has come */
    pthread_t thread;
};

static void remove_front(struct strbuf *b, size_t n)
{
    memmove(b->p, b->p + n, b->n - n);
    b->n -= n;
}

/* Hands out text in order; the lock is held. */
static void queue_text(struct queue *q, struct slice text)
{
    if (text.n == 0)
        return;
    q->any = true;
    q->all->stages->text(q->all->context, text);
    q->within = !slice_ends(text, "\n\n");
    pthread_cond_broadcast(&q->moved);
}

/* Waits until the slices before this one are done, and hands out what had to wait; the lock is
 * held. */
static void await_turn(struct slice_reader *r)
{
    struct queue *q = r->queue;

    if (r->turn)
        return;
    while (q->turn != r->index)
        pthread_cond_wait(&q->moved, &q->lock);
    r->turn = true;
    queue_text(q, strbuf_slice(&r->seam));
    strbuf_free(&r->seam);
}

/* Hands out all text in order, but for a newline at the end, which may be half of an empty
 * line. */
static void pass_text(struct slice_reader *r)
{
    struct queue *q = r->queue;
    struct slice text = strbuf_slice(&r->text);

    text.n -= slice_ends(text, "\n");
    pthread_mutex_lock(&q->lock);
    await_turn(r);
    queue_text(q, text);
    pthread_mutex_unlock(&q->lock);
    remove_front(&r->text, text.n);
    r->begun = false;
    r->searched = 0;
}

/* Looks for the first empty line; false if there is none yet. */
static bool find_begin(struct slice_reader *r)
{
    struct queue *q = r->queue;
    size_t found = slice_search(slice_from(strbuf_slice(&r->text), r->searched), "\n\n");

    if (found == SLICE_NONE) {
        r->searched = r->text.n > 0 ? r->text.n - 1 : 0;
        if (r->turn || r->text.n > MOST_KEPT)
            pass_text(r);
        return false;
    }
    size_t end = r->searched + found + 2;
    struct slice before = slice_cut(strbuf_slice(&r->text), 0, end);
    if (r->turn) {
        pthread_mutex_lock(&q->lock);
        queue_text(q, before);
        pthread_mutex_unlock(&q->lock);
    } else {
        strbuf_add(&r->seam, before);
    }
    remove_front(&r->text, end);
    r->searched = 0;
    r->begun = true;
    return true;
}

/* The position after the last empty line that ends after `from`; 0 if there is none. */
static size_t last_end(struct slice text, size_t from)
{
    for (size_t end = text.n; end >= 2 && end > from; end--)
        if (text.p[end - 1] == '\n' && text.p[end - 2] == '\n')
            return end;
    return 0;
}

/* Counts whole samples, which others may not do before it if that changes the result. */
static void count_samples(struct slice_reader *r, struct slice samples)
{
    struct queue *q = r->queue;
    const struct recording_stages *stages = q->all->stages;

    stages->work(r->worker, samples);
    pthread_mutex_lock(&q->lock);
    while (!r->turn && (q->within || !stages->ready(q->all->context))) {
        if (q->turn == r->index)
            await_turn(r);
        else
            pthread_cond_wait(&q->moved, &q->lock);
    }
    q->any = true;
    stages->count(q->all->context, r->worker);
    pthread_cond_broadcast(&q->moved);
    pthread_mutex_unlock(&q->lock);
}

/* Takes the text that has come. */
static void take_text(struct slice_reader *r)
{
    if (r->queue->all->stages->work == NULL) {
        pass_text(r);
        return;
    }
    if (!r->begun && !find_begin(r))
        return;
    size_t end = last_end(strbuf_slice(&r->text), r->searched);
    if (end > 0) {
        count_samples(r, slice_cut(strbuf_slice(&r->text), 0, end));
        remove_front(&r->text, end);
        r->searched = 0;
    } else if (r->text.n > MOST_KEPT) {
        pass_text(r);
    } else {
        r->searched = r->text.n;
    }
}

static void *read_slice(void *argument)
{
    struct slice_reader *r = argument;
    struct queue *q = r->queue;

    while (script_read(r->script, &r->text))
        take_text(r);
    pthread_mutex_lock(&q->lock);
    await_turn(r);
    /* An interrupt cuts the last sample. */
    if (interrupt_signal() == 0)
        queue_text(q, strbuf_slice(&r->text));
    q->turn++;
    pthread_cond_broadcast(&q->moved);
    pthread_mutex_unlock(&q->lock);
    return NULL;
}

/* Reads the slices that have no thread, one after another. */
static void read_slices(struct slice_reader *readers, size_t from, size_t to)
{
    for (; from < to; from++)
        read_slice(&readers[from]);
}

bool slices_read(const struct slices *all)
{
    struct queue q = {all, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, false, false};
    struct slice_reader *readers = xcalloc(all->count, sizeof *readers);
    size_t started = 1;

    for (size_t i = 0; i < all->count; i++) {
        struct slice_reader *r = &readers[i];
        r->queue = &q;
        r->index = i;
        r->script = all->scripts[i];
        r->worker = all->workers[i];
        r->begun = r->turn = i == 0;
    }
    for (; started < all->count; started++)
        if (pthread_create(&readers[started].thread, NULL, read_slice, &readers[started]) != 0)
            break;
    read_slice(&readers[0]);
    read_slices(readers, started, all->count);
    for (size_t i = 0; i < all->count; i++) {
        if (i > 0 && i < started)
            pthread_join(readers[i].thread, NULL);
        strbuf_free(&readers[i].text);
        strbuf_free(&readers[i].seam);
    }
    free(readers);
    return q.any;
}
