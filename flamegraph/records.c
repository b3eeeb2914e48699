#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "foldline.h"
#include "perl/utf8.h"

void records_init(struct records *r, bool reverse)
{
    memset(r, 0, sizeof *r);
    r->reverse = reverse;
}

void records_free(struct records *r)
{
    free(r->lines);
    arena_free(&r->arena);
    strbuf_free(&r->scratch);
    strbuf_free(&r->repaired);
}

/* Cuts one or two counts off a line; counts[1].n is 0 when there is but one. */
static bool cut_counts(struct slice line, struct slice *stack, struct slice counts[2])
{
    struct slice last;

    counts[1].n = 0;
    if (!foldline_cut(line, FOLDLINE_UTF8, stack, &counts[0]))
        return false;
    last = counts[0];
    if (foldline_cut(*stack, FOLDLINE_UTF8, stack, &counts[0]))
        counts[1] = last;
    return true;
}

struct slice stack_trimmed(struct slice stack)
{
    while (slice_ends(stack, ";"))
        stack.n--;
    return stack;
}

/* Appends the line with its frames in the opposite order. A line without a
 * count becomes one that has none either. */
static void reverse_line(struct slice line, struct strbuf *to)
{
    struct slice stack, counts[2];

    if (!cut_counts(line, &stack, counts)) {
        strbuf_add_char(to, ' ');
        return;
    }
    stack = stack_trimmed(stack);
    while (stack.n > 0) {
        size_t semicolon = slice_find_last(stack, ';');
        if (semicolon == SLICE_NONE) {
            strbuf_add(to, stack);
            break;
        }
        strbuf_add(to, slice_from(stack, semicolon + 1));
        strbuf_add_char(to, ';');
        stack.n = semicolon;
    }
    strbuf_add_char(to, ' ');
    strbuf_add(to, counts[0]);
    if (counts[1].n > 0) {
        strbuf_add_char(to, ' ');
        strbuf_add(to, counts[1]);
    }
}

void records_add(struct records *r, struct slice line)
{
    if (!utf8_valid(line)) {
        strbuf_clear(&r->repaired);
        utf8_repair(line, &r->repaired);
        line = strbuf_slice(&r->repaired);
    }
    if (r->reverse) {
        strbuf_clear(&r->scratch);
        reverse_line(line, &r->scratch);
        line = strbuf_slice(&r->scratch);
    }
    r->lines = grow_array(r->lines, &r->capacity, r->count + 1, sizeof *r->lines);
    r->lines[r->count++] = arena_copy(&r->arena, line);
}

/* The bytes of UTF-8 have the order of the characters. */
static int compare_lines(const void *x, const void *y)
{
    const struct slice *a = x;
    const struct slice *b = y;

    return slice_compare(*a, *b);
}

void records_sort(struct records *r)
{
    if (r->count > 0)
        qsort(r->lines, r->count, sizeof *r->lines, compare_lines);
}

bool records_get(const struct records *r, size_t i, struct record *record)
{
    struct slice counts[2];

    if (!cut_counts(r->lines[i], &record->stack, counts))
        return false;
    record->has_delta = counts[1].n > 0;
    record->count = foldline_value(counts[0]);
    if (record->has_delta) {
        struct number before = record->count;
        record->count = foldline_value(counts[1]);
        record->delta = number_subtract(record->count, before);
        record->count = number_used_left(record->count, before);
    }
    return true;
}
