/* SPDX-License-Identifier: MIT */
/*
 * Which frames the Perl script takes for one. It keeps each frame that has ended under
 * an id: name, depth and the time at which it ends, the time as text ("%.15g"). So
 *
 *  - a frame ends where that text says, which may be a little off;
 *  - a frame takes the place of one with the same id. That needs counts that are 0, or
 *    too small to change the text.
 */
#ifndef FG_PERL_IDS_H
#define FG_PERL_IDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "base/htab.h"
#include "merge.h"
#include "perl/number.h"

struct perl_ids {
    struct perl_number time;        /* at which frames end now */
    struct perl_number end;         /* the same, rounded as its text */
    struct ended_frame *ended;      /* the frames that have ended at this text */
    size_t count;
    size_t capacity;
    size_t indexed;                 /* so many of them are in `index` */
    struct htab index;
    struct hash_key key;
};

#define PERL_IDS_LEFT_OUT ((size_t)-1)

void perl_ids_init(struct perl_ids *ids);

/* From now on frames end at `time`. */
void perl_ids_set_time(struct perl_ids *ids, struct perl_number time);

/* Whether frames that end now may share an id with others, which need not be entered
 * otherwise. `next` is the time that follows. */
bool perl_ids_may_repeat(const struct perl_ids *ids, struct perl_number next);

/* Enters a frame that ends now and will be m->frames[at], or, at PERL_IDS_LEFT_OUT, is
 * too narrow to be drawn. The frame that had its id is dropped, and if the new one has no
 * delta it takes over that one's. Returns whether the dropped one had a width. */
bool perl_ids_enter(struct perl_ids *ids, struct merge *m, struct frame *frame, size_t at);

void perl_ids_free(struct perl_ids *ids);

#endif
