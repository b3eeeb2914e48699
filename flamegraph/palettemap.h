/* SPDX-License-Identifier: MIT */
/*
 * The file of --cp, palette.map in the working directory: lines of "NAME->COLOR" that
 * carry the colors of names from one graph to the next.
 */
#ifndef FG_PALETTEMAP_H
#define FG_PALETTEMAP_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "color.h"
#include "folded/frametab.h"

struct palettemap {
    struct frametab names;
    struct slice *colors;   /* by the id of the name */
    size_t capacity;
    struct arena arena;
};

void palettemap_init(struct palettemap *m);

/* Reads the file if there is one. False, after a message, if it cannot be read, or leads to
 * where it must not be written. */
bool palettemap_read(struct palettemap *m);

/* The color of a name: the one it had, which may be any text, or a new one, which is
 * kept. Valid as long as *m. */
struct slice palettemap_color(struct palettemap *m, struct color *colors, struct slice name);

/* Writes the file, sorted by name. The old one is replaced once the new one is complete.
 * False, after a message, if that failed. */
bool palettemap_write(const struct palettemap *m);

#endif
