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
 * other (stacks.h). A file that is a recording of perf record is read by itself
 * (recording/recording.h), its samples as they are (recorded.h) or as text.
 */
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/message.h"
#include "collapse.h"
#include "io/interrupt.h"
#include "io/size.h"
#include "io/chunks.h"
#include "perf/faults.h"
#include "io/processors.h"
#include "perf/recorded.h"
#include "perf/recording/recording.h"
#include "io/relay.h"
#include "perf/sample.h"
#include "perf/shares.h"
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
    const char *max_memory, *via, *symfs;
    enum recording_way way;

    size_t worker_count;
    struct perf_stacks *stacks;
    struct perf_shares shares;
    struct chunker chunker;
    struct perf_recorded recorded;
    bool in_order;          /* all samples are read as text, one after another */
    uint64_t bytes;         /* counted so far */
};

struct worker {
    size_t index;
    struct chunk chunk;
    struct perf_sampler sampler;
    bool ones;          /* each sample counts 1 */
    bool regular;       /* shares can count the chunk, ... */
    uint64_t sum;       /* ... and so much together */
    bool shared;        /* they do */
};

static enum collapse_step perf_begin(void *state)
{
    struct perf *s = state;
    size_t usual = processors();

    if (usual > USUAL_THREADS)
        usual = USUAL_THREADS;
    if (!size_option(s->block_size, CHUNK_SIZE, MOST_BYTES, "block-size", &s->chunker.size)
        || !size_option(s->threads, usual, MOST_THREADS, "threads", &s->worker_count))
        return FAILED;
    if (s->max_memory != NULL && !size_parse(s->max_memory, &s->collapse.max_memory)) {
        warn("--max-memory needs a size such as 500M");
        return FAILED;
    }
    if (!recording_way(s->via, &s->way)) {
        warn("--via needs perf or direct, not '%s'", s->via);
        return FAILED;
    }
    s->collapse.opens_more = s->options.inlined || s->max_memory != NULL;
    s->options.frame.fix = s->collapse.options.fix;
    s->options.frame.annotate_kernel = s->kernel || s->all;
    s->options.frame.annotate_jit = s->jit || s->all;
    s->chunker.input = &s->collapse.input;
    s->chunker.is_other = recording_is;
    s->collapse.opens = recording_is;
    s->in_order = s->options.srcline || s->options.inlined;
    bool shared = !s->in_order && s->max_memory == NULL && s->worker_count > 1;
    perf_shares_open(&s->shares, &s->collapse.folded, shared ? s->worker_count : 0);
    s->collapse.threads = s->worker_count;
    s->stacks = perf_stacks_new(&s->options, &s->collapse, &s->shares);
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
    w->regular = perf_shares_sum(&w->sampler, w->ones, &w->sum);
}

/* Whether the chunk is counted in the main table. */
static bool is_alone(void *state, void *worker)
{
    struct perf *s = state;
    struct worker *w = worker;

    w->shared = w->regular && perf_stacks_settled(s->stacks)
                && perf_shares_have_room(&s->shares, w->sum);
    return !w->shared;
}

static void count_samples(struct perf *s, struct perf_sampler *sampler, const char *file)
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
    struct worker *w = worker;

    chunk_report(&w->chunk);
    if (w->shared) {
        perf_shares_expect(&s->shares, w->index, w->sum);
        perf_stacks_judge(s->stacks, &w->sampler, w->chunk.file);
    } else {
        count_samples(s, &w->sampler, w->chunk.file);
    }
    if (w->chunk.file_end)
        perf_stacks_file_end(s->stacks);
    s->bytes += w->chunk.text.n;
    collapse_progress(&s->collapse, s->bytes);
}

static void share_chunk(void *state, void *worker)
{
    struct perf *s = state;
    struct worker *w = worker;

    if (w->shared)
        perf_share_count(&s->shares, w->index, &w->sampler, w->ones);
}

/* The workers of a relay, or of the slices of a recording. */
static void **workers_new(struct perf *s, size_t count)
{
    struct worker *workers = xcalloc(count, sizeof *workers);
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

static void workers_free(void **pointers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct worker *w = pointers[i];
        perf_sampler_free(&w->sampler);
        chunk_free(&w->chunk);
    }
    free(pointers[0]);
    free(pointers);
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
    void **workers = workers_new(s, s->worker_count);

    relay_run(&stages, s, workers, s->worker_count, perl_is_zero(s->threads) ? ALONE : 0);
    workers_free(workers, s->worker_count);
}

static void recording_begin(void *state, bool bare)
{
    struct perf *s = state;

    s->options.frame.bare = bare;
}

static void recording_work(void *worker, struct slice samples)
{
    struct worker *w = worker;

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
    struct worker *w = worker;

    count_samples(s, &w->sampler, s->collapse.input.name);
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
        count_samples(s, sampler, s->collapse.input.name);
    } else {
        strbuf_clear(&s->recorded.header);
        perfdata_print(p, sample, &s->recorded.header);
        recording_text(s, strbuf_slice(&s->recorded.header));
    }
    collapse_progress(&s->collapse, s->bytes);
}

/* Reads the file at which the chunks stopped. */
static enum collapse_step read_recording(struct perf *s)
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
    void **workers = workers_new(s, slices);

    perf_recorded_init(&s->recorded, &((struct worker *)workers[0])->sampler);
    enum recording_end end = recording_read(&r, &stages, s, workers);
    perf_recorded_free(&s->recorded);
    workers_free(workers, slices);
    s->options.frame.bare = false;
    perf_stacks_file_end(s->stacks);
    if (end == RECORDING_EMPTY)
        collapse_nothing(&s->collapse, "the recording has no samples");
    else if (end == RECORDING_DAMAGED)
        s->collapse.damaged = s->collapse.told = true;
    return end == RECORDING_FAILED ? FAILED : MORE;
}

static enum collapse_step perf_read(void *state)
{
    struct perf *s = state;
    enum collapse_step step = MORE;

    do {
        if (s->chunker.stopped) {
            step = read_recording(s);
            chunker_go_on(&s->chunker);
        }
        if (step == MORE && s->in_order)
            read_in_order(s);
        else if (step == MORE)
            read_in_parallel(s);
    } while (step == MORE && s->chunker.stopped);
    chunker_free(&s->chunker);
    return step;
}

static void perf_end(void *state)
{
    struct perf *s = state;

    perf_shares_join(&s->shares);
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
    ADDED_OPTION("via", OPTION_TEXT, struct perf, via, "perf|direct",
                 "read recordings only through perf script, which $PERF may name, or only "
                 "without it"),
    ADDED_OPTION("symfs", OPTION_TEXT, struct perf, symfs, "DIR",
                 "find the files of a recording below DIR, the root folder of another machine"),
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
                 "stack. Reads standard input without FILE, or for -. A recording of perf record "
                 "(perf.data) is read directly, or, where that takes perf, through perf script, on "
                 "all processors.",
        .example = "  perf record -F 99 -a -g -- sleep 30\n"
                   "  @stackcollapse-perf perf.data | @flamegraph > perf.svg\n"
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
