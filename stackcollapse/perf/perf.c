/*
 * stackcollapse-perf: the text of `perf script` to folded stacks.
 *
 *     worker 2 4242/4243 [001]  731.250012:    3344481 cpu-clock:
 *             ffffffffa0e01c20 do_syscall_64+0x40 ([kernel.kallsyms])
 *                 55e0c1f3a21b Shop::price+0x1b (/srv/app/shop)
 *
 * The input is cut behind empty lines. Workers look for samples in the pieces,
 * all at the same time (perf_sample.h); what they found is counted in the order
 * of the input, one piece after the other (perf_stacks.h).
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/message.h"
#include "collapse.h"
#include "perf/chunks.h"
#include "perf/processors.h"
#include "perf/relay.h"
#include "perf/sample.h"
#include "perf/stacks.h"

enum {
    CHUNK_SIZE = 256 * 1024,
    MOST_BYTES = 1024 * 1024 * 1024,
    USUAL_THREADS = 8,      /* and no more without --threads */
    MOST_THREADS = 1024,
    ALONE = 16              /* how many chunks are one thread's work */
};

struct perf {
    struct program_options common;
    struct perf_stacks_options options;
    bool kernel, jit, all;
    struct perl_number threads, block_size;

    struct perf_stacks *stacks;
    struct chunker chunker;
    struct progress *progress;
    uint64_t bytes;         /* counted so far */
};

struct worker {
    struct chunk chunk;
    struct perf_sampler sampler;
};

static void perf_begin(void *state, struct foldtab *folded)
{
    struct perf *s = state;

    s->options.frame.annotate_kernel = s->kernel || s->all;
    s->options.frame.annotate_jit = s->jit || s->all;
    s->stacks = perf_stacks_new(&s->options, folded);
}

static bool take_chunk(void *state, void *worker)
{
    struct perf *s = state;
    struct worker *w = worker;

    return chunker_next(&s->chunker, &w->chunk);
}

static void find_samples(void *worker)
{
    struct worker *w = worker;

    perf_sampler_read(&w->sampler, w->chunk.text, w->chunk.within);
}

static void count_samples(void *state, void *worker)
{
    struct perf *s = state;
    struct worker *w = worker;

    chunk_tell(&w->chunk);
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
    progress_update(s->progress, s->bytes);
}

/* An option's number, or what is usual if it is 0 or was not given. */
static size_t number_option(struct perl_number given, size_t usual, size_t most, const char *name)
{
    if (perl_is_zero(given))
        return usual;
    if (given.kind != PERL_INTEGER || given.u.magnitude > most)
        die(FG_USAGE, "--%s needs a number from 0 to %zu", name, most);
    return (size_t)given.u.magnitude;
}

/* Source lines and inlined functions are for the full parser alone. */
static void read_in_order(struct perf *s, struct operands *input)
{
    struct slice block;
    enum operands_event event;

    while ((event = operands_next(input, &block)) != OPERANDS_DONE) {
        if (event == OPERANDS_BLOCK)
            perf_stacks_text(s->stacks, block, input->name);
        else
            perf_stacks_file_end(s->stacks);
        progress_update(s->progress, input->bytes);
    }
}

static bool perf_read(void *state, struct operands *input, struct progress *progress)
{
    static const struct relay_stages stages = {take_chunk, find_samples, count_samples};
    struct perf *s = state;
    size_t usual = processors();

    s->progress = progress;
    if (usual > USUAL_THREADS)
        usual = USUAL_THREADS;
    s->chunker.size = number_option(s->block_size, CHUNK_SIZE, MOST_BYTES, "block-size");
    size_t count = number_option(s->threads, usual, MOST_THREADS, "threads");
    if (s->options.srcline || s->options.inlined) {
        read_in_order(s, input);
        return true;
    }
    s->chunker.input = input;
    struct worker *workers = xcalloc(count, sizeof *workers);
    void **pointers = xcalloc(count, sizeof *pointers);
    for (size_t i = 0; i < count; i++) {
        perf_sampler_init(&workers[i].sampler, &s->options.frame);
        pointers[i] = &workers[i];
    }
    relay_run(&stages, s, pointers, count, perl_is_zero(s->threads) ? ALONE : 0);
    for (size_t i = 0; i < count; i++) {
        perf_sampler_free(&workers[i].sampler);
        chunk_free(&workers[i].chunk);
    }
    free(pointers);
    free(workers);
    chunker_free(&s->chunker);
    return true;
}

static void perf_end(void *state)
{
    struct perf *s = state;

    perf_stacks_finish(s->stacks);
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns the text of `perf script` into folded stacks, one line for each\n"
    "distinct stack. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "Names of processes:\n"
    "  --pid                 COMM-PID instead of COMM\n"
    "  --tid                 COMM-PID/TID instead of COMM\n"
    "                        (perf script has to print both: -F +pid,tid)\n"
    "Names of functions:\n"
    "  --kernel              put _[k] behind those of the kernel\n"
    "  --jit                 put _[j] behind those compiled at run time\n"
    "  --all                 both\n"
    "  --addrs               show the addresses of unknown ones\n"
    "  --inline              show the functions that were inlined, by addr2line and\n"
    "                        nm, or $ADDR2LINE and $NM\n"
    "  --context             ... with their source lines\n"
    "  --srcline             the input is of perf script -F +srcline: put the\n"
    "                        source line behind each\n"
    "Samples:\n"
    "  --event-filter=EVENT  those of EVENT only; without it, those of the\n"
    "                        event that comes first\n"
    "Speed:\n"
    "  --threads=N           use N threads; 0, or without it: as many as there are\n"
    "                        processors, 8 at most, and one for a small input\n"
    "  --block-size=N        read N bytes at a time; 0: what is usual\n"
    "Others:\n"
    "  --no-progress         show no progress on a terminal\n"
    "  --help, --version     print this, or the version\n";

#define ROW(name, kind, member) {name, kind, offsetof(struct perf, member), false}

static const struct getopt_option options[] = {
    ROW("inline", GETOPT_FLAG, options.inlined),
    ROW("context", GETOPT_FLAG, options.context),
    ROW("pid", GETOPT_FLAG, options.frame.pid),
    ROW("tid", GETOPT_FLAG, options.frame.tid),
    ROW("kernel", GETOPT_FLAG, kernel),
    ROW("jit", GETOPT_FLAG, jit),
    ROW("all", GETOPT_FLAG, all),
    ROW("addrs", GETOPT_FLAG, options.frame.addresses),
    ROW("srcline", GETOPT_FLAG, options.srcline),
    ROW("event-filter", GETOPT_TEXT, options.event_filter),
    {"threads", GETOPT_INTEGER, offsetof(struct perf, threads), true},
    {"block-size", GETOPT_INTEGER, offsetof(struct perf, block_size), true},
    COLLAPSE_OPTIONS,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser perf = {
    .program = {usage, options},
    .begin = perf_begin,
    .read = perf_read,
    .end = perf_end
};

int main(int argc, char **argv)
{
    struct perf state = {0};

    state.options.event_filter = "";
    return collapse_main(&perf, &state, argc, argv);
}
