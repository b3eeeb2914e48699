/* SPDX-License-Identifier: MIT */
/* Where the kernel's symbols are from, and where they are. */
#include "symbols_folder.h"

static struct symbols_options options;
static struct strbuf bytes;

static struct symbols_module *kernel_of(struct symbols *s, const char *id)
{
    return symbols_module(s, SYMBOLS_KERNEL, slice_str("[kernel.kallsyms]"), slice_str(id));
}

static struct symbols_module *kernel_module_of(struct symbols *s, const char *name)
{
    return symbols_module(s, SYMBOLS_KERNEL_MODULE, slice_str(name), slice_of("", 0));
}

static void write_image(const char *name, const char *id)
{
    struct elf_file f = make(true, false);

    f.build_id = id;
    elf_file_write(&f, &bytes);
    write_file(name, strbuf_slice(&bytes));
}

/* What the only line of the report says; "" if there is none. */
static void check_report(struct symbols *s, const char *expected)
{
    CHECK_EQ_SIZE(report(s), *expected != '\0');
    CHECK_EQ_SLICE(said > 0 ? strbuf_slice(&last_said) : slice_of("", 0), slice_str(expected));
}

static void check_reach(const struct symbols *s, uint64_t first, uint64_t last)
{
    uint64_t start, end;

    CHECK(symbols_kernel_reach(s, &start, &end) == (last > 0));
    CHECK(last == 0 || (start == first && end == last));
}

static void check_image(const char *reference, uint64_t moved)
{
    struct symbols *s = symbols_new(&options);
    const uint64_t at = ELF_FILE_ADDRESS + moved;

    if (reference != NULL)
        symbols_kernel_reference(s, slice_str(reference), at);
    check(kernel_of(s, ""), at + 80, "last", at + 64);
    check(kernel_of(s, ""), at + 130, "", 0);
    check(kernel_module_of(s, "[nf]"), at + 80, "", 0);
    check_reach(s, at, at + 96);
    check_report(s, "");
    symbols_free(s);
}

/* The ELF file of the kernel, whose addresses stay as they are, but for how far it was moved. */
static void test_image(void)
{
    static const struct elf_file_symbol same[] = {
        {"__dup", 0, 16, FUNC, 0, 1}, {"dup", 0, 16, FUNC, 0, 1},
    };
    struct strbuf path = {0};

    path_of("image", &path);
    options.vmlinux = strbuf_str(&path);
    write_image("image", NULL);
    check_image(NULL, 0);
    check_image("main", 0x100000);
    check_image("no such function", 0);
    struct elf_file f = make(true, false);
    f.symbols = same;
    f.symbol_count = 2;
    elf_file_write(&f, &bytes);
    write_file("image", strbuf_slice(&bytes));
    struct symbols *s = symbols_new(&options);
    check(kernel_of(s, ""), ELF_FILE_ADDRESS + 8, "dup", ELF_FILE_ADDRESS);
    symbols_free(s);
    f.stripped = true;
    elf_file_write(&f, &bytes);
    write_file("image", strbuf_slice(&bytes));
    options.symfs = "/no/such";
    s = symbols_new(&options);
    check(kernel_of(s, ""), ELF_FILE_ADDRESS + 8, "", 0);
    check_reach(s, 0, 0);
    check_report(s, "functions of the kernel have no names: there is no vmlinux below the root "
                    "folder");
    symbols_free(s);
    options.symfs = options.vmlinux = NULL;
    strbuf_free(&path);
}

/* Below the root folder, and in perf's cache, the one with the build-id that was recorded. */
static void test_places(void)
{
    static const char *const names[] = {"boot/vmlinux", "vmlinux"};
    struct symbols *s;

    make_folder("boot");
    options.symfs = folder;
    for (size_t i = 0; i < 2; i++) {
        write_image(names[i], i == 0 ? "12345678" : "abcdefgh");
        s = symbols_new(&options);
        check(kernel_of(s, i == 0 ? "12345678" : "abcdefgh"), ELF_FILE_ADDRESS, "main",
              ELF_FILE_ADDRESS);
        check_report(s, "");
        symbols_free(s);
    }
    s = symbols_new(&options);
    check(kernel_of(s, "qrstuvwx"), ELF_FILE_ADDRESS, "", 0);
    CHECK_EQ_SIZE(report(s), 1);
    symbols_free(s);
    make_folder(".debug");
    make_folder(".debug/.build-id");
    make_folder(".debug/.build-id/71");
    make_folder(".debug/.build-id/71/72737475767778");
    write_image(".debug/.build-id/71/72737475767778/elf", "qrstuvwx");
    s = symbols_new(&options);
    check(kernel_of(s, "qrstuvwx"), ELF_FILE_ADDRESS, "main", ELF_FILE_ADDRESS);
    check_report(s, "");
    symbols_free(s);
    options.symfs = NULL;
}

