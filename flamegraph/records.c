/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "folded/foldline.h"

void records_init(struct records *r, bool reverse)
{
    memset(r, 0, sizeof *r);
    r->reverse = reverse;
    r->sorted = true;
    frametab_init(&r->names);
    notes_init(&r->faults, foldfault_notes, FOLDFAULT_KINDS);
}

void records_leave_out(struct records *r, double share, bool at_once)
{
    r->narrow = share * (1 - 1e-9);     /* divisions are not exact */
    r->leaves_out = at_once;
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
    strbuf_free(&r->first);
    notes_free(&r->faults);
}

bool records_lack_frames(const struct records *r, bool sort)
{
    return r->left_out && (r->narrow == 0 || (sort && !r->sorted));
}

/* Counts a line among those that `note` is about. */
static void note_line(const struct records *r, struct note *note)
{
    if (note->count++ == 0 && r->file != NULL) {
        note->file = r->file;
        note->line = r->line;
    }
}

/* Counts a line in which there is no count. */
static void note_fault(struct records *r, struct slice line)
{
    enum foldfault fault = foldfault_of(line);

    r->malformed++;
    if (fault != FOLDFAULT_KINDS)
        notes_add(&r->faults, fault, 1, r->file, r->line);
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

bool records_is_narrow(const struct records *r, const struct record *record)
{
    return record->count.u.magnitude > 0
           && (double)record->count.u.magnitude < r->narrow * (double)r->sum;
}

/* Adds a count to the sum. With the first that is not a whole number, nothing is narrow any
 * more. */
static void add_to_sum(struct records *r, struct perl_number count)
{
    if (count.kind != PERL_INTEGER || count.u.magnitude > UINT64_MAX - r->sum)
        r->narrow = 0;
    else
        r->sum += count.u.magnitude;
}

/* Adds the frames up to position `needed` that the last line leaves out. */
static void complete_line(struct records *r, size_t needed)
{
    const struct stack *stack = &r->reader.stack;
    size_t before = stack->count;

    stacktext_read_more(&r->reader, &r->names, needed);
    records_add_frames(r, stack->frames + before, stack->count - before);
    r->lines[r->count - 1].depth = stack->count;
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
    if (r->reader.more)
        complete_line(r, common);
    if (r->piece && r->count == 0)
        strbuf_add(&r->first, line);
    r->lines = grow_array(r->lines, &r->capacity, r->count + 1, sizeof *r->lines);
    struct record *record = &r->lines[r->count++];
    set_counts(record, (const struct slice *)counts);
    add_to_sum(r, record->count);
    /* What comes before a piece may share frames with its first line. */
    bool narrow = r->leaves_out && !(r->piece && r->count == 1) && records_is_narrow(r, record);
    const struct stack *frames = stacktext_read_some(&r->reader, &r->names, stack, common,
                                                     narrow ? common : SIZE_MAX);
    size_t same = r->sorted ? r->reader.kept : 0;

    r->left_out = r->left_out || r->reader.more;
    record->first = r->frame_count;
    record->depth = frames->count;
    record->same = same;
    r->shared = r->shared || same > 0;
    record->counts = arena_copy(&r->arena, slice_from(line, stack.n));
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

void records_init_piece(struct records *piece, const struct records *whole)
{
    records_init(piece, whole->reverse);
    piece->piece = true;
    piece->fix = whole->fix;
    piece->narrow = whole->narrow;
    piece->leaves_out = whole->leaves_out;
    piece->sum = piece->sum_before = whole->sum;
}

void records_end_piece(struct records *piece)
{
    if (piece->reader.more)
        complete_line(piece, SIZE_MAX);
}

/* Takes over what was noted in a piece. */
static void append_notes(struct records *r, const struct records *piece)
{
    notes_append(&r->faults, &piece->faults, r->line);
    note_append(&r->invalid, &piece->invalid, r->line);
    for (size_t i = 0; i < 2; i++)
        note_append(&r->columns[i], &piece->columns[i], r->line);
    r->malformed += piece->malformed;
    r->line += piece->line;
}

static void append_lines(struct records *r, const struct records *piece, const uint32_t *names)
{
    size_t first = r->frame_count;

    r->frames = grow_array(r->frames, &r->frame_capacity, first + piece->frame_count,
                           sizeof *r->frames);
    for (size_t i = 0; i < piece->frame_count; i++)
        r->frames[first + i] = names[piece->frames[i]];
    r->frame_count += piece->frame_count;
    r->lines = grow_array(r->lines, &r->capacity, r->count + piece->count, sizeof *r->lines);
    for (size_t i = 0; i < piece->count; i++) {
        struct record *record = &r->lines[r->count++];
        *record = piece->lines[i];
        record->first += first;
        record->counts = arena_copy(&r->arena, record->counts);
    }
    r->shared = r->shared || piece->shared;
}

/* Empties a piece, but for its names, whose ids stay. */
static void clear_piece(struct records *piece, const struct records *whole)
{
    piece->count = piece->frame_count = piece->malformed = piece->line = 0;
    piece->sorted = true;
    piece->shared = piece->left_out = false;
    piece->sum = piece->sum_before = whole->sum;
    notes_clear(&piece->faults);
    piece->invalid.count = piece->columns[0].count = piece->columns[1].count = 0;
    arena_free(&piece->arena);
    strbuf_clear(&piece->first);
    stacktext_forget(&piece->reader);
}

void records_append(struct records *r, struct records *piece, struct ids *names)
{
    struct slice first = strbuf_slice(&piece->first);

    if (r->reader.more)
        complete_line(r, SIZE_MAX);
    for (size_t i = names->count; i < piece->names.count; i++)
        ids_push(names, frametab_intern(&r->names, frametab_name(&piece->names, (uint32_t)i)));
    append_notes(r, piece);
    if (piece->count > 0) {
        r->sorted = r->sorted && piece->sorted
                    && is_in_order(r, first, stacktext_common(&r->reader, first));
        if (!r->sorted) {
            records_unshare(r);
            records_unshare(piece);
        }
        append_lines(r, piece, names->p);
        stacktext_follow(&r->reader, &piece->reader);
    }
    if (piece->narrow == 0)
        r->narrow = 0;
    add_to_sum(r, perl_integer(piece->sum - piece->sum_before));
    r->left_out = r->left_out || piece->left_out;
    clear_piece(piece, r);
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
