/* SPDX-License-Identifier: MIT */
#include "symbols/elf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "symbols/failure.h"

/* More is not read, or looked through again and again. */
enum { MOST_TABLE = 64 * 1024 * 1024, MOST_NOTES = 1024 * 1024, MOST_NAME = 4096,
       MOST_SECTION_NAME = 256, MOST_SEGMENTS = 256 };

/* perf keeps so many bytes of a build-id. */
enum { MOST_ID = 20 };

/* Where the fields of the headers are, in 32 and 64 bit files. */
struct layout {
    size_t header, word;
    size_t phoff, shoff, phentsize, phnum, shentsize, shnum, shstrndx;
    size_t section, sh_flags, sh_addr, sh_offset, sh_size, sh_link, sh_entsize;
    size_t segment, p_offset, p_vaddr, p_filesz, p_memsz;
};

static const struct layout layouts[] = {
    {52, 4, 28, 32, 42, 44, 46, 48, 50, 40, 8, 12, 16, 20, 24, 36, 32, 4, 8, 16, 20},
    {64, 8, 32, 40, 54, 56, 58, 60, 62, 64, 8, 16, 24, 32, 40, 56, 56, 8, 16, 32, 40},
};

uint64_t elf_number(const struct elf *e, const unsigned char *bytes, size_t size)
{
    uint64_t number = 0;

    for (size_t i = 0; i < size; i++)
        number = number << 8 | bytes[e->big ? i : size - 1 - i];
    return number;
}

/* To open a device or a pipe may do something, and must not block if one comes in between. */
static int elf_open_descriptor(const char *path, int *failure)
{
    struct stat status;
    int fd;

    if (stat(path, &status) != 0) {
        failure_note(failure);
        return -1;
    }
    if (!S_ISREG(status.st_mode))
        return -1;
    do
        fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        failure_note(failure);
    return fd;
}

/* Opens the file again, if it is still the same. */
static bool elf_wake(struct elf *e)
{
    struct stat now;

    if (e->fd >= 0)
        return true;
    e->fd = elf_open_descriptor(e->path, e->failure);
    if (e->fd < 0)
        return false;
    bool known = fstat(e->fd, &now) == 0;
    if (!known)
        failure_note(e->failure);
    if (known && now.st_dev == e->identity.st_dev
        && now.st_ino == e->identity.st_ino && now.st_size == e->identity.st_size
        && now.st_mtime == e->identity.st_mtime)
        return true;
    elf_rest(e);
    return false;
}

void elf_rest(struct elf *e)
{
    if (e->fd >= 0)
        close(e->fd);
    e->fd = -1;
}

size_t elf_read_some(struct elf *e, uint64_t offset, void *to, size_t size)
{
    size_t done = 0;

    if (offset >= e->size || size == 0)
        return 0;
    if (size > e->size - offset)
        size = (size_t)(e->size - offset);
    if (e->path == NULL) {
        memcpy(to, e->memory.p + offset, size);
        return size;
    }
    if (!elf_wake(e))
        return 0;
    while (done < size) {
        ssize_t got = pread(e->fd, (char *)to + done, size - done, (off_t)(offset + done));
        if (got > 0)
            done += (size_t)got;
        else if (got == 0)
            break;
        else if (errno != EINTR) {
            failure_note(e->failure);
            break;
        }
    }
    return done;
}

bool elf_read(struct elf *e, uint64_t offset, void *to, size_t size)
{
    return elf_read_some(e, offset, to, size) == size;
}

/* Whether the file has `count` records of `size` bytes at an offset, and they are not too
 * many to be read at once. */
static bool elf_has_table(const struct elf *e, uint64_t offset, uint64_t count, uint64_t size)
{
    return offset <= e->size && count <= MOST_TABLE / size && count * size <= e->size - offset;
}

/* Reads a table of records that are `size` bytes; NULL without one. The caller frees it. */
static unsigned char *elf_table(struct elf *e, uint64_t offset, uint64_t count, uint64_t size)
{
    if (count == 0 || !elf_has_table(e, offset, count, size))
        return NULL;
    unsigned char *table = xmalloc((size_t)(count * size));
    if (elf_read(e, offset, table, (size_t)(count * size)))
        return table;
    free(table);
    return NULL;
}

