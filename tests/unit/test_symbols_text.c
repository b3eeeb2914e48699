/* SPDX-License-Identifier: MIT */
#include "symbols/text.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/child.h"
#include "symbols/demangle.h"
#include "symbols/language.h"
#include "test.h"

static void name_of(void *context, const struct table_symbol *symbol, bool final,
                    struct strbuf *name)
{
    (void)final;
    strbuf_add(name, text_name(*(struct slice *)context, symbol->name));
}

static struct slice found(struct table *t, uint64_t address)
{
    const struct table_symbol *s = table_find(t, address);

    return s == NULL ? slice_of("", 0) : text_name(*(struct slice *)t->context, s->name);
}

/* As perf 6.1 reads it: with strtoull, one byte between parts, names of three bytes or more. */
static void test_map(void)
{
    static const char map[] =
        "1000 10 ab\n1010 10 abc\n1020 0x10 0x before\n 1030 10  blanks \n1040\t10\ttabs\n"
        "-1 10 neg\nzzz\n\n1050 10\n1060 10 Lazy:~f a.js:1\n1070 0 none\n1080 10 nested\n";
    struct slice text = slice_str(map);
    struct table t;

    table_init(&t, name_of, NULL, &text);
    text_load_map(text, &t);
    CHECK_EQ_SLICE(found(&t, 0x1000), slice_str(""));
    CHECK_EQ_SLICE(found(&t, 0x101f), slice_str("abc"));
    CHECK_EQ_SLICE(found(&t, 0x1020), slice_str("0x before"));
    CHECK_EQ_SLICE(found(&t, 0x1035), slice_str(" blanks "));
    CHECK_EQ_SLICE(found(&t, 0x1045), slice_str("tabs"));
    CHECK_EQ_SLICE(found(&t, 0x1050), slice_str(""));
    CHECK_EQ_SLICE(found(&t, 0x1060), slice_str("Lazy:~f a.js:1"));
    CHECK_EQ_SLICE(found(&t, 0x1070), slice_str("none"));
    CHECK_EQ_SLICE(found(&t, 0x1071), slice_str(""));
    table_free(&t);
}

static void test_kallsyms(void)
{
    static const char kallsyms[] =
        "0000000000000000 A fixed\nffffffff81000000 T _text\nffffffff81000000 T first\n"
        "ffffffff81000040 t second\nffffffff81000080 r data\nffffffff81000060 W third\nx\n"
        "ffffffffc0000000 t hook\t[nf]\nffffffffc0000100 t $x\nffffffffc0000200 d table\t[nf]\n";
    struct slice text = slice_str(kallsyms), name;
    struct table t;
    uint64_t address = 0;

    table_init(&t, name_of, NULL, &text);
    text_load_kallsyms(text, &t, true);
    CHECK_EQ_SLICE(found(&t, 0xffffffff81000000), slice_str("first"));
    CHECK_EQ_SLICE(found(&t, 0xffffffff8100003f), slice_str("first"));
    CHECK_EQ_SLICE(found(&t, 0xffffffff8100005f), slice_str("second"));
    CHECK_EQ_SLICE(found(&t, 0xffffffff81001fff), slice_str("third"));
    CHECK_EQ_SLICE(found(&t, 0xffffffff81002000), slice_str(""));
    name = found(&t, 0xffffffffc00001ff);
    CHECK_EQ_SLICE(text_cut_module(&name), slice_str("[nf]"));
    CHECK_EQ_SLICE(name, slice_str("hook"));
    CHECK(text_address(text, slice_str("_text"), &address) && address == 0xffffffff81000000);
    CHECK(!text_address(text, slice_str("data"), &address));
    table_free(&t);
    table_init(&t, name_of, NULL, &text);
    text_load_kallsyms(text, &t, false);
    CHECK_EQ_SLICE(found(&t, 0xffffffff81000040), slice_str("second"));
    CHECK_EQ_SLICE(found(&t, 0xffffffff81000041), slice_str(""));
    table_free(&t);
}

