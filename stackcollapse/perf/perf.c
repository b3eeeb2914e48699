/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-perf: folds the output of `perf script`.
 *
 *     worker 2 4242/4243 [001]  731.250012:    3344481 cpu-clock:
 *             ffffffffa0e01c20 do_syscall_64+0x40 ([kernel.kallsyms])
 *                 55e0c1f3a21b Shop::price+0x1b (/srv/app/shop)
 *     (an empty line)
 *
 * The input is cut after empty lines (chunks.h). Workers parse the samples of the pieces
 * in parallel (sample.h); the samples are counted in input order, one piece after the
 * other (stacks.h).
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/message.h"
#include "collapse.h"
#include "io/interrupt.h"
#include "io/size.h"
#include "perf/chunks.h"
#include "perf/faults.h"
#include "perf/processors.h"
#include "perf/relay.h"
#include "perf/sample.h"
#include "perf/stacks.h"

enum {
    CHUNK_SIZE = 256 * 1024,
    MOST_BYTES = 1024 * 1024 * 1024,
    USUAL_THREADS = 8,      /* the most without --threads */
    MOST_THREADS = 1024,
    ALONE = 16              /* chunks before other threads start */
};

struct perf {
    struct collapse collapse;
    struct perf_stacks_options options;
    bool kernel, jit, all;
    struct perl_number threads, block_size;
    const char *max_memory;

    size_t worker_count;
    struct perf_stacks *stacks;
    struct chunker chunker;
    uint64_t bytes;         /* counted so far */
};

struct worker {
    struct chunk chunk;
    struct perf_sampler sampler;
};

/* The value of an option, or `usual` if it is 0 or was not given; false after a
 * message. */
static bool perf_option(struct perl_number given, size_t usual, size_t most, const char *name,
                        size_t *value)
{
    *value = usual;
    if (perl_is_zero(given))
        return true;
    if (given.kind != PERL_INTEGER || given.u.magnitude > most) {
        warn("--%s needs a number from 0 to %zu", name, most);
        return false;
    }
    *value = (size_t)given.u.magnitude;
    return true;
}

static enum collapse_step perf_begin(void *state)
{
    struct perf *s = state;
    size_t usual = processors();

    if (usual > USUAL_THREADS)
        usual = USUAL_THREADS;
    if (!perf_option(s->block_size, CHUNK_SIZE, MOST_BYTES, "block-size", &s->chunker.size)
        || !perf_option(s->threads, usual, MOST_THREADS, "threads", &s->worker_count))
        return FAILED;
    if (s->max_memory != NULL && !size_parse(s->max_memory, &s->collapse.max_memory)) {
        warn("--max-memory needs a size such as 500M");
        return FAILED;
    }
    s->collapse.opens_more = s->options.inlined || s->max_memory != NULL;
    s->options.frame.fix = s->collapse.options.fix;
    s->options.frame.annotate_kernel = s->kernel || s->all;
    s->options.frame.annotate_jit = s->jit || s->all;
    s->chunker.input = &s->collapse.input;
    s->stacks = perf_stacks_new(&s->options, &s->collapse);
    return MORE;
}

static bool next_chunk(void *state, void *worker)
{
    struct perf *s = state;
    struct worker *w = worker;

    return chunker_next(&s->chunker, &w->chunk);
}

static void sample_chunk(void *worker)
{
    struct worker *w = worker;

    perf_sampler_read(&w->sampler, w->chunk.text, w->chunk.within);
}

static void count_chunk(void *state, void *worker)
{
    struct perf *s = state;
    struct worker *w = worker;

    chunk_report(&w->chunk);
    for (size_t i = 0; i < w->sampler.count; i++) {
        const struct perf_sample *sample = &w->sampler.samples[i];
        if (sample->lines > 0)
            perf_stacks_sample(s->stacks, &w->sampler, sample, w->chunk.file);
        else
            perf_stacks_text(s->stacks, sample->text, w->chunk.file);
    }
    if (w->chunk.file_end)
        perf_stacks_file_end(s->stacks);
    s->bytes += w->chunk.text.n;
    collapse_progress(&s->collapse, s->bytes);
}

/* For --srcline and --inline, whose frames the sampler does not know. */
static void read_in_order(struct perf *s)
{
    struct operands *input = &s->collapse.input;
    struct slice block;
    enum operands_event event;

    while ((event = operands_next(input, &block)) != OPERANDS_DONE) {
        if (event == OPERANDS_BLOCK)
            perf_stacks_text(s->stacks, block, input->name);
        else if (interrupt_signal() == 0)
            perf_stacks_file_end(s->stacks);
        collapse_progress(&s->collapse, input->bytes);
    }
}

