/* SPDX-License-Identifier: MIT */
/* ELF files whose headers lie, of either size and byte order: what is outside of the file is not
 * there. */
#include "symbols/elf.h"

#include <stdlib.h>
#include <unistd.h>

#include "elf_file.h"
#include "test.h"

static struct elf_file kind;
static struct strbuf bytes;

/* Writes the file anew, with its build-id. */
static void make(void)
{
    static const struct elf_file_symbol symbols[] = {{"main", 0, 16, 18, 0, 1}};

    kind.machine = 62;
    kind.symbols = kind.dynamic = symbols;
    kind.symbol_count = kind.dynamic_count = 1;
    kind.build_id = "abcdefgh";
    kind.link = "x.debug";
    elf_file_write(&kind, &bytes);
}

static uint64_t change(size_t section, const unsigned char field[3], uint64_t number)
{
    return elf_file_change(&kind, &bytes, elf_file_section_at(&kind, &bytes, section), field,
                           number);
}

static uint64_t value_of(size_t section, const unsigned char field[3])
{
    uint64_t value = change(section, field, 0);

    change(section, field, value);
    return value;
}

/* The number of sections, and of those with a name, of the file as it is now. */
static void check_sections(size_t count, size_t named)
{
    struct elf e;
    size_t names = 0;

    if (!CHECK(elf_open_memory(&e, strbuf_slice(&bytes))))
        return;
    CHECK(e.wide == kind.wide && e.big == kind.big && e.type == 3 && e.machine == 62);
    CHECK_EQ_SIZE(e.section_count, count);
    for (size_t i = 0; i < e.section_count; i++)
        names += e.sections[i].name.n > 0;
    CHECK_EQ_SIZE(names, named);
    CHECK((elf_section_named(&e, ".text") == elf_section(&e, 1)) == (count == 0 || named > 0));
    elf_close(&e);
}

static void header_field(const unsigned char field[3], uint64_t number, size_t count, size_t named)
{
    make();
    elf_file_change(&kind, &bytes, 0, field, number);
    check_sections(count, named);
}

static void test_header(void)
{
    make();
    check_sections(10, 9);
    header_field(elf_file_shoff, 0, 0, 0);
    header_field(elf_file_shoff, bytes.n, 0, 0);
    header_field(elf_file_shoff, bytes.n - 39, 0, 0);
    header_field(elf_file_shoff, UINT64_MAX, 0, 0);
    header_field(elf_file_shentsize, 41, 0, 0);
    header_field(elf_file_shnum, 11, 0, 0);
    header_field(elf_file_shnum, 9, 9, 0);
    header_field(elf_file_shstrndx, 0, 10, 0);
    header_field(elf_file_shstrndx, 10, 10, 0);
    for (size_t n = 0; n < (kind.wide ? 64 : 52); n++) {
        struct elf e;
        CHECK(!elf_open_memory(&e, slice_of(bytes.p, n)));
    }
}

/* The first section has the numbers that the header has no room for. */
static void test_many_sections(void)
{
    make();
    elf_file_change(&kind, &bytes, 0, elf_file_shnum, 0);
    check_sections(0, 0);
    change(0, elf_file_sh_size, 10);
    check_sections(10, 9);
    elf_file_change(&kind, &bytes, 0, elf_file_shstrndx, 0xffff);
    change(0, elf_file_sh_link, 10);
    check_sections(10, 0);
    change(0, elf_file_sh_link, 9);
    check_sections(10, 9);
    change(0, elf_file_sh_size, UINT64_MAX);
    check_sections(0, 0);
}

/* Names of sections that are nowhere, cut, or without an end. */
static void test_names(void)
{
    make();
    change(9, elf_file_sh_type, ELF_NOBITS);
    check_sections(10, 0);
    make();
    change(9, elf_file_sh_offset, bytes.n);
    check_sections(10, 0);
    make();
    change(1, elf_file_sh_name, 0xffffffff);
    change(2, elf_file_sh_name, 0xffffffff);
    struct elf e;
    CHECK(elf_open_memory(&e, strbuf_slice(&bytes)));
    CHECK(elf_section_named(&e, ".text") == NULL && elf_section_named(&e, ".dynsym") != NULL);
    elf_close(&e);
    make();
    change(9, elf_file_sh_size, UINT64_MAX);
    check_sections(10, 9);
    memset(bytes.p + value_of(1, elf_file_sh_offset), 'x', 0x800);
    change(9, elf_file_sh_offset, ELF_FILE_TEXT);
    change(1, elf_file_sh_name, 1);
    CHECK(elf_open_memory(&e, strbuf_slice(&bytes)));
    CHECK_EQ_SIZE(e.sections[1].name.n, 256);
    elf_close(&e);
}