/* A symbolic link to a map: one's own, and, where root makes it, one of another user. */
static void test_link(const char *map)
{
    struct strbuf path = {0}, text = {0}, why = {0};
    int failure = 0;

    strbuf_printf(&path, "%s.link", map);
    const char *link = strbuf_str(&path);
    CHECK(symlink(map, link) == 0);
    CHECK(text_read_map(link, &text, &why, &failure) && text.n > 0 && why.n == 0);
    if (lchown(link, geteuid() + 1, (gid_t)-1) == 0) {
        strbuf_clear(&text);
        CHECK(!text_read_map(link, &text, &why, &failure) && text.n == 0);
        CHECK_EQ_SLICE(strbuf_slice(&why),
                       slice_str("a symbolic link that is neither root's nor yours"));
    }
    unlink(link);
    strbuf_free(&path);
    strbuf_free(&text);
    strbuf_free(&why);
}

/* Nothing that could block, and no symbolic link of another user. */
static void test_trust(void)
{
    char folder[] = "/tmp/fg-symbols-XXXXXX";
    struct strbuf path = {0}, text = {0}, why = {0};
    int failure = 0;

    if (!CHECK(mkdtemp(folder) != NULL))
        return;
    strbuf_printf(&path, "%s/map", folder);
    CHECK(!text_read_map(strbuf_str(&path), &text, &why, &failure));
    CHECK(why.n > 0);
    strbuf_clear(&why);
    CHECK(mkfifo(strbuf_str(&path), 0600) == 0);
    CHECK(!text_read_map(strbuf_str(&path), &text, &why, &failure));
    strbuf_clear(&why);
    unlink(strbuf_str(&path));
    FILE *file = fopen(strbuf_str(&path), "w");
    CHECK(file != NULL && fputs("1 2 abc\n1 2 abcd", file) >= 0 && fclose(file) == 0);
    CHECK(text_read_map(strbuf_str(&path), &text, &why, &failure));
    CHECK_EQ_SLICE(strbuf_slice(&text), slice_str("1 2 abc\n1 2 abc"));
    test_link(strbuf_str(&path));
    unlink(strbuf_str(&path));
    rmdir(folder);
    strbuf_free(&path);
    strbuf_free(&text);
    strbuf_free(&why);
}

/* What cannot be read has no text, and is a failure of the system. */
static void test_unreadable(void)
{
    struct strbuf text = {0};
    struct stat status;
    int failure = 0;

    CHECK(!text_read("/no/such", &text, &failure) && !text_read("/", &text, &failure));
    CHECK(failure == 0);
    if (stat("/proc/self/mem", &status) == 0)   /* nothing is mapped at its beginning */
        CHECK(!text_read("/proc/self/mem", &text, &failure) && failure == EIO);
    CHECK_EQ_SIZE(text.n, 0);
    strbuf_free(&text);
}

static const char *const languages[][2] = {
    {"camlStdlib__array__map_154", "Stdlib.array.map_154"},
    {"camlFoo$2eBar__baz_12", "Foo.Bar.baz_12"},
    {"caml_alloc", "caml_alloc"},
    {"Ljava/lang/String;foo(I[CJLjava/lang/Object;)V",
     "java.lang.String.foo(int, char[], long, java.lang.Object)"},
    {"LFoo;bar(ZBSFD)Ljava/lang/String;", "Foo.bar(boolean, byte, short, float, double)"},
    {"L;)", "L;)"},
    {"LFoo;L(I)V", "Foo.L(int)"},
    {"LFoo;bar(LL;)", "Foo.bar(L)"},
    {"foo(int)", "foo(int)"},
    {"main.(*T).Add", "main.(*T).Add"},
    {"_Zfoo)", "_Zfoo)"},
    {"", ""},
};

/* Names as perf prints them, by this c++filt. */
static void check_name(struct demangle *d, const char *raw, const char *name)
{
    struct strbuf to = {0};

    test_case = raw;
    demangle(d, slice_str(raw), &to);
    CHECK_EQ_SLICE(strbuf_slice(&to), slice_str(name));
    strbuf_free(&to);
    test_case = NULL;
}

