/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/alloc.h"
#include "io/relay.h"
#include "perf/perf.h"

enum { FEW = 16 };  /* chunks before other threads start */

static bool next_chunk(void *state, void *worker)
{
    struct perf *s = state;
    struct perf_worker *w = worker;

    return chunker_next(&s->chunker, &w->chunk);
}

static void sample_chunk(void *worker)
{
    struct perf_worker *w = worker;

    chunk_read(&w->chunk);
    perf_sampler_read(&w->sampler, w->chunk.text, w->chunk.within);
    w->regular = perf_shares_sum(&w->sampler, w->ones, &w->sum);
}

/* Whether the chunk is counted in the main table. */
static bool is_alone(void *state, void *worker)
{
    struct perf *s = state;
    struct perf_worker *w = worker;

    w->lost = s->lost && !w->chunk.file_start;
    s->lost = w->lost || w->chunk.failed;
    s->failed = s->failed || s->lost;
    w->shared = w->regular && !w->lost && perf_stacks_settled(s->stacks)
                && perf_shares_have_room(&s->shares, w->sum);
    return !w->shared;
}

void perf_count(struct perf *s, struct perf_sampler *sampler, const char *file)
{
    for (size_t i = 0; i < sampler->count; i++) {
        const struct perf_sample *sample = &sampler->samples[i];
        if (sample->lines > 0)
            perf_stacks_sample(s->stacks, sampler, sample, file);
        else
            perf_stacks_text(s->stacks, sample->text, file);
    }
}

static void count_chunk(void *state, void *worker)
{
    struct perf *s = state;
    struct perf_worker *w = worker;

    chunk_report(&w->chunk);
    if (w->lost)
        return;
    if (w->shared) {
        perf_shares_expect(&s->shares, w->index, w->sum);
        perf_stacks_judge(s->stacks, &w->sampler, w->chunk.file);
    } else {
        perf_count(s, &w->sampler, w->chunk.file);
    }
    if (w->chunk.file_end)
        perf_stacks_file_end(s->stacks);
    s->bytes += w->chunk.text.n;
    collapse_progress(&s->collapse, s->bytes);
}

static void share_chunk(void *state, void *worker)
{
    struct perf *s = state;
    struct perf_worker *w = worker;

    if (w->shared)
        perf_share_count(&s->shares, w->index, &w->sampler, w->ones);
}

void **perf_workers_new(struct perf *s, size_t count)
{
    struct perf_worker *workers = xcalloc(count, sizeof *workers);
    void **pointers = xcalloc(count, sizeof *pointers);

    for (size_t i = 0; i < count; i++) {
        workers[i].index = i;
        workers[i].ones = s->options.counts;
        perf_sampler_init(&workers[i].sampler, &s->options.frame);
        if (s->shares.count > 0)
            workers[i].sampler.cache.guard = &s->shares.frames;
        pointers[i] = &workers[i];
    }
    return pointers;
}

void perf_workers_free(void **workers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct perf_worker *w = workers[i];
        perf_sampler_free(&w->sampler);
        chunk_free(&w->chunk);
    }
    free(workers[0]);
    free(workers);
}

/* For --srcline and --inline, whose frames the sampler does not know. */
static void read_in_order(struct perf *s)
{
    struct chunk chunk = {.file = NULL};

    while (chunker_next(&s->chunker, &chunk)) {
        chunk_report(&chunk);
        perf_stacks_text(s->stacks, chunk.text, chunk.file);
        if (chunk.file_end)
            perf_stacks_file_end(s->stacks);
        collapse_progress(&s->collapse, s->collapse.input.bytes);
    }
    chunk_free(&chunk);
}

static void read_in_parallel(struct perf *s)
{
    static const struct relay_stages stages = {next_chunk, sample_chunk, count_chunk, share_chunk,
                                               is_alone};
    void **workers = perf_workers_new(s, s->worker_count);

    s->chunker.apart = &s->blocks;
    relay_run(&stages, s, workers, s->worker_count, perl_is_zero(s->threads) ? FEW : 0);
    perf_workers_free(workers, s->worker_count);
    s->collapse.input.failed = s->collapse.input.failed || s->failed;
}

void perf_read_text(struct perf *s)
{
    if (s->in_order)
        read_in_order(s);
    else
        read_in_parallel(s);
}
