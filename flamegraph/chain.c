/* SPDX-License-Identifier: MIT */
#include "chain.h"

#include <string.h>

/* Cuts off the part before the first separator; false at the end (text->p is then
 * NULL). */
static bool next_part(struct slice *text, const char *separator, struct slice *part)
{
    if (text->p == NULL)
        return false;
    size_t at = slice_search(*text, separator);
    *part = *text;
    if (at == SLICE_NONE) {
        text->p = NULL;
    } else {
        part->n = at;
        *text = slice_from(*text, at + strlen(separator));
    }
    return true;
}

/* Appends a waker's stack with _[w] after each frame. */
static void add_waker(struct strbuf *to, struct slice waker)
{
    for (size_t i = 0; i < waker.n; i++) {
        if (waker.p[i] == ';')
            strbuf_add_str(to, "_[w]");
        strbuf_add_char(to, waker.p[i]);
    }
    strbuf_add_str(to, "_[w]");
}

/* Turns "blocked;--;waker;--;waker" into "blocked;--;waker_[w];--;waker_[w]". A stack
 * without wakers gets a "--" too. Empty parts at the end are dropped. */
static void mark_wakers(struct slice stack, struct strbuf *marked)
{
    static const char separator[] = ";--;";
    struct slice part;
    size_t wakers = 0;
    size_t empty = 0;

    strbuf_clear(marked);
    if (next_part(&stack, separator, &part))
        strbuf_add(marked, part);
    strbuf_add_str(marked, separator);
    while (next_part(&stack, separator, &part)) {
        empty++;
        if (part.n == 0)
            continue;
        for (; empty > 0; empty--) {
            strbuf_add_str(marked, wakers++ > 0 ? separator : "");
            add_waker(marked, empty > 1 ? slice_of(part.p, 0) : part);
        }
    }
}

/* Adds the frames of a text, the parts between ';'. */
static void add_text_frames(struct records *r, struct slice text)
{
    struct slice name;

    while (next_part(&text, ";", &name)) {
        uint32_t id = frametab_intern(&r->names, name);
        records_add_frames(r, &id, 1);
    }
}

void chain_mark(struct records *r)
{
    struct strbuf stack = {0};
    struct strbuf marked = {0};

    records_unshare(r);
    for (size_t i = 0; i < r->count; i++) {
        struct record *record = &r->lines[i];
        strbuf_clear(&stack);
        for (size_t k = 0; k < record->depth; k++) {
            strbuf_add_str(&stack, k > 0 ? ";" : "");
            strbuf_add(&stack, frametab_name(&r->names, r->frames[record->first + k]));
        }
        mark_wakers(strbuf_slice(&stack), &marked);
        record->first = r->frame_count;
        add_text_frames(r, strbuf_slice(&marked));
        record->depth = r->frame_count - record->first;
    }
    strbuf_free(&stack);
    strbuf_free(&marked);
}
