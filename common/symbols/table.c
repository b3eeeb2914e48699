/* SPDX-License-Identifier: MIT */
#include "symbols/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "symbols/tree.h"

enum { PAGE = 4096 };

bool table_add(struct table *t, uint64_t start, uint64_t size, uint32_t name, uint32_t flags)
{
    if (t->count >= TABLE_MOST)
        return false;
    if (start + size < start)
        return true;
    t->symbols = grow_array(t->symbols, &t->capacity, t->count + 1, sizeof *t->symbols);
    struct table_symbol *s = &t->symbols[t->count];
    s->start = start;
    s->size = size < UINT32_MAX ? (uint32_t)size : UINT32_MAX;
    s->name = name;
    s->bits = flags | (uint32_t)t->count++ << TABLE_ORDER_SHIFT;
    return true;
}

/* One pass of a radix sort, by the byte at `shift`. */
static void table_distribute(const struct table_symbol *from, struct table_symbol *to,
                             size_t count, const size_t counts[256], unsigned shift)
{
    size_t at[256], sum = 0;

    for (size_t i = 0; i < 256; i++) {
        at[i] = sum;
        sum += counts[i];
    }
    for (size_t i = 0; i < count; i++)
        to[at[from[i].start >> shift & 255]++] = from[i];
}

/* As symbols of kallsyms are. */
static bool table_is_sorted(const struct table *t)
{
    for (size_t i = 1; i < t->count; i++)
        if (t->symbols[i - 1].start > t->symbols[i].start)
            return false;
    return true;
}

void table_sort(struct table *t)
{
    if (table_is_sorted(t))
        return;
    size_t (*counts)[256] = xcalloc(8, sizeof *counts);
    struct table_symbol *from = t->symbols, *to = xmalloc(t->count * sizeof *to);

    for (size_t i = 0; i < t->count; i++)
        for (unsigned byte = 0; byte < 8; byte++)
            counts[byte][from[i].start >> 8 * byte & 255]++;
    for (unsigned byte = 0; byte < 8 && t->count > 0; byte++) {
        struct table_symbol *swap = from;
        if (counts[byte][from[0].start >> 8 * byte & 255] == t->count)
            continue;
        table_distribute(from, to, t->count, counts[byte], 8 * byte);
        from = to;
        to = swap;
    }
    t->symbols = from;
    t->capacity = t->count;
    free(to);
    free(counts);
}

/* A distance, as a size. */
static uint32_t table_size(uint64_t distance)
{
    return distance < UINT32_MAX ? (uint32_t)distance : UINT32_MAX;
}

/* Fixes the ends of one load, which sees the symbols of the loads before it. */
static void table_fix_load(struct table *t, uint32_t load)
{
    size_t previous = SIZE_MAX;

    for (size_t i = 0; i < t->count; i++) {
        struct table_symbol *s = &t->symbols[i];
        if ((s->bits & TABLE_LOADS) > load)
            continue;
        if (previous != SIZE_MAX && t->symbols[previous].size == 0)
            t->symbols[previous].size = table_size(s->start - t->symbols[previous].start);
        previous = i;
    }
    if (previous != SIZE_MAX && t->symbols[previous].size == 0) {
        uint64_t start = t->symbols[previous].start;
        t->symbols[previous].size = PAGE + (uint32_t)(-start & (PAGE - 1));
    }
}

void table_fix_ends(struct table *t)
{
    for (uint32_t load = TABLE_FIRST; load < t->unchosen; load += TABLE_SECOND)
        table_fix_load(t, load);
}

/* The last address of a symbol. */
static uint64_t table_last(const struct table_symbol *s)
{
    uint64_t more = s->size > 0 ? s->size - 1 : 0;

    return more < UINT64_MAX - s->start ? s->start + more : UINT64_MAX;
}

void table_finish(struct table *t)
{
    uint64_t last = 0, before = 0;  /* of all symbols; of those that begin earlier */

    for (size_t i = 0; i < t->count; i++) {
        struct table_symbol *s = &t->symbols[i];
        if (i > 0 && s->start != t->symbols[i - 1].start)
            before = last;
        if (s->start > 0 && before >= s->start)
            s->bits |= TABLE_OVERLAPPED;
        if (table_last(s) > last)
            last = table_last(s);
    }
}

