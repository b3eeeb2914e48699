/* SPDX-License-Identifier: MIT */
/*
 * The symbols of an ELF file. A stripped file's may be in a second one, its debug file, which
 * then has the symbols, while the first has the sections that are loaded and the PLT.
 *
 * perf takes functions, data and labels, first those of .symtab, then those of .dynsym, and
 * counts their addresses as offsets in the file, as a map of it does.
 */
#ifndef FG_SYMBOLS_IMAGE_H
#define FG_SYMBOLS_IMAGE_H

#include "symbols/elf.h"
#include "symbols/strings.h"
#include "symbols/table.h"

struct image {
    struct elf files[2];
    size_t file_count;
    struct elf *symbols, *runtime;  /* of these; perhaps the same */
    struct strings strings[3];      /* by load */
    bool absolute;                  /* addresses are not turned into offsets: a kernel */
};

/* Adds a file, if it has what is missing; else closes it. True when nothing is missing any
 * more. The image is zeroed before the first. */
bool image_add(struct image *image, struct elf *file);

/* Adds the symbols to an empty table, sorted and finished; false without any. */
bool image_load(struct image *image, struct table *table);

/* Appends the name that a symbol has in the file, without "@plt". */
bool image_name(struct image *image, const struct table_symbol *symbol, struct strbuf *to);

/* Keeps the names in memory from the first call to the second, if they are not too large. */
void image_hold(struct image *image, bool begins);

/* Closes the files until a name is asked for. */
void image_rest(struct image *image);

void image_free(struct image *image);

#endif
