/* SPDX-License-Identifier: MIT */
#include "perfdata/records.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "perfdata/abi.h"
#include "perfdata/bytes.h"

enum { RECORDS_BLOCK = 1024 * 1024 };

void records_open(struct records *r, int fd, struct slice head)
{
    memset(r, 0, sizeof *r);
    reader_open(&r->reader, fd);
    r->reader.interruptible = true;
    r->seekable = lseek(fd, 0, SEEK_CUR) >= 0 && lseek(fd, 0, SEEK_SET) == 0;
    r->end = UINT64_MAX;
    r->capacity = RECORDS_BLOCK + head.n;
    r->buffer = xmalloc(r->capacity);
    if (r->seekable || head.n == 0)
        return;
    memcpy(r->buffer, head.p, head.n);
    r->to = head.n;
}

void records_open_bytes(struct records *r, struct slice bytes)
{
    memset(r, 0, sizeof *r);
    r->reader.fd = -1;
    r->buffer = (char *)(bytes.n > 0 ? bytes.p : "");
    r->to = r->capacity = bytes.n;
    r->end = UINT64_MAX;
    r->seekable = r->borrowed = true;
}

/* Reads until `n` bytes are there, or the file ends. */
static bool records_fill(struct records *r, size_t n)
{
    if (r->borrowed)
        return r->to - r->from >= n;
    if (r->from > 0) {
        memmove(r->buffer, r->buffer + r->from, r->to - r->from);
        r->to -= r->from;
        r->from = 0;
    }
    while (r->to - r->from < n) {
        if (r->to == r->capacity)
            r->buffer = grow_array(r->buffer, &r->capacity, r->to + RECORDS_BLOCK, 1);
        size_t got = reader_read(&r->reader, r->buffer + r->to, r->capacity - r->to);
        if (got == 0)
            return false;
        r->to += got;
    }
    return true;
}

bool records_take(struct records *r, uint64_t n, struct slice *bytes)
{
    if (n > r->to - r->from && (n > SIZE_MAX / 2 || !records_fill(r, (size_t)n)))
        return false;
    *bytes = slice_of(r->buffer + r->from, (size_t)n);
    r->from += (size_t)n;
    r->position += n;
    return true;
}

void records_seek(struct records *r, uint64_t position, uint64_t end)
{
    const uint64_t begin = r->position - r->from;       /* of what is in the buffer */

    r->end = end;
    if (r->borrowed) {
        r->from = position < r->to ? (size_t)position : r->to;
        r->position = r->from;
    } else if (r->seekable && position >= begin && position - begin <= r->to) {
        r->from = (size_t)(position - begin);
        r->position = position;
    } else if (r->seekable && position <= INT64_MAX) {
        r->from = r->to = 0;
        r->position = position;
        if (lseek(r->reader.fd, (off_t)position, SEEK_SET) < 0) {
            r->reader.error = errno;
            r->end = position;
        }
    }
}

struct slice records_at(struct records *r, uint64_t position, uint64_t n)
{
    struct slice none = {"", 0};

    records_seek(r, position, UINT64_MAX);
    if (r->position != position || n > SIZE_MAX / 2)
        return none;
    if (n > r->to - r->from)
        records_fill(r, (size_t)n);
    if (n > r->to - r->from)
        n = r->to - r->from;
    return slice_of(r->buffer + r->from, (size_t)n);
}

struct record records_header(struct slice all, uint64_t position, bool swap)
{
    struct record record;

    record.type = bytes_load32(all.p, swap);
    record.misc = bytes_load16(all.p + 4, swap);
    record.position = position;
    record.all = all;
    return record;
}

enum records_event records_next(struct records *r, struct record *record)
{
    uint64_t left = r->end - r->position;
    size_t size;

    if (r->end <= r->position)
        return RECORDS_END;
    if (r->to - r->from < ABI_HEADER && !records_fill(r, ABI_HEADER))
        return r->to == r->from && r->end == UINT64_MAX ? RECORDS_END : RECORDS_CUT;
    size = bytes_load16(r->buffer + r->from + 6, r->swap);
    if (size < ABI_HEADER || size > left)
        return RECORDS_WRONG;
    if (r->to - r->from < size && !records_fill(r, size))
        return RECORDS_CUT;
    *record = records_header(slice_of(r->buffer + r->from, size), r->position, r->swap);
    r->from += size;
    r->position += size;
    return RECORDS_NEXT;
}

void records_free(struct records *r)
{
    if (!r->borrowed)
        free(r->buffer);
    reader_free(&r->reader);
    memset(r, 0, sizeof *r);
}
