/* SPDX-License-Identifier: MIT */
#include "perf/frame.h"

#include "test.h"

/* Symbols and modules, with the frames that stackcollapse-perf.pl makes of
 * them for the options k (--kernel), j (--jit), a (--addrs), and J for a
 * process of Java. NULL: none at all. */
static const struct {
    const char *options;
    const char *symbol, *module;
    const char *frames;
} cases[] = {
    {"", "main", "/bin/x", "main"},
    {"", "main+0x1f", "/bin/x", "main"},
    {"", "main+0x1F", "/bin/x", "main+0x1F"},
    {"", "main+0x", "/bin/x", "main+0x"},
    {"", "main+0x1+0x2", "/bin/x", "main+0x1"},
    {"", "+0x1f", "/bin/x", NULL},
    {"", "(foo)", "/bin/x", NULL},
    {"", "(foo)->bar", "/bin/x", NULL},
    {"", "a->b->c", "/bin/x", "a;b_[i];c_[i]"},
    {"", "a->", "/bin/x", "a"},
    {"", "->z", "/bin/x", ";z_[i]"},
    {"", "->", "/bin/x", NULL},
    {"", "a->->b", "/bin/x", "a;_[i];b_[i]"},
    {"", "a->b_[i]->c", "/bin/x", "a;b_[i];c_[i]"},
    {"", "[unknown]", "/a/libx.so", "[libx.so]"},
    {"", "[unknown]", "[unknown]", "[unknown]"},
    {"", "[unknown]", "/a/b/", "[]"},
    {"", "[unknown]", "[vdso]", "[[vdso]]"},
    {"", "[unknown]", "/tmp/a(b).so", "[a"},
    {"a", "[unknown]", "/a/libx.so", "[libx.so <7f01>]"},
    {"a", "[unknown]", "[unknown]", "[unknown <7f01>]"},
    {"a", "main", "[unknown]", "main"},
    {"k", "[unknown]", "[unknown]", "[unknown]"},
    {"k", "[unknown]", "[vdso]", "[[vdso]]_[k]"},
    {"k", "sys_read+0x10", "[kernel.kallsyms]", "sys_read_[k]"},
    {"k", "sys_read", "/boot/vmlinux", "sys_read_[k]"},
    {"k", "sys_read", "/boot/vmlinux.old", "sys_read"},
    {"k", "sys_read_[k]", "[kernel.kallsyms]", "sys_read_[k]_[k]"},
    {"k", "a->b", "[kernel.kallsyms]", "a_[k];b_[i]"},
    {"kj", "f", "/tmp/perf-12.map", "f_[j]"},
    {"j", "f", "/tmp/perf-12.map", "f_[j]"},
    {"j", "f", "/tmp/perf-.map/tmp/perf-7.map", "f_[j]"},
    {"j", "f", "/tmp/perf-12xmap", "f"},
    {"j", "f", "/tmp/perf-12.mapper", "f_[j]"},
    {"j", "f_[j]", "/tmp/perf-12.map", "f_[j]"},
    {"j", "a->b", "/tmp/perf-12.map", "a_[j];b_[i]"},
    {"", "f", "/tmp/perf-12.map", "f"},
    {"", "a;b;c", "/bin/x", "a:b:c"},
    {"", "std::vector<int>::at(unsigned long) const", "/bin/x", "std::vector<int>::at"},
    {"", "(anonymous namespace)::f(int)", "/bin/x", NULL},
    {"", "x::(anonymous namespace)::f(int)", "/bin/x", "x::(anonymous namespace)::f"},
    {"", "x::(anonymous)::f(int)", "/bin/x", "x::"},
    {"", "main.(*Table).Do", "/bin/x", "main.(*Table).Do"},
    {"", "main.(*Table)Do", "/bin/x", "main."},
    {"", "a.().b(c)", "/bin/x", "a.().b(c)"},
    {"", "a.(b", "/bin/x", "a."},
    {"", "a).b.(c", "/bin/x", "a).b."},
    {"", "RegExp:[&<>\"']", "/bin/x", "RegExp:[&<>]"},
    {"", "'\"", "/bin/x", ""},
    {"J", "Lorg/a/B;.call(Lorg/a/C;)V", "/tmp/perf-1.map", "org/a/B:.call"},
    {"", "Lorg/a/B;.call", "/tmp/perf-1.map", "Lorg/a/B:.call"},
    {"J", "Lock", "/bin/x", "Lock"},
    {"J", "LLa/b", "/bin/x", "La/b"},
    {"J", "L(a/b)", "/bin/x", "L"},
    {"J", "\"La/b\"", "/bin/x", "a/b"},
    {"J", "Interpreter", "/tmp/perf-1.map", "Interpreter"}
};

