/* SPDX-License-Identifier: MIT */
#include "recognize/signatures.h"

#include "base/strbuf.h"
#include "test.h"

static const struct {
    const char *pattern;
    const char *line;
    bool fits;
} patterns[] = {
    {"", "", true}, {"", "a", false}, {"a", "", false}, {"a", "a", true}, {"a", "ab", false},
    {"*", "", true}, {"*", "abc", true}, {"a*", "abc", true}, {"*c", "abc", true},
    {"*c", "abcc", true}, {"*c", "abcd", false}, {"a*b*c", "aXbXbXc", true},
    {"a*b*c", "aXcXb", false}, {"*ab", "aab", true}, {"**a", "a", true},
    {"#", "123", true}, {"#", "12x", false}, {"#", "", false}, {"*#x", "1 22x", true},
    {"~a", " \ta", true}, {"~a", "a", false}, {"a~b", "a  b", true}, {"0x&", "0x1f", true},
    {"0x&", "0xG", false}, {"\\#", "#", true}, {"\\#", "1", false}, {"\\##", "#12", true},
    {"\\*", "*", true}, {"\\*", "a", false}, {"*~#", "a;b 12", true}, {"*~#", "a;b 12 ", false},
    {"*(*)", "f (x) y (z)", true}
};

/* The beginning of a profile and the collapser for it; "?" if there is none. */
static const struct {
    const char *text;
    const char *program;
} texts[] = {
    {"", "?"}, {"\n \n", "?"}, {"hello\nworld 5 times\n", "?"}, {"{\"a\":1}", "?"},
    {"<html>", "?"}, {"[1,2]", "?"}, {"\0", "?"},
    {"a;b 1\na;b;c 2\n", ""}, {"main 7\nmain;run 8.5\n", ""}, {"main;run 7", ""},
    {"{\"traceEvents\":[{}]}", "stackcollapse-chrome-tracing"},
    {" \n{\"metadata\":{},\n\"traceEvents\":[", "stackcollapse-chrome-tracing"},
    {"[{\"name\":\"a\",\"ph\":\"X\"", "stackcollapse-chrome-tracing"},
    {"<?xml version=\"1.0\"?>\n<trace-query-result>", "stackcollapse-xctrace"},
    {"\tSun Nov 22 2026 Time and Allocation Profiling Report  (Final)\n",
     "stackcollapse-ghcprof"},
    {"COST CENTRE  MODULE  SRC   no.\n", "stackcollapse-ghcprof"},
    {"PeriodType: cpu nanoseconds\nPeriod: 1\n", "stackcollapse-go"},
    {"TRACE START [2026-11-22 10:00:00.000]\n", "stackcollapse-xdebug"},
    {"Version: 3.2\nFile format: 4\n", "stackcollapse-xdebug"},
    {"Level,Function Name,Inclusive Samples,\n", "stackcollapse-vsprof"},
    {"Function Stack,CPU Time:Self,Module\n", "stackcollapse-vtune"},
    {"Function Stack,Allocation Size:Self,\n", "stackcollapse-vtune-mc"},
    {"Running Time\tSelf (ms)\t\tSymbol Name\n", "stackcollapse-instruments"},
    {"0SECTION       TITLE subcomponent dump routine\n", "stackcollapse-ibmjava"},
    {"3XMTHREADINFO      \"main\" J9VMThread:0x00\n", "stackcollapse-ibmjava"},
    {"2026-11-22 10:00:00\nFull thread dump OpenJDK 64-Bit\n", "stackcollapse-jstack"},
    {"\"main\" #1 prio=5 os_prio=0 tid=0x00007f nid=0x1 runnable\n", "stackcollapse-jstack"},
    {"Timeout (0:00:01)!\nThread 0x00007f12 (most recent call first):\n  File \"a.py\", line 3",
     "stackcollapse-faulthandler"},
    {"Current thread 0x00007f12 [main] (most recent call first):\n",
     "stackcollapse-faulthandler"},
    {"PID 77 - process\nTID 77:\n#0  0x00007f12 __select\n", "stackcollapse-elfutils"},
    {"[New LWP 78]\nThread 2 (Thread 0x7f (LWP 78)):\n#0  0x7f in read () from libc\n",
     "stackcollapse-gdb"},
    {"#0  main (argc=1) at a.c:3\n", "stackcollapse-gdb"},
    {"77: /usr/bin/app\n---------- tid# 1 ----------\n", "stackcollapse-aix"},
    {"77: /usr/bin/app\n0x00000001000003fc  main() + 0x1c\n", "stackcollapse-aix"},
    {"Analysis of sampling app (pid 77) every 1 millisecond\n", "stackcollapse-sample"},
    {"Full stacks:\n\n61.250% ===== (49 samples)\n", "stackcollapse-wcp"},
    {"@ CPU_CLK [12 samples]\n\n12.50%  [3]        price @ /srv/shop\n",
     "stackcollapse-pmc"},
    {"Attaching 1 probe...\n\n@[\n    read+5\n]: 3\n", "stackcollapse-bpftrace"},
    {"@cpu[app, \n    read+5\n", "?"},
    {"@stacks[\n    read+5\n]: 3\n", "stackcollapse-bpftrace"},
    {" 0xffffffffa0e01c20 : do_syscall_64+0x40/0x90 [kernel]\n\t\t12\n",
     "stackcollapse-stap"},
    {" 9 2  shop.Cart.add(Cart.java:17)\n      shop.Main.main(Main.java:8)\n", "stackcollapse-ljp"},
    {"# ========\n# captured on    : Sun Nov 22 2026\n", "stackcollapse-perf"},
    {"java 4242 731.250012: 1 cycles:\n\t12 f (/a)\n", "stackcollapse-perf"},
    {"Web Worker 4200/4242 [000] 31.250012: 100 cycles:u:\r\n", "stackcollapse-perf"},
    {"CPU     ID                    FUNCTION:NAME\n  1   4711  :tick-5s\n", "stackcollapse"},
    {"\n\n              libc.so.1`qsort+0x1f\n              shop`main+0x8\n  2\n",
     "stackcollapse"},
    {"2026-11-22 ERROR no\njava.lang.Error: x\n\tat a.B.c(B.java:7)\n",
     "stackcollapse-java-exceptions"}
};

static void test_patterns(void)
{
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        test_case = patterns[i].pattern;
        CHECK(signature_matches(patterns[i].pattern, slice_str(patterns[i].line))
              == patterns[i].fits);
    }
    test_case = NULL;
}

static void test_texts(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        test_case = texts[i].text;
        const struct signature *found = signature_find(slice_str(texts[i].text));
        CHECK_EQ_STR(found != NULL ? found->program : "?", texts[i].program);
    }
    test_case = NULL;
}

/* Long lines take no longer than others. */
static void test_long(void)
{
    struct strbuf text = {0};

    while (text.n < 1000000)
        strbuf_add_str(&text, text.n % 3 > 0 ? " 1" : "     ");
    CHECK(signature_find(strbuf_slice(&text)) == NULL);
    strbuf_free(&text);
}

/* Those of the same format stand together. */
static void test_order(void)
{
    for (size_t i = 1; i < signature_count; i++)
        for (size_t k = 0; k + 1 < i; k++)
            CHECK(strcmp(signatures[i].format, signatures[k].format) != 0
                  || strcmp(signatures[i].format, signatures[i - 1].format) == 0);
}

int main(void)
{
    test_patterns();
    test_texts();
    test_long();
    test_order();
    return test_report();
}
