/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "base/utf8.h"
#include "folded/foldline.h"
#include "folded/ranks.h"

void records_init(struct records *r, bool reverse)
{
    memset(r, 0, sizeof *r);
    r->reverse = reverse;
    r->sorted = true;
    frametab_init(&r->names);
    notes_init(&r->faults, foldfault_notes, FOLDFAULT_KINDS);
}

void records_free(struct records *r)
{
    free(r->lines);
    frametab_free(&r->names);
    free(r->frames);
    arena_free(&r->arena);
    stacktext_free(&r->reader);
    strbuf_free(&r->reversed);
    strbuf_free(&r->repaired);
    notes_free(&r->faults);
}

/* Counts a line among those that `note` is about. */
static void note_line(const struct records *r, struct note *note)
{
    if (note->count++ == 0 && r->input != NULL) {
        note->file = r->input->name;
        note->line = r->input->line;
    }
}

/* Counts a line in which there is no count. */
static void note_fault(struct records *r, struct slice line)
{
    enum foldfault fault = foldfault_of(line);

    r->malformed++;
    if (fault != FOLDFAULT_KINDS)
        notes_add(&r->faults, fault, 1, r->input != NULL ? r->input->name : NULL,
                  r->input != NULL ? r->input->line : 0);
}

/* Cuts one or two counts off a line; counts[1] is empty if there is only one. */
static bool cut_counts(const struct records *r, struct slice line, struct slice *stack,
                       struct slice counts[2])
{
    struct slice last;

    counts[1].n = 0;
    if (!(r->fix ? foldfault_cut(line, FOLDLINE_UTF8, true, stack, &counts[0])
                 : foldline_cut(line, FOLDLINE_UTF8, stack, &counts[0])))
        return false;
    last = counts[0];
    if (r->fix ? foldfault_cut(*stack, FOLDLINE_UTF8, false, stack, &counts[0])
               : foldline_cut(*stack, FOLDLINE_UTF8, stack, &counts[0]))
        counts[1] = last;
    return true;
}

static struct slice without_empty_leaves(struct slice stack)
{
    while (slice_ends(stack, ";"))
        stack.n--;
    return stack;
}

/* Appends the line with its frames reversed; false if it has no count. */
static bool reverse_line(const struct records *r, struct slice line, struct strbuf *to)
{
    struct slice stack, counts[2];

    if (!cut_counts(r, line, &stack, counts))
        return false;
    stack = without_empty_leaves(stack);
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
    return true;
}

/* Whether the line is UTF-8. It begins with the first `common` bytes of the last stack,
 * which is. */
static bool is_valid_line(const struct records *r, struct slice line, size_t common)
{
    const struct strbuf *last = &r->reader.text;

    /* Back to the beginning of a character. */
    while (common > 0 && common < last->n && ((unsigned char)last->p[common] & 0xc0) == 0x80)
        common--;
    return utf8_valid(slice_from(line, common));
}

/* Whether the line does not belong before the last one. Its stack begins with the first
 * `common` bytes of that one's. */
static bool is_in_order(const struct records *r, struct slice line, size_t common)
{
    if (r->count == 0)
        return true;
    if (r->reader.cut && common == r->reader.text.n)
        return false;   /* that is not certain */
    struct slice last = slice_from(strbuf_slice(&r->reader.text), common);
    struct slice beginning = line = slice_from(line, common);
    if (beginning.n > last.n)
        beginning.n = last.n;
    int order = slice_compare(last, beginning);
    if (order == 0)
        order = slice_compare(r->lines[r->count - 1].counts, slice_from(line, beginning.n));
    return order <= 0;
}

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

/* Adds a line of valid UTF-8 that begins with the first `common` bytes of the last
 * stack. */
static void add_valid_line(struct records *r, struct slice line, size_t common)
{
    struct slice stack, counts[2];

    if (!cut_counts(r, line, &stack, counts)) {
        note_fault(r, line);
        return;
    }
    if (common > stack.n)
        common = stack.n;
    r->sorted = r->sorted && is_in_order(r, line, common);
    if (!r->sorted && r->shared)
        records_unshare(r);
    const struct stack *frames = stacktext_read(&r->reader, &r->names, stack, common);
    size_t same = r->sorted ? r->reader.kept : 0;

    r->lines = grow_array(r->lines, &r->capacity, r->count + 1, sizeof *r->lines);
    struct record *record = &r->lines[r->count++];
    record->first = r->frame_count;
    record->depth = frames->count;
    record->same = same;
    r->shared = r->shared || same > 0;
    record->counts = arena_copy(&r->arena, slice_from(line, stack.n));
    set_counts(record, (const struct slice *)counts);
    note_line(r, &r->columns[record->has_delta]);
    records_add_frames(r, frames->frames + same, frames->count - same);
}

void records_add_frames(struct records *r, const uint32_t *ids, size_t count)
{
    r->frames = grow_array(r->frames, &r->frame_capacity, r->frame_count + count,
                           sizeof *r->frames);
    if (count > 0)
        memcpy(r->frames + r->frame_count, ids, count * sizeof *ids);
    r->frame_count += count;
}

void records_add(struct records *r, struct slice line)
{
    size_t common = r->reverse ? 0 : stacktext_common(&r->reader, line);
    bool changed = false;

    if (!is_valid_line(r, line, common)) {
        strbuf_clear(&r->repaired);
        utf8_repair(line, &r->repaired);
        line = strbuf_slice(&r->repaired);
        note_line(r, &r->invalid);
        changed = true;
    }
    if (r->reverse) {
        strbuf_clear(&r->reversed);
        if (!reverse_line(r, line, &r->reversed)) {
            note_fault(r, line);
            return;
        }
        line = strbuf_slice(&r->reversed);
        changed = true;
    }
    add_valid_line(r, line, changed ? stacktext_common(&r->reader, line) : common);
}

