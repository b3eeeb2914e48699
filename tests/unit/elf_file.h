/* SPDX-License-Identifier: MIT */
/* Small ELF files for tests, of either size and byte order. */
#ifndef FG_TEST_ELF_FILE_H
#define FG_TEST_ELF_FILE_H

#include <stdint.h>

#include "base/strbuf.h"

/* .text is at this offset and address; .plt at the next page. */
enum { ELF_FILE_TEXT = 0x1000, ELF_FILE_ADDRESS = 0x401000, ELF_FILE_PLT = 0x1800 };

struct elf_file_symbol {
    const char *name;
    unsigned value;     /* from the beginning of .text */
    unsigned size, info, other, section;    /* 1: .text, 0: undefined */
};

struct elf_file {
    bool wide, big, stripped;
    unsigned machine;
    const struct elf_file_symbol *symbols, *dynamic;
    size_t symbol_count, dynamic_count;
    unsigned imported;          /* the symbol of the one entry of .plt */
    const char *build_id, *link;        /* or NULL */
};

static inline void elf_file_put(const struct elf_file *f, struct strbuf *b, uint64_t n, size_t size)
{
    for (size_t i = 0; i < size; i++)
        strbuf_add_char(b, (char)(n >> 8 * (f->big ? size - 1 - i : i)));
}

/* A number of the size of an address. */
static inline void elf_file_word(const struct elf_file *f, struct strbuf *b, uint64_t n)
{
    elf_file_put(f, b, n, f->wide ? 8 : 4);
}

static inline void elf_file_symbols(const struct elf_file *f, const struct elf_file_symbol *list,
                                    size_t count, struct strbuf *table, struct strbuf *strings)
{
    for (size_t i = 0; i < (f->wide ? 24u : 16u); i++)
        strbuf_add_char(table, '\0');
    for (size_t i = 0; i < count; i++) {
        const struct elf_file_symbol *s = &list[i];
        elf_file_put(f, table, strings->n, 4);
        if (!f->wide) {
            elf_file_word(f, table, ELF_FILE_ADDRESS + s->value);
            elf_file_word(f, table, s->size);
        }
        strbuf_add_char(table, (char)s->info);
        strbuf_add_char(table, (char)s->other);
        elf_file_put(f, table, s->section, 2);
        if (f->wide) {
            elf_file_word(f, table, ELF_FILE_ADDRESS + s->value);
            elf_file_word(f, table, s->size);
        }
        strbuf_add(strings, slice_of(s->name, strlen(s->name) + 1));
    }
}

/* Appends the header of a section whose content is appended to the file, unless it is at an
 * offset that is given. */
static inline void elf_file_section(const struct elf_file *f, struct strbuf *headers,
                                    struct strbuf *file, struct strbuf *names, const char *name,
                                    const unsigned numbers[5], uint64_t offset,
                                    struct slice content)
{
    elf_file_put(f, headers, names->n, 4);
    elf_file_put(f, headers, numbers[0], 4);            /* type */
    elf_file_word(f, headers, numbers[1]);              /* flags */
    elf_file_word(f, headers, numbers[2]);              /* address */
    elf_file_word(f, headers, offset > 0 ? offset : file->n);
    elf_file_word(f, headers, content.n);
    elf_file_put(f, headers, numbers[3], 4);            /* link */
    elf_file_put(f, headers, 0, 4);
    elf_file_word(f, headers, 1);
    elf_file_word(f, headers, numbers[4]);              /* size of a record */
    strbuf_add(names, slice_of(name, strlen(name) + 1));
    if (offset == 0)
        strbuf_add(file, content);
}

static inline void elf_file_header(const struct elf_file *f, struct strbuf *file, uint64_t sections,
                                   size_t count)
{
    size_t header = f->wide ? 64 : 52;
    struct strbuf b = {0};

    strbuf_printf(&b, "\177ELF%c%c\1", f->wide ? 2 : 1, f->big ? 2 : 1);
    while (b.n < 16)
        strbuf_add_char(&b, '\0');
    elf_file_put(f, &b, 3, 2);
    elf_file_put(f, &b, f->machine, 2);
    elf_file_put(f, &b, 1, 4);
    elf_file_word(f, &b, 0);
    elf_file_word(f, &b, header);
    elf_file_word(f, &b, sections);
    elf_file_put(f, &b, 0, 4);
    elf_file_put(f, &b, header, 2);
    elf_file_put(f, &b, f->wide ? 56 : 32, 2);
    elf_file_put(f, &b, 1, 2);
    elf_file_put(f, &b, f->wide ? 64 : 40, 2);
    elf_file_put(f, &b, count, 2);
    elf_file_put(f, &b, count - 1, 2);
    elf_file_put(f, &b, 1, 4);                          /* the segment: loaded */
    if (f->wide)
        elf_file_put(f, &b, 5, 4);
    elf_file_word(f, &b, 0);
    elf_file_word(f, &b, ELF_FILE_ADDRESS - ELF_FILE_TEXT);
    elf_file_word(f, &b, 0);
    elf_file_word(f, &b, 0x2000);
    elf_file_word(f, &b, 0x2000);
    memcpy(file->p, b.p, b.n);
    strbuf_free(&b);
}

/* Fields of the header: their places in a 32 bit file, in a 64 bit file, and their sizes, of which
 * 0 is that of an address. */
