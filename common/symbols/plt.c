/* SPDX-License-Identifier: MIT */
#include "symbols/plt.h"

enum { CHUNK = 128 };   /* relocations that are read at once */

/* The sizes of the header and of an entry, where the section does not say what they are. */
static void plt_sizes(const struct elf *e, const struct elf_section *plt, uint64_t *header,
                      uint64_t *entry)
{
    *header = *entry = plt->entry;
    switch (e->machine) {
    case ELF_ARM:
        *header = 20;
        *entry = 12;
        break;
    case ELF_AARCH64:
        *header = 32;
        *entry = 16;
        break;
    case ELF_SPARC:
        *header = 48;
        *entry = 12;
        break;
    case ELF_SPARCV9:
        *header = 128;
        *entry = 32;
        break;
    default:
        break;
    }
}

void plt_load(struct elf *e, const struct elf_section *dynsym, struct table *table)
{
    const struct elf_section *plt = elf_section_named(e, ".plt");
    const struct elf_section *relocations = elf_section_named(e, ".rela.plt");
    size_t word = e->wide ? 8 : 4;
    uint64_t header, entry;
    unsigned char chunk[CHUNK * 24];

    if (relocations == NULL)
        relocations = elf_section_named(e, ".rel.plt");
    if (plt == NULL || relocations == NULL || relocations->link >= e->section_count
        || &e->sections[relocations->link] != dynsym)
        return;
    size_t size = relocations->type == ELF_RELA ? 3 * word : 2 * word;
    if (relocations->type != ELF_RELA && relocations->type != ELF_REL)
        return;
    plt_sizes(e, plt, &header, &entry);
    uint64_t count = elf_records(e, relocations, size), start = plt->range.offset + header;
    for (uint64_t i = 0; i < count; i++, start += entry) {
        uint64_t left = (count - i) * size;
        if (i % CHUNK == 0
            && !elf_read(e, relocations->range.offset + i * size, chunk,
                         left < CHUNK * size ? (size_t)left : CHUNK * size))
            break;
        uint64_t index = elf_number(e, chunk + i % CHUNK * size + word, word) >> (e->wide ? 32 : 8);
        if (!table_add(table, start, entry, (uint32_t)index, TABLE_THIRD | TABLE_GLOBAL))
            break;
    }
}