static bool given(const char *options, char letter)
{
    return strchr(options, letter) != NULL;
}

static void test_names(void)
{
    struct strbuf got = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *letters = cases[i].options;
        struct perf_frame_options options = {
            .annotate_kernel = given(letters, 'k'), .annotate_jit = given(letters, 'j'),
            .addresses = given(letters, 'a')
        };
        struct perfscript_line line = {.frame = {
            {"7f01", 4}, slice_str(cases[i].symbol), slice_str(cases[i].module)
        }};
        struct slice functions = perf_frame_functions(&options, &line);
        struct slice function;
        size_t count = 0;

        test_case = cases[i].symbol;
        strbuf_clear(&got);
        for (; perf_frame_next(&options, &functions, &function); count++) {
            if (count > 0)
                strbuf_add_char(&got, ';');
            perf_frame_name(&options, &line.frame, function, count > 0, given(letters, 'J'),
                            &got);
        }
        CHECK((count > 0) == (cases[i].frames != NULL));
        CHECK_EQ_SLICE(strbuf_slice(&got),
                       slice_str(cases[i].frames != NULL ? cases[i].frames : ""));
    }
    test_case = NULL;
    strbuf_free(&got);
}

/* Lines, and their frames with --fix, for the same options. */
static const struct {
    const char *options;
    const char *line;
    const char *frames;
} repaired[] = {
    /* What is right stays. */
    {"", "\t7f01 main+0x1f (/bin/x)", "main"},
    {"", "\t7f01 main (/bin/x) y", "main"},
    {"", "\t7f01 a->b->c+0x2 (/tmp/perf-1.map)", "a;b_[i];c_[i]"},
    {"", "\t7f01 a->b->+0x2 (/tmp/perf-1.map)", "a;b_[i]"},
    {"", "\t7f01 ->z (/tmp/perf-1.map)", ";z_[i]"},
    {"", "\t7f01 [unknown] (/a/libx.so)", "[libx.so]"},
    {"", "\t7f01 [unknown] ([unknown])", "[unknown]"},
    {"", "\t7f01 std::vector<int>::at(unsigned long) const (/bin/x)", "std::vector<int>::at"},
    {"", "\t7f01 f(int) [clone .part.1] [clone .cold] (/bin/x)", "f"},
    {"", "\t7f01 f(int) (.cold) (/bin/x)", "f"},
    {"", "\t7f01 f(int)@plt (/bin/x)", "f"},
    {"", "\t7f01 main.(*Table).Do (/bin/x)", "main.(*Table).Do"},
    {"J", "\t7f01 Lorg/a/B;.call(Lorg/a/C;)V (/tmp/perf-1.map)", "org/a/B:.call"},
    {"J", "\t7f01 Lorg/a/B;.call(I)[Ljava/lang/Object; (/tmp/perf-1.map)", "org/a/B:.call"},
    {"J", "\t7f01 Lorg/a/B;.<init>(Lorg/moz (/tmp/perf-1.map)", "org/a/B:.<init>"},
    {"", "\t7f01 void [System] A::B(int32)[Optimized] (/tmp/perf-1.map)", "void [System] A::B"},

    /* Parentheses in the module, and an offset behind it. */
    {"", "\t7f01 main+0x1f (/bin/x (deleted))", "main"},
    {"", "\t7f01 main+0x1f (/a (x86)/b c.so)", "main"},
    {"", "\t7f01 [unknown] (/bin/x (deleted))", "[x]"},
    {"", "\t7f01 [unknown] (/memfd:doublemapper (deleted))", "[memfd:doublemapper]"},
    {"", "\t7f01 [unknown] (/a (x86)/b(c).so)", "[b(c).so]"},
    {"", "\t7f01 [unknown] (/bin/x+0x12f)", "[x]"},
    {"k", "\t7f01 f+0x1 (/boot/vmlinux+0x12f)", "f_[k]"},
    {"", "\t7f01 main (/a)b)", "main"},

    /* No symbol, or no module. */
    {"", "\t1147 (/opt/app)", "[app]"},
    {"", "\t1147  (/opt/app)", "[app]"},
    {"", "\t1147 +0x12 (/opt/app)", "[app]"},
    {"a", "\t1147 (/opt/app)", "[app <1147>]"},
    {"", "\t1147 (/opt/app (deleted))", "[app]"},
    {"", "\t1147 main+0x12 ()", "main"},
    {"", "\t1147 g<void (int)>::h+0x12", "g<void (int)>::h"},
    {"", "\t1147 g<void (int)>::operator()", "g<void (int)>::operator()"},
    {"", "\t1147 [unknown] ()", "[unknown]"},

    /* Offsets. */
    {"", "\t7f01 main+0x1+0x2 (/bin/x)", "main"},
    {"", "\t7f01 main+12 (/bin/x)", "main"},
    {"", "\t7f01 main++12 (/bin/x)", "main++12"},

    /* Parentheses in names. */
    {"", "\t7f01 (anonymous namespace)::f(int) (/bin/x)", "(anonymous namespace)::f"},
    {"", "\t7f01 (anonymous namespace)::f+0x1 (/bin/x)", "(anonymous namespace)::f"},
    {"", "\t7f01 x::(anonymous class)::f(int) (/bin/x)", "x::(anonymous class)::f"},
    {"", "\t7f01 (foo) (/bin/x)", "(foo)"},
    {"", "\t7f01 std::function<void (int)>::operator()(int) const+0x1 (/bin/x)",
     "std::function<void (int)>::operator()"},
    {"", "\t7f01 A::operator() (/bin/x)", "A::operator()"},
    {"", "\t7f01 main::{lambda(int)#1}::operator()(int) const (/bin/x)",
     "main::{lambda(int)#1}::operator()"},
    {"", "\t7f01 f(int)::{lambda()#1}::operator() (/bin/x)",
     "f(int)::{lambda()#1}::operator()"},
    {"", "\t7f01 g<int (*)(char)>(int, void (*)(long)) (/bin/x)", "g<int (*)(char)>"},
    {"", "\t7f01 g<void (int (/bin/x)", "g<void (int"},
    {"", "\t7f01 f<(char)40>::g(int) (/bin/x)", "f<(char)40>::g"},
    {"", "\t7f01 <(A, B) as T>::f (/bin/x)", "<(A, B) as T>::f"},
    {"", "\t7f01 py::f:/a (b)/c.py (/tmp/perf-1.map)", "py::f:/a (b)/c.py"},

    /* "->" that is not between functions. */
    {"", "\t7f01 P<T>::operator->() const (/bin/x)", "P<T>::operator->"},
    {"", "\t7f01 P<T>::operator-> (/bin/x)", "P<T>::operator->"},
    {"", "\t7f01 <Box<dyn Fn(A) -> B> as T>::f (/bin/x)", "<Box<dyn Fn(A) -> B> as T>::f"},

    /* V8. */
    {"", "\t7f01 LazyCompile:~ /a (b)/c.js:1:2 (/tmp/perf-1.map)",
     "LazyCompile: /a (b)/c.js:1:2"},
    {"", "\t7f01 JS:*f /a->b.js:1:2 (/tmp/perf-1.map)", "JS:f /a->b.js:1:2"},
    {"", "\t7f01 JS:^f /a.js:1:2+0x1f (/tmp/perf-1.map)", "JS:f /a.js:1:2"},
    {"", "\t7f01 RegExp:+12(a|b)+12 (/tmp/perf-1.map)", "RegExp:+12(a|b)+12"},

    /* The kernel, and code compiled at run time. */
    {"k", "\t7f01 f ([kernel.kallsyms])", "f_[k]"},
    {"k", "\t7f01 f ([nf_conntrack])", "f_[k]"},
    {"k", "\t7f01 f ([guest.kernel.kallsyms.7])", "f_[k]"},
    {"k", "\t7f01 f (/lib/modules/6.1/kernel/fs/xfs.ko)", "f_[k]"},
    {"k", "\t7f01 f (/lib/modules/6.1/kernel/fs/xfs.ko.xz)", "f_[k]"},
    {"k", "\t7f01 f (/boot/vmlinux-6.1.0)", "f_[k]"},
    {"k", "\t7f01 f (/a/build/vmlinux)", "f_[k]"},
    {"k", "\t7f01 f (bpf_prog_6deef7357e7b4530_f)", "f_[k]"},
    {"k", "\t7f01 f (bpf_trampoline_123)", "f_[k]"},
    {"k", "\t7f01 __vdso_gettimeofday ([vdso])", "__vdso_gettimeofday"},
    {"k", "\t7f01 [unknown] ([heap])", "[[heap]]"},
    {"k", "\t7f01 [unknown] ([stack:12])", "[[stack:12]]"},
    {"k", "\t7f01 [unknown] ([unknown])", "[unknown]"},
    {"k", "\t7f01 f (/opt/libx.koala)", "f"},
    {"kj", "\t7f01 f (/tmp/perf-12.map)", "f_[j]"},
    {"j", "\t7f01 f (/srv/.debug/jit/x/jitted-12-3.so)", "f_[j]"},
    {"j", "\t7f01 f (/x/jitted-12-.so)", "f"},
    {"j", "\t7f01 [unknown] (/memfd:doublemapper (deleted))", "[memfd:doublemapper]_[j]"}
};

