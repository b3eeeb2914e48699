/* SPDX-License-Identifier: MIT */
/* Which symbols of a file count, and which file they are from. */
#include <unistd.h>

#include "symbols_folder.h"

static const struct symbols_options options = {NULL, NULL, NULL, true};
static struct elf_file file;
static struct strbuf bytes;

static void begin(const struct elf_file_symbol *list, size_t count)
{
    file = make(true, false);
    if (list != NULL) {
        file.symbols = list;
        file.symbol_count = count;
    }
    elf_file_write(&file, &bytes);
}

static void change(size_t section, const unsigned char field[3], uint64_t number)
{
    elf_file_change(&file, &bytes, elf_file_section_at(&file, &bytes, section), field, number);
}

/* The name at an offset of the file, as it is now; its start is `start`. */
static void check_at(uint64_t offset, const char *name, uint64_t start)
{
    struct symbols *s = symbols_new(&options);

    write_file("app", strbuf_slice(&bytes));
    check(module_of(s, "app", ""), offset, name, start);
    CHECK_EQ_SIZE(report(s), 0);
    symbols_free(s);
}

static void test_sections(void)
{
    static const struct elf_file_symbol list[] = {
        {"entry", 0x800, 8, LABEL, 0, 2}, {"stub", 0x900, 8, FUNC, 0, 2},
        {"text", 0x100, 8, FUNC, 0, 6}, {"far", 0x3000, 8, FUNC, 0, 1},
        {"nowhere", 0x200, 8, FUNC, 0, 99}, {"after", 0x300, 8, FUNC, 0, 1},
    };

    begin(list, 6);
    check_at(ELF_FILE_PLT, "", 0);                      /* a label in neither text nor data */
    check_at(ELF_FILE_TEXT + 0x900, "stub", ELF_FILE_TEXT + 0x900);
    check_at(ELF_FILE_TEXT + 0x100, "", 0);             /* in a section that is not loaded */
    check_at(ELF_FILE_TEXT + 0x3000, "far", ELF_FILE_TEXT + 0x3000);    /* in no segment */
    check_at(ELF_FILE_TEXT + 0x300, "", 0);             /* after one that lies */
    check_at(ELF_FILE_TEXT + 130, "", 0);               /* nor are those of .dynsym read */
}

/* Symbols that assemblers for ARM add, and functions of Thumb. */
static void test_arm(void)
{
    static const struct elf_file_symbol list[] = {
        {"$a", 0, 4, LABEL, 0, 1}, {"$d.17", 8, 4, LABEL, 0, 1}, {"$x", 16, 4, LABEL, 0, 1},
        {"$t1", 24, 4, LABEL, 0, 1}, {"$", 32, 4, LABEL, 0, 1}, {"thumb", 41, 4, FUNC, 0, 1},
        {"data", 49, 4, 0x11, 0, 1},
    };
    static const unsigned machines[] = {40, 183, 62};

    for (size_t i = 0; i < 3; i++) {
        const bool arm = i < 2;
        begin(list, 7);
        file.machine = machines[i];
        file.dynamic_count = 0;
        elf_file_write(&file, &bytes);
        check_at(ELF_FILE_TEXT, arm ? "" : "$a", ELF_FILE_TEXT);
        check_at(ELF_FILE_TEXT + 8, arm ? "" : "$d.17", ELF_FILE_TEXT + 8);
        check_at(ELF_FILE_TEXT + 16, arm ? "" : "$x", ELF_FILE_TEXT + 16);
        check_at(ELF_FILE_TEXT + 24, "$t1", ELF_FILE_TEXT + 24);
        check_at(ELF_FILE_TEXT + 32, "$", ELF_FILE_TEXT + 32);
        check_at(ELF_FILE_TEXT + 41, "thumb", ELF_FILE_TEXT + (i == 0 ? 40 : 41));
        check_at(ELF_FILE_TEXT + 49, "data", ELF_FILE_TEXT + 49);
    }
}

/* Names are looked at where symbols overlap, of strings that are longer than what is read at
 * once. */
static void test_overlapping(void)
{
    static char name[20001];
    static const struct elf_file_symbol list[] = {
        {"outer", 0, 64, FUNC, 0, 1}, {name, 128, 8, FUNC, 0, 1},
        {"__same", 16, 8, LOCAL_FUNC, 0, 1}, {"same", 16, 8, LOCAL_FUNC, 0, 1},
        {"_other", 16, 8, LOCAL_FUNC, 0, 1},
    };

    memset(name, 'x', sizeof name - 1);
    begin(list, 5);
    file.dynamic_count = 0;
    elf_file_write(&file, &bytes);
    check_at(ELF_FILE_TEXT + 4, "outer", ELF_FILE_TEXT);
    check_at(ELF_FILE_TEXT + 20, "same", ELF_FILE_TEXT + 16);
    check_at(ELF_FILE_TEXT + 30, "", 0);                /* perf's search passes "outer" */
    check_at(ELF_FILE_TEXT + 130, name, ELF_FILE_TEXT + 128);
}

/* More symbols than are read: those of .dynsym count. */
static void test_too_many(void)
{
    const uint64_t size = (((uint64_t)1 << 25) + 1) * 24;
    struct strbuf path = {0};
    struct symbols *s = symbols_new(&options);

    begin(NULL, 0);
    change(5, elf_file_sh_offset, 0);
    change(5, elf_file_sh_size, size);
    write_file("app", strbuf_slice(&bytes));
    path_of("app", &path);
    CHECK(truncate(strbuf_str(&path), (off_t)size) == 0);
    check(module_of(s, "app", ""), ELF_FILE_TEXT + 64, "", 0);
    check(module_of(s, "app", ""), ELF_FILE_TEXT + 130, "more", ELF_FILE_TEXT + 128);
    symbols_free(s);
    strbuf_free(&path);
}

