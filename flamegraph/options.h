/* SPDX-License-Identifier: MIT */
/*
 * The command line of flamegraph: the options, checked and with Perl's defaults, and
 * the values that follow from them alone.
 */
#ifndef FG_OPTIONS_H
#define FG_OPTIONS_H

#include <stdbool.h>

#include "folded/differential.h"
#include "io/program.h"
#include "palettes.h"
#include "perl/number.h"

/* Pixels between the picture's left and right edges and the frames. */
enum { LAYOUT_XPAD = 10, LAYOUT_MARGINS = 2 * LAYOUT_XPAD };

struct options {
    struct program_options common;

    /* The picture. */
    const char *title;           /* never empty once read */
    const char *subtitle;        /* "": none */
    struct perl_number width;    /* pixels */
    struct perl_number height;   /* of a frame, pixels */
    const char *minwidth;        /* pixels, or with "%" a share of the total */
    const char *fonttype;
    const char *fontsize;        /* printed as they are; their values are below */
    const char *fontwidth;
    const char *countname;
    const char *nametype;
    const char *encoding;        /* NULL: none */
    const char *notes;
    bool compact;

    /* The colors. */
    const char *colors;
    const char *bgcolors;
    const char *dark;            /* "auto": dark where the reader's system is; "": never */
    bool hash;
    bool random;
    bool cp;
    bool negate;

    /* The contents. */
    const char *nameattr;        /* NULL: none */
    const char *total;           /* NULL: the sum of the counts */
    const char *factor;
    bool reverse;
    bool inverted;
    bool flamechart;
    bool diff;
    struct perl_number threads;
    struct perl_number block_size;
    struct differential_options difference;

    /* Values of the options above. */
    struct perl_number fontsize_value;
    struct perl_number fontwidth_value;
    struct perl_number factor_value;
    bool odd_size;          /* a message says that a size is not positive */
    struct perl_number minwidth_value;
    bool minwidth_is_share;
    const struct palette *palette;
    const char *background[2];   /* colors at the top and at the bottom */
    size_t threads_given;   /* 0: none */
    size_t block_bytes;     /* the same */
};

extern const struct program flamegraph_program;

/* Reads the command line. True: *operands is the number of operands, which then stand
 * in argv[0] and so on. False: there is nothing more to do, after an answer or messages,
 * and *status is the exit status. */
bool options_read(struct options *o, int argc, char **argv, size_t *operands, int *status);

#endif
