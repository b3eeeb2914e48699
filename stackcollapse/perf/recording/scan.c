/* SPDX-License-Identifier: MIT */
/*
 * Records begin with a head of 8 bytes: the type in 4, flags in 2, the length of the record in 2.
 * Samples have these fields, each if its bit of the event's sample_type is set:
 *
 *     identifier (8 bytes, bit 16)  ip (8, bit 0)  pid, tid (4 and 4, bit 1)  time (8, bit 2) ...
 */
#include "perf/recording/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "perf/recording/cuts.h"
#include "perf/recording/file.h"

enum record {
    RECORD_MMAP = 1, RECORD_SAMPLE = 9, RECORD_MMAP2 = 10, RECORD_KSYMBOL = 17,
    RECORD_LAST = 21,           /* later ones of the kernel are not known here */
    RECORD_ATTR = 64, RECORD_TRACING_DATA = 66, RECORD_AUXTRACE_INFO = 70, RECORD_AUXTRACE = 71,
    RECORD_COMPRESSED = 81, RECORD_COMPRESSED2 = 83,
    RECORD_HEAD = 8
};

/* Where the name of a file begins in these records. */
enum { MMAP_NAME = 40, MMAP2_NAME = 72, KSYMBOL_NAME = 24 };

/* In a perf_event_attr. */
enum { ATTR_SAMPLE_TYPE = 24, ATTR_LEAST = 32, ATTR_MOST = 4096 };
enum { ATTR_TRACEPOINT = 2 };   /* its type, the first number of 4 bytes */
enum { TYPE_IP = 1, TYPE_TID = 1 << 1, TYPE_TIME = 1 << 2, TYPE_IDENTIFIER = 1 << 16 };

/* A slice has so many bytes of samples at least: less costs more to begin than it gains. */
enum { LEAST_SLICE = 2 * 1024 * 1024 };

struct scanner {
    struct scan *result;
    struct file file;
    struct cuts cuts;
    size_t time_at;         /* in samples; 0: unknown yet */
    bool uncut;             /* it cannot be cut */
    bool compressed;
};

/* Takes the description of an event. */
static void scan_attr(struct scanner *s, const char *attr)
{
    uint64_t type = file_u64(&s->file, attr + ATTR_SAMPLE_TYPE);
    size_t at = RECORD_HEAD;

    if (file_u32(&s->file, attr) == ATTR_TRACEPOINT)
        s->result->tracepoints = true;
    at += type & TYPE_IDENTIFIER ? 8 : 0;
    at += type & TYPE_IP ? 8 : 0;
    at += type & TYPE_TID ? 8 : 0;
    if ((type & TYPE_TIME) == 0 || (s->time_at != 0 && s->time_at != at))
        s->uncut = true;
    s->time_at = at;
}

static void scan_attrs(struct scanner *s)
{
    struct file *f = &s->file;

    if (f->attr_size < ATTR_LEAST || f->attr_size > ATTR_MOST) {
        s->uncut = true;
        return;
    }
    for (uint64_t at = f->attrs; at < f->attrs_end; at += f->attr_size) {
        const char *attr = file_bytes(f, at, ATTR_LEAST);
        if (attr == NULL) {
            s->uncut = true;
            return;
        }
        scan_attr(s, attr);
    }
}

static void scan_sample(struct scanner *s, const char *record, size_t n)
{
    if (s->time_at == 0 || s->time_at + 8 > n) {
        s->uncut = true;
        return;
    }
    uint64_t time = file_u64(&s->file, record + s->time_at);
    /* perf prints a sample of the time 0 for any range of times. */
    if (time == 0)
        s->uncut = true;
    cuts_add(&s->cuts, time, n);
}

