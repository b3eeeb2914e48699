/* SPDX-License-Identifier: MIT */
/*
 * BOXES: turns frames, which are measured in counts, into boxes, measured in pixels.
 */
#ifndef FG_LAYOUT_H
#define FG_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "merge.h"
#include "options.h"
#include "perl/number.h"

struct layout {
    bool inverted;
    struct perl_number total;        /* the count that the full width stands for */
    struct perl_number scale;        /* pixels per count */
    struct perl_number narrowest;    /* frames below this count are left out */
    struct perl_number frame_height;
    struct perl_number character_width;
    struct perl_number top_pad;      /* pixels above the frames */
    struct perl_number bottom_pad;   /* and below them */
    struct perl_number image_height; /* set by layout_measure() */
};

struct box {
    struct perl_number left;
    struct perl_number right;
    struct perl_number top;
    struct perl_number bottom;
    struct perl_number middle;  /* between top and bottom */
    struct perl_number text_y;
    double characters;  /* how many fit in */
};

/* Frames below this share of the counts' sum are left out, and perhaps others: 0 if unknown. */
double layout_narrow_share(const struct options *o);

/* Computes what depends on the options and the sum of the counts, which is not zero.
 * False, after a message, if no width is left for frames. */
bool layout_begin(struct layout *l, const struct options *o, struct perl_number sum);

/* Computes the height that the frames need. False, after a message, if drawing them
 * would divide by a zero of the options. */
bool layout_measure(struct layout *l, const struct options *o, const struct merge *m);

/* Where a frame ends, in counts; for the root, the total. */
struct perl_number layout_end(const struct layout *l, const struct frame *frame);

/* The box of a frame. */
struct box layout_box(const struct layout *l, const struct frame *frame);

#endif
