/* SPDX-License-Identifier: MIT */
#include "vtune_table.h"

#include "base/alloc.h"
#include "base/chars.h"
#include "base/scan.h"

static const char first_title[] = "Function Stack";

bool vtune_read_titles(struct vtune_table *t, struct slice line)
{
    char before = '\0';

    scan_text(&line, "\357\273\277");
    strbuf_clear(&t->titles);
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] != '"' && !(line.p[i] == ' ' && before == ':'))
            strbuf_add_char(&t->titles, line.p[i]);
        before = line.p[i];
    }
    struct slice titles = strbuf_slice(&t->titles);
    titles.n = skip_spaces_back(titles, titles.n);
    t->titles.n = titles.n;
    size_t end = strlen(first_title);
    if (!slice_starts(titles, first_title) || titles.n == end
        || slice_find(slice_str(",;\t|:"), titles.p[end]) == SLICE_NONE)
        return false;
    t->separator = titles.p[end];
    t->columns = 1;
    for (size_t i = 0; i < titles.n; i++)
        t->columns += titles.p[i] == t->separator;
    return true;
}

size_t vtune_find_title(const struct vtune_table *t, const char *start, const char *end)
{
    struct slice rest = strbuf_slice(&t->titles);

    for (size_t i = 0; i < t->columns; i++) {
        struct slice title = slice_before(rest, t->separator);
        if (slice_starts(title, start) && slice_ends(title, end))
            return i;
        rest = slice_from(rest, title.n < rest.n ? title.n + 1 : rest.n);
    }
    return SLICE_NONE;
}

/* The end of the field at `at`: a separator outside of quotes, or the end of the line. */
static size_t vtune_field_end(const struct vtune_table *t, struct slice line, size_t at)
{
    size_t quote = skip_run(line, at, ' ');
    bool quoted = quote < line.n && line.p[quote] == '"';

    for (size_t i = quoted ? quote + 1 : at; i < line.n; i++) {
        if (quoted && line.p[i] == '"')
            quoted = false;
        else if (!quoted && line.p[i] == '"')
            quoted = true;
        else if (!quoted && line.p[i] == t->separator)
            return i;
    }
    return line.n;
}

/* Whether the first fields, up to number `last`, can be one function with commas: it is not
 * in quotes, and ends in neither a number nor nothing. Else the titles are not of this row. */
static bool vtune_ends_function(const struct vtune_table *t, struct slice line, size_t last)
{
    struct slice end = slice_cut(line, t->fields[last].from, t->fields[last].to);

    if (last == 0)
        return true;
    for (size_t i = 0; i < end.n; i++)
        if (!is_digit(end.p[i]) && end.p[i] != '.' && !is_space(end.p[i]))
            return !slice_starts(trim_left(line), "\"");
    return false;
}

bool vtune_read_row(struct vtune_table *t, struct slice line)
{
    size_t at = 0;

    t->count = 0;
    do {
        struct vtune_field field = {at, vtune_field_end(t, line, at)};
        t->fields = grow_array(t->fields, &t->capacity, t->count + 1, sizeof *t->fields);
        t->fields[t->count++] = field;
        at = field.to + 1;
    } while (at <= line.n);
    if (t->count < t->columns || !vtune_ends_function(t, line, t->count - t->columns))
        return false;
    t->fields[0].to = t->fields[t->count - t->columns].to;
    for (size_t i = 1; i < t->columns; i++)
        t->fields[i] = t->fields[t->count - t->columns + i];
    return true;
}

struct slice vtune_column(struct vtune_table *t, struct slice line, size_t column)
{
    struct vtune_field field = t->fields[column];

    strbuf_clear(&t->text);
    strbuf_add_without(&t->text, slice_cut(line, field.from, field.to), '"');
    return trim_spaces(strbuf_slice(&t->text));
}

struct slice vtune_function(struct vtune_table *t, struct slice line, size_t column,
                            struct strbuf *module)
{
    strbuf_clear(module);
    if (column != SLICE_NONE)
        strbuf_add(module, vtune_column(t, line, column));
    return vtune_column(t, line, 0);
}

size_t vtune_level(const struct vtune_table *t, struct slice line)
{
    struct vtune_field field = t->fields[0];
    size_t level = 0;

    for (size_t i = field.from; i < field.to; i++) {
        if (line.p[i] == ' ')
            level++;
        else if (line.p[i] != '"')
            break;
    }
    return level;
}
