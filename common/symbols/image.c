/* SPDX-License-Identifier: MIT */
#include "symbols/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "symbols/plt.h"

enum { CHUNK = 2048 };      /* symbols that are read at once */

enum { NOTYPE = 0, OBJECT = 1, FUNC = 2, GNU_IFUNC = 10, GLOBAL = 1, WEAK = 2 };
enum { INTERNAL = 1, HIDDEN = 2 };
enum { UNDEFINED = 0, ABSOLUTE = 0xfff1 };

struct image_symbol {
    uint32_t name;
    unsigned type, binding, visibility, section;
    uint64_t value, size;
};

static const struct elf_section *image_section(const struct elf *e, const char *name,
                                               uint32_t type)
{
    const struct elf_section *section = elf_section_named(e, name);

    return section != NULL && section->type == type ? section : NULL;
}

bool image_add(struct image *image, struct elf *file)
{
    bool symbols = image->symbols == NULL && image_section(file, ".symtab", ELF_SYMTAB) != NULL;
    bool runtime = image->runtime == NULL && image_section(file, ".dynsym", ELF_DYNSYM) != NULL;

    if (!symbols && !runtime) {
        elf_close(file);
        return false;
    }
    struct elf *kept = &image->files[image->file_count++];
    *kept = *file;
    if (symbols)
        image->symbols = kept;
    if (runtime)
        image->runtime = kept;
    return image->symbols != NULL && image->runtime != NULL;
}

static struct image_symbol image_parse(const struct elf *e, const unsigned char *p)
{
    struct image_symbol s;
    size_t word = e->wide ? 8 : 4, info = e->wide ? 4 : 12;

    s.name = (uint32_t)elf_number(e, p, 4);
    s.type = p[info] & 15;
    s.binding = p[info] >> 4;
    s.visibility = p[info + 1] & 3;
    s.section = (unsigned)elf_number(e, p + info + 2, 2);
    s.value = elf_number(e, p + (e->wide ? 8 : 4), word);
    s.size = elf_number(e, p + (e->wide ? 16 : 8), word);
    return s;
}

/* Whether perf takes symbols of its kind. */
static bool image_is_wanted(const struct image_symbol *s)
{
    if (s->name == 0 || s->section == UNDEFINED || s->section == ABSOLUTE)
        return false;
    if (s->type == NOTYPE)
        return s->visibility != HIDDEN && s->visibility != INTERNAL;
    return s->type == OBJECT || s->type == FUNC || s->type == GNU_IFUNC;
}

/* Whether a symbol is one of those that ARM's assemblers add: "$a", "$d.17". */
static bool image_is_mapping(struct strings *strings, const struct image_symbol *s)
{
    struct strbuf name = {0};
    bool is = strings_get(strings, s->name, &name) && name.n > 1 && name.p[0] == '$'
              && memchr("adtx", name.p[1], 4) != NULL && (name.n == 2 || name.p[2] == '.');

    strbuf_free(&name);
    return is;
}

/* The section of a symbol, as it is loaded; *ok is false if the file lies. NULL: the symbol
 * is not for us. */
static const struct elf_section *image_place(const struct image *image,
                                             const struct image_symbol *s, bool *ok)
{
    const struct elf_section *section = elf_section(image->symbols, s->section);

    *ok = section != NULL;
    if (section == NULL || !(section->flags & ELF_ALLOC))
        return NULL;
    if (section->type == ELF_NOBITS)
        section = elf_section(image->runtime, s->section);
    *ok = section != NULL;
    if (section != NULL && s->type == NOTYPE && !slice_has(section->name, "text")
        && !slice_has(section->name, "data"))
        return NULL;
    return section;
}

