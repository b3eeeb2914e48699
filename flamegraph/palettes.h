/* SPDX-License-Identifier: MIT */
/*
 * The palettes of --colors, a row each, and the backgrounds of --bgcolors.
 */
#ifndef FG_PALETTES_H
#define FG_PALETTES_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/output.h"

/* One of the channels red, green and blue: base + int(range * v), where v is the
 * value 0, 1 or 2 of a frame, 0 <= v < 1. */
struct palette_channel {
    int base;
    int range;
    int value;
};

/* Chooses the palette of one hue for a frame of this name. */
typedef const struct palette *palette_chooser(struct slice name);

struct palette {
    const char *name;
    struct palette_channel rgb[3];  /* where `choose` is NULL: a palette of one hue */
    palette_chooser *choose;
    const char *background;         /* without --bgcolors */
    const char *help;
};

/* The palette of this name; one that is black for an unknown name. With `fix` java also
 * knows the annotations _[0] to _[6], dotted names and all packages. */
const struct palette *palette_find(const char *name, bool fix);

/* Whether a palette is known. */
bool palette_is_known(const struct palette *palette);

/* Whether a name ends in _[0] to _[6], as async-profiler annotates frames. */
bool palette_is_annotated(struct slice name);

/* Whether the palette java draws a name differently with `fix`. */
bool palette_mistakes_java(struct slice name);

/* Appends the names of all palettes. */
void palettes_list(struct strbuf *to);

/* Sets the colors at the top and at the bottom of the picture: those of --bgcolors, or
 * if that is empty, the ones that suit --colors. False if `bgcolors` is not a color. */
bool palette_background(const char *bgcolors, const char *colors, const char *background[2]);

/* Writes what --help says about each palette. */
void palettes_help(struct output *o);

#endif
