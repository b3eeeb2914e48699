/* SPDX-License-Identifier: MIT */
#include "symbols/symbols.h"

#include <errno.h>
#include <sys/resource.h>

#include "symbols/elf.h"
#include "symbols/vdso.h"
#include "symbols_folder.h"

/* Both sizes, both byte orders. */
static void test_file(void)
{
    const struct symbols_options options = {NULL, NULL, NULL, false};

    for (int kind = 0; kind < 4; kind++) {
        struct elf_file f = make(kind & 1, kind & 2);
        struct strbuf bytes = {0};
        struct symbols *s = symbols_new(&options);
        elf_file_write(&f, &bytes);
        write_file("app", strbuf_slice(&bytes));
        struct symbols_module *m = module_of(s, "app", "");
        check(m, ELF_FILE_TEXT - 1, "", 0);
        check(m, ELF_FILE_TEXT + 15, "main", ELF_FILE_TEXT);
        check(m, ELF_FILE_TEXT + 31, "helper", ELF_FILE_TEXT + 16);
        check(m, ELF_FILE_TEXT + 63, "label", ELF_FILE_TEXT + 32);
        check(m, ELF_FILE_TEXT + 95, "last", ELF_FILE_TEXT + 64);
        check(m, ELF_FILE_TEXT + 96, "", 0);
        check(m, ELF_FILE_TEXT + 130, "more", ELF_FILE_TEXT + 128);
        check(m, ELF_FILE_PLT + 15, "", 0);
        check(m, ELF_FILE_PLT + 20, "strlen@plt", ELF_FILE_PLT + 16);
        symbols_free(s);
        strbuf_free(&bytes);
    }
}

/* A file with another build-id is not the one that ran; perf's cache may have that. */
static void test_build_id(void)
{
    const struct symbols_options options = {NULL, NULL, NULL, false};
    struct elf_file f = make(true, false);
    struct strbuf bytes = {0};
    struct symbols *s = symbols_new(&options);

    f.build_id = "abcdefgh";
    elf_file_write(&f, &bytes);
    write_file("app", strbuf_slice(&bytes));
    check(module_of(s, "app", "abcdefgh"), ELF_FILE_TEXT, "main", ELF_FILE_TEXT);
    CHECK_EQ_SIZE(report(s), 0);
    check(module_of(s, "app", "abcdefgi"), ELF_FILE_TEXT, "", 0);
    CHECK_EQ_SIZE(report(s), 1);
    CHECK(slice_has(strbuf_slice(&last_said), "build-id"));
    check(module_of(s, "gone", "abcdefgh"), ELF_FILE_TEXT, "", 0);
    CHECK_EQ_SIZE(report(s), 1);
    CHECK(slice_has(strbuf_slice(&last_said), "2 files"));
    symbols_free(s);

    make_folder(".debug");
    make_folder(".debug/.build-id");
    make_folder(".debug/.build-id/61");
    make_folder(".debug/.build-id/61/62636465666768");
    write_file(".debug/.build-id/61/62636465666768/elf", strbuf_slice(&bytes));
    s = symbols_new(&options);
    check(module_of(s, "gone", "abcdefgh"), ELF_FILE_TEXT, "main", ELF_FILE_TEXT);
    CHECK_EQ_SIZE(report(s), 0);
    symbols_free(s);
    strbuf_free(&bytes);
}

/* A stripped file, its debug file beside it, and a root folder above both. */
static void test_debuglink(void)
{
    struct symbols_options options = {NULL, NULL, NULL, false};
    struct elf_file f = make(true, false);
    struct strbuf bytes = {0};
    struct symbols *s = symbols_new(&options);

    f.stripped = true;
    f.link = "x.debug";
    elf_file_write(&f, &bytes);
    write_file("stripped", strbuf_slice(&bytes));
    check(module_of(s, "stripped", ""), ELF_FILE_TEXT + 64, "", 0);
    check(module_of(s, "stripped", ""), ELF_FILE_TEXT + 130, "more", ELF_FILE_TEXT + 128);
    symbols_free(s);
    f = make(true, false);
    f.dynamic_count = 0;
    elf_file_write(&f, &bytes);
    write_file("x.debug", strbuf_slice(&bytes));
    s = symbols_new(&options);
    check(module_of(s, "stripped", ""), ELF_FILE_TEXT + 64, "last", ELF_FILE_TEXT + 64);
    symbols_free(s);
    options.symfs = folder;
    s = symbols_new(&options);
    check(symbols_module(s, SYMBOLS_FILE, slice_str("/stripped"), slice_of("", 0)),
          ELF_FILE_TEXT + 64, "last", ELF_FILE_TEXT + 64);
    symbols_free(s);
    strbuf_free(&bytes);
}

