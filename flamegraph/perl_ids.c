/* SPDX-License-Identifier: MIT */
#include "perl_ids.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct ended_frame {
    struct frame frame;
    size_t at;          /* in the frames of the merge, or PERL_IDS_LEFT_OUT */
};

/* n rounded as Perl prints it. */
static struct perl_number as_printed(struct perl_number n)
{
    char text[PERL_NUMBER_TEXT];

    return n.kind == PERL_INTEGER ? n : perl_numify(slice_of(text, perl_number_text(n, text)));
}

static bool is_same_text(struct perl_number a, struct perl_number b)
{
    return perl_compare(a, b) == 0 || perl_is_same(as_printed(a), as_printed(b));
}

void perl_ids_init(struct perl_ids *ids)
{
    memset(ids, 0, sizeof *ids);
    hash_key_init(&ids->key);
}

void perl_ids_set_time(struct perl_ids *ids, struct perl_number time)
{
    bool same = is_same_text(time, ids->time);

    ids->time = time;
    ids->end = as_printed(time);
    if (same || ids->count == 0)
        return;
    ids->count = 0;
    if (ids->indexed > 0)
        htab_clear(&ids->index);
    ids->indexed = 0;
}

bool perl_ids_may_repeat(const struct perl_ids *ids, struct perl_number next)
{
    return ids->count > 0 || is_same_text(next, ids->time);
}

static uint64_t hash_id(const struct perl_ids *ids, const struct frame *frame)
{
    /* The depth is spread, since neighbours would make long runs in the index. */
    return hash_bytes(&ids->key, frame->name.p, frame->name.n)
           + frame->depth * 0x9e3779b97f4a7c15u;
}

/* The frame that ended with this id before, or NULL. */
static struct ended_frame *find_ended(struct perl_ids *ids, const struct frame *frame)
{
    uint32_t i;

    for (; ids->indexed < ids->count; ids->indexed++) {
        uint64_t hash = hash_id(ids, &ids->ended[ids->indexed].frame);
        struct htab_probe end = htab_probe(&ids->index, hash);
        while (htab_next(&ids->index, &end) != HTAB_NONE)
            continue;
        htab_insert(&ids->index, &end, (uint32_t)ids->indexed);
    }
    struct htab_probe probe = htab_probe(&ids->index, hash_id(ids, frame));
    while ((i = htab_next(&ids->index, &probe)) != HTAB_NONE) {
        struct ended_frame *e = &ids->ended[i];
        if (e->frame.depth == frame->depth && slice_equal(e->frame.name, frame->name)
            && perl_is_same(e->frame.end, frame->end))
            return e;
    }
    return NULL;
}

bool perl_ids_enter(struct perl_ids *ids, struct merge *m, struct frame *frame, size_t at)
{
    struct ended_frame *e = find_ended(ids, frame);
    bool visible = false;

    if (e != NULL) {
        if (e->at != PERL_IDS_LEFT_OUT) {
            m->frames[e->at].dropped = true;
            visible = perl_compare(e->frame.end, e->frame.start) > 0;
        }
        if (!frame->has_delta) {
            frame->has_delta = e->frame.has_delta;
            frame->delta = e->frame.delta;
        }
    } else {
        ids->ended = grow_array(ids->ended, &ids->capacity, ids->count + 1, sizeof *ids->ended);
        e = &ids->ended[ids->count++];
    }
    e->frame = *frame;
    e->at = at;
    return visible;
}

void perl_ids_free(struct perl_ids *ids)
{
    free(ids->ended);
    htab_free(&ids->index);
}
