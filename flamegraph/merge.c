#include "merge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/htab.h"

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

/* A frame that ended at the present time. */
struct ended {
    struct frame frame;
    size_t at;          /* where it is in m->frames, or NOT_KEPT */
};

#define NOT_KEPT ((size_t)-1)

/* A frame that has begun. */
struct open_frame {
    uint32_t name;          /* its number in the records, FRAMETAB_NONE for the root */
    bool has_delta;
    size_t number;          /* in the order of beginnings */
    struct perl_number start;
    struct perl_number delta;
};

/* The work in progress. */
struct flow {
    struct merge *m;
    const struct frametab *names;
    struct perl_number narrowest;    /* frames below it are dropped, ... */
    struct perl_number least;        /* ... which, as a whole number, is this */
    size_t begun;               /* how many frames have begun so far */

    struct perl_number time;         /* the right end of what was merged so far */
    struct perl_number printed_time; /* the same as far as %.15g tells */

    struct open_frame *open;    /* by depth: the frames of the last stack */
    size_t depth;               /* how many there are */
    size_t capacity;

    /*
     * Perl keeps frames by name, depth and end, the end as text. So a frame
     * that ends where another of its name and depth has ended, which takes
     * counts that are 0 or too small to change the text, replaces it.
     */
    struct ended *ended;    /* those since the time or its text changed */
    size_t ended_count;
    size_t ended_capacity;
    size_t indexed;         /* the first so many are in `index` */
    struct htab index;
    struct hash_key key;
};

/* The number as far as its text tells. */
static struct perl_number as_printed(struct perl_number n)
{
    char text[PERL_NUMBER_TEXT];

    return n.kind == PERL_INTEGER ? n : perl_numify(slice_of(text, perl_number_text(n, text)));
}

/* Whether what ends at both times ends, for Perl, at the same time. */
static bool is_same_time(struct perl_number a, struct perl_number b)
{
    return perl_compare(a, b) == 0 || perl_is_same(as_printed(a), as_printed(b));
}

static void set_time(struct flow *f, struct perl_number time)
{
    bool stands = is_same_time(time, f->time);

    f->time = time;
    f->printed_time = as_printed(time);
    if (stands || f->ended_count == 0)
        return;
    f->ended_count = 0;
    if (f->indexed > 0)
        htab_clear(&f->index);
    f->indexed = 0;
}

static uint64_t hash_frame(const struct flow *f, const struct frame *frame)
{
    /* The depth is spread, as neighbours would make long runs in the index. */
    return hash_bytes(&f->key, frame->name.p, frame->name.n)
           + frame->depth * 0x9e3779b97f4a7c15u;
}

/* The frame that ended at this time with the same name and depth, or NULL. */
static struct ended *find_ended(struct flow *f, const struct frame *frame)
{
    uint32_t number;

    for (; f->indexed < f->ended_count; f->indexed++) {
        struct htab_probe end = htab_probe(&f->index, hash_frame(f, &f->ended[f->indexed].frame));
        while (htab_next(&f->index, &end) != HTAB_NONE)
            continue;
        htab_insert(&f->index, &end, (uint32_t)f->indexed);
    }
    struct htab_probe probe = htab_probe(&f->index, hash_frame(f, frame));
    while ((number = htab_next(&f->index, &probe)) != HTAB_NONE) {
        struct ended *e = &f->ended[number];
        if (e->frame.depth == frame->depth && slice_equal(e->frame.name, frame->name)
            && perl_is_same(e->frame.end, frame->end))
            return e;
    }
    return NULL;
}

/* Keeps a frame that has ended, if it is wide enough; where it is then. */
static size_t keep_or_drop(struct flow *f, const struct frame *frame)
{
    struct merge *m = f->m;
    struct perl_number width = perl_subtract(frame->end, frame->start);

    if (perl_compare(width, width.kind == PERL_INTEGER ? f->least : f->narrowest) < 0)
        return NOT_KEPT;
    m->frames = grow_array(m->frames, &m->capacity, m->count + 1, sizeof *m->frames);
    m->frames[m->count] = *frame;
    return m->count++;
}