/* A file that is cut anywhere is read as far as it goes. */
static void test_cut(void)
{
    const struct symbols_options options = {NULL, NULL, NULL, true};
    struct elf_file f = make(false, true);
    struct strbuf bytes = {0};

    elf_file_write(&f, &bytes);
    for (size_t n = 0; n < bytes.n; n += n < 200 || n > 0x1f00 ? 3 : 500) {
        struct symbols *s = symbols_new(&options);
        write_file("app", slice_of(bytes.p, n));
        symbols_find(module_of(s, "app", ""), ELF_FILE_TEXT);
        symbols_free(s);
    }
    strbuf_free(&bytes);
}

/* Why there are no names is told without opening what is no file. */
static void test_reasons(void)
{
    static const char *const reasons[][2] = {
        {"nothing", "no such file"}, {"folder", "not a regular file"},
        {"fifo", "not a regular file"}, {"text", "not an ELF file"}
    };
    const struct symbols_options options = {NULL, NULL, NULL, true};
    struct strbuf path = {0};

    make_folder("folder");
    path_of("fifo", &path);
    CHECK(mkfifo(strbuf_str(&path), 0600) == 0);
    write_file("text", slice_str("text\n"));
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        struct symbols *s = symbols_new(&options);
        CHECK(symbols_find(module_of(s, reasons[i][0], ""), ELF_FILE_TEXT).name.p == NULL);
        CHECK_EQ_SIZE(report(s), 1);
        CHECK(slice_search(strbuf_slice(&last_said), reasons[i][1]) != SLICE_NONE);
        symbols_free(s);
    }
    strbuf_free(&path);
}

/* A failure of the system is not a file without names; it is that of one struct alone. */
static void test_no_descriptors(void)
{
    const struct symbols_options options = {NULL, NULL, NULL, true};
    struct symbols *s = symbols_new(&options), *other = symbols_new(&options);
    struct strbuf memory = {0};
    struct rlimit before, none;
    int failure = 0;

    write_file("app", slice_str("text\n"));
    CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
    none = before;
    none.rlim_cur = 3;
    CHECK(setrlimit(RLIMIT_NOFILE, &none) == 0);
    CHECK(symbols_find(module_of(s, "app", ""), ELF_FILE_TEXT).name.p == NULL);
    CHECK(!vdso_read(&memory, &failure) && failure == EMFILE);
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
    CHECK(symbols_find(module_of(other, "app", ""), ELF_FILE_TEXT).name.p == NULL);
    CHECK(symbols_error(s) == EMFILE);
    CHECK(symbols_error(other) == 0);
    symbols_free(s);
    symbols_free(other);
}

/* The names of sections are in a section of size 0. */
static void test_nameless(void)
{
    const struct symbols_options options = {NULL, NULL, NULL, true};
    struct elf_file f = make(true, false);
    struct strbuf bytes = {0};
    struct symbols *s = symbols_new(&options);

    elf_file_write(&f, &bytes);
    memset(bytes.p + 62, 0, 2);
    write_file("app", strbuf_slice(&bytes));
    check(module_of(s, "app", ""), ELF_FILE_TEXT, "", 0);
    symbols_free(s);
    strbuf_free(&bytes);
}

/* More files than can be open at once. */
static void test_many(void)
{
    const struct symbols_options options = {NULL, NULL, NULL, true};
    struct elf_file f = make(true, false);
    struct strbuf bytes = {0};
    struct symbols *s = symbols_new(&options);
    struct rlimit before, few;
    char name[16];

    CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
    few = before;
    few.rlim_cur = 64;
    CHECK(setrlimit(RLIMIT_NOFILE, &few) == 0);
    elf_file_write(&f, &bytes);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 100; i++) {
            snprintf(name, sizeof name, "many%d", i);
            if (round == 0) {
                write_file(name, strbuf_slice(&bytes));
                check(module_of(s, name, ""), ELF_FILE_TEXT, "main", ELF_FILE_TEXT);
            } else
                check(module_of(s, name, ""), ELF_FILE_PLT + 20, "strlen@plt", ELF_FILE_PLT + 16);
        }
    CHECK_EQ_SIZE(report(s), 0);
    CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
    symbols_free(s);
    strbuf_free(&bytes);
}

