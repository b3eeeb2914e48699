/* SPDX-License-Identifier: MIT */
/* Symbols of ELF files, kallsyms and perf maps: what is found covers the address, and is the
 * same in the sorted table and in the tree. */
#include "part.h"
#include "symbols/image.h"
#include "symbols/text.h"
#include "symbols/tree.h"

struct fuzzed {
    struct image image;
    struct slice text;
};

static void name_of(void *context, const struct table_symbol *symbol, bool final,
                    struct strbuf *name)
{
    struct fuzzed *f = context;

    (void)final;
    if (f->image.file_count > 0)
        image_name(&f->image, symbol, name);
    else
        strbuf_add(name, text_name(f->text, symbol->name));
}

/* Loads the input, which begins with a byte that says what it is. */
static void load(struct fuzzed *f, struct table *table, struct slice input)
{
    unsigned kind = fuzz_byte(&input);
    struct elf file;
    struct strbuf id = {0};
    size_t half = kind & 4 ? input.n / 2 : input.n;

    memset(f, 0, sizeof *f);
    table_init(table, name_of, NULL, f);
    f->text = input;
    f->image.absolute = (kind & 8) != 0;
    if (kind % 4 == 1)
        text_load_kallsyms(input, table, (kind & 4) != 0);
    else if (kind % 4 == 2)
        text_load_map(input, table);
    for (size_t at = 0; kind % 4 == 0 && at + half <= input.n && half > 0; at += half) {
        if (f->image.file_count == 2 || !elf_open_memory(&file, slice_cut(input, at, at + half)))
            continue;
        elf_build_id(&file, &id);
        elf_debuglink(&file, &id);
        image_add(&f->image, &file);
    }
    image_load(&f->image, table);
    strbuf_free(&id);
}

static void compare(struct fuzzed *f, struct table *table, struct fuzzed *g, struct table *tree,
                    uint64_t address)
{
    const struct table_symbol *a = table_find(table, address), *b = tree_find(tree, address);
    struct strbuf name = {0};

    EXPECT((a == NULL) == (b == NULL));
    if (a != NULL) {
        EXPECT(table_covers(a, address));
        EXPECT(a - table->symbols == b - tree->symbols);
        name_of(f, a, true, &name);
        name_of(g, b, true, &name);
    }
    strbuf_free(&name);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct fuzzed f, g;
    struct table table, tree;

    load(&f, &table, fuzz_input(bytes, n));
    load(&g, &tree, fuzz_input(bytes, n));
    EXPECT(table.count == tree.count);
    tree_build(&tree);
    for (size_t i = 0; i < table.count && i < 64; i++) {
        struct table_symbol s = tree.symbols[i];
        compare(&f, &table, &g, &tree, s.start);
        compare(&f, &table, &g, &tree, s.start + s.size);
        compare(&f, &table, &g, &tree, s.start + s.size / 2);
        compare(&f, &table, &g, &tree, s.start - 1);
    }
    table_free(&table);
    table_free(&tree);
    image_free(&f.image);
    image_free(&g.image);
    return 0;
}