/* Of another kernel than the running one, perf's cache may have kallsyms. */
static void test_cached_kallsyms(void)
{
    struct strbuf line = {0};
    struct symbols *s = symbols_new(&options);

    make_folder(".debug/.build-id/79");
    make_folder(".debug/.build-id/79/7a");
    check(kernel_of(s, "yz"), 0x1010, "", 0);
    strbuf_printf(&line, "functions of the kernel have no names: cannot read "
                         "'%s/.debug/.build-id/79/7a/kallsyms'", folder);
    check_report(s, strbuf_str(&line));
    symbols_free(s);
    write_file(".debug/.build-id/79/7a/kallsyms",
               slice_str("1000 T _stext\n1000 T _text\n1000 T __first\n1100 T end\n"));
    s = symbols_new(&options);
    check(kernel_of(s, "yz"), 0x1010, "__first", 0x1000);   /* the only one with a size */
    check_report(s, "");
    symbols_free(s);
    strbuf_free(&line);
}

static struct symbols *with_kallsyms(const char *text)
{
    static struct strbuf path;

    path_of("kallsyms", &path);
    options.kallsyms = strbuf_str(&path);
    write_file("kallsyms", slice_str(text));
    struct symbols *s = symbols_new(&options);
    symbols_kernel_reference(s, slice_str("_text"), 0x21000);
    return s;
}

static void test_kallsyms(void)
{
    struct strbuf line = {0};
    struct symbols *s = with_kallsyms("800 t hook\t[nf]\n1000 T _text\n1100 T f\n3000 t x\t[nf]\n");

    check(kernel_of(s, ""), 0x21010, "_text", 0x21000);
    check(kernel_module_of(s, "[nf]"), 0x810, "hook", 0x800);
    check_reach(s, 0x21000, 0x22000 + 0x1000);
    check_report(s, "");
    symbols_free(s);

    /* Nobody knows how far they were moved. */
    s = with_kallsyms("1000 T stext\n1100 T f\n");
    check(kernel_of(s, ""), 0x1100, "f", 0x1100);
    check(kernel_of(s, ""), 0x1101, "", 0);
    check_reach(s, 0, 0);
    strbuf_printf(&line, "functions of the kernel have no names: '%s/kallsyms' does not have "
                         "'_text'", folder);
    check_report(s, strbuf_str(&line));
    symbols_free(s);

    options.kallsyms = "/no/such";
    s = symbols_new(&options);
    check(kernel_of(s, ""), 0x1100, "", 0);
    check_report(s, "functions of the kernel have no names: cannot read '/no/such'");
    symbols_free(s);
    options.kallsyms = NULL;
    strbuf_free(&line);
}

/* The kernel that runs: it has names, or they are hidden. */
static void test_running(void)
{
    struct symbols *s = symbols_new(&options);
    struct symbols_module *kernel = kernel_of(s, "");
    uint64_t start, end;

    symbols_find(kernel, 0);
    if (report(s) > 0)
        CHECK(slice_has(strbuf_slice(&last_said), "'/proc/kallsyms'"));
    else if (CHECK(symbols_kernel_reach(s, &start, &end)))
        CHECK(symbols_find(kernel, start).name.n > 0 && symbols_find(kernel, end).name.p == NULL);
    symbols_free(s);
}

int main(void)
{
    if (!folder_begin())
        return test_report();
    test_image();
    test_places();
    test_cached_kallsyms();
    test_kallsyms();
    test_running();
    strbuf_free(&bytes);
    return folder_end();
}
