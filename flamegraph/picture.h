/*
 * The document: what the SVG of a flame graph consists of, in its order.
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

/* All that is drawn and what it is drawn with. */
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

/* Writes the document that stands for a graph without any count. */
void picture_draw_error(const struct options *options, struct output *o);

#endif
