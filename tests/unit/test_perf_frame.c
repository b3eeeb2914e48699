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
        struct perfscript_frame frame = {
            {"7f01", 4}, slice_str(cases[i].symbol), slice_str(cases[i].module)
        };
        struct slice functions = perf_frame_functions(frame.symbol);
        struct slice function;
        size_t count = 0;

        test_case = cases[i].symbol;
        strbuf_clear(&got);
        for (; perf_frame_next(&functions, &function); count++) {
            if (count > 0)
                strbuf_add_char(&got, ';');
            perf_frame_name(&options, &frame, function, count > 0, given(letters, 'J'), &got);
        }
        CHECK((count > 0) == (cases[i].frames != NULL));
        CHECK_EQ_SLICE(strbuf_slice(&got),
                       slice_str(cases[i].frames != NULL ? cases[i].frames : ""));
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
    test_unknown();
    test_sources();
    return test_report();
}
