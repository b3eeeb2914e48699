/* SPDX-License-Identifier: MIT */
#include "folded/differential.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"

/* Adds the lines of a file to the table. */
static bool read_column(struct differential *d, int column, const char *name,
                        const struct differential_options *options)
{
    struct differential_file *file = &d->files[column];

    differential_file_open(file, name);
    while (differential_file_next(file, options))
        differential_file_total(file, foldtab_add_text(&d->folded, file->stack, column,
                                                       file->value));
    differential_file_close(file);
    return !file->input.failed;
}

/* Back to the beginning of a file, as if nothing was read. */
static void rewind_column(struct differential_file *file)
{
    if (file->input.reader.fd == STDIN_FILENO)
        lseek(STDIN_FILENO, (off_t)file->start, SEEK_SET);
    differential_file_free(file);
}

/* Reads the files side by side. *ascends is false, and nothing is read, if they are not in
 * order. */
static bool merge_columns(struct differential *d, char *const names[2],
                          const struct differential_options *options, bool *ascends)
{
    struct differential_file *files = d->files;

    bool opened = differential_file_open_regular(&files[0], names[0])
                  && differential_file_open_regular(&files[1], names[1]);
    *ascends = opened && differential_merge(files, &d->places, options);
    for (int column = 0; column < 2; column++)
        differential_file_close(&files[column]);
    if (!opened || files[0].input.failed || files[1].input.failed)
        return false;
    if (*ascends)
        return true;
    for (int column = 0; column < 2; column++)
        rewind_column(&files[column]);
    return true;
}

static bool read_columns(struct differential *d, char *const names[2],
                         const struct differential_options *options)
{
    /* Stacks that are changed are neither in order nor in the file. */
    if (!options->strip_hex && differential_files_are_regular(names)
        && !merge_columns(d, names, options, &d->merged))
        return false;
    d->count = d->places.count;
    if (d->merged)
        return true;
    for (int column = 0; column < 2; column++)
        if (!read_column(d, column, names[column], options))
            return false;
    foldtab_sort(&d->folded);
    d->count = d->folded.count;
    return true;
}

static bool normalize_counts(struct differential *d)
{
    struct perl_number before = d->files[0].total;
    struct perl_number after = d->files[1].total;

    if (perl_compare(before, after) == 0)
        return true;
    if (perl_is_zero(before)) {
        warn("cannot normalize: the counts of the first file add up to 0");
        return false;
    }
    for (size_t i = 0; i < d->count; i++) {
        struct perl_number *count = d->merged ? &d->places.list[i].counts[0]
                                              : &d->folded.entries[i].count;
        *count = perl_truncate(perl_divide(perl_multiply(*count, after), before));
    }
    return true;
}

enum differential_result differential_read(struct differential *d, char *const names[2],
                                           const struct differential_options *options)
{
    memset(d, 0, sizeof *d);
    d->files[0].fd = d->files[1].fd = -1;
    foldtab_init(&d->folded);
    if (!read_columns(d, names, options))
        return DIFFERENTIAL_UNREADABLE;
    if (options->normalize && !normalize_counts(d))
        return DIFFERENTIAL_NO_SCALE;
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

struct perl_number differential_count(const struct differential *d, size_t i, int column)
{
    return d->merged ? d->places.list[i].counts[column] : foldtab_count(&d->folded, i, column);
}

bool differential_line(struct differential *d, size_t i, struct strbuf *to)
{
    char text[PERL_NUMBER_TEXT];

    if (d->merged) {
        const struct differential_place *stack = &d->places.list[i];
        if (stack->n > 0 && !differential_file_again(&d->files[stack->column], stack->place,
                                                     stack->n, to))
            return false;
    } else {
        foldtab_stack_text(&d->folded, &d->folded.entries[i], to);
    }
    for (int column = 0; column < 2; column++) {
        strbuf_add_char(to, ' ');
        struct perl_number count = differential_count(d, i, column);
        strbuf_add(to, slice_of(text, perl_number_text(count, text)));
    }
    return true;
}

void differential_free(struct differential *d)
{
    foldtab_free(&d->folded);
    free(d->places.list);
    for (int column = 0; column < 2; column++)
        differential_file_free(&d->files[column]);
}
