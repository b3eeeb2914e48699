/* SPDX-License-Identifier: MIT */
/*
 * PICTURE: the parts of the SVG of a flame graph, in their order.
 */
#ifndef FG_PICTURE_H
#define FG_PICTURE_H

#include "color.h"
#include "io/output.h"
#include "layout.h"
#include "merge.h"
#include "nameattr.h"
#include "options.h"
#include "palettemap.h"

/* What is drawn, and what it is drawn with. */
struct picture {
    const struct options *options;
    const struct layout *layout;
    const struct merge *merge;
    struct perl_number largest_delta;
    struct nameattr *attributes;
    struct color *color;
    struct palettemap *palette;     /* NULL without --cp */
};

/* Writes the document. */
void picture_draw(const struct picture *p, struct output *o);

/* Writes the document that says that there was no count in the input. */
void picture_draw_error(const struct options *options, struct output *o);

#endif
