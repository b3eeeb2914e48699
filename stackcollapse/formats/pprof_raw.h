/* SPDX-License-Identifier: MIT */
/*
 * The lines of `go tool pprof -raw`, read as pprof writes them.
 */
#ifndef FG_FORMATS_PPROF_RAW_H
#define FG_FORMATS_PPROF_RAW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

/* "       1   10000000: 1 2 " */
struct pprof_sample {
    size_t values;              /* how many */
    struct slice value;         /* the chosen one, without its sign */
    bool is_negative;           /* the chosen one */
    bool has_negative;          /* some value */
    struct slice locations;     /* "1 2 ", leaf first; may be empty */
};

/* The index that chooses the last value. */
#define PPROF_LAST ((size_t)-1)

/* False if it is not a sample. The value is empty if there is none with this index. */
bool pprof_parse_sample(struct slice line, size_t index, struct pprof_sample *sample);

/* Whether it is the line above the samples, "samples/count cpu/nanoseconds[dflt]", that names
 * their values. */
bool pprof_is_header(struct slice line);

/* The index of the value `name`, "cpu" or "cpu/nanoseconds". */
bool pprof_find_value(struct slice header, struct slice name, size_t *index);

/* The index of the value that pprof shows: the one marked [dflt], or the last. */
size_t pprof_default_value(struct slice header);

/* "     23: 0x463b32 M=1 NAME FILE:LINE s=START" */
struct pprof_location {
    struct slice number;
    struct slice address;   /* "0x463b32" */
    struct slice mapping;   /* the number after "M="; empty without */
    struct slice name;      /* empty: unknown */
};

bool pprof_parse_location(struct slice line, struct pprof_location *location);

/* "             NAME FILE:LINE s=START": the function that the one above is inlined into. */
bool pprof_parse_caller(struct slice line, struct slice *name);

/* "1: 0x400000/0x70d000/0x0 FILE BUILD [FN]" */
bool pprof_parse_mapping(struct slice line, struct slice *number, struct slice *file);

#endif