static struct elf_section elf_parse_section(const struct elf *e, const unsigned char *p)
{
    const struct layout *l = &layouts[e->wide];
    struct elf_section s = {slice_of("", 0),
        (uint32_t)elf_number(e, p + 4, 4), (uint32_t)elf_number(e, p + l->sh_link, 4),
        elf_number(e, p + l->sh_flags, l->word), elf_number(e, p + l->sh_addr, l->word),
        elf_number(e, p + l->sh_entsize, l->word),
        {elf_number(e, p + l->sh_offset, l->word), elf_number(e, p + l->sh_size, l->word)}};
    return s;
}

/* The name at the beginning of bytes: they may be many, and shared by many sections. */
static struct slice elf_cut_name(struct slice bytes)
{
    if (bytes.n > MOST_SECTION_NAME)
        bytes.n = MOST_SECTION_NAME;
    return slice_before(bytes, '\0');
}

/* Gives the sections their names, which the section `index` holds. */
static void elf_name_sections(struct elf *e, const unsigned char *table, uint64_t index)
{
    const struct elf_section *section = elf_section(e, index);
    struct slice names;

    if (section == NULL || section->type == ELF_NOBITS || section->range.offset >= e->size)
        return;
    uint64_t size = e->size - section->range.offset;
    if (section->range.size < size)
        size = section->range.size;
    if (size > MOST_TABLE)
        return;
    strbuf_reserve(&e->names, (size_t)size);
    e->names.n = elf_read_some(e, section->range.offset, e->names.p, (size_t)size);
    names = strbuf_slice(&e->names);
    for (size_t i = 0; i < e->section_count; i++) {
        uint64_t at = elf_number(e, table + i * layouts[e->wide].section, 4);
        if (at < names.n)
            e->sections[i].name = elf_cut_name(slice_from(names, (size_t)at));
    }
}

static void elf_read_sections(struct elf *e, const unsigned char *header)
{
    const struct layout *l = &layouts[e->wide];
    uint64_t offset = elf_number(e, header + l->shoff, l->word);
    uint64_t count = elf_number(e, header + l->shnum, 2);
    uint64_t names = elf_number(e, header + l->shstrndx, 2);
    unsigned char first[64];

    if (offset == 0 || elf_number(e, header + l->shentsize, 2) != l->section
        || !elf_read(e, offset, first, l->section))
        return;
    /* Numbers that are too large for the header are in the first section. */
    if (count == 0)
        count = elf_parse_section(e, first).range.size;
    if (names == 0xffff)
        names = elf_parse_section(e, first).link;
    unsigned char *table = elf_table(e, offset, count, l->section);
    if (table == NULL)
        return;
    e->sections = xcalloc((size_t)count, sizeof *e->sections);
    e->section_count = (size_t)count;
    for (size_t i = 0; i < e->section_count; i++)
        e->sections[i] = elf_parse_section(e, table + i * l->section);
    elf_name_sections(e, table, names);
    free(table);
}

static void elf_read_segments(struct elf *e, const unsigned char *header)
{
    const struct layout *l = &layouts[e->wide];
    uint64_t count = elf_number(e, header + l->phnum, 2);
    size_t size = e->wide ? 56 : 32;

    if (elf_number(e, header + l->phentsize, 2) != size)
        return;
    unsigned char *table = elf_table(e, elf_number(e, header + l->phoff, l->word), count, size);
    if (table == NULL)
        return;
    e->segments = xcalloc((size_t)count, sizeof *e->segments);
    for (size_t i = 0; i < count; i++) {
        const unsigned char *p = table + i * size;
        uint64_t in_file = elf_number(e, p + l->p_filesz, l->word);
        uint64_t in_memory = elf_number(e, p + l->p_memsz, l->word);
        struct elf_segment s = {elf_number(e, p + l->p_vaddr, l->word),
                                elf_number(e, p + l->p_offset, l->word),
                                in_file > in_memory ? in_file : in_memory};
        if (elf_number(e, p, 4) == 1 && s.size > 0 && e->segment_count < MOST_SEGMENTS)
            e->segments[e->segment_count++] = s;
    }
    free(table);
}

static bool elf_read_headers(struct elf *e)
{
    unsigned char header[64] = {0};

    if (!elf_read(e, 0, header, 52) || memcmp(header, "\177ELF", 4) != 0 || header[4] < 1
        || header[4] > 2 || header[5] < 1 || header[5] > 2)
        return false;
    e->wide = header[4] == 2;
    e->big = header[5] == 2;
    if (!elf_read(e, 0, header, layouts[e->wide].header))
        return false;
    e->type = (unsigned)elf_number(e, header + 16, 2);
    e->machine = (unsigned)elf_number(e, header + 18, 2);
    elf_read_sections(e, header);
    elf_read_segments(e, header);
    return true;
}

