/*
 * BOXES: from frames, measured in counts, to boxes, measured in pixels.
 */
#ifndef FG_LAYOUT_H
#define FG_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "merge.h"
#include "options.h"
#include "perl/number.h"

/* Pixels between the picture's edge and the frames at the left and right. */
enum { LAYOUT_XPAD = 10 };

struct layout {
    bool inverted;
    struct perl_number total;        /* the time that the whole width stands for */
    struct perl_number scale;        /* pixels for each unit of time */
    struct perl_number narrowest;    /* the width, in time, below which frames go */
    struct perl_number frame_height;
    struct perl_number character_width;
    struct perl_number top_pad;      /* above and ... */
    struct perl_number bottom_pad;   /* ... below the frames */
    struct perl_number image_width;
    struct perl_number image_height; /* set by layout_measure() */
};

struct box {
    struct perl_number left;
    struct perl_number right;
    struct perl_number top;
    struct perl_number bottom;
    struct perl_number text_y;
    double characters;  /* how many fit into it */
};

/* Computes what depends on the options and the sum of the counts, which is not
 * zero. Ends the program if a width is zero by which something is divided. */
void layout_begin(struct layout *l, const struct options *o, struct perl_number time);

/* Computes the height that the frames need. */
void layout_measure(struct layout *l, const struct options *o, const struct merge *m);

/* The right end of a frame in time; the root's is the total. */
struct perl_number layout_end(const struct layout *l, const struct frame *frame);

/* The box of a frame. */
struct box layout_box(const struct layout *l, const struct frame *frame);

#endif
