/*
 * The file of --cp, palette.map in the working directory: lines of
 * "NAME->COLOR" that give the names of one graph their colors in the next.
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
    struct slice *colors;   /* by the number of the name */
    size_t capacity;
    struct arena arena;
};

void palettemap_init(struct palettemap *m);
void palettemap_free(struct palettemap *m);

/* Reads the file; there may be none. False, after a message, if there is one
 * that cannot be read. */
bool palettemap_read(struct palettemap *m);

/* The color of a name: the one it had, which may be any text, or a new one,
 * which is remembered. Valid until palettemap_free(). */
struct slice palettemap_color(struct palettemap *m, struct color *colors, struct slice name);

/* Writes the file anew, sorted by name. The old one stays as it is until the
 * new one is complete. False, after a message, if that failed. */
bool palettemap_write(struct palettemap *m);

#endif
