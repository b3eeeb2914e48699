/*
 * The palettes of --colors, a row each, and the backgrounds of --bgcolors.
 */
#ifndef FG_PALETTES_H
#define FG_PALETTES_H

#include <stdbool.h>

#include "base/slice.h"
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

/* The palette of this name; one that is black for an unknown name. */
const struct palette *palette_find(const char *name);

/* Sets the colors at the top and at the bottom of the picture: those of --bgcolors, or
 * if that is empty, the ones that suit --colors. False if `bgcolors` is not a color. */
bool palette_background(const char *bgcolors, const char *colors, const char *background[2]);

/* Writes what --help says about each palette. */
void palettes_help(struct output *o);

#endif