static const unsigned char elf_file_shoff[] = {32, 40, 0}, elf_file_phoff[] = {28, 32, 0};
static const unsigned char elf_file_phentsize[] = {42, 54, 2}, elf_file_shentsize[] = {46, 58, 2};
static const unsigned char elf_file_shnum[] = {48, 60, 2}, elf_file_shstrndx[] = {50, 62, 2};
/* Of the header of a section. */
static const unsigned char elf_file_sh_name[] = {0, 0, 4}, elf_file_sh_type[] = {4, 4, 4};
static const unsigned char elf_file_sh_flags[] = {8, 8, 0}, elf_file_sh_offset[] = {16, 24, 0};
static const unsigned char elf_file_sh_size[] = {20, 32, 0}, elf_file_sh_link[] = {24, 40, 4};
static const unsigned char elf_file_sh_entsize[] = {36, 56, 0};

/* Puts another number into a field of what begins at `at`; returns the number before. */
static inline uint64_t elf_file_change(const struct elf_file *f, struct strbuf *file, uint64_t at,
                                       const unsigned char field[3], uint64_t number)
{
    size_t size = field[2] > 0 ? field[2] : f->wide ? 8 : 4;
    unsigned char *p = (unsigned char *)file->p + at + field[f->wide];
    uint64_t before = 0;

    for (size_t i = 0; i < size; i++) {
        unsigned char *byte = p + (f->big ? i : size - 1 - i);
        before = before << 8 | *byte;
        *byte = (unsigned char)(number >> 8 * (size - 1 - i));
    }
    return before;
}

/* Where the header of a section is: 1 .text, 2 .plt, 3 .rel.plt, 4 .dynsym, 5 .symtab, 6 .strtab,
 * then a build-id and a link, if there are any, and the last the names. */
static inline uint64_t elf_file_section_at(const struct elf_file *f, struct strbuf *file,
                                           size_t section)
{
    uint64_t table = elf_file_change(f, file, 0, elf_file_shoff, 0);

    elf_file_change(f, file, 0, elf_file_shoff, table);
    return table + section * (f->wide ? 64 : 40);
}

static inline void elf_file_write(const struct elf_file *f, struct strbuf *file)
{
    struct strbuf headers = {0}, names = {0}, table = {0}, strings = {0}, plt = {0}, note = {0};
    unsigned record = f->wide ? 24 : 16, text[5] = {1, 6, ELF_FILE_ADDRESS, 0, 0};
    unsigned entries[5] = {1, 6, ELF_FILE_ADDRESS + ELF_FILE_PLT - ELF_FILE_TEXT, 0, 16};
    unsigned relocations[5] = {9, 2, 0, 4, f->wide ? 16 : 8}, dynsym[5] = {11, 2, 0, 6, record};
    unsigned symtab[5] = {f->stripped ? 1 : 2, 0, 0, 6, record}, data[5] = {3, 0, 0, 0, 0};
    unsigned notes[5] = {7, 2, 0, 0, 0}, none[5] = {0, 0, 0, 0, 0};

    strbuf_clear(file);
    strbuf_reserve(file, 0x2000);
    memset(file->p, 0, 0x2000);
    file->n = 0x2000;
    elf_file_section(f, &headers, file, &names, "", none, 0, slice_of("", 0));
    elf_file_section(f, &headers, file, &names, ".text", text, ELF_FILE_TEXT, slice_of("", 0));
    elf_file_section(f, &headers, file, &names, ".plt", entries, ELF_FILE_PLT, slice_of("", 0));
    elf_file_word(f, &plt, 0);
    elf_file_word(f, &plt, (uint64_t)f->imported << (f->wide ? 32 : 8) | 7);
    elf_file_section(f, &headers, file, &names, ".rel.plt", relocations, 0, strbuf_slice(&plt));
    strbuf_add_char(&strings, '\0');
    elf_file_symbols(f, f->dynamic, f->dynamic_count, &table, &strings);
    elf_file_section(f, &headers, file, &names, ".dynsym", dynsym, 0, strbuf_slice(&table));
    strbuf_clear(&table);
    elf_file_symbols(f, f->symbols, f->symbol_count, &table, &strings);
    elf_file_section(f, &headers, file, &names, ".symtab", symtab, 0, strbuf_slice(&table));
    elf_file_section(f, &headers, file, &names, ".strtab", data, 0, strbuf_slice(&strings));
    if (f->build_id != NULL) {
        elf_file_put(f, &note, 4, 4);
        elf_file_put(f, &note, strlen(f->build_id), 4);
        elf_file_put(f, &note, 3, 4);
        strbuf_add(&note, slice_of("GNU", 4));
        strbuf_add_str(&note, f->build_id);
        elf_file_section(f, &headers, file, &names, ".note.gnu.build-id", notes, 0,
                         strbuf_slice(&note));
    }
    if (f->link != NULL)
        elf_file_section(f, &headers, file, &names, ".gnu_debuglink", data, 0,
                         slice_of(f->link, strlen(f->link) + 1));
    strbuf_add(&names, slice_of(".shstrtab", 10));
    names.n -= 10;
    elf_file_section(f, &headers, file, &names, ".shstrtab", data, 0,
                     slice_of(names.p, names.n + 10));
    elf_file_header(f, file, file->n, headers.n / (f->wide ? 64 : 40));
    strbuf_add(file, strbuf_slice(&headers));
    strbuf_free(&headers);
    strbuf_free(&names);
    strbuf_free(&table);
    strbuf_free(&strings);
    strbuf_free(&plt);
    strbuf_free(&note);
}

#endif
