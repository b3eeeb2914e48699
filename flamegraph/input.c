/* SPDX-License-Identifier: MIT */
#include "input.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "io/chunks.h"
#include "io/operands.h"
#include "io/processors.h"
#include "io/relay.h"
#include "layout.h"
#include "recognize/recognize.h"

enum {
    CHUNK_SIZE = 128 * 1024,
    LONG = 1024 * 1024,     /* what a chunk may have beyond its size to be read by a worker */
    USUAL_THREADS = 8,      /* the most without --threads */
    ALONE = 16              /* chunks before other threads start */
};

struct input {
    const struct options *options;
    struct operands operands;
    struct chunker chunker;
    struct records *records;
    size_t threads;
    size_t alone;           /* how many more chunks are taken before other threads start */
    bool stopped;           /* the records lack frames */
};

struct worker {
    struct chunk chunk;
    bool in_order;          /* the chunk is read when it is counted, into the records themselves */
    struct records piece;   /* or into this one */
    struct ids names;       /* the ids of its names in the records */
    bool stopped;
};

static bool take_chunk(void *state, void *worker)
{
    struct input *s = state;
    struct worker *w = worker;

    if (w->stopped || !chunker_next(&s->chunker, &w->chunk))
        return false;
    /* A long name is to be in memory once. */
    w->in_order = s->threads == 1 || s->alone > 0
                  || w->chunk.text.n > 2 * s->chunker.size + LONG;
    s->alone -= s->alone > 0;
    return true;
}

static void add_lines(struct records *records, const struct chunk *chunk)
{
    struct slice text = chunk->text;

    records->file = chunk->file;
    while (text.n > 0) {
        struct slice line = slice_before(text, '\n');
        text = slice_from(text, line.n < text.n ? line.n + 1 : line.n);
        records->line++;
        foldfault_mark(&records->faults, chunk->file, chunk->file_start ? records->line : 0,
                       records->fix, &line);
        records_add(records, line);
    }
}

static void read_chunk(void *worker)
{
    struct worker *w = worker;

    if (w->in_order)
        return;
    add_lines(&w->piece, &w->chunk);
    records_end_piece(&w->piece);
}

static void count_chunk(void *state, void *worker)
{
    struct input *s = state;
    struct worker *w = worker;
    struct records *records = s->records;

    chunk_report(&w->chunk);
    if (w->in_order) {
        arena_offer(&records->names.arena, &w->chunk.buffer);
        add_lines(records, &w->chunk);
        arena_offer(&records->names.arena, NULL);
    } else {
        records_append(records, &w->piece, &w->names);
    }
    if (w->chunk.file_end)
        records->line = 0;
    s->stopped = s->stopped || records_lack_frames(records, !s->options->flamechart);
    w->stopped = s->stopped;
}

static void begin_records(struct input *s, bool leaves_out)
{
    struct slice colors = slice_str(s->options->colors);

    records_init(s->records, s->options->reverse);
    s->records->fix = s->options->common.fix;
    s->records->threads = s->threads;
    /* These look at all frames. */
    if (!s->records->fix && !s->options->reverse && !slice_is(colors, "chain")
        && !slice_is(colors, "java"))
        records_leave_out(s->records, layout_narrow_share(s->options), leaves_out);
}

static void read_all(struct input *s)
{
    static const struct relay_stages stages = {take_chunk, read_chunk, count_chunk, NULL, NULL};
    struct worker *workers = xcalloc(s->threads, sizeof *workers);
    void **pointers = xcalloc(s->threads, sizeof *pointers);

    s->alone = s->options->threads_given ? 0 : ALONE;
    for (size_t i = 0; i < s->threads; i++) {
        records_init_piece(&workers[i].piece, s->records);
        pointers[i] = &workers[i];
    }
    relay_run(&stages, s, pointers, s->threads, s->alone);
    for (size_t i = 0; i < s->threads; i++) {
        chunk_free(&workers[i].chunk);
        records_free(&workers[i].piece);
        ids_free(&workers[i].names);
    }
    chunker_free(&s->chunker);
    free(pointers);
    free(workers);
}

/* Reads the input once more, with all frames, if frames that matter were left out. */
static void read_again(struct input *s)
{
    records_free(s->records);
    begin_records(s, false);
    s->stopped = false;
    s->chunker.begun = false;
    if (operands_rewind(&s->operands))
        read_all(s);
}

static size_t usual_threads(void)
{
    size_t usual = processors();

    return usual < USUAL_THREADS ? usual : USUAL_THREADS;
}

bool input_read(struct records *records, char *const *files, size_t count,
                const struct options *options, bool *complete)
{
    struct input s = {.options = options, .records = records};

    s.threads = options->threads_given > 0 ? options->threads_given : usual_threads();
    s.chunker.input = &s.operands;
    s.chunker.size = options->block_bytes > 0 ? options->block_bytes : CHUNK_SIZE;
    s.chunker.lines = true;
    operands_open(&s.operands, files, count);
    s.operands.keep_head = true;
    if (!options->cp)
        operands_confine(&s.operands);
    begin_records(&s, operands_can_rewind(&s.operands));
    read_all(&s);
    if (s.stopped)
        read_again(&s);
    records->file = NULL;
    /* Most lines are not folded: is it perhaps another format? */
    if (records->malformed > records->count)
        records->recognized = recognize_input(&flamegraph_program, &s.operands);
    operands_close(&s.operands);
    strbuf_free(&s.operands.head);
    *complete = !s.operands.failed;
    return !s.operands.refused;
}
