/* SPDX-License-Identifier: MIT */
/*
 * The headers of an ELF file, 32 or 64 bit, of either byte order. The file may hold
 * anything: what its headers name outside of it is not there.
 */
#ifndef FG_SYMBOLS_ELF_H
#define FG_SYMBOLS_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/slice.h"
#include "base/strbuf.h"

enum {  /* the machines and kinds that have rules of their own */
    ELF_TYPE_REL = 1,
    ELF_ARM = 40, ELF_SPARC = 2, ELF_SPARCV9 = 43, ELF_AARCH64 = 183,
    ELF_SYMTAB = 2, ELF_RELA = 4, ELF_NOTE = 7, ELF_NOBITS = 8, ELF_REL = 9, ELF_DYNSYM = 11,
    ELF_ALLOC = 2
};

/* A part of a file. */
struct elf_range {
    uint64_t offset, size;
};

struct elf_section {
    struct slice name;      /* empty if it has none */
    uint32_t type, link;
    uint64_t flags, address, entry;
    struct elf_range range;
};

struct elf_segment {        /* one that is loaded */
    uint64_t address, offset, size;
};

struct elf {
    char *path;             /* NULL: the file is `memory` */
    struct slice memory;
    int fd;                 /* -1: opened when something is read */
    int *failure;           /* failure.h */
    struct stat identity;   /* of the file that was opened first */
    uint64_t size;
    bool wide, big;         /* 64 bit; the highest byte comes first */
    unsigned type, machine;
    struct elf_section *sections;
    size_t section_count;
    struct elf_segment *segments;
    size_t segment_count;
    struct strbuf names;    /* of the sections */
};

/* Opens a file and reads its headers; false, with nothing to close, if it is not a regular
 * file, not ELF, or cannot be read. `path` is copied. */
bool elf_open(struct elf *e, const char *path, int *failure);

/* The same for a file in memory, which must outlive the struct. */
bool elf_open_memory(struct elf *e, struct slice memory);

/* Closes the descriptor until something is read again. */
void elf_rest(struct elf *e);

void elf_close(struct elf *e);

/* Reads `size` bytes at an offset; false if the file does not have them. */
bool elf_read(struct elf *e, uint64_t offset, void *to, size_t size);

/* Reads as many as there are, up to `size`; returns how many. */
size_t elf_read_some(struct elf *e, uint64_t offset, void *to, size_t size);

/* A number of 2, 4 or 8 bytes in the byte order of the file. */
uint64_t elf_number(const struct elf *e, const unsigned char *bytes, size_t size);

/* The section of an index or name, or NULL. */
const struct elf_section *elf_section(const struct elf *e, uint64_t index);
const struct elf_section *elf_section_named(const struct elf *e, const char *name);

/* How many records of `least` bytes or more a section holds that are in the file: 0 if the
 * section says that they have another size than `least`. */
uint64_t elf_records(const struct elf *e, const struct elf_section *section, uint64_t least);

/* The offset in the file of an address in a loaded segment; false if it is in none. */
bool elf_offset(const struct elf *e, uint64_t address, uint64_t *offset);

/* The build-id; false without one. */
bool elf_build_id(struct elf *e, struct strbuf *id);

/* The file name of the debug file that .gnu_debuglink gives; false without one. */
bool elf_debuglink(struct elf *e, struct strbuf *name);

#endif
