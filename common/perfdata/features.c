/* SPDX-License-Identifier: MIT */
/*
 * A file begins with its magic, the sizes of the header and of an entry of the events, and three
 * sections, each a position and a size: events, records, and one that is no longer used; then the
 * bits of the features. These are sections too, listed after the records.
 *
 *     PERFILE2 | 104 | 144 | events | records | unused | 256 bits
 *     ids of the events | events: attributes and the section of their ids | records
 *     sections of the features | features
 */
#include "perfdata/features.h"

#include "perfdata/abi.h"
#include "perfdata/tracing.h"

enum {
    FEATURES_HEADER = 104,
    FEATURES_SECTION = 16,
    FEATURES_MOST_ATTR = 4096,
    /* More are not read: some records are looked for among all events, and events may have the
     * same ids. */
    FEATURES_MOST_EVENTS = 1 << 14,
    FEATURES_MOST_IDS = 1 << 24
};

static bool features_event_desc(struct features *f, struct bytes *b)
{
    uint32_t count = bytes_u32(b), size = bytes_u32(b);

    for (uint32_t i = 0; i < count && !b->bad; i++) {
        struct slice name;
        uint32_t ids;
        bytes_take(b, size);
        ids = bytes_u32(b);
        name = bytes_counted_string(b);
        bytes_take(b, (uint64_t)ids * 8);
        /* Tracepoints may have a name already, by their format. */
        if (!b->bad && i < f->events->count && !f->events->list[i].name_stays)
            evlist_set_name(f->events, &f->events->list[i], name);
    }
    return !b->bad;
}

bool features_build_id(struct features *f, struct slice content, bool swap)
{
    struct bytes b = bytes_of(content, swap);
    struct slice build_id, name;
    uint16_t misc;
    size_t n = 20;

    bytes_u32(&b);
    misc = bytes_u16(&b);
    bytes_u16(&b);
    bytes_u32(&b);          /* the process: of the machine, or of a guest */
    build_id = bytes_take(&b, 24);
    name = bytes_string(&b);
    if (b.bad)
        return false;
    if ((misc & ABI_MISC_BUILD_ID_SIZE) != 0)
        n = (unsigned char)build_id.p[20];
    else
        while (n > 16 && build_id.p[n - 1] == 0)
            n--;            /* of older perfs, which have no size: MD5 has 16 bytes */
    if (n > 20)
        return false;
    modules_add_build_id(f->modules, name, slice_cut(build_id, 0, n));
    return true;
}

static bool features_build_ids(struct features *f, struct slice content, bool swap)
{
    while (content.n >= ABI_HEADER) {
        size_t size = bytes_load16(content.p + 6, swap);
        if (size < ABI_HEADER || size > content.n
            || !features_build_id(f, slice_cut(content, 0, size), swap))
            return false;
        content = slice_from(content, size);
    }
    return content.n == 0;
}

bool features_read(struct features *f, uint64_t feature, struct slice content, bool swap)
{
    struct bytes b = bytes_of(content, swap);

    switch (feature) {
    case ABI_FEATURE_TRACING_DATA:
        f->traced = true;
        return tracing_read(content, f->events);
    case ABI_FEATURE_BUILD_ID:
        return features_build_ids(f, content, swap);
    case ABI_FEATURE_ARCH:
        strbuf_clear(&f->arch);
        strbuf_add(&f->arch, bytes_counted_string(&b));
        return !b.bad;
    case ABI_FEATURE_EVENT_DESC:
        return features_event_desc(f, &b);
    case ABI_FEATURE_AUXTRACE:
        f->needs_perf = "it has traces of the processor";
        return true;
    case ABI_FEATURE_STAT:
        f->needs_perf = "it is of perf stat";
        return true;
    case ABI_FEATURE_DIR_FORMAT:
        f->needs_perf = "it is one file of a folder";
        return true;
    case ABI_FEATURE_COMPRESSED:
        f->needs_perf = "it is compressed (perf record -z)";
        return true;
    default:
        return true;
    }
}

bool features_attr(struct features *f, struct slice content, bool swap)
{
    struct bytes b = bytes_of(content, swap);
    struct attr attr;
    uint32_t size;

    if (content.n < 8)
        return false;
    size = bytes_load32(content.p + 4, swap);
    if (f->events->count >= FEATURES_MOST_EVENTS
        || !attr_read(&attr, &b, size == 0 ? ATTR_LEAST : size))
        return false;
    evlist_add(f->events, &attr);
    while (b.n >= 8)
        evlist_add_id(f->events, bytes_u64(&b), (uint32_t)f->events->count - 1);
    return true;
}

