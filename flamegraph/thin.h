/* SPDX-License-Identifier: MIT */
/*
 * THIN FRAMES: those of a compact picture that are less than a pixel wide.
 *
 * They are lines, one path for each color, and what they are is data, from which the page's
 * script draws them where a zoom, the pointer or the focus comes to one (assets/thin.js).
 */
#ifndef FG_THIN_H
#define FG_THIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "folded/frametab.h"
#include "io/output.h"
#include "layout.h"
#include "merge.h"
#include "title.h"

struct thin_frame {
    const struct frame *frame;
    size_t drawn;       /* elements that are drawn before it */
    int32_t left;       /* of the box as it would be drawn, in tenths of a pixel */
    int32_t width;
    uint32_t name;
    uint32_t color;
};

struct thin {
    const struct title *title;
    struct thin_frame *frames;
    size_t count;
    size_t capacity;
    struct frametab names;      /* as in titles */
    struct frametab colors;     /* XML text */
};

/* Keeps the pointer. */
void thin_init(struct thin *t, const struct title *title);
void thin_free(struct thin *t);

/* Whether a frame with this box is thin. The root, which the script needs, never is. */
bool thin_takes(const struct frame *frame, const struct box *box);

/* Adds a thin frame, which is kept, with its color `fill`, XML text. `drawn` elements are drawn
 * before it. */
void thin_add(struct thin *t, const struct frame *frame, size_t drawn, const struct box *box,
              struct slice fill);

/* Writes the lines and the data: an element of the SVG, if there are any. */
void thin_draw(const struct thin *t, struct output *o);

#endif
