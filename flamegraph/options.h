/*
 * The command line of flamegraph: what was asked for, checked and with Perl's
 * defaults, and the values that follow from it alone.
 */
#ifndef FG_OPTIONS_H
#define FG_OPTIONS_H

#include <stdbool.h>

#include "io/program.h"
#include "perl/number.h"

struct options {
    struct program_options common;

    /* The picture. */
    const char *title;      /* never empty once read */
    const char *subtitle;   /* "": none */
    struct perl_number width;    /* pixels */
    struct perl_number height;   /* of a frame, pixels */
    const char *minwidth;   /* pixels, or with "%" a share of the total */
    const char *fonttype;
    const char *fontsize;   /* texts that count as numbers ... */
    const char *fontwidth;
    const char *countname;
    const char *nametype;
    const char *encoding;   /* NULL: none */
    const char *notes;

    const char *dark;       /* "auto": dark where the reader's system is; "": never */

    /* The colors. */
    const char *colors;
    const char *bgcolors;
    bool hash;
    bool random;
    bool cp;
    bool negate;

    /* What is drawn. */
    const char *nameattr;   /* NULL: none */
    const char *total;      /* NULL: that of the input */
    const char *factor;
    bool reverse;
    bool inverted;
    bool flamechart;
    bool diff;
    bool normalize;
    bool strip_hex;

    /* ... and what they count as. */
    struct perl_number fontsize_value;
    struct perl_number fontwidth_value;
    struct perl_number factor_value;
    struct perl_number minwidth_value;
    bool minwidth_is_share;
    const char *background[2];  /* colors from the top to the bottom */
};

/* Reads the command line and returns the number of operands, which then stand
 * in argv[0] and so on. Ends the program for errors. */
size_t options_read(struct options *o, int argc, char **argv);

#endif