static void test_kernel(void)
{
    struct symbols_options options = {NULL, NULL, NULL, false};
    struct strbuf path = {0};
    struct slice none = slice_of("", 0);

    write_file("kallsyms", slice_str("ffffffff81000000 T _text\nffffffff81000040 t second\n"
                                     "ffffffffc0000000 t hook\t[nf]\n"));
    path_of("kallsyms", &path);
    options.kallsyms = strbuf_str(&path);
    struct symbols *s = symbols_new(&options);
    uint64_t start, end;
    CHECK(!symbols_kernel_reach(s, &start, &end));
    symbols_kernel_reference(s, slice_str("_text"), 0xffffffff91000000);
    struct symbols_module *kernel
        = symbols_module(s, SYMBOLS_KERNEL, slice_str("[kernel.kallsyms]"), none);
    check(kernel, 0xffffffff91000044, "second", 0xffffffff91000040);
    check(kernel, 0xffffffffc0000004, "", 0);
    check(symbols_module(s, SYMBOLS_KERNEL_MODULE, slice_str("[nf]"), none), 0xffffffffc0000004,
          "hook", 0xffffffffc0000000);
    check(symbols_module(s, SYMBOLS_KERNEL_MODULE, slice_str("[xt]"), none), 0xffffffffc0000004,
          "", 0);
    CHECK(symbols_kernel_reach(s, &start, &end));
    CHECK(start == 0xffffffff91000000 && end == 0xffffffff91002000);
    check(symbols_module(s, SYMBOLS_BPF, slice_str("bpf_prog_1_x"), none), 5, "bpf_prog_1_x", 0);
    CHECK_EQ_SIZE(report(s), 0);
    symbols_free(s);
    strbuf_free(&path);
}

/* Whether a vdso of that build-id has any function. */
static bool has_functions(enum symbols_kind kind, struct slice id, size_t size)
{
    const struct symbols_options options = {NULL, NULL, NULL, false};
    struct symbols *s = symbols_new(&options);
    struct symbols_module *m = symbols_module(s, kind, slice_str("[vdso]"), id);
    bool found = false;

    for (uint64_t offset = 0; offset < size && !found; offset += 16)
        found = symbols_find(m, offset).name.p != NULL;
    CHECK_EQ_SIZE(report(s), 0);
    symbols_free(s);
    return found;
}

/* The vdso that perf record stored is taken from its cache, and from nowhere else; this machine's
 * has to be the one that was recorded. */
static void test_vdso(void)
{
    struct strbuf memory = {0}, id = {0}, name = {0};
    int failure = 0;
    struct elf file;

    if (!vdso_read(&memory, &failure))
        return;
    CHECK(elf_open_memory(&file, strbuf_slice(&memory)) && elf_build_id(&file, &id));
    CHECK(has_functions(SYMBOLS_VDSO, slice_of("", 0), memory.n));
    CHECK(has_functions(SYMBOLS_VDSO, strbuf_slice(&id), memory.n));
    CHECK(!has_functions(SYMBOLS_VDSO, slice_str("another"), memory.n));
    CHECK(!has_functions(SYMBOLS_VDSO_CACHED, strbuf_slice(&id), memory.n));
    strbuf_printf(&name, ".debug/.build-id/%02x", (unsigned char)id.p[0]);
    make_folder(strbuf_str(&name));
    strbuf_add_char(&name, '/');
    for (size_t i = 1; i < id.n; i++)
        strbuf_printf(&name, "%02x", (unsigned char)id.p[i]);
    make_folder(strbuf_str(&name));
    strbuf_add_str(&name, "/vdso");
    write_file(strbuf_str(&name), strbuf_slice(&memory));
    CHECK(has_functions(SYMBOLS_VDSO_CACHED, strbuf_slice(&id), memory.n));
    CHECK(has_functions(SYMBOLS_VDSO, strbuf_slice(&id), memory.n));
    elf_close(&file);
    strbuf_free(&memory);
    strbuf_free(&id);
    strbuf_free(&name);
}

