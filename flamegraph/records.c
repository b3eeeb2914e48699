#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "folded/foldline.h"
#include "folded/ranks.h"

void records_init(struct records *r, bool reverse)
{
    memset(r, 0, sizeof *r);
    r->reverse = reverse;
    r->sorted = true;
    frametab_init(&r->names);
}

void records_free(struct records *r)
{
    free(r->lines);
    frametab_free(&r->names);
    stack_free(&r->frames);
    arena_free(&r->arena);
    stacktext_free(&r->reader);
    strbuf_free(&r->reversed);
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

static struct slice stack_trimmed(struct slice stack)
{
    while (slice_ends(stack, ";"))
        stack.n--;
    return stack;
}

/* Appends the line with its frames in the opposite order; nothing if it has no
 * count. */
static void reverse_line(struct slice line, struct strbuf *to)
{
    struct slice stack, counts[2];

    if (!cut_counts(line, &stack, counts))
        return;
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

/* Whether the line is UTF-8, given that what it has in common with the last one
 * is the beginning of valid text. */
static bool is_valid(const struct records *r, struct slice line, size_t common)
{
    const struct strbuf *last = &r->reader.text;

    /* Back to the beginning of a character. */
    while (common > 0 && common < last->n && ((unsigned char)last->p[common] & 0xc0) == 0x80)
        common--;
    return utf8_valid(slice_from(line, common));
}

/* Whether the line, whose stack has so much in common with the last line's, may
 * stand behind that one. */
static bool is_in_order(const struct records *r, struct slice line, size_t common)
{
    if (r->count == 0)
        return true;
    struct slice last = slice_from(strbuf_slice(&r->reader.text), common);
    struct slice beginning = line = slice_from(line, common);
    if (beginning.n > last.n)
        beginning.n = last.n;
    int order = slice_compare(last, beginning);
    if (order == 0)
        order = slice_compare(r->lines[r->count - 1].counts, slice_from(line, beginning.n));
    return order <= 0;
}

/* Sets what the counts tell. */
static void set_counts(struct record *record, const struct slice counts[2])
{
    record->has_delta = counts[1].n > 0;
    record->count = foldline_value(counts[0]);
    if (record->has_delta) {
        struct perl_number before = record->count;
        record->count = foldline_value(counts[1]);
        record->delta = perl_subtract(record->count, before);
        record->count = perl_used_left(record->count, before);
    }
}

/* Takes a line that is UTF-8. `common`: what it has in common with the last one,
 * or more. */
static void add_line(struct records *r, struct slice line, size_t common)
{
    struct slice stack, counts[2];

    if (!cut_counts(line, &stack, counts)) {
        r->malformed++;
        return;
    }
    if (common > stack.n)
        common = stack.n;
    r->sorted = r->sorted && is_in_order(r, line, common);
    const struct stack *frames = stacktext_read(&r->reader, &r->names, stack, common);

    r->lines = grow_array(r->lines, &r->capacity, r->count + 1, sizeof *r->lines);
    struct record *record = &r->lines[r->count++];
    record->first = r->frames.count;
    record->depth = frames->count;
    record->counts = arena_copy(&r->arena, slice_from(line, stack.n));
    set_counts(record, (const struct slice *)counts);
    stack_append(&r->frames, frames->frames, frames->count);
}

void records_add(struct records *r, struct slice line)
{
    size_t common = r->reverse ? 0 : stacktext_common(&r->reader, line);

    if (!is_valid(r, line, common)) {
        strbuf_clear(&r->repaired);
        utf8_repair(line, &r->repaired);
        line = strbuf_slice(&r->repaired);
    } else if (!r->reverse) {
        add_line(r, line, common);
        return;
    }
    if (r->reverse) {
        strbuf_clear(&r->reversed);
        reverse_line(line, &r->reversed);
        line = strbuf_slice(&r->reversed);
    }
    add_line(r, line, stacktext_common(&r->reader, line));
}

/*
 * Sorting. Lines have the order of stacks whose last frame goes to the end of
 * the line: "main", "run", "f 12".
 */

/* Numbers the frames of all lines as they are to be sorted. */
static void number_frames(struct records *r, struct stack *all, struct frametab *texts)
{
    uint32_t *numbers = xmalloc(r->names.count * sizeof *numbers);

    for (size_t i = 0; i < r->names.count; i++)
        numbers[i] = frametab_intern(texts, frametab_name(&r->names, (uint32_t)i));
    for (size_t i = 0; i < r->count; i++) {
        const struct record *record = &r->lines[i];
        const uint32_t *frames = r->frames.frames + record->first;
        size_t last = record->depth - 1;

        for (size_t k = 0; k < last; k++)
            stack_push(all, numbers[frames[k]]);
        strbuf_clear(&r->repaired);
        strbuf_add(&r->repaired, frametab_name(&r->names, frames[last]));
        strbuf_add(&r->repaired, record->counts);
        stack_push(all, frametab_intern(texts, strbuf_slice(&r->repaired)));
    }
    free(numbers);
}

/* Brings the lines into the order of the list. */
static void order_lines(struct records *r, const struct ranked_stack *list)
{
    struct record *lines = xcalloc(r->count, sizeof *lines);

    for (size_t i = 0; i < r->count; i++)
        lines[i] = r->lines[list[i].number];
    free(r->lines);
    r->lines = lines;
    r->capacity = r->count;
}

void records_sort(struct records *r)
{
    if (r->sorted)
        return;
    struct ranked_stack *list = xcalloc(r->count, sizeof *list);
    struct stack all = {0};
    struct frametab texts;
    struct ranks ranks;

    frametab_init(&texts);
    number_frames(r, &all, &texts);
    ranks_init(&ranks, &texts);
    for (size_t i = 0; i < r->count; i++)
        ranks_use(&ranks, all.frames + r->lines[i].first, r->lines[i].depth);
    ranks_sort(&ranks, &texts);
    for (size_t i = 0; i < r->count; i++) {
        struct ranked_stack stack = {all.frames + r->lines[i].first, r->lines[i].depth, i};
        ranks_place(&ranks, all.frames + r->lines[i].first, r->lines[i].depth);
        list[i] = stack;
    }
    ranks_sort_stacks(list, r->count);
    order_lines(r, list);
    ranks_free(&ranks);
    frametab_free(&texts);
    stack_free(&all);
    free(list);
    r->sorted = true;
}

size_t records_frames(const struct records *r, const struct record *record,
                      const uint32_t **frames)
{
    size_t depth = record->depth;

    *frames = r->frames.frames + record->first;
    while (depth > 0 && frametab_name(&r->names, (*frames)[depth - 1]).n == 0)
        depth--;
    return depth;
}