bool elf_open(struct elf *e, const char *path, int *failure)
{
    memset(e, 0, sizeof *e);
    e->failure = failure;
    e->fd = elf_open_descriptor(path, failure);
    if (e->fd < 0)
        return false;
    e->path = xmalloc(strlen(path) + 1);
    strcpy(e->path, path);
    if (fstat(e->fd, &e->identity) != 0)
        failure_note(e->failure);
    else if (S_ISREG(e->identity.st_mode)) {
        e->size = (uint64_t)e->identity.st_size;
        if (elf_read_headers(e))
            return true;
    }
    elf_close(e);
    return false;
}

bool elf_open_memory(struct elf *e, struct slice memory)
{
    memset(e, 0, sizeof *e);
    e->fd = -1;
    e->memory = memory;
    e->size = memory.n;
    if (elf_read_headers(e))
        return true;
    elf_close(e);
    return false;
}

void elf_close(struct elf *e)
{
    elf_rest(e);
    free(e->path);
    free(e->sections);
    free(e->segments);
    strbuf_free(&e->names);
    memset(e, 0, sizeof *e);
    e->fd = -1;
}

const struct elf_section *elf_section(const struct elf *e, uint64_t index)
{
    return index < e->section_count ? &e->sections[index] : NULL;
}

const struct elf_section *elf_section_named(const struct elf *e, const char *name)
{
    for (size_t i = 1; i < e->section_count; i++)
        if (slice_is(e->sections[i].name, name))
            return &e->sections[i];
    return NULL;
}

uint64_t elf_records(const struct elf *e, const struct elf_section *section, uint64_t least)
{
    struct elf_range r = section->range;

    if (section->type == ELF_NOBITS || section->entry != least || r.offset > e->size
        || r.size > e->size - r.offset)
        return 0;
    return r.size / least;
}

bool elf_offset(const struct elf *e, uint64_t address, uint64_t *offset)
{
    for (size_t i = 0; i < e->segment_count; i++) {
        const struct elf_segment *s = &e->segments[i];
        if (address >= s->address && address - s->address < s->size) {
            *offset = address - s->address + s->offset;
            return true;
        }
    }
    return false;
}

/* Finds the build-id, a note of type 3 from "GNU", among notes. */
static bool elf_find_note(const struct elf *e, const unsigned char *p, size_t n, struct strbuf *id)
{
    while (n >= 12) {
        uint64_t name = elf_number(e, p, 4), size = elf_number(e, p + 4, 4);
        uint64_t type = elf_number(e, p + 8, 4);
        uint64_t begin = 12 + ((name + 3) & ~(uint64_t)3);
        uint64_t end = begin + ((size + 3) & ~(uint64_t)3);
        if (type == 3 && name == 4 && begin + size <= n && memcmp(p + 12, "GNU", 4) == 0) {
            size = size < MOST_ID ? size : MOST_ID;
            strbuf_add(id, slice_of((const char *)p + begin, (size_t)size));
            return true;
        }
        if (end >= n)
            return false;
        p += end;
        n -= (size_t)end;
    }
    return false;
}

static bool elf_note_section(struct elf *e, const struct elf_section *section, struct strbuf *id)
{
    if (section->range.size > MOST_NOTES)
        return false;
    unsigned char *notes = elf_table(e, section->range.offset, section->range.size, 1);
    bool found = notes != NULL && elf_find_note(e, notes, (size_t)section->range.size, id);
    free(notes);
    return found;
}

bool elf_build_id(struct elf *e, struct strbuf *id)
{
    static const char *const names[] = {".note.gnu.build-id", ".notes", ".note"};

    strbuf_clear(id);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct elf_section *section = elf_section_named(e, names[i]);
        if (section != NULL && section->type != ELF_NOBITS)
            return elf_note_section(e, section, id) && id->n > 0;
    }
    return false;
}

bool elf_debuglink(struct elf *e, struct strbuf *name)
{
    const struct elf_section *section = elf_section_named(e, ".gnu_debuglink");

    strbuf_clear(name);
    if (section == NULL || section->type == ELF_NOBITS)
        return false;
    size_t size = section->range.size < MOST_NAME ? (size_t)section->range.size : MOST_NAME;
    strbuf_reserve(name, size);
    name->n = elf_read_some(e, section->range.offset, name->p, size);
    size_t end = slice_find(strbuf_slice(name), '\0');
    name->n = end == SLICE_NONE ? 0 : end;
    return name->n > 0;
}