static void read_in_parallel(struct perf *s)
{
    static const struct relay_stages stages = {next_chunk, sample_chunk, count_chunk};
    struct worker *workers = xcalloc(s->worker_count, sizeof *workers);
    void **pointers = xcalloc(s->worker_count, sizeof *pointers);

    for (size_t i = 0; i < s->worker_count; i++) {
        perf_sampler_init(&workers[i].sampler, &s->options.frame);
        pointers[i] = &workers[i];
    }
    relay_run(&stages, s, pointers, s->worker_count, perl_is_zero(s->threads) ? ALONE : 0);
    for (size_t i = 0; i < s->worker_count; i++) {
        perf_sampler_free(&workers[i].sampler);
        chunk_free(&workers[i].chunk);
    }
    free(pointers);
    free(workers);
    chunker_free(&s->chunker);
}

static enum collapse_step perf_read(void *state)
{
    struct perf *s = state;

    if (s->options.srcline || s->options.inlined)
        read_in_order(s);
    else
        read_in_parallel(s);
    return MORE;
}

static void perf_end(void *state)
{
    struct perf *s = state;

    perf_stacks_end(s->stacks);
}

static const struct option options[] = {
    HEADING("Names of processes:"),
    OPTION("pid", OPTION_FLAG, struct perf, options.frame.pid, NULL,
           "COMM-PID instead of COMM. perf script must print the pid: -F +pid"),
    OPTION("tid", OPTION_FLAG, struct perf, options.frame.tid, NULL,
           "COMM-PID/TID instead of COMM, for -F +pid too"),
    HEADING("Names of functions:"),
    OPTION("kernel", OPTION_FLAG, struct perf, kernel, NULL,
           "append _[k] to functions of the kernel"),
    OPTION("jit", OPTION_FLAG, struct perf, jit, NULL,
           "append _[j] to functions compiled at run time"),
    OPTION("all", OPTION_FLAG, struct perf, all, NULL, "both of these"),
    OPTION("addrs", OPTION_FLAG, struct perf, options.frame.addresses, NULL,
           "show the addresses of unknown functions"),
    OPTION("inline", OPTION_FLAG, struct perf, options.inlined, NULL,
           "show inlined functions, as found by addr2line and nm, or by the programs that "
           "$ADDR2LINE and $NM name"),
    OPTION("context", OPTION_FLAG, struct perf, options.context, NULL,
           "with --inline: append the source line of each function"),
    OPTION("srcline", OPTION_FLAG, struct perf, options.srcline, NULL,
           "append the source lines that perf script -F +srcline prints"),
    HEADING("Samples:"),
    OPTION("event-filter", OPTION_TEXT, struct perf, options.event_filter, "EVENT",
           "keep the samples of EVENT, or of EVENT,EVENT...; by default, those of the first "
           "event"),
    ADDED_OPTION("counts", OPTION_FLAG, struct perf, options.counts, NULL,
                 "count 1 for each sample, not its period, as foldedcheck needs it"),
    HEADING("Speed and memory:"),
    ADDED_OPTION("threads", OPTION_INTEGER, struct perf, threads, "N",
                 "use N threads; by default, or for 0, one for each processor, 8 at most, and "
                 "one for a small input"),
    ADDED_OPTION("block-size", OPTION_INTEGER, struct perf, block_size, "N",
                 "read N bytes at a time; by default, or for 0, 262144"),
    ADDED_OPTION("max-memory", OPTION_TEXT, struct perf, max_memory, "SIZE",
                 "keep at most SIZE of stacks in memory, and the rest in $TMPDIR until the end; "
                 "SIZE is in bytes, or ends with K, M or G"),
    HEADING("Other options:"),
    OPTION_END
};

static const struct collapser perf = {
    .program = {
        .name = "stackcollapse-perf",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the stacks in the output of perf script, one line for each distinct "
                 "stack. Reads standard input without FILE, or for -.",
        .example = "  perf record -F 99 -a -g -- sleep 30\n"
                   "  perf script | @stackcollapse-perf | @flamegraph > perf.svg\n",
        .options = options,
    },
    .name = "perf script",
    .notes = perf_faults,
    .note_count = PERF_FAULTS,
    .begin = perf_begin,
    .read = perf_read,
    .end = perf_end
};

int main(int argc, char **argv)
{
    static struct perf state;

    state.options.event_filter = "";
    return collapse_main(&perf, &state, argc, argv);
}