static size_t table_underscores(struct slice name)
{
    size_t n = 0;

    while (n < name.n && name.p[n] == '_')
        n++;
    return n;
}

/* Whether two names differ in nothing but which of its copies a constructor or destructor
 * is, so that they are the same when demangled. */
static bool table_is_copy(struct slice a, struct slice b)
{
    size_t at = slice_common(a, b, 0);

    if (a.n != b.n)
        return false;
    return at == a.n || (at > 1 && at + 1 < a.n && slice_starts(a, "_Z")
                         && (a.p[at - 1] == 'C' || a.p[at - 1] == 'D') && a.p[at] >= '0'
                         && a.p[at] <= '5' && b.p[at] >= '0' && b.p[at] <= '5'
                         && !(a.p[at + 1] >= '0' && a.p[at + 1] <= '9'));
}

static bool table_prefers_second_name(struct slice a, struct slice b)
{
    size_t under_a = table_underscores(a), under_b = table_underscores(b);

    if (under_a != under_b)
        return under_a > under_b;
    if (a.n != b.n)
        return a.n < b.n;
    return slice_starts(a, "SyS") || slice_starts(a, "compat_SyS");
}

static bool table_compare_names(struct table *t, const struct table_symbol *a,
                                const struct table_symbol *b)
{
    struct strbuf first = {0}, second = {0};
    bool prefers = false;

    t->namer(t->context, a, false, &first);
    t->namer(t->context, b, false, &second);
    if (!table_is_copy(strbuf_slice(&first), strbuf_slice(&second))
        || slice_has(strbuf_slice(&first), "SyS")) {
        strbuf_clear(&first);
        strbuf_clear(&second);
        t->namer(t->context, a, true, &first);
        t->namer(t->context, b, true, &second);
        prefers = table_prefers_second_name(strbuf_slice(&first), strbuf_slice(&second));
    }
    strbuf_free(&first);
    strbuf_free(&second);
    return prefers;
}

bool table_prefers_second(struct table *t, const struct table_symbol *a,
                          const struct table_symbol *b)
{
    uint32_t differ = a->bits ^ b->bits;

    if ((a->size == 0) != (b->size == 0))
        return a->size == 0;
    if (differ & TABLE_WEAK)
        return (a->bits & TABLE_WEAK) != 0;
    if (differ & TABLE_GLOBAL)
        return (b->bits & TABLE_GLOBAL) != 0;
    return table_compare_names(t, a, b);
}

/* The first of the symbols that begin at `start` or later. */
static size_t table_lower(const struct table *t, uint64_t start)
{
    size_t low = 0, high = t->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->symbols[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Marks all but one of the symbols from `first` to `last`, which begin at one address. */
static struct table_symbol *table_choose(struct table *t, size_t first, size_t last)
{
    struct table_symbol *chosen = NULL;

    for (size_t i = first; i <= last; i++) {
        struct table_symbol *s = &t->symbols[i];
        if (s->bits & TABLE_LOSER)
            continue;
        if (chosen == NULL || table_prefers_second(t, chosen, s)) {
            if (chosen != NULL)
                chosen->bits |= TABLE_LOSER;
            chosen = s;
        } else
            s->bits |= TABLE_LOSER;
    }
    return chosen;
}

const struct table_symbol *table_find(struct table *t, uint64_t address)
{
    size_t last = address == UINT64_MAX ? t->count : table_lower(t, address + 1);

    if (last-- == 0)
        return NULL;
    size_t first = table_lower(t, t->symbols[last].start);
    if (t->tree.left != NULL || (t->symbols[first].bits & TABLE_OVERLAPPED)
        || (first < last && (t->symbols[last].bits & TABLE_LOADS) >= t->unchosen)) {
        if (t->tree.left == NULL)
            tree_build(t);
        return tree_find(t, address);
    }
    const struct table_symbol *s = table_choose(t, first, last);
    return s != NULL && table_covers(s, address) ? s : NULL;
}

void table_free(struct table *t)
{
    free(t->symbols);
    free(t->tree.left);
    free(t->tree.right);
    t->symbols = NULL;
    t->tree.left = t->tree.right = NULL;
    t->count = t->capacity = 0;
}
