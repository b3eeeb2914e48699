/* SPDX-License-Identifier: MIT */
#include "io/relay.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/alloc.h"

struct relay {
    const struct relay_stages *stages;
    void *context;
    pthread_mutex_t take;       /* guards what the stage `take` uses, and these: */
    size_t taken;               /* how many pieces were taken */
    bool ended;
    pthread_mutex_t turn;       /* guards the others */
    pthread_cond_t next_turn;
    size_t counted;             /* how many pieces were counted, ... */
    size_t finished;            /* ... and finished */
};

struct runner {
    struct relay *relay;
    void *worker;
    pthread_t thread;
};

/* Takes a piece; *piece is its position in the input. False at the end. */
static bool relay_take(struct relay *r, void *worker, size_t *piece)
{
    pthread_mutex_lock(&r->take);
    bool taken = !r->ended && r->stages->take(r->context, worker);
    r->ended = !taken;
    *piece = r->taken;
    r->taken += taken;
    pthread_mutex_unlock(&r->take);
    return taken;
}

/* Waits until *done, which others change, is `piece`. */
static void relay_wait(struct relay *r, const size_t *done, size_t piece)
{
    pthread_mutex_lock(&r->turn);
    while (*done != piece)
        pthread_cond_wait(&r->next_turn, &r->turn);
    pthread_mutex_unlock(&r->turn);
}

static void relay_done(struct relay *r, size_t *done)
{
    pthread_mutex_lock(&r->turn);
    ++*done;
    pthread_cond_broadcast(&r->next_turn);
    pthread_mutex_unlock(&r->turn);
}

/* Counts a piece after all earlier ones. */
static void relay_count(struct relay *r, void *worker, size_t piece)
{
    relay_wait(r, &r->counted, piece);
    if (r->stages->alone != NULL && r->stages->alone(r->context, worker))
        relay_wait(r, &r->finished, piece);
    r->stages->count(r->context, worker);
    relay_done(r, &r->counted);
}

static void relay_finish(struct relay *r, void *worker)
{
    if (r->stages->finish != NULL)
        r->stages->finish(r->context, worker);
    if (r->stages->alone != NULL)
        relay_done(r, &r->finished);
}

/* Runs up to `limit` pieces through all stages. */
static void run_pieces(struct relay *r, void *worker, size_t limit)
{
    size_t piece;

    while (limit-- > 0 && relay_take(r, worker, &piece)) {
        r->stages->work(worker);
        relay_count(r, worker, piece);
        relay_finish(r, worker);
    }
}

static void *run_thread(void *argument)
{
    struct runner *runner = argument;

    run_pieces(runner->relay, runner->worker, SIZE_MAX);
    return NULL;
}

void relay_run(const struct relay_stages *stages, void *context, void *const *workers,
               size_t count, size_t few)
{
    struct relay r = {stages, context, PTHREAD_MUTEX_INITIALIZER, 0, false,
                      PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0};
    struct runner *runners = xcalloc(count, sizeof *runners);
    size_t started = 1;

    run_pieces(&r, workers[0], count > 1 ? few : SIZE_MAX);
    if (r.ended)
        count = 1;
    for (; started < count; started++) {
        runners[started].relay = &r;
        runners[started].worker = workers[started];
        if (pthread_create(&runners[started].thread, NULL, run_thread, &runners[started]) != 0)
            break;
    }
    run_pieces(&r, workers[0], SIZE_MAX);
    while (started > 1)
        pthread_join(runners[--started].thread, NULL);
    free(runners);
}
