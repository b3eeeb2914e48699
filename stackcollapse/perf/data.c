/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "io/processors.h"
#include "perf/perf.h"

static void recording_begin(void *state, bool bare)
{
    struct perf *s = state;

    s->options.frame.bare = bare;
}

static void recording_work(void *worker, struct slice samples)
{
    struct perf_worker *w = worker;

    perf_sampler_read(&w->sampler, samples, false);
}

static bool recording_ready(void *state)
{
    const struct perf *s = state;

    return perf_stacks_any_order(s->stacks);
}

static void recording_count(void *state, void *worker)
{
    struct perf *s = state;
    struct perf_worker *w = worker;

    perf_count(s, &w->sampler, s->collapse.input.name);
    collapse_progress(&s->collapse, s->bytes);
}

static void recording_text(void *state, struct slice text)
{
    struct perf *s = state;

    perf_stacks_text(s->stacks, text, s->collapse.input.name);
}

static void recording_sample(void *state, const struct perfdata *p,
                             const struct perfdata_sample *sample)
{
    struct perf *s = state;
    struct perf_sampler *sampler = s->recorded.sampler;

    if (!s->in_order && !perf_stacks_within(s->stacks)
        && perf_recorded_sample(&s->recorded, p, sample)) {
        perf_count(s, sampler, s->collapse.input.name);
    } else {
        strbuf_clear(&s->recorded.header);
        perfdata_print(p, sample, &s->recorded.header);
        recording_text(s, strbuf_slice(&s->recorded.header));
    }
    collapse_progress(&s->collapse, s->bytes);
}

enum collapse_step perf_read_data(struct perf *s)
{
    struct operands *input = &s->collapse.input;
    struct recording_stages stages = {recording_begin, s->in_order ? NULL : recording_work,
                                      recording_ready, recording_count, recording_text,
                                      recording_sample};
    size_t slices = perl_is_zero(s->threads) ? processors() : s->worker_count;
    struct recording r = {
        input->name, input->reader.fd != STDIN_FILENO ? input->name : NULL, &input->reader,
        strbuf_slice(&s->chunker.rest), s->way, s->symfs, s->options.srcline,
        s->options.inlined || s->options.frame.fix, slices
    };
    void **workers = perf_workers_new(s, slices);

    perf_recorded_init(&s->recorded, &((struct perf_worker *)workers[0])->sampler);
    enum recording_end end = recording_read(&r, &stages, s, workers);
    perf_recorded_free(&s->recorded);
    perf_workers_free(workers, slices);
    s->options.frame.bare = false;
    perf_stacks_file_end(s->stacks);
    if (end == RECORDING_EMPTY)
        collapse_nothing(&s->collapse, "the recording has no samples");
    else if (end == RECORDING_DAMAGED)
        s->collapse.damaged = s->collapse.told = true;
    return end == RECORDING_FAILED ? FAILED : MORE;
}
