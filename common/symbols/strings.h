/* SPDX-License-Identifier: MIT */
/*
 * The strings of an ELF file, read when they are asked for: a recording meets few of the
 * names of a large file.
 */
#ifndef FG_SYMBOLS_STRINGS_H
#define FG_SYMBOLS_STRINGS_H

#include "symbols/elf.h"

/* A zeroed struct has no strings. */
struct strings {
    struct elf *file;
    struct elf_range range;
    char *window;       /* the part read last */
    size_t window_size;
    uint64_t window_at;
};

/* The strings of a section, which may be NULL. */
void strings_init(struct strings *s, struct elf *file, const struct elf_section *section);

/* Appends the string at an offset; false, with nothing appended, if it has no end. */
bool strings_get(struct strings *s, uint64_t offset, struct strbuf *to);

/* Keeps all strings in memory from the first call to the second, if they are not too large. */
void strings_hold(struct strings *s, bool begins);

void strings_free(struct strings *s);

#endif
