#include "formats/vtune_tree.h"

#include <stdlib.h>

#include "base/alloc.h"

struct slice vtune_tree_line(struct vtune_tree *t, struct slice line)
{
    size_t quote;

    if (slice_find(line, '"') == SLICE_NONE)
        return line;
    strbuf_clear(&t->line);
    for (; (quote = slice_find(line, '"')) != SLICE_NONE; line = slice_from(line, quote + 1))
        strbuf_add(&t->line, slice_cut(line, 0, quote));
    strbuf_add(&t->line, line);
    return strbuf_slice(&t->line);
}

struct strbuf *vtune_tree_frame(struct vtune_tree *t, size_t depth)
{
    size_t before = t->capacity;

    t->frames = grow_array(t->frames, &t->capacity, depth + 1, sizeof *t->frames);
    if (t->capacity > before)
        memset(t->frames + before, 0, (t->capacity - before) * sizeof *t->frames);
    strbuf_clear(&t->frames[depth]);
    return &t->frames[depth];
}

void vtune_tree_print(const struct vtune_tree *t, size_t depth, struct output *out)
{
    for (size_t i = 0; i <= depth; i++) {
        output_add(out, strbuf_slice(&t->frames[i]));
        output_char(out, i < depth ? ';' : ' ');
    }
}

void vtune_tree_free(struct vtune_tree *t)
{
    for (size_t i = 0; i < t->capacity; i++)
        strbuf_free(&t->frames[i]);
    free(t->frames);
    strbuf_free(&t->line);
}
