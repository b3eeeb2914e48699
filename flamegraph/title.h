/* SPDX-License-Identifier: MIT */
/*
 * TITLES: what a frame says of itself: its name, its samples and their share of the whole.
 */
#ifndef FG_TITLE_H
#define FG_TITLE_H

#include <stdbool.h>

#include "base/slice.h"
#include "io/output.h"
#include "layout.h"
#include "merge.h"
#include "options.h"
#include "perl/number.h"

struct title {
    const struct options *options;
    const struct layout *layout;
    struct output countname;    /* --countname as XML */
};

/* Keeps both pointers. */
void title_init(struct title *t, const struct options *options, const struct layout *layout);
void title_free(struct title *t);

/* Writes "NAME (1,234 samples, 5.67%)", and the root's "all (N samples, 100%)". */
void title_draw(const struct title *t, const struct frame *frame, struct output *o);

/* The name of a frame without the annotation of its kind, such as _[k]; _[0] to _[6] are ones
 * where the palette takes them for that. */
struct slice title_name(const struct title *t, struct slice name);

/* The frame's samples as digits, in `text`; "Inf" and "NaN" as Perl writes them. */
struct slice title_samples(const struct title *t, const struct frame *frame,
                           char text[PERL_NUMBER_FIXED_TEXT]);

/* The samples that are 100 %. */
struct perl_number title_whole(const struct title *t);

/* The difference as it is shown. */
struct perl_number title_delta(const struct title *t, const struct frame *frame);

#endif