/* Symbols whose names are not in the file have none. */
static void test_nameless(void)
{
    struct symbols *s = symbols_new(&options);

    begin(NULL, 0);
    change(6, elf_file_sh_size, 1);
    write_file("app", strbuf_slice(&bytes));
    struct symbols_found found = symbols_find(module_of(s, "app", ""), ELF_FILE_TEXT + 64);
    CHECK(found.name.p != NULL && found.name.n == 0 && found.start == ELF_FILE_TEXT + 64);
    symbols_free(s);
}

/* Where the entries of .plt are. */
static void test_plt(void)
{
    static const struct {
        unsigned machine, header, entry;
    } rows[] = {{62, 16, 16}, {40, 20, 12}, {183, 32, 16}, {2, 48, 12}, {43, 128, 32}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        begin(NULL, 0);
        file.machine = rows[i].machine;
        elf_file_write(&file, &bytes);
        const uint64_t start = ELF_FILE_PLT + rows[i].header;
        check_at(start - 1, "", 0);
        check_at(start, "strlen@plt", start);
        check_at(start + rows[i].entry - 1, "strlen@plt", start);
        check_at(start + rows[i].entry, "", 0);
    }
}

static void test_relocations(void)
{
    const uint64_t at = ELF_FILE_PLT + 20, start = ELF_FILE_PLT + 16;
    static char name[2001];
    static const struct elf_file_symbol list[] = {{name, 0, 0, FUNC, 0, 0}};

    begin(NULL, 0);
    change(3, elf_file_sh_type, 4);         /* with addends */
    change(3, elf_file_sh_entsize, 24);
    change(3, elf_file_sh_size, 24);
    check_at(at, "strlen@plt", start);
    change(3, elf_file_sh_entsize, 16);
    check_at(at, "", 0);
    begin(NULL, 0);
    change(3, elf_file_sh_type, 1);
    check_at(at, "", 0);
    begin(NULL, 0);
    change(3, elf_file_sh_link, 5);
    check_at(at, "", 0);
    change(3, elf_file_sh_link, 99);
    check_at(at, "", 0);
    begin(NULL, 0);
    file.imported = 99;
    elf_file_write(&file, &bytes);
    check_at(at, "@plt", start);
    memset(name, 'x', sizeof name - 1);
    file.imported = 1;
    file.dynamic = list;
    file.dynamic_count = 1;
    elf_file_write(&file, &bytes);
    name[1023] = '\0';      /* as perf cuts it */
    check_at(at, name, start);
}

/* The name at an offset of "app", whose build-id is given. */
static void check_id(struct slice id, uint64_t offset, const char *name, const char *said_why)
{
    struct symbols *s = symbols_new(&options);
    struct strbuf path = {0};

    path_of("app", &path);
    struct symbols_module *m = symbols_module(s, SYMBOLS_FILE, strbuf_slice(&path), id);
    check(m, offset, name, offset);
    CHECK_EQ_SIZE(report(s), *said_why != '\0');
    CHECK(*said_why == '\0' || slice_has(strbuf_slice(&last_said), said_why));
    symbols_free(s);
    strbuf_free(&path);
}

static void write_with_id(const char *name, const char *id)
{
    file.build_id = id;
    elf_file_write(&file, &bytes);
    write_file(name, strbuf_slice(&bytes));
}

/* Which build-ids are the same, and which file is the debug file of one. */
static void test_ids(void)
{
    static const char old[20] = "0123456789abcdef", wrong[20] = "0123456789abcde";

    begin(NULL, 0);
    write_with_id("app", "0123456789abcdef");
    check_id(slice_of(old, 20), ELF_FILE_TEXT + 64, "last", "");
    check_id(slice_of(old, 19), ELF_FILE_TEXT + 64, "", "its build-id is another");
    check_id(slice_of(wrong, 20), ELF_FILE_TEXT + 64, "", "its build-id is another");
    change(4, elf_file_sh_type, 1);
    change(5, elf_file_sh_type, 1);
    write_file("app", strbuf_slice(&bytes));
    check_id(slice_of(old, 16), ELF_FILE_TEXT + 64, "", "");    /* it has no symbols */
    check_id(slice_of("", 0), ELF_FILE_TEXT + 64, "", "");
    begin(NULL, 0);
    write_with_id("x.debug", "another");
    file.stripped = true;
    file.link = "x.debug";
    write_with_id("app", "0123456789abcdef");
    check_id(slice_of("", 0), ELF_FILE_TEXT + 64, "", "");
    begin(NULL, 0);
    write_with_id("x.debug", "0123456789abcdef");
    check_id(slice_of("", 0), ELF_FILE_TEXT + 64, "last", "");
}

/* A debug file has no code: where a symbol is, the file itself says. */
static void test_debug_file(void)
{
    begin(NULL, 0);
    change(1, elf_file_sh_type, 8);
    change(4, elf_file_sh_type, 8);
    write_file("x.debug", strbuf_slice(&bytes));
    file.stripped = true;
    file.link = "x.debug";
    elf_file_write(&file, &bytes);
    check_at(ELF_FILE_TEXT + 64, "last", ELF_FILE_TEXT + 64);
    begin(NULL, 0);
    change(1, elf_file_sh_type, 8);
    change(4, elf_file_sh_type, 1);
    check_at(ELF_FILE_TEXT + 64, "last", ELF_FILE_TEXT + 64);
}

int main(void)
{
    if (!folder_begin())
        return test_report();
    test_sections();
    test_arm();
    test_overlapping();
    test_too_many();
    test_nameless();
    test_plt();
    test_relocations();
    test_ids();
    test_debug_file();
    strbuf_free(&bytes);
    return folder_end();
}
