/* SPDX-License-Identifier: MIT */
#include "folded/differential.h"

#include <string.h>

#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "folded/foldfault.h"
#include "folded/foldline.h"

/* Appends `stack` with "0x..." for each 0x12ab. */
static void strip_hex(struct slice stack, struct strbuf *to)
{
    size_t at;

    while ((at = slice_search(stack, "0x")) != SLICE_NONE) {
        size_t end = skip_hex(stack, at + 2);
        strbuf_add(to, slice_cut(stack, 0, at + 2));
        if (end > at + 2)
            strbuf_add_str(to, "...");
        stack = slice_from(stack, end);
    }
    strbuf_add(to, stack);
}

/* What a line without a count adds: the double 0, not the integer. */
static const struct slice no_count = {"0.", 2};

/* Takes the stack and the count of a line; false if the line is left out. */
static bool cut_line(struct differential_file *file, struct slice line, bool fix,
                     struct slice *stack, struct slice *count)
{
    if (fix ? foldfault_cut(line, FOLDLINE_BYTES, true, stack, count)
            : foldline_cut(line, FOLDLINE_BYTES, stack, count)) {
        file->lines++;
        return true;
    }
    enum foldfault fault = foldfault_of(line);
    if (fault != FOLDFAULT_KINDS)
        notes_add(&file->faults, fault, 1, file->input.name, file->input.line);
    file->malformed++;
    return !fix;
}

static bool read_column(struct differential *d, int column, const char *name,
                        const struct differential_options *options)
{
    struct differential_file *file = &d->files[column];
    struct slice line;
    struct strbuf stripped = {0};

    operands_open_file(&file->input, name);
    file->input.keep_head = true;
    notes_init(&file->faults, foldfault_notes, FOLDFAULT_KINDS);
    while (operands_line(&file->input, &line)) {
        struct slice stack = {"", 0};
        struct slice count = no_count;
        foldfault_mark(&file->faults, &file->input, options->fix, &line);
        if (!cut_line(file, line, options->fix, &stack, &count))
            continue;
        if (options->strip_hex) {
            strbuf_clear(&stripped);
            strip_hex(stack, &stripped);
            stack = strbuf_slice(&stripped);
        }
        struct perl_number value = foldline_value(count);
        struct perl_number before = foldtab_add_text(&d->folded, stack, column, value);
        if (count.p != no_count.p)
            value = perl_used_right(value, before);
        d->totals[column] = perl_add(d->totals[column], value);
    }
    operands_close(&file->input);
    strbuf_free(&stripped);
    return !file->input.failed;
}

static bool normalize_counts(struct differential *d)
{
    if (perl_compare(d->totals[0], d->totals[1]) == 0)
        return true;
    if (perl_is_zero(d->totals[0])) {
        warn("cannot normalize: the counts of the first file add up to 0");
        return false;
    }
    for (size_t i = 0; i < d->folded.count; i++) {
        struct perl_number *count = &d->folded.entries[i].count;
        *count = perl_truncate(
            perl_divide(perl_multiply(*count, d->totals[1]), d->totals[0]));
    }
    return true;
}

enum differential_result differential_read(struct differential *d, char *const names[2],
                                           const struct differential_options *options)
{
    memset(d, 0, sizeof *d);
    foldtab_init(&d->folded);
    for (int column = 0; column < 2; column++)
        if (!read_column(d, column, names[column], options))
            return DIFFERENTIAL_UNREADABLE;
    if (options->normalize && !normalize_counts(d))
        return DIFFERENTIAL_NO_SCALE;
    foldtab_sort(&d->folded);
    return DIFFERENTIAL_OK;
}

void differential_report(const struct differential *d, int column, bool fix)
{
    const struct differential_file *file = &d->files[column];

    notes_report(&file->faults, fix);
    if (file->malformed > 0 && !fix)
        warn("%s: %zu line%s whose count is not read make%s the line ' 0 0'; with --fix there is "
             "no such line", file->input.name, file->malformed, file->malformed == 1 ? "" : "s",
             file->malformed == 1 ? "s" : "");
    if (file->input.bytes == 0 && !file->input.failed)
        warn("%s: no stacks: the input is empty", file->input.name);
}

void differential_line(const struct differential *d, size_t i, struct strbuf *to)
{
    char text[PERL_NUMBER_TEXT];

    foldtab_stack_text(&d->folded, &d->folded.entries[i], to);
    for (int column = 0; column < 2; column++) {
        strbuf_add_char(to, ' ');
        struct perl_number count = foldtab_count(&d->folded, i, column);
        strbuf_add(to, slice_of(text, perl_number_text(count, text)));
    }
}

void differential_free(struct differential *d)
{
    foldtab_free(&d->folded);
    for (int column = 0; column < 2; column++) {
        strbuf_free(&d->files[column].input.head);
        notes_free(&d->files[column].faults);
    }
}
