/* SPDX-License-Identifier: MIT */
#include "merge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "perl_ids.h"
#include "splits.h"

void merge_totals(const struct records *records, struct totals *totals)
{
    totals->time = perl_integer(0);
    totals->largest_delta = perl_integer(1);
    totals->malformed = records->malformed;
    for (size_t i = 0; i < records->count; i++) {
        struct record record = records->lines[i];
        totals->time = perl_add(totals->time, record.count);
        if (!record.has_delta)
            continue;
        struct perl_number delta = record.delta;
        if (perl_compare(delta, perl_integer(0)) < 0)
            delta = perl_negate(delta);
        if (perl_compare(delta, totals->largest_delta) > 0)
            totals->largest_delta = delta;
    }
}

/* A frame that has begun. */
struct open_frame {
    uint32_t name_id;       /* in the names of the records, FRAMETAB_NONE for the root */
    bool has_delta;
    size_t order;
    struct perl_number start;
    struct perl_number delta;
};

/* The work in progress. */
struct flow {
    struct merge *m;
    const struct frametab *names;
    bool fix;
    bool by_text;               /* the order of the records is */
    struct perl_number narrowest;       /* narrower frames are left out; ... */
    struct perl_number narrowest_count; /* ... the same for widths that are whole numbers */
    size_t begun;               /* how many frames have begun so far */
    struct open_frame *open;    /* by depth: the frames of the last stack */
    size_t depth;               /* how many there are */
    size_t capacity;
    struct perl_ids ids;        /* with the time: the right end of what is merged */
    struct splits splits;
};

static bool is_wide_enough(const struct flow *f, const struct frame *frame)
{
    struct perl_number width = perl_subtract(frame->end, frame->start);

    return perl_compare(width, width.kind == PERL_INTEGER ? f->narrowest_count
                                                          : f->narrowest) >= 0;
}

static void count_named(struct named_count *n, struct slice name)
{
    if (n->count++ == 0)
        n->first = name;
}

static void add_merged(struct merge *m, const struct frame *frame)
{
    m->frames = grow_array(m->frames, &m->capacity, m->count + 1, sizeof *m->frames);
    m->frames[m->count++] = *frame;
}

/* Ends the open frames from `depth` on. `next` is the time after the next stack. */
static void end_frames(struct flow *f, size_t depth, struct perl_number next)
{
    bool may_repeat = !f->fix && perl_ids_may_repeat(&f->ids, next);

    while (f->depth > depth) {
        const struct open_frame *open = &f->open[--f->depth];
        struct frame frame = {slice_of("", 0), f->depth, open->start, f->ids.end,
                              open->has_delta, open->delta, false, open->order};
        if (open->name_id != FRAMETAB_NONE)
            frame.name = frametab_name(f->names, open->name_id);
        bool kept = is_wide_enough(f, &frame);
        if (may_repeat
            && perl_ids_enter(&f->ids, f->m, &frame, kept ? f->m->count : PERL_IDS_LEFT_OUT))
            count_named(&f->m->replaced, frame.name);
        if (kept)
            add_merged(f->m, &frame);
    }
}

static void begin_frame(struct flow *f, uint32_t name_id, bool has_delta)
{
    struct open_frame frame = {name_id, has_delta, f->begun++, f->ids.time, perl_integer(0)};

    f->open = grow_array(f->open, &f->capacity, f->depth + 1, sizeof *f->open);
    f->open[f->depth++] = frame;
}

/* Gives the difference of a stack to the frame in which it ends; to the script that is only
 * so if the frame begins here. */
static void set_delta(struct flow *f, const struct record *record, bool begins)
{
    struct open_frame *leaf = &f->open[f->depth - 1];

    if (begins) {
        leaf->delta = record->delta;
    } else if (f->fix) {
        leaf->delta = leaf->has_delta ? perl_add(leaf->delta, record->delta) : record->delta;
        leaf->has_delta = true;
    } else if (!perl_is_zero(record->delta)) {
        count_named(&f->m->unchanged, leaf->name_id != FRAMETAB_NONE
                                          ? frametab_name(f->names, leaf->name_id)
                                          : slice_str("all"));
    }
}

/* Goes from the last stack to this one: the frames that they do not share end or begin
 * here. */
static void flow_record(struct flow *f, const struct record *record, const uint32_t *frames,
                        size_t depth)
{
    struct perl_number next = perl_add(f->ids.time, record->count);
    size_t begun = f->begun;
    size_t same = record->same;

    if (same > depth)
        same = depth;
    if (same + 1 > f->depth)
        same = f->depth > 0 ? f->depth - 1 : 0;
    while (same < depth && same + 1 < f->depth && f->open[same + 1].name_id == frames[same])
        same++;
    if (f->by_text)
        splits_step(&f->splits, f->names, same,
                    same + 1 < f->depth ? f->open[same + 1].name_id : FRAMETAB_NONE,
                    same < depth ? frames[same] : FRAMETAB_NONE);
    if (f->depth > same + 1)
        end_frames(f, same + 1, next);
    if (f->depth == 0)
        begin_frame(f, FRAMETAB_NONE, record->has_delta);
    for (; same < depth; same++)
        begin_frame(f, frames[same], record->has_delta);
    if (record->has_delta)
        set_delta(f, record, f->begun > begun);
    perl_ids_set_time(&f->ids, next);
}

static int compare_order(const void *x, const void *y)
{
    const struct frame *a = x;
    const struct frame *b = y;

    return (a->order > b->order) - (a->order < b->order);
}

/* Removes the dropped frames, and puts the others into the order in which they began. */
static void finish_merge(struct merge *m)
{
    size_t kept = 0;

    for (size_t i = 0; i < m->count; i++)
        if (!m->frames[i].dropped)
            m->frames[kept++] = m->frames[i];
    m->count = kept;
    if (kept > 0)
        qsort(m->frames, kept, sizeof *m->frames, compare_order);
}

/* The smallest whole number that is not below n; n where doubles do not hold them all. */
static struct perl_number rounded_up(struct perl_number n)
{
    double value = perl_double(n);

    if (n.kind == PERL_INTEGER || !(value >= 0 && value < 9007199254740992.0))
        return n;
    return perl_integer((uint64_t)ceil(value));
}

void merge_records(struct merge *m, const struct records *records, struct perl_number narrowest)
{
    struct flow f = {0};
    struct stack stack = {0};

    memset(m, 0, sizeof *m);
    f.m = m;
    f.names = &records->names;
    f.fix = records->fix;
    f.by_text = records->by_text;
    f.narrowest = narrowest;
    f.narrowest_count = rounded_up(narrowest);
    perl_ids_init(&f.ids);
    for (size_t i = 0; i < records->count; i++) {
        records_step(records, &records->lines[i], &stack);
        flow_record(&f, &records->lines[i], stack.frames,
                    records_depth(records, stack.frames, stack.count));
    }
    end_frames(&f, 0, f.ids.time);
    finish_merge(m);
    m->split.count = f.splits.count;
    if (f.splits.count > 0)
        m->split.first = frametab_name(f.names, f.splits.first);
    splits_free(&f.splits);
    stack_free(&stack);
    free(f.open);
    perl_ids_free(&f.ids);
}

void merge_free(struct merge *m)
{
    free(m->frames);
}
