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
 * in parallel (sample.h). What depends on the order is judged piece after piece (stacks.h);
 * then each worker counts its samples (shares.h). A file that is a recording is read by itself
 * (recording/recording.h), its samples as they are (recorded.h) or as text.
 */
#include "base/message.h"
#include "io/processors.h"
#include "io/size.h"
#include "perf/faults.h"
#include "perf/perf.h"

enum {
    CHUNK_SIZE = 256 * 1024,
    MOST_BYTES = 1024 * 1024 * 1024,
    USUAL_THREADS = 8,      /* the most without --threads */
    MOST_THREADS = 1024
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
    bool shared = !s->in_order && s->max_memory == NULL;
    perf_shares_open(&s->shares, &s->collapse.folded, shared ? s->worker_count : 0);
    blocks_init(&s->blocks);
    s->blocks.size = s->chunker.size;
    s->collapse.threads = s->worker_count;
    s->stacks = perf_stacks_new(&s->options, &s->collapse, &s->shares);
    return MORE;
}

static enum collapse_step perf_read(void *state)
{
    struct perf *s = state;
    enum collapse_step step = MORE;

    do {
        if (s->chunker.stopped) {
            step = perf_read_data(s);
            chunker_go_on(&s->chunker);
        }
        if (step == MORE)
            perf_read_text(s);
    } while (step == MORE && s->chunker.stopped);
    chunker_free(&s->chunker);
    blocks_free(&s->blocks);
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
