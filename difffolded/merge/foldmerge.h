/* SPDX-License-Identifier: MIT */
/*
 * Merges runs of folded lines into one: each stack once, with the sum of its counts, sorted
 * by the bytes of the stacks.
 *
 * The runs are read side by side, as many as files may be open, so each is read once and no
 * memory is needed for their stacks. What such a round makes of its runs is a run of the next
 * round. From the first line on that is not in order, the rest of a file goes into a table,
 * which becomes one more run.
 */
#ifndef FG_DIFFFOLDED_FOLDMERGE_H
#define FG_DIFFFOLDED_FOLDMERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "folded/foldtab.h"
#include "io/program.h"
#include "merge/losers.h"
#include "merge/run.h"
#include "merge/spool.h"

struct foldmerge_options {
    int counts;         /* of each line: 1 or 2; 0: as the first line has */
    size_t fan_in;      /* how many runs are read side by side, 2 at least */
    size_t block;       /* bytes that are read of a run at once */
    size_t memory;      /* bytes of a result that are kept in memory */
};

enum foldmerge_result {
    FOLDMERGE_OK,
    FOLDMERGE_REFUSED,  /* a file could not be read, or was refused */
    FOLDMERGE_FAILED    /* a temporary file could not be written or read */
};

struct foldmerge {
    struct foldmerge_options options;
    const struct program *program;
    struct run_form form;
    struct run *runs;
    struct losers losers;
    struct foldtab table;       /* of the lines that are out of order */
    struct spool spools[2];     /* the results of the last round, and of this one */
    int result;                 /* which of the two is written, and at the end has the result */
    bool refused, failed;

    /* The newest stack of the result, whose counts are not written yet. */
    bool pending;
    size_t length;
    struct perl_number sums[2];
};

/* Merges the files, of which "-" is standard input. Any result but FOLDMERGE_OK comes after
 * messages, one for each file that was refused. */
enum foldmerge_result foldmerge_files(struct foldmerge *m, const struct program *program,
                                      char *const *names, size_t count,
                                      const struct foldmerge_options *options);

/* Writes the result. */
enum foldmerge_result foldmerge_write(const struct foldmerge *m, struct output *to);

void foldmerge_free(struct foldmerge *m);

#endif