/* Adds a symbol; false if the file lies, which ends the load. */
static bool image_take(struct image *image, struct table *table, struct image_symbol s,
                       uint32_t load)
{
    bool ok;

    if (!image_is_wanted(&s))
        return true;
    if ((image->symbols->machine == ELF_ARM || image->symbols->machine == ELF_AARCH64)
        && image_is_mapping(&image->strings[load / TABLE_SECOND], &s))
        return true;
    const struct elf_section *section = image_place(image, &s, &ok);
    if (section == NULL)
        return ok;
    /* The lowest bit of a function of Thumb is not of its address. */
    if (image->symbols->machine == ELF_ARM && s.type == FUNC)
        s.value &= ~(uint64_t)1;
    if (!image->absolute && !elf_offset(image->runtime, s.value, &s.value))
        s.value -= section->address - section->range.offset;
    return table_add(table, s.value, s.size, s.name, load | (s.type == NOTYPE ? TABLE_UNTYPED : 0)
                     | (s.binding == WEAK ? TABLE_WEAK : 0)
                     | (s.binding == GLOBAL ? TABLE_GLOBAL : 0));
}

static void image_load_section(struct image *image, struct table *table,
                               const struct elf_section *section, uint32_t load)
{
    struct elf *e = image->symbols;
    size_t size = e->wide ? 24 : 16;
    uint64_t count = elf_records(e, section, size), at = section->range.offset;
    unsigned char *chunk = xmalloc(CHUNK * size);

    strings_init(&image->strings[load / TABLE_SECOND], e, elf_section(e, section->link));
    if (count > TABLE_MOST)
        count = 0;
    while (count > 0) {
        size_t n = count < CHUNK ? (size_t)count : CHUNK;
        if (!elf_read(e, at, chunk, n * size))
            break;
        for (size_t i = 0; i < n && table->unchosen > load; i++)
            if (!image_take(image, table, image_parse(e, chunk + i * size), load))
                table->unchosen = load;
        if (table->unchosen <= load)
            break;
        count -= n;
        at += n * size;
    }
    free(chunk);
}

bool image_load(struct image *image, struct table *table)
{
    const struct elf_section *section;

    if (image->symbols == NULL)
        image->symbols = image->runtime;
    if (image->runtime == NULL)
        image->runtime = image->symbols;
    if (image->symbols == NULL)
        return false;
    section = image_section(image->symbols, ".symtab", ELF_SYMTAB);
    if (section != NULL)
        image_load_section(image, table, section, TABLE_FIRST);
    section = image_section(image->symbols, ".dynsym", ELF_DYNSYM);
    if (section != NULL && !image->absolute && table->unchosen == TABLE_THIRD)
        image_load_section(image, table, section, TABLE_SECOND);
    section = image_section(image->runtime, ".dynsym", ELF_DYNSYM);
    if (table->count > 0 && section != NULL && !image->absolute
        && table->unchosen == TABLE_THIRD) {
        strings_init(&image->strings[2], image->runtime,
                     elf_section(image->runtime, section->link));
        plt_load(image->runtime, section, table);
    }
    table_sort(table);
    table_fix_ends(table);
    table_finish(table);
    return table->count > 0;
}

/* A symbol of .dynsym by its index; its name is empty if there is no such symbol. */
static uint32_t image_imported(const struct image *image, uint32_t index)
{
    struct elf *e = image->runtime;
    const struct elf_section *dynsym = image_section(e, ".dynsym", ELF_DYNSYM);
    unsigned char name[4];
    size_t size = e->wide ? 24 : 16;

    if (dynsym == NULL || index >= elf_records(e, dynsym, size)
        || !elf_read(e, dynsym->range.offset + index * size, name, sizeof name))
        return 0;
    return (uint32_t)elf_number(e, name, sizeof name);
}

bool image_name(struct image *image, const struct table_symbol *symbol, struct strbuf *to)
{
    uint32_t load = symbol->bits & TABLE_LOADS;
    uint32_t name = load == TABLE_THIRD ? image_imported(image, symbol->name) : symbol->name;

    return strings_get(&image->strings[load / TABLE_SECOND], name, to);
}

void image_hold(struct image *image, bool begins)
{
    for (size_t i = 0; i < 2; i++)
        strings_hold(&image->strings[i], begins);
}

void image_rest(struct image *image)
{
    for (size_t i = 0; i < image->file_count; i++)
        if (image->files[i].path != NULL)
            elf_rest(&image->files[i]);
}

void image_free(struct image *image)
{
    for (size_t i = 0; i < image->file_count; i++)
        elf_close(&image->files[i]);
    for (size_t i = 0; i < 3; i++)
        strings_free(&image->strings[i]);
    memset(image, 0, sizeof *image);
}
