/* SPDX-License-Identifier: MIT */
/*
 * The color of a frame: by its name, or by how much it grew or shrank.
 */
#ifndef FG_COLOR_H
#define FG_COLOR_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "palettes.h"
#include "perl/number.h"
#include "perl/rand.h"

enum color_mode {
    COLOR_BY_NAME,      /* Perl's rand, seeded with the name's characters */
    COLOR_HASH,         /* names that begin alike get similar colors */
    COLOR_RANDOM
};

struct color {
    const struct palette *palette;
    enum color_mode mode;
    struct perl_rand random;
};

void color_init(struct color *c, const struct palette *palette, enum color_mode mode);

/* Appends "rgb(r,g,b)" for a frame of this name, which is valid UTF-8. */
void color_of_name(struct color *c, struct slice name, struct strbuf *to);

/* Appends "rgb(r,g,b)" for a difference: red above 0, blue below, and the paler the
 * smaller it is compared with `largest`. */
void color_of_delta(struct perl_number delta, struct perl_number largest, struct strbuf *to);

#endif