/* Whether the address of .text has an offset. */
static void check_segments(bool has)
{
    uint64_t offset = 0;
    struct elf e;

    CHECK(elf_open_memory(&e, strbuf_slice(&bytes)));
    CHECK(elf_offset(&e, ELF_FILE_ADDRESS + 8, &offset) == has);
    CHECK(!has || offset == ELF_FILE_TEXT + 8);
    CHECK(!elf_offset(&e, ELF_FILE_ADDRESS + 0x2000, &offset));
    elf_close(&e);
}

static void test_segments(void)
{
    make();
    check_segments(true);
    elf_file_change(&kind, &bytes, 0, elf_file_phoff, bytes.n);
    check_segments(false);
    make();
    elf_file_change(&kind, &bytes, 0, elf_file_phentsize, 8);
    check_segments(false);
    make();
    bytes.p[(kind.wide ? 64 : 52) + (kind.big ? 3 : 0)] = 2;   /* it is not loaded */
    check_segments(false);
}

static void check_records(const unsigned char field[3], uint64_t number, uint64_t count)
{
    struct elf e;

    make();
    if (field != NULL)
        change(5, field, number);
    CHECK(elf_open_memory(&e, strbuf_slice(&bytes)));
    CHECK_EQ_SIZE((size_t)elf_records(&e, elf_section(&e, 5), kind.wide ? 24 : 16), (size_t)count);
    elf_close(&e);
}

static void test_records(void)
{
    make();
    const uint64_t offset = value_of(5, elf_file_sh_offset);
    const uint64_t size = value_of(5, elf_file_sh_size), left = bytes.n - offset;
    check_records(NULL, 0, 2);
    check_records(elf_file_sh_type, ELF_NOBITS, 0);
    check_records(elf_file_sh_entsize, 0, 0);
    check_records(elf_file_sh_entsize, 8, 0);
    check_records(elf_file_sh_offset, bytes.n - size, 2);
    check_records(elf_file_sh_offset, bytes.n - size + 1, 0);
    check_records(elf_file_sh_offset, UINT64_MAX, 0);
    check_records(elf_file_sh_size, left, left / (kind.wide ? 24 : 16));
    check_records(elf_file_sh_size, left + 1, 0);
    check_records(elf_file_sh_size, UINT64_MAX, 0);
}

/* The build-id of the file whose notes are these numbers of 4 bytes, and then "GNU", the id. */
static void check_notes(const uint32_t *numbers, size_t count, const char *id)
{
    struct strbuf notes = {0}, found = {0};
    struct elf e;

    make();
    for (size_t i = 0; i < count; i++)
        elf_file_put(&kind, &notes, numbers[i], 4);
    strbuf_add(&notes, slice_of("GNU\0abcdefgh", 12));
    memcpy(bytes.p + ELF_FILE_TEXT, notes.p, notes.n);
    change(7, elf_file_sh_offset, ELF_FILE_TEXT);
    change(7, elf_file_sh_size, notes.n);
    CHECK(elf_open_memory(&e, strbuf_slice(&bytes)));
    CHECK(elf_build_id(&e, &found) == (*id != '\0'));
    CHECK_EQ_SLICE(strbuf_slice(&found), slice_str(id));
    elf_close(&e);
    strbuf_free(&notes);
    strbuf_free(&found);
}

static void test_notes(void)
{
    static const uint32_t good[] = {4, 8, 3}, shorter[] = {4, 5, 3}, empty[] = {4, 0, 3};
    static const uint32_t other_type[] = {4, 8, 1}, other_name[] = {5, 4, 3}, cut[] = {4, 9, 3};
    static const uint32_t second[] = {0, 0, 1, 5, 3, 3, 0, 0, 0, 4, 8, 3};
    static const uint32_t huge[] = {0xffffffff, 0xffffffff, 3}, none[] = {0, 0, 3, 0, 0, 4, 0, 4};

    check_notes(good, 3, "abcdefgh");
    check_notes(second, 12, "abcdefgh");
    check_notes(shorter, 3, "abcde");
    check_notes(empty, 3, "");
    check_notes(other_type, 3, "");
    check_notes(other_name, 3, "");
    check_notes(cut, 3, "");
    check_notes(huge, 3, "");
    check_notes(none, 8, "");
    check_notes(good, 0, "");
}