static void test_repaired(void)
{
    struct strbuf got = {0};

    for (size_t i = 0; i < sizeof repaired / sizeof *repaired; i++) {
        const char *letters = repaired[i].options;
        struct perf_frame_options options = {
            .annotate_kernel = given(letters, 'k'), .annotate_jit = given(letters, 'j'),
            .addresses = given(letters, 'a'), .fix = true
        };
        struct perfscript_line line;
        struct slice function;
        size_t count = 0;

        test_case = repaired[i].line;
        strbuf_clear(&got);
        perfscript_parse(slice_str(repaired[i].line), &line);
        struct slice functions = perf_frame_functions(&options, &line);
        for (; perf_frame_next(&options, &functions, &function); count++) {
            if (count > 0)
                strbuf_add_char(&got, ';');
            perf_frame_name(&options, &line.frame, function, count > 0, given(letters, 'J'),
                            &got);
        }
        CHECK(count > 0);
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(repaired[i].frames));
    }
    test_case = NULL;
    strbuf_free(&got);
}

static void test_unknown(void)
{
    CHECK(perf_frame_is_unknown(slice_str("[unknown]"), slice_str("[unknown]")));
    CHECK(!perf_frame_is_unknown(slice_str("[unknown]"), slice_str("/bin/x")));
    CHECK(!perf_frame_is_unknown(slice_str("main"), slice_str("[unknown]")));
}

