/* SPDX-License-Identifier: MIT */
#include "folded/differential_merge.h"

#include <string.h>

#include "base/alloc.h"

/* One of the two files. All lengths are of what its newest stack has in common with the last
 * stack of the result, at the beginning. */
struct merge_side {
    struct differential_file *file;
    bool ended;
    size_t common;
};

struct differential_merge {
    const struct differential_options *options;
    struct differential_places *places;     /* the first one is that of the empty stack */
    bool has_empty;
    struct strbuf last;         /* the last stack of the result */
    struct merge_side sides[2];
};

/* Adds the newest line of a file to the count of its stack. */
static void merge_count(struct differential_merge *m, int column, struct differential_place *stack)
{
    struct differential_file *f = m->sides[column].file;
    struct perl_number before = stack->counts[column];

    stack->counts[column] = perl_add(before, f->value);
    differential_file_total(f, before);
}

/* Reads the next line of a side, after its stack became the last one of the result. False if
 * it belongs before that. Lines without a stack belong anywhere. */
static bool merge_advance(struct differential_merge *m, int column)
{
    struct merge_side *side = &m->sides[column];
    struct differential_file *f = side->file;

    for (;;) {
        if (!differential_file_next(f, m->options)) {
            side->ended = true;
            return true;
        }
        if (f->stack.n > 0)
            break;
        m->has_empty = true;
        merge_count(m, column, &m->places->list[0]);
    }
    struct slice last = strbuf_slice(&m->last);
    size_t common = side->common = slice_common(f->stack, last, 0);
    return slice_compare(slice_from(f->stack, common), slice_from(last, common)) >= 0;
}

/* Which side's stack comes first. Both begin with what they have in common with the last stack
 * of the result and come after it, so the one that has more in common comes first. */
static int merge_first(struct differential_merge *m)
{
    struct merge_side *a = &m->sides[0];
    struct merge_side *b = &m->sides[1];

    if (a->ended || b->ended)
        return a->ended;
    if (a->common != b->common)
        return a->common < b->common;
    struct slice x = a->file->stack;
    struct slice y = b->file->stack;
    size_t common = slice_common(x, y, a->common);
    int first = common < x.n
                && (common == y.n || (unsigned char)x.p[common] > (unsigned char)y.p[common]);
    m->sides[!first].common = common;
    return first;
}

static void merge_append(struct differential_merge *m, uint64_t place, size_t n, int column)
{
    struct differential_places *l = m->places;
    struct differential_place one = {place, n, column, {perl_integer(0), perl_integer(0)}};

    l->list = grow_array(l->list, &l->capacity, l->count + 1, sizeof *l->list);
    l->list[l->count++] = one;
}

/* Adds the newest line of a side to the result. */
static void merge_take(struct differential_merge *m, int column)
{
    const struct merge_side *side = &m->sides[column];
    struct slice stack = side->file->stack;

    if (side->common < m->last.n || side->common < stack.n) {
        merge_append(m, side->file->place, stack.n, column);
        m->last.n = side->common;
        strbuf_add(&m->last, slice_from(stack, side->common));
    }
    merge_count(m, column, &m->places->list[m->places->count - 1]);
}

/* Removes the entry of the empty stack if there is none. */
static void merge_end(struct differential_merge *m)
{
    struct differential_places *l = m->places;

    if (!m->has_empty)
        memmove(l->list, l->list + 1, --l->count * sizeof *l->list);
    strbuf_free(&m->last);
}

bool differential_merge(struct differential_file files[2], struct differential_places *places,
                        const struct differential_options *options)
{
    struct differential_merge m = {
        options, places, false, {NULL, 0, 0}, {{&files[0], false, 0}, {&files[1], false, 0}}};

    strbuf_reserve(&m.last, 1);     /* never NULL */
    merge_append(&m, 0, 0, 0);
    bool ascends = merge_advance(&m, 0) && merge_advance(&m, 1);
    while (ascends && !(m.sides[0].ended && m.sides[1].ended)) {
        int first = merge_first(&m);
        merge_take(&m, first);
        ascends = merge_advance(&m, first);
    }
    merge_end(&m);
    return ascends;
}
