/* SPDX-License-Identifier: MIT */
#include "io/notes.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/message.h"
#include "base/strbuf.h"

void notes_init(struct notes *n, const struct note_kind *kinds, size_t count)
{
    n->kinds = kinds;
    n->kind_count = count;
    n->list = xcalloc(count, sizeof *n->list);
}

void notes_add(struct notes *n, size_t kind, size_t count, const char *file, size_t line)
{
    struct note *note = &n->list[kind];

    if (note->count == 0) {
        note->file = file;
        note->line = line;
    }
    note->count += count;
}

void note_append(struct note *note, const struct note *more, size_t lines)
{
    if (note->count == 0 && more->count > 0) {
        note->file = more->file;
        note->line = more->line + lines;
    }
    note->count += more->count;
}

void notes_append(struct notes *n, const struct notes *more, size_t lines)
{
    for (size_t i = 0; i < n->kind_count; i++)
        note_append(&n->list[i], &more->list[i], lines);
}

void notes_clear(struct notes *n)
{
    memset(n->list, 0, n->kind_count * sizeof *n->list);
}

size_t notes_count(const struct notes *n, size_t kind)
{
    return n->list[kind].count;
}

void note_report(const struct note_kind *kind, const struct note *note, bool fixed)
{
    struct strbuf text = {0};

    if (note->count == 0)
        return;
    if (note->file != NULL)
        strbuf_printf(&text, "%s:%zu: ", note->file, note->line);
    strbuf_printf(&text, "%zu %s", note->count, note->count == 1 ? kind->one : kind->many);
    if (kind->cure != NULL)
        strbuf_printf(&text, "; %s", kind->cure);
    if (kind->fixable && !fixed)
        strbuf_add_str(&text, kind->cure != NULL ? ", or use --fix" : "; --fix repairs this");
    warn("%s", strbuf_str(&text));
    strbuf_free(&text);
}

size_t notes_report(const struct notes *n, bool fixed)
{
    size_t reported = 0;

    for (size_t i = 0; i < n->kind_count; i++)
        if (n->list[i].count > 0) {
            note_report(&n->kinds[i], &n->list[i], fixed);
            reported++;
        }
    return reported;
}

void notes_free(struct notes *n)
{
    free(n->list);
    memset(n, 0, sizeof *n);
}