/* Source lines, and what Perl appends for them. */
static const struct {
    const char *text, *appended;
} sources[] = {
    {"file.cpp:137", ":file.cpp:137"},
    {"libc.so[27b25]", ":libc.so"},
    {"  x.c:5  ", ":x.c:5"},
    {"\tx y\r", ":x y"},
    {"[a][b]", ""},
    {"", ""},
    {"  ", ""},
    {"a[b]c[d]e", ":ace"},
    {"a[b", ":a[b"},
    {"a]b[c]", ":a]b"},
    {"[a[b]c]", ":c]"},
    {"[kernel.kallsyms][ffff]", ""},
    {" [x] y [z] ", ":y"}
};

static void test_sources(void)
{
    struct strbuf got = {0};

    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        test_case = sources[i].text;
        strbuf_clear(&got);
        strbuf_add_str(&got, "f ");
        perf_frame_source(slice_str(sources[i].text), &got);
        CHECK(slice_starts(strbuf_slice(&got), "f "));
        CHECK_EQ_SLICE(slice_from(strbuf_slice(&got), 2), slice_str(sources[i].appended));
    }
    test_case = NULL;
    strbuf_free(&got);
}

int main(void)
{
    test_names();
    test_repaired();
    test_unknown();
    test_sources();
    return test_report();
}