static void test_languages(void)
{
    struct demangle d = {0};

    CHECK(setenv("CXXFILT", "/no/such/c++filt", 1) == 0);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        check_name(&d, languages[i][0], languages[i][1]);
    check_name(&d, "_Z3foov", "_Z3foov");
    CHECK(d.failure.n > 0);
    demangle_free(&d);
    CHECK(setenv("CXXFILT", "cat", 1) == 0);    /* it answers nothing: it has no option -p */
    check_name(&d, "_Z3foov", "_Z3foov");
    CHECK(d.failure.n > 0);
    demangle_free(&d);
    unsetenv("CXXFILT");
}

static bool has_filt(void)
{
    struct child child = {0};
    char *const words[] = {"c++filt", "-p", "-i", "_Z3foov", NULL};
    struct slice line;

    if (child_start(&child, words, CHILD_ANSWERS) != 0)
        return false;
    bool answers = child_line(&child, &line);
    return child_stop(&child) == 0 && answers;
}

static void test_filt(void)
{
    struct demangle d = {0};

    if (!has_filt()) {
        printf("skipped: no c++filt\n");
        return;
    }
    check_name(&d, "_ZN3BazIiE4pushERKi", "Baz<int>::push");
    check_name(&d, "_Z3foov.cold", "foo");
    check_name(&d, "_Z3foov@@VERS_1", "foo");
    check_name(&d, "_Z3foov\n_Z3barv", "foo");
    check_name(&d, "_ZN4core3fmt5Write3fmt17h0123456789abcdefE", "core::fmt::Write::fmt");
    check_name(&d, "_RNvC6_123foo3bar", "123foo::bar");
    check_name(&d, "_RNvC6_123foo3bar@x", "_RNvC6_123foo3bar@x");
    check_name(&d, "_ZN3foo17h0123456789abcdefE@x", "foo::h0123456789abcdef");
    check_name(&d, "_GLOBAL__I_foo", "global constructors keyed to foo");
    check_name(&d, "_Z", "_Z");
    check_name(&d, "_Z3foov", "foo");
    CHECK_EQ_SIZE(d.failure.n, 0);
    demangle_free(&d);
}

static void check_slow_name(struct demangle *d, const char *name)
{
    d->patience = 50;
    check_name(d, name, name);
    d->patience = 0;
}

/* A name for which c++filt takes too long stays as it is, and a few of them end all. */
static void test_slow_filt(void)
{
    static const char program[] = "#!/bin/sh\n"
                                  "while read -r name; do\n"
                                  "    case $name in *slow*) exec sleep 1000 ;; esac\n"
                                  "    case $name in *odd*) printf 'a\\tb\\n' ;; esac\n"
                                  "    echo \"<$name>\"\n"
                                  "done\n";
    char path[] = "/tmp/fg-filt-XXXXXX";
    struct demangle d = {0};
    int fd = mkstemp(path);

    CHECK(fd >= 0 && write(fd, program, sizeof program - 1) == sizeof program - 1);
    CHECK(fchmod(fd, 0700) == 0 && close(fd) == 0 && setenv("CXXFILT", path, 1) == 0);
    check_name(&d, "_Za", "<_Za>");
    check_name(&d, "_Za", "<_Za>");
    CHECK_EQ_SIZE(d.count, 1);
    check_slow_name(&d, "_Zslow1");
    check_name(&d, "_Zb", "<_Zb>");
    check_slow_name(&d, "_Zslow2");
    CHECK_EQ_SIZE(d.failure.n, 0);
    check_slow_name(&d, "_Zslow3");
    check_name(&d, "_Zc", "_Zc");
    CHECK(d.failure.n > 0);
    CHECK_EQ_SIZE(d.given_up, 3);
    demangle_free(&d);
    check_name(&d, "_Zodd", "_Zodd");
    CHECK(slice_has(strbuf_slice(&d.failure), "gave no valid answer"));
    CHECK_EQ_SIZE(d.given_up, 0);
    demangle_free(&d);
    CHECK(unsetenv("CXXFILT") == 0 && unlink(path) == 0);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);   /* see symbols.h */
    test_map();
    test_kallsyms();
    test_trust();
    test_unreadable();
    test_languages();
    test_filt();
    test_slow_filt();
    return test_report();
}
