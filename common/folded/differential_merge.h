/* SPDX-License-Identifier: MIT */
/*
 * Joins two files whose stacks ascend, side by side, without a table.
 */
#ifndef FG_FOLDED_DIFFERENTIAL_MERGE_H
#define FG_FOLDED_DIFFERENTIAL_MERGE_H

#include <stdbool.h>

#include "folded/differential_file.h"
/* A distinct stack, its text left in a file. */
struct differential_place {
    uint64_t place;
    size_t n;           /* 0: nowhere */
    int column;         /* the file */
    struct perl_number counts[2];
};

struct differential_places {
    struct differential_place *list;
    size_t count, capacity;
};

/* Reads both files, which differential_file_open_regular() opened, and adds their stacks to an
 * empty list. False if a stack comes before the one before it; how much was read and added until
 * then is not defined. */
bool differential_merge(struct differential_file files[2], struct differential_places *places,
                        const struct differential_options *options);

#endif