/* Of names that are no path, nobody misses the file. */
static void test_no_paths(void)
{
    static const char *const names[] = {"", "[heap]", "//anon", "anon_inode:[perf_event]",
                                        "/memfd:x (deleted)", "/SYSV00000000", "/dev/no/such"};
    const struct symbols_options options = {NULL, NULL, NULL, true};
    struct symbols *s = symbols_new(&options);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check(symbols_module(s, SYMBOLS_FILE, slice_str(names[i]), slice_of("", 0)), 8, "", 0);
    CHECK_EQ_SIZE(report(s), 0);
    check(symbols_module(s, SYMBOLS_FILE, slice_str("/no/such"), slice_of("", 0)), 8, "", 0);
    CHECK_EQ_SIZE(report(s), 1);
    symbols_free(s);
}

static void test_perf_map(void)
{
    const struct symbols_options options = {NULL, NULL, NULL, true};
    struct symbols *s = symbols_new(&options);
    struct strbuf path = {0};
    struct slice none = slice_of("", 0);

    write_file("map", slice_str("1000 10 jitted code\n"));
    path_of("map", &path);
    struct symbols_module *m = symbols_module(s, SYMBOLS_PERF_MAP, strbuf_slice(&path), none);
    check(m, 0x100f, "jitted code", 0x1000);
    check(m, 0x1010, "", 0);
    CHECK_EQ_SIZE(report(s), 0);
    check(symbols_module(s, SYMBOLS_PERF_MAP, slice_str("/no/such"), none), 0x100f, "", 0);
    CHECK_EQ_SIZE(report(s), 1);
    CHECK_EQ_SLICE(strbuf_slice(&last_said),
                   slice_str("functions compiled at run time have no names: '/no/such': no such "
                             "file"));
    symbols_free(s);
    strbuf_free(&path);
}

/* The report of a file with a name of C++, which this program for c++filt does not turn round. */
static void check_filt(const char *program, const char *expected)
{
    static const struct elf_file_symbol mangled[] = {{"_Z3foov", 0, 16, FUNC, 0, 1}};
    const struct symbols_options options = {NULL, NULL, NULL, false};
    struct symbols *s = symbols_new(&options);
    struct elf_file f = make(true, false);
    struct strbuf bytes = {0};

    f.symbols = mangled;
    f.symbol_count = 1;
    f.dynamic_count = 0;
    elf_file_write(&f, &bytes);
    write_file("app", strbuf_slice(&bytes));
    CHECK(setenv("CXXFILT", program, 1) == 0);
    check(module_of(s, "app", ""), ELF_FILE_TEXT, "_Z3foov", ELF_FILE_TEXT);
    CHECK_EQ_SIZE(report(s), 1);
    /* What follows is the system's reason; under valgrind there is none. */
    CHECK(slice_starts(strbuf_slice(&last_said), expected));
    CHECK(unsetenv("CXXFILT") == 0);
    symbols_free(s);
    strbuf_free(&bytes);
}

static void test_filt(void)
{
    struct strbuf path = {0}, line = {0};

    check_filt("/no/such", "names of C++ and Rust stay mangled: cannot run '/no/such'");
    write_file("filt", slice_str("#!/bin/sh\nread -r name\nhead -c 17000000 /dev/zero\n"));
    path_of("filt", &path);
    CHECK(chmod(strbuf_str(&path), 0700) == 0);
    check_filt(strbuf_str(&path), "names of C++ and Rust stay mangled: c++filt takes too long for "
                                  "1");
    write_file("filt", slice_str("#!/bin/sh\nexit 127\n"));
    strbuf_printf(&line, "names of C++ and Rust stay mangled: cannot run '%s'", strbuf_str(&path));
    check_filt(strbuf_str(&path), strbuf_str(&line));
    strbuf_free(&path);
    strbuf_free(&line);
}

int main(void)
{
    if (!folder_begin())
        return test_report();
    test_file();
    test_build_id();
    test_debuglink();
    test_cut();
    test_reasons();
    test_no_descriptors();
    test_nameless();
    test_many();
    test_kernel();
    test_vdso();
    test_no_paths();
    test_perf_map();
    test_filt();
    return folder_end();
}
