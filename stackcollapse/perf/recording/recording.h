/* SPDX-License-Identifier: MIT */
/*
 * Recordings of perf record, which begin with PERFILE2, or, from a machine with the other byte
 * order, 2ELIFREP: the text that `perf script` prints for them, without a shell.
 *
 * A long recording is cut by time into slices, each of which a perf of its own prints. The text
 * is handed out as it arrives: pieces that hold whole samples in any order of the slices, and
 * what may not be whole in the order of the recording.
 */
#ifndef FG_PERF_RECORDING_H
#define FG_PERF_RECORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "io/reader.h"
#include "perfdata/perfdata.h"

/* How a recording is read: --via. */
enum recording_way {
    RECORDING_ANY_WAY,
    RECORDING_VIA_PERF,     /* by perf script */
    RECORDING_DIRECTLY      /* by this program */
};

/* False for a name that --via does not have. */
bool recording_way(const char *name, enum recording_way *way);

struct recording {
    const char *name;       /* for messages */
    const char *path;       /* NULL: standard input */
    struct reader *reader;  /* of the file or the pipe, after `head` */
    struct slice head;      /* its first bytes */
    enum recording_way way;
    const char *symfs;      /* see struct symbols_options; or NULL */
    bool source_lines;      /* perf script has to print them */
    bool offsets;           /* of frames: the text is read in a way that needs them */
    size_t most_slices;     /* 1: the text comes in order */
};

/* What is done with the text. All but work() are called one at a time. */
struct recording_stages {
    /* Before any text comes: `bare`, frames have no offset. */
    void (*begin)(void *context, bool bare);
    /* Reads samples, whose text stays valid until they are counted. NULL: all text goes to text(),
     * and there is one slice. */
    void (*work)(void *worker, struct slice samples);
    /* Whether the samples of a slice can be counted before those of the slices before it. */
    bool (*ready)(void *context);
    void (*count)(void *context, void *worker);
    /* The next text, in pieces of any size, which begins where a sample may go on. */
    void (*text)(void *context, struct slice text);
    /* The next sample of a recording that is read without perf. */
    void (*sample)(void *context, const struct perfdata *p, const struct perfdata_sample *sample);
};

enum recording_end {
    RECORDING_READ,     /* or interrupted (interrupt.h) */
    RECORDING_EMPTY,    /* it has no samples */
    RECORDING_DAMAGED,  /* it was read as far as perf can, after a message */
    RECORDING_FAILED    /* after a message; what was handed out is incomplete */
};

/* Whether a file is a recording, of which these are the first bytes, OPERANDS_START or more. */
bool recording_is(struct slice start);

/* Reads a recording. There are `most_slices` workers, one for each slice. */
enum recording_end recording_read(const struct recording *r, const struct recording_stages *stages,
                                  void *context, void *const *workers);

#endif