/* Ends a frame that may replace one that ended at this time before. */
static void end_in_place(struct flow *f, struct frame *frame)
{
    struct ended *earlier = find_ended(f, frame);

    if (earlier != NULL) {
        if (earlier->at != NOT_KEPT)
            f->m->frames[earlier->at].dropped = true;
        if (!frame->has_delta) {
            frame->has_delta = earlier->frame.has_delta;
            frame->delta = earlier->frame.delta;
        }
    } else {
        f->ended = grow_array(f->ended, &f->ended_capacity, f->ended_count + 1,
                              sizeof *f->ended);
        earlier = &f->ended[f->ended_count++];
    }
    earlier->frame = *frame;
    earlier->at = keep_or_drop(f, frame);
}

/* Ends the open frames from `depth` on. `next`: the time that comes then; only
 * if that is no other can frames be replaced. */
static void end_frames(struct flow *f, size_t depth, struct perl_number next)
{
    bool again = f->ended_count > 0 || is_same_time(next, f->time);

    while (f->depth > depth) {
        const struct open_frame *open = &f->open[--f->depth];
        struct frame frame = {slice_of("", 0), f->depth, open->start, f->printed_time,
                              open->has_delta, open->delta, false, open->number};
        if (open->name != FRAMETAB_NONE)
            frame.name = frametab_name(f->names, open->name);
        if (again)
            end_in_place(f, &frame);
        else
            keep_or_drop(f, &frame);
    }
}

/* Begins a frame; `name` is FRAMETAB_NONE for the root. */
static void begin_frame(struct flow *f, uint32_t name, bool has_delta)
{
    struct open_frame frame = {name, has_delta, f->begun++, f->time, perl_integer(0)};

    f->open = grow_array(f->open, &f->capacity, f->depth + 1, sizeof *f->open);
    f->open[f->depth++] = frame;
}

/* Goes from the last stack to this one: frames that they do not share end or
 * begin here. */
static void flow_record(struct flow *f, const struct record *record, const uint32_t *frames,
                        size_t depth)
{
    struct perl_number next = perl_add(f->time, record->count);
    size_t begun = f->begun;
    size_t same = 0;

    while (same < depth && same + 1 < f->depth && f->open[same + 1].name == frames[same])
        same++;
    if (f->depth > same + 1)
        end_frames(f, same + 1, next);
    if (f->depth == 0)
        begin_frame(f, FRAMETAB_NONE, record->has_delta);
    for (; same < depth; same++)
        begin_frame(f, frames[same], record->has_delta);
    if (f->begun > begun && record->has_delta)
        f->open[f->depth - 1].delta = record->delta;
    set_time(f, next);
}

/* In the order in which they began. */
static int compare_frames(const void *x, const void *y)
{
    const struct frame *a = x;
    const struct frame *b = y;

    return (a->number > b->number) - (a->number < b->number);
}

/* Takes out the frames that were dropped later, and sorts the others. */
static void finish(struct merge *m)
{
    size_t kept = 0;

    for (size_t i = 0; i < m->count; i++)
        if (!m->frames[i].dropped)
            m->frames[kept++] = m->frames[i];
    m->count = kept;
    if (kept > 0)
        qsort(m->frames, kept, sizeof *m->frames, compare_frames);
}

/* The smallest whole number that is not below `n`; `n` if it may be none. */
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

    memset(m, 0, sizeof *m);
    f.m = m;
    f.names = &records->names;
    f.narrowest = narrowest;
    f.least = rounded_up(narrowest);
    hash_key_init(&f.key);
    set_time(&f, perl_integer(0));
    for (size_t i = 0; i < records->count; i++) {
        const uint32_t *frames;
        size_t depth = records_frames(records, &records->lines[i], &frames);
        flow_record(&f, &records->lines[i], frames, depth);
    }
    end_frames(&f, 0, f.time);
    finish(m);
    free(f.open);
    free(f.ended);
    htab_free(&f.index);
}

void merge_free(struct merge *m)
{
    free(m->frames);
}