/*
 * Sorting. Lines sort as stacks whose leaf is the rest of the line: "main", "run",
 * "f 12".
 */

/* The ids that replace r->frames to sort: those of the frames in `texts`, the table of
 * such stacks. To be freed. */
static uint32_t *intern_texts(struct records *r, struct frametab *texts)
{
    uint32_t *all = xcalloc(r->frame_count, sizeof *all);
    uint32_t *ids = xcalloc(r->names.count, sizeof *ids);   /* by the id in r->names */

    for (size_t i = 0; i < r->names.count; i++)
        ids[i] = frametab_intern(texts, frametab_name(&r->names, (uint32_t)i));
    for (size_t i = 0; i < r->count; i++) {
        const struct record *record = &r->lines[i];
        size_t leaf = record->first + record->depth - 1;

        for (size_t k = record->first; k < leaf; k++)
            all[k] = ids[r->frames[k]];
        strbuf_clear(&r->repaired);
        strbuf_add(&r->repaired, frametab_name(&r->names, r->frames[leaf]));
        strbuf_add(&r->repaired, record->counts);
        all[leaf] = frametab_intern(texts, strbuf_slice(&r->repaired));
    }
    free(ids);
    return all;
}

/* Puts the lines into the order of the list. */
static void order_lines(struct records *r, const struct folded_stack *list)
{
    struct record *lines = xcalloc(r->count, sizeof *lines);

    for (size_t i = 0; i < r->count; i++)
        lines[i] = r->lines[list[i].index];
    free(r->lines);
    r->lines = lines;
    r->capacity = r->count;
}

/* Makes the list to sort of the stacks at `frames`, which are as r->frames. To be freed. */
static struct folded_stack *list_stacks(const struct records *r, uint32_t *frames)
{
    struct folded_stack *list = xcalloc(r->count, sizeof *list);

    for (size_t i = 0; i < r->count; i++) {
        list[i].frames = frames + r->lines[i].first;
        list[i].depth = (uint32_t)r->lines[i].depth;
        list[i].index = (uint32_t)i;
    }
    return list;
}

static void sort_by_texts(struct records *r)
{
    struct frametab texts;

    frametab_init(&texts);
    uint32_t *all = intern_texts(r, &texts);
    struct folded_stack *list = list_stacks(r, all);
    ranks_sort(list, r->count, &texts);
    order_lines(r, list);
    frametab_free(&texts);
    free(all);
    free(list);
}

static bool have_same_frames(const struct records *r, const struct record *a,
                             const struct record *b)
{
    return a->depth == b->depth && memcmp(r->frames + a->first, r->frames + b->first,
                                          a->depth * sizeof *r->frames) == 0;
}

static int compare_counts(const void *x, const void *y)
{
    const struct record *a = x;
    const struct record *b = y;

    return slice_compare(a->counts, b->counts);
}

/* Sorts lines by their stacks, and those of a stack by their counts, which saves the texts of
 * leaves with counts. False, with nothing sorted, where the counts matter otherwise. */
static bool sort_by_stacks(struct records *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->lines[i].counts.p[0] != ' ')
            return false;
    struct folded_stack *list = list_stacks(r, r->frames);
    bool sorted = ranks_sort_lines(list, r->count, &r->names);
    if (sorted)
        order_lines(r, list);
    free(list);
    for (size_t i = 0, end = 0; sorted && i < r->count; i = end) {
        for (end = i + 1; end < r->count
                          && have_same_frames(r, &r->lines[i], &r->lines[end]); end++)
            continue;
        if (end > i + 1)
            qsort(r->lines + i, end - i, sizeof *r->lines, compare_counts);
    }
    return sorted;
}

void records_sort(struct records *r)
{
    r->by_text = true;
    if (r->sorted)
        return;
    if (r->count > UINT32_MAX)
        die(FG_FAILED, "too many lines");
    if (!sort_by_stacks(r))
        sort_by_texts(r);
    r->sorted = true;
}

void records_unshare(struct records *r)
{
    size_t all = 0;

    if (!r->shared)
        return;
    for (size_t i = 0; i < r->count; i++)
        all += r->lines[i].depth;
    uint32_t *frames = xcalloc(all, sizeof *frames);
    for (size_t i = 0, first = 0, before = 0; i < r->count; i++) {
        struct record *record = &r->lines[i];
        size_t same = record->same;
        memcpy(frames + first, frames + before, same * sizeof *frames);
        memcpy(frames + first + same, r->frames + record->first,
               (record->depth - same) * sizeof *frames);
        record->first = before = first;
        record->same = 0;
        first += record->depth;
    }
    free(r->frames);
    r->frames = frames;
    r->frame_count = r->frame_capacity = all;
    r->shared = false;
}

void records_step(const struct records *r, const struct record *record, struct stack *stack)
{
    stack->count = record->same;
    stack_append(stack, r->frames + record->first, record->depth - record->same);
}

size_t records_depth(const struct records *r, const uint32_t *frames, size_t depth)
{
    while (depth > 0 && frametab_name(&r->names, frames[depth - 1]).n == 0)
        depth--;
    return depth;
}

size_t records_frames(const struct records *r, const struct record *record,
                      const uint32_t **frames)
{
    *frames = r->frames + record->first;
    return records_depth(r, *frames, record->depth);
}
