/* SPDX-License-Identifier: MIT */
/*
 * Merges runs of folded lines into one: each stack once, with the sum of its counts, sorted
 * by the bytes of the stacks.
 *
 * The runs are read side by side, as many as files may be open, so each is read once and no
 * memory is needed for their stacks. What such a round makes of its runs is a run of the next
 * round. From the first line on that is not in order, the rest of a file goes into a table,
 * which becomes one more run, or several if its memory has a limit.
 */
#ifndef FG_MERGE_FOLDMERGE_H
#define FG_MERGE_FOLDMERGE_H

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
    size_t table;       /* bytes of memory for lines that are out of order; 0: no limit */
};

/* A run that is not open: a file, or the part `from` to `to` of a spool. */
struct foldmerge_source {
    const char *name;
    const struct spool *spool;
    uint64_t from, to;
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
    struct foldmerge_source *sources;   /* of the next round */
    size_t count, capacity;
    struct run *runs;           /* that are open */
    struct losers losers;
    struct foldtab table;       /* of the lines that are out of order */
    struct spool tables;        /* tables that were stored */
    struct spool spools[2];     /* the results of the last round, and of this one */
    int result;                 /* which of the two is written, and at the end has the result */
    bool refused, failed;
    bool rounded;               /* some sum is no whole number, or above 2^64 */

    /* The newest stack of the result, whose counts are not written yet. */
    bool pending;
    size_t length;
    struct perl_number sums[2];
};

/* Begins with nothing to merge. `program` is for messages. */
void foldmerge_begin(struct foldmerge *m, const struct program *program,
                     const struct foldmerge_options *options);

/* Adds a file; "-" is standard input. The name is not copied. */
void foldmerge_add_file(struct foldmerge *m, const char *name);

/* Adds a table, which it sorts, stores and resets; false if it cannot be stored, of which
 * foldmerge_run() tells. */
bool foldmerge_add_table(struct foldmerge *m, struct foldtab *table);

/* Forgets what was added. */
void foldmerge_clear(struct foldmerge *m);

/* Merges all that was added. Any result but FOLDMERGE_OK comes after messages, one for each
 * file that was refused. */
enum foldmerge_result foldmerge_run(struct foldmerge *m);

/* Writes the result. */
enum foldmerge_result foldmerge_write(const struct foldmerge *m, struct output *to);

void foldmerge_free(struct foldmerge *m);

#endif
