/* SPDX-License-Identifier: MIT */
/*
 * A profile of `go tool pprof -raw`: samples by the numbers of their locations, and the
 * names of these.
 */
#ifndef FG_FORMATS_GO_PROFILE_H
#define FG_FORMATS_GO_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "collapse.h"
#include "formats/pprof_raw.h"
#include "known.h"

struct go_location {
    bool known;             /* its line was read */
    struct slice name;      /* may be empty; with --fix: "CALLER;FUNCTION" */
    struct slice address;   /* with --fix, for a location without a function */
    uint32_t mapping;       /* the same; FRAMETAB_NONE without */
};

struct go_profile {
    struct collapse collapse;
    struct foldtab samples;         /* stacks whose frames are locations' numbers, leaf first */
    struct stack stack;             /* one of them */
    struct known frames;            /* by number: 1 + its frame in `samples`, or 0 */
    struct known printed;           /* by that: 1 + the frame to print, or 0 */
    struct go_location *locations;  /* by their frame in `samples` */
    size_t capacity;
    struct go_location *newest;     /* with --fix: whose callers may follow */
    struct frametab mappings;       /* with --fix: their numbers */
    struct slice *files;            /* of the mappings */
    size_t files_capacity;
    struct arena arena;             /* of the texts */
    struct strbuf text;
    size_t missing;                 /* locations that samples have and the input has not */
};

/* Begins in a zeroed struct. */
void go_profile_init(struct go_profile *p);

/* Counts a sample. Its locations are the numbers, which may be empty, between the blanks of the
 * text, which ends before any other byte. */
void go_add_sample(struct go_profile *p, struct slice locations, struct perl_number count);

/* The name that the script gives a location; one without a name keeps that of an earlier
 * line. */
void go_name_location(struct go_profile *p, struct slice number, struct slice name);

/* With --fix: takes the line of a location, or of a function that the newest one is
 * inlined into; false if it is neither. */
bool go_fix_location(struct go_profile *p, struct slice line);

/* With --fix: takes the line of a mapping. */
void go_fix_mapping(struct go_profile *p, struct slice line);

/* Counts the profile's stacks, and begins another profile. */
void go_fold_profile(struct go_profile *p);

/* Takes what counts 0, or is negative, from what the driver will print. Returns how many
 * stacks were negative. */
size_t go_drop_stacks(struct collapse *c, bool zero, bool negative);

#endif