/* Takes the name at `from` of a record of n bytes. */
static void scan_name(struct scanner *s, const char *record, size_t n, size_t from)
{
    if (from >= n)
        return;
    struct slice name = slice_before(slice_of(record + from, n - from), '\0');
    size_t base = slice_find_last(name, '/') + 1;
    if (slice_find(name, ' ') != SLICE_NONE)
        s->result->blanks = true;
    if (s->result->jitdump.n == 0 && slice_starts(slice_from(name, base), "jit-")
        && slice_ends(name, ".dump"))
        strbuf_add(&s->result->jitdump, name);
}

static void scan_record(struct scanner *s, uint32_t type, const char *record, size_t n)
{
    switch (type) {
    case RECORD_SAMPLE:
        scan_sample(s, record, n);
        break;
    case RECORD_MMAP:
        scan_name(s, record, n, MMAP_NAME);
        break;
    case RECORD_MMAP2:
        scan_name(s, record, n, MMAP2_NAME);
        break;
    case RECORD_KSYMBOL:
        scan_name(s, record, n, KSYMBOL_NAME);
        break;
    case RECORD_ATTR:
        if (n >= RECORD_HEAD + ATTR_LEAST)
            scan_attr(s, record + RECORD_HEAD);
        break;
    case RECORD_COMPRESSED:
    case RECORD_COMPRESSED2:
        s->compressed = true;
        break;
    case RECORD_AUXTRACE_INFO:
    case RECORD_AUXTRACE:
        s->uncut = true;    /* samples are made of it, whose times are not known */
        break;
    default:
        if (type > RECORD_LAST && type < RECORD_ATTR)
            s->uncut = true;
    }
}

/* The bytes after a record that are not in its length. */
static uint64_t scan_appendix(const struct scanner *s, uint32_t type, const char *record, size_t n)
{
    if (type == RECORD_TRACING_DATA && n >= 12)
        return ((uint64_t)file_u32(&s->file, record + RECORD_HEAD) + 7) & ~UINT64_C(7);
    if (type == RECORD_AUXTRACE && n >= 16)
        return file_u64(&s->file, record + RECORD_HEAD);
    return 0;
}

/* Looks at all records; false if there is one that cannot be. */
static bool scan_records(struct scanner *s)
{
    struct file *f = &s->file;
    uint64_t at = f->data;

    while (at < f->data_end) {
        const char *head = file_bytes(f, at, RECORD_HEAD);
        if (head == NULL)
            return false;
        uint32_t type = file_u32(f, head);
        size_t n = file_u16(f, head + 6);
        const char *record = n >= RECORD_HEAD ? file_bytes(f, at, n) : NULL;
        if (record == NULL)
            return false;
        scan_record(s, type, record, n);
        uint64_t more = scan_appendix(s, type, record, n), left = f->data_end - at;
        if (n > left || more > left - n)
            return false;
        at += n + more;
    }
    return f->data < f->data_end;
}

static void scan_cut(struct scanner *s, size_t slices)
{
    struct scan *r = s->result;
    const struct file *f = &s->file;
    uint64_t bytes = s->compressed ? f->data_end - f->data : s->cuts.total;

    if (slices > bytes / LEAST_SLICE)
        slices = (size_t)(bytes / LEAST_SLICE);
    if (s->uncut || slices < 2)
        return;
    r->times = xcalloc(slices, sizeof *r->times);
    if (!s->compressed)
        r->slices = cuts_choose(&s->cuts, slices, r->times);
    else if (f->has_times && f->first_time > 0)
        r->slices = cuts_divide(f->first_time, f->last_time, slices, r->times);
}

void scan_recording(struct scan *result, int fd, size_t slices)
{
    struct scanner s = {.result = result};

    memset(result, 0, sizeof *result);
    result->slices = 1;
    if (file_open(&s.file, fd)) {
        if (!s.file.piped)
            scan_attrs(&s);
        bool whole = scan_records(&s);
        result->complete = whole && !s.compressed;
        if (whole)
            scan_cut(&s, slices);
    }
    file_close(&s.file);
    cuts_free(&s.cuts);
}

void scan_free(struct scan *s)
{
    free(s->times);
    strbuf_free(&s->jitdump);
}