/* Where the build-id and the link are. */
static void check_id_and_link(bool id, const char *link)
{
    struct strbuf found = {0};
    struct elf e;

    CHECK(elf_open_memory(&e, strbuf_slice(&bytes)));
    CHECK(elf_build_id(&e, &found) == id);
    CHECK(elf_debuglink(&e, &found) == (*link != '\0'));
    CHECK_EQ_SLICE(strbuf_slice(&found), slice_str(link));
    elf_close(&e);
    strbuf_free(&found);
}

static void test_id_and_link(void)
{
    make();
    check_id_and_link(true, "x.debug");
    change(7, elf_file_sh_size, 2 * 1024 * 1024);       /* more than is read */
    change(8, elf_file_sh_size, UINT64_MAX);            /* it has an end all the same */
    check_id_and_link(false, "x.debug");
    change(7, elf_file_sh_size, bytes.n);               /* more than there is */
    change(8, elf_file_sh_size, 7);                     /* without its end */
    check_id_and_link(false, "");
    make();
    change(7, elf_file_sh_type, ELF_NOBITS);
    change(8, elf_file_sh_type, ELF_NOBITS);
    check_id_and_link(false, "");
    make();
    change(7, elf_file_sh_offset, UINT64_MAX);
    change(8, elf_file_sh_offset, UINT64_MAX);
    check_id_and_link(false, "");
    kind.build_id = kind.link = NULL;
    elf_file_write(&kind, &bytes);
    check_id_and_link(false, "");
}

/* Reads a number from a file that the other function changed. */
static void check_wake(struct elf *e, const char *path, void (*touch)(const char *), bool same)
{
    unsigned char magic[4];

    elf_rest(e);
    CHECK(e->fd == -1);
    touch(path);
    CHECK(elf_read(e, 0, magic, sizeof magic) == same);
    CHECK((e->fd >= 0) == same);
}

static void leave(const char *path)
{
    (void)path;
}

static void write_again(const char *path)
{
    FILE *file;

    unlink(path);
    file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(bytes.p, 1, bytes.n, file) == bytes.n && fclose(file) == 0);
}

static void lengthen(const char *path)
{
    CHECK(truncate(path, (off_t)bytes.n + 1) == 0);
}

static void take_away(const char *path)
{
    CHECK(unlink(path) == 0);
}

/* A file is opened again where it is the same, and shrinks while it is open. */
static void test_changes(void)
{
    char path[] = "/tmp/fg-elf-XXXXXX", byte;
    int failure = 0, fd = mkstemp(path);
    struct strbuf id = {0};
    struct elf e, other;

    make();
    CHECK(close(fd) == 0);
    write_again(path);
    CHECK(elf_open(&e, path, &failure) && elf_open(&other, path, &failure));
    check_wake(&e, path, leave, true);
    check_wake(&e, path, lengthen, false);
    CHECK(truncate(path, 10) == 0);
    CHECK(elf_read_some(&other, 8, &byte, 1) == 1 && elf_read_some(&other, 20, &byte, 1) == 0);
    CHECK(!elf_build_id(&other, &id));
    check_wake(&e, path, write_again, false);
    check_wake(&e, path, take_away, false);
    CHECK(failure == 0);
    elf_close(&e);
    elf_close(&other);
    strbuf_free(&id);
}

/* Names of sections are not read where they are too many. */
static void test_large(void)
{
    char path[] = "/tmp/fg-elf-XXXXXX";
    int failure = 0, fd = mkstemp(path);
    struct elf e;

    make();
    change(9, elf_file_sh_size, (uint64_t)1 << 30);
    CHECK(write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
    CHECK(ftruncate(fd, (off_t)65 << 20) == 0);
    CHECK(close(fd) == 0);
    CHECK(elf_open(&e, path, &failure));
    CHECK(e.section_count == 10 && e.sections[1].name.n == 0);
    elf_close(&e);
    unlink(path);
}

int main(void)
{
    for (int i = 0; i < 4; i++) {
        static const char *const names[] = {"32, little", "64, little", "32, big", "64, big"};
        test_case = names[i];
        kind.wide = i & 1;
        kind.big = i & 2;
        test_header();
        test_many_sections();
        test_names();
        test_segments();
        test_records();
        test_notes();
        test_id_and_link();
        test_changes();
    }
    test_large();
    strbuf_free(&bytes);
    return test_report();
}