bool features_event_update(struct features *f, struct slice content, bool swap)
{
    enum { NAME = 2 };
    struct bytes b = bytes_of(content, swap);
    uint64_t kind = bytes_u64(&b), id = bytes_u64(&b);
    struct event *event;

    if (!b.bad && kind == NAME && (event = evlist_by_id(f->events, id)) != NULL)
        evlist_set_name(f->events, event, bytes_string(&b));
    return !b.bad;
}

/* Reads the bits, which are words of `size` bytes, so that the first byte has the lowest ones. */
static void features_words(struct features_layout *l, struct slice bits, size_t size, bool swap)
{
    const bool big = bytes_are_big(swap);

    for (size_t i = 0; i < sizeof l->bits; i++)
        l->bits[i] = (unsigned char)bits.p[big ? i - i % size + size - 1 - i % size : i];
}

static bool features_has(const struct features_layout *l, unsigned feature)
{
    return (l->bits[feature / 8] >> feature % 8 & 1) != 0;
}

/* The bits are words of a size that depends on the recorded machine, if it is of the other byte
 * order. They are right where the host's name is among the features, as it always is. */
static void features_bits(struct features_layout *l, struct slice bits, bool swap)
{
    if (!swap) {
        features_words(l, bits, sizeof(unsigned long), false);
        return;
    }
    features_words(l, bits, 8, true);
    if (features_has(l, ABI_FEATURE_HOSTNAME))
        return;
    features_words(l, bits, 4, true);
    if (features_has(l, ABI_FEATURE_HOSTNAME))
        return;
    memset(l->bits, 0, sizeof l->bits);
    l->bits[0] = 1 << ABI_FEATURE_BUILD_ID;
}

bool features_layout(struct features_layout *l, struct slice header, bool swap)
{
    struct bytes b = bytes_of(header, swap);
    struct slice bits;

    bytes_u64(&b);
    bytes_u64(&b);
    l->attr_size = bytes_u64(&b);
    l->attrs = bytes_u64(&b);
    l->attrs_size = bytes_u64(&b);
    l->data = bytes_u64(&b);
    l->data_size = bytes_u64(&b);
    bytes_u64(&b);
    bytes_u64(&b);
    bits = bytes_take(&b, sizeof l->bits);
    if (b.bad || l->data_size > UINT64_MAX - l->data)
        return false;
    features_bits(l, bits, swap);
    return true;
}

/* Reads one entry of the events, and then its ids. */
static bool features_file_attr(struct features *f, struct records *r, uint64_t position,
                               uint64_t size)
{
    struct slice content = records_at(r, position, size);
    struct bytes b = bytes_of(content, r->swap);
    struct attr attr;
    uint64_t ids, ids_size;

    if (content.n < size || !attr_read(&attr, &b, (size_t)size - FEATURES_SECTION))
        return false;
    evlist_add(f->events, &attr);
    ids = bytes_u64(&b);
    ids_size = bytes_u64(&b);
    if (ids_size / 8 > FEATURES_MOST_IDS - f->ids)
        return false;
    f->ids += ids_size / 8;
    b = bytes_of(records_at(r, ids, ids_size), r->swap);
    if (b.n < ids_size)
        return false;
    while (b.n >= 8)
        evlist_add_id(f->events, bytes_u64(&b), (uint32_t)f->events->count - 1);
    return true;
}

static const char *features_file_sections(struct features *f, struct records *r,
                                          const struct features_layout *l, uint64_t *position)
{
    uint64_t entry = l->data + l->data_size;

    for (unsigned i = 0; i < ABI_FEATURES; i++) {
        struct bytes b;
        struct slice content;
        uint64_t begin, size;
        if (!features_has(l, i))
            continue;
        *position = entry;
        b = bytes_of(records_at(r, entry, FEATURES_SECTION), r->swap);
        begin = bytes_u64(&b);
        size = bytes_u64(&b);
        if (b.bad)
            return "the recording is cut: perf record did not finish it";
        entry += FEATURES_SECTION;
        *position = begin;
        content = records_at(r, begin, size);
        if (content.n < size || !features_read(f, i, content, r->swap))
            return "a section of the header is malformed or cut";
    }
    return NULL;
}

const char *features_file(struct features *f, struct records *r, const struct features_layout *l,
                          uint64_t *position)
{
    *position = 16;
    if (l->attr_size < ATTR_LEAST + FEATURES_SECTION || l->attr_size > FEATURES_MOST_ATTR
        || l->attrs_size % l->attr_size != 0)
        return "the header has a wrong size of its events";
    for (uint64_t at = 0; at < l->attrs_size; at += l->attr_size) {
        *position = l->attrs + at;
        if (f->events->count >= FEATURES_MOST_EVENTS)
            return "it has too many events";
        if (!features_file_attr(f, r, *position, l->attr_size))
            return "an event is malformed or cut";
    }
    if (f->events->count == 0)
        return "it has no events";
    return features_file_sections(f, r, l, position);
}

void features_free(struct features *f)
{
    strbuf_free(&f->arch);
}
