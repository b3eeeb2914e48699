/* SPDX-License-Identifier: MIT */
#include "columns.h"

bool columns_are_names(const struct records *r)
{
    return r->columns[1].count > 0 && r->columns[1].count / 9 < r->columns[0].count;
}

/* The frame of a line that its numbers follow, or followed before it was reversed. */
static uint32_t *numbered_frame(struct records *r, const struct record *record)
{
    return &r->frames[r->reverse ? record->first : record->first + record->depth - 1];
}

static void join_line(struct records *r, struct record *record, struct strbuf *name)
{
    uint32_t *frame = numbered_frame(r, record);
    struct slice number, count;

    if (!record->has_delta
        || !foldfault_cut(record->counts, FOLDLINE_UTF8, true, &number, &count))
        return;
    strbuf_clear(name);
    strbuf_add(name, frametab_name(&r->names, *frame));
    strbuf_add(name, number);
    *frame = frametab_intern(&r->names, strbuf_slice(name));
    record->counts = slice_from(record->counts, number.n);
    record->count = foldline_value(count);
    record->has_delta = false;
}

void columns_join(struct records *r)
{
    struct strbuf name = {0};

    records_unshare(r);
    for (size_t i = 0; i < r->count; i++)
        join_line(r, &r->lines[i], &name);
    strbuf_free(&name);
    r->sorted = r->sorted && !r->reverse;
    r->columns[0].count += r->columns[1].count;
    r->columns[1].count = 0;
}
