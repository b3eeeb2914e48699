#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "hash.h"
#include "htab.h"

void merge_totals(const struct records *records, struct totals *totals)
{
    struct record record;

    totals->time = number_integer(0);
    totals->largest_delta = number_integer(1);
    totals->malformed = 0;
    for (size_t i = 0; i < records->count; i++) {
        if (!records_get(records, i, &record)) {
            totals->malformed++;
            continue;
        }
        totals->time = number_add(totals->time, record.count);
        if (!record.has_delta)
            continue;
        struct number delta = record.delta;
        if (number_compare(delta, number_integer(0)) < 0)
            delta = number_negate(delta);
        if (number_compare(delta, totals->largest_delta) > 0)
            totals->largest_delta = delta;
    }
}

/* A frame that ended at the present time. */
struct ended {
    struct frame frame;
    size_t at;          /* where it is in m->frames, or NOT_KEPT */
};

#define NOT_KEPT ((size_t)-1)

/* The work in progress. */
struct flow {
    struct merge *m;
    struct number narrowest;

    struct number time;         /* the right end of what was merged so far */
    struct number printed_time; /* the same as far as %.15g tells */

    size_t *open;       /* by depth: the frames of the last stack */
    size_t depth;       /* how many there are */
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

static void set_time(struct flow *f, struct number time)
{
    char text[NUMBER_TEXT];
    struct number printed = number_numify(slice_of(text, number_text(time, text)));
    bool stands = number_compare(time, f->time) == 0;
    bool prints_alike = number_is_same(printed, f->printed_time);

    f->time = time;
    f->printed_time = printed;
    if (stands || prints_alike)
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
            && number_is_same(e->frame.end, frame->end))
            return e;
    }
    return NULL;
}

/* Keeps a frame that has ended, if it is wide enough. It is the newest frame
 * whose children are all dropped, so that a dropped one is mostly the last. */
static size_t keep_or_drop(struct flow *f, size_t at)
{
    struct frame *frame = &f->m->frames[at];
    struct number width = number_subtract(frame->end, frame->start);

    if (number_compare(width, f->narrowest) >= 0)
        return at;
    frame->dropped = true;
    if (at + 1 == f->m->count)
        f->m->count--;
    return NOT_KEPT;
}

/* Ends the innermost open frame. `again`: frames have ended at this time
 * before, so that it may replace one of them. */
static void end_frame(struct flow *f, bool again)
{
    size_t at = f->open[--f->depth];
    struct frame *frame = &f->m->frames[at];
    struct ended *earlier;

    frame->end = f->printed_time;
    if (again && (earlier = find_ended(f, frame)) != NULL) {
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
    earlier->at = keep_or_drop(f, at);
}

static void begin_frame(struct flow *f, struct slice name)
{
    struct merge *m = f->m;
    struct frame frame = {name, f->depth, f->time, f->time, false, number_integer(0), false};

    m->frames = grow_array(m->frames, &m->capacity, m->count + 1, sizeof *m->frames);
    m->frames[m->count] = frame;
    f->open = grow_array(f->open, &f->capacity, f->depth + 1, sizeof *f->open);
    f->open[f->depth++] = m->count++;
}

/* Cuts the part before the first `separator` off a text; false when there is
 * none left, which p being NULL tells. */
static bool next_part(struct slice *text, const char *separator, struct slice *part)
{
    if (text->p == NULL)
        return false;
    size_t at = slice_search(*text, separator);
    *part = *text;
    if (at == SLICE_NONE) {
        text->p = NULL;
    } else {
        part->n = at;
        *text = slice_from(*text, at + strlen(separator));
    }
    return true;
}

static void end_frames(struct flow *f, size_t depth)
{
    bool again = f->ended_count > 0;

    while (f->depth > depth)
        end_frame(f, again);
}

/* Goes from the last stack to this one: frames that they do not share end or
 * begin here. */
static void flow_record(struct flow *f, const struct record *record)
{
    struct slice rest = stack_trimmed(record->stack);
    struct slice name = slice_of("", 0);    /* the root's */
    size_t same = 0;
    bool more = true;

    if (rest.n == 0)
        rest.p = NULL;

    while (more && same < f->depth
           && slice_equal(f->m->frames[f->open[same]].name, name)) {
        same++;
        more = next_part(&rest, ";", &name);
    }
    end_frames(f, same);
    while (more) {
        begin_frame(f, name);
        struct frame *frame = &f->m->frames[f->m->count - 1];
        more = next_part(&rest, ";", &name);
        frame->has_delta = record->has_delta;
        if (record->has_delta && !more)
            frame->delta = record->delta;
    }
}

/* Appends a waker's stack with _[w] behind each of its frames. */
static void add_waker(struct strbuf *to, struct slice waker)
{
    for (size_t i = 0; i < waker.n; i++) {
        if (waker.p[i] == ';')
            strbuf_add_str(to, "_[w]");
        strbuf_add_char(to, waker.p[i]);
    }
    strbuf_add_str(to, "_[w]");
}

/*
 * For chain graphs: "blocked;--;waker;--;waker" to "blocked;--;waker_[w];--;
 * waker_[w]". There is a "--" even behind a stack without any waker. Empty
 * parts at the end do not count.
 */
static struct slice mark_wakers(struct merge *m, struct slice stack)
{
    static const char separator[] = ";--;";
    struct strbuf *marked = &m->scratch;
    struct slice part;
    size_t wakers = 0;
    size_t empty = 0;

    strbuf_clear(marked);
    if (next_part(&stack, separator, &part))
        strbuf_add(marked, part);
    strbuf_add_str(marked, separator);
    while (next_part(&stack, separator, &part)) {
        empty++;
        if (part.n == 0)
            continue;
        for (; empty > 0; empty--) {
            strbuf_add_str(marked, wakers++ > 0 ? separator : "");
            add_waker(marked, empty > 1 ? slice_of(part.p, 0) : part);
        }
    }
    return arena_copy(&m->arena, strbuf_slice(marked));
}

/* Takes out the frames that were dropped after others had come behind them. */
static void compact(struct merge *m)
{
    size_t kept = 0;

    for (size_t i = 0; i < m->count; i++)
        if (!m->frames[i].dropped)
            m->frames[kept++] = m->frames[i];
    m->count = kept;
}

void merge_records(struct merge *m, const struct records *records, bool chain,
                   struct number narrowest)
{
    struct flow f = {0};
    struct record record;

    memset(m, 0, sizeof *m);
    f.m = m;
    f.narrowest = narrowest;
    hash_key_init(&f.key);
    set_time(&f, number_integer(0));
    for (size_t i = 0; i < records->count; i++) {
        if (!records_get(records, i, &record))
            continue;
        if (chain)
            record.stack = mark_wakers(m, record.stack);
        flow_record(&f, &record);
        set_time(&f, number_add(f.time, record.count));
    }
    end_frames(&f, 0);
    compact(m);
    free(f.open);
    free(f.ended);
    htab_free(&f.index);
}

void merge_free(struct merge *m)
{
    free(m->frames);
    arena_free(&m->arena);
    strbuf_free(&m->scratch);
}
