/* SPDX-License-Identifier: MIT */
#include "symbols/strings.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* Of the file that is read at once; of a name; and of strings that are held. */
enum { WINDOW = 16 * 1024, LONGEST = 64 * 1024, MOST_HELD = 64 * 1024 * 1024 };

void strings_init(struct strings *s, struct elf *file, const struct elf_section *section)
{
    memset(s, 0, sizeof *s);
    if (section == NULL || section->type == ELF_NOBITS || section->range.offset > file->size)
        return;
    s->file = file;
    s->range = section->range;
    if (s->range.size > file->size - s->range.offset)
        s->range.size = file->size - s->range.offset;
}

/* The bytes at an offset that one window holds; empty at the end. */
static struct slice strings_bytes(struct strings *s, uint64_t offset)
{
    if (offset >= s->range.size)
        return slice_of("", 0);
    if (s->window == NULL)
        s->window = xmalloc(WINDOW);
    if (offset < s->window_at || offset - s->window_at >= s->window_size) {
        uint64_t left = s->range.size - offset;
        s->window_at = offset;
        s->window_size = elf_read_some(s->file, s->range.offset + offset, s->window,
                                       left < WINDOW ? (size_t)left : WINDOW);
    }
    size_t at = (size_t)(offset - s->window_at);
    return slice_of(s->window + at, s->window_size - at);
}

bool strings_get(struct strings *s, uint64_t offset, struct strbuf *to)
{
    size_t before = to->n;

    while (s->file != NULL && to->n - before < LONGEST) {
        struct slice bytes = strings_bytes(s, offset);
        size_t end = slice_find(bytes, '\0');
        if (bytes.n == 0)
            break;
        strbuf_add(to, slice_before(bytes, '\0'));
        if (end != SLICE_NONE)
            return true;
        offset += bytes.n;
    }
    to->n = before;
    return false;
}

void strings_hold(struct strings *s, bool begins)
{
    free(s->window);
    s->window = NULL;
    s->window_size = 0;
    if (!begins || s->file == NULL || s->range.size > MOST_HELD || s->range.size <= WINDOW)
        return;
    s->window = xmalloc((size_t)s->range.size);
    s->window_at = 0;
    s->window_size = elf_read_some(s->file, s->range.offset, s->window, (size_t)s->range.size);
}

void strings_free(struct strings *s)
{
    free(s->window);
    memset(s, 0, sizeof *s);
}
