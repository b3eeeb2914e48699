/* SPDX-License-Identifier: MIT */
#include "io/relay.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "test.h"

enum { MOST_WORKERS = 9 };

struct worker {
    size_t index;
    size_t piece;       /* what it took, ... */
    size_t result;      /* ... and what it made of it */
    size_t works;
    size_t finished;    /* pieces */
};

/* Each stage has its own fields. They are guarded by nothing but the relay. */
struct job {
    size_t pieces;
    size_t alone;
    size_t taken, asked;        /* take */
    size_t counted;             /* count */
    size_t wrong;               /* what was counted out of turn, or is not worked on */
    size_t helped;              /* by others than the first, too early */
    unsigned long sum;
    const struct worker *workers;
    size_t worker_count;
};

static bool take(void *context, void *worker)
{
    struct job *job = context;
    struct worker *w = worker;

    job->asked++;
    if (job->taken == job->pieces)
        return false;
    w->piece = job->taken++;
    return true;
}

/* Some pieces take longer than others. */
static void work(void *worker)
{
    struct worker *w = worker;

    for (size_t i = w->piece * 7919 % 13; i > 10; i--)
        sched_yield();
    w->result = w->piece * w->piece;
    w->works++;
}

static void count(void *context, void *worker)
{
    struct job *job = context;
    const struct worker *w = worker;

    job->wrong += w->piece != job->counted || w->result != w->piece * w->piece;
    job->helped += job->counted < job->alone && w->index > 0;
    job->counted++;
    job->sum = job->sum * 31 + w->result;
}

static bool is_alone(void *context, void *worker)
{
    const struct worker *w = worker;

    (void)context;
    return w->piece % 5 == 3;
}

/* Counts a piece; where it is alone, all earlier ones are finished. */
static void count_after(void *context, void *worker)
{
    struct job *job = context;
    size_t finished = 0;

    for (size_t i = 0; is_alone(context, worker) && i < job->worker_count; i++)
        finished += job->workers[i].finished;
    job->wrong += is_alone(context, worker) && finished != job->counted;
    count(context, worker);
}

static void finish(void *context, void *worker)
{
    struct worker *w = worker;

    (void)context;
    for (size_t i = w->piece * 6007 % 13; i > 10; i--)
        sched_yield();
    w->finished++;
}

static void check_relay(const struct relay_stages *stages, size_t pieces, size_t workers,
                        size_t alone)
{
    struct worker list[MOST_WORKERS] = {{0, 0, 0, 0, 0}};
    void *pointers[MOST_WORKERS] = {NULL};
    struct job job = {pieces, alone, 0, 0, 0, 0, 0, 0, list, workers};
    unsigned long sum = 0;
    size_t works = 0;
    size_t finished = 0;

    for (size_t i = 0; i < workers; i++) {
        list[i].index = i;
        pointers[i] = &list[i];
    }
    relay_run(stages, &job, pointers, workers, alone);
    for (size_t i = 0; i < pieces; i++)
        sum = sum * 31 + i * i;
    for (size_t i = 0; i < workers; i++) {
        works += list[i].works;
        finished += list[i].finished;
    }
    CHECK_EQ_SIZE(job.taken, pieces);
    CHECK_EQ_SIZE(job.asked, pieces + 1);   /* nobody asks again at the end */
    CHECK_EQ_SIZE(job.counted, pieces);
    CHECK_EQ_SIZE(job.wrong, 0);
    CHECK_EQ_SIZE(job.helped, 0);
    CHECK_EQ_SIZE(works, pieces);
    CHECK_EQ_SIZE(finished, stages->finish != NULL ? pieces : 0);
    CHECK(job.sum == sum);
}

static void test_order(void)
{
    static const size_t pieces[] = {0, 1, 2, 15, 16, 17, 1000};
    static const size_t alone[] = {0, 1, 16, 2000};
    static const struct relay_stages three = {take, work, count, NULL, NULL};
    static const struct relay_stages five = {take, work, count_after, finish, is_alone};

    for (size_t workers = 1; workers <= MOST_WORKERS; workers++)
        for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
            for (size_t k = 0; k < sizeof alone / sizeof *alone; k++) {
                check_relay(&three, pieces[i], workers, alone[k]);
                check_relay(&five, pieces[i], workers, alone[k]);
            }
    check_relay(&three, 20000, 4, 3);
    check_relay(&five, 20000, 4, 3);
}

/* Two pieces, of which neither is done before both are being worked on. */
struct pair {
    size_t taken, counted;
};

static bool take_pair(void *context, void *worker)
{
    struct pair *pair = context;

    (void)worker;
    return pair->taken < 2 && ++pair->taken > 0;
}

static void meet(void *worker)
{
    pthread_barrier_wait(worker);
}

static void count_pair(void *context, void *worker)
{
    struct pair *pair = context;

    (void)worker;
    pair->counted++;
}

static void test_same_time(void)
{
    static const struct relay_stages stages = {take_pair, meet, count_pair, NULL, NULL};
    struct pair pair = {0, 0};
    pthread_barrier_t barrier;
    void *workers[2] = {&barrier, &barrier};

    pthread_barrier_init(&barrier, NULL, 2);
    relay_run(&stages, &pair, workers, 2, 0);
    pthread_barrier_destroy(&barrier);
    CHECK_EQ_SIZE(pair.counted, 2);
}

int main(void)
{
    test_order();
    test_same_time();
    return test_report();
}
