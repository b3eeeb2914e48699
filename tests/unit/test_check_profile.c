/* SPDX-License-Identifier: MIT */
#include "check/profile.h"

#include <unistd.h>

#include "base/strbuf.h"
#include "capture.h"
#include "test.h"

static const struct program program = {.name = "test", .reads = "", .synopsis = "", .about = ""};

static const struct {
    const char *text;
    const char *stacks;     /* what is taken */
    const char *message;    /* a part of it; NULL: there is none */
    bool weighted;
} cases[] = {
    {"a;b 1\na 2\n", "a;b=1 a=2 ", NULL, false},
    {"a 1\n\n  \nb 3\n", "a=1 b=3 ", NULL, false},
    {"a 1\nb 3", "a=1 b=3 ", ":2: the file ends within this line", false},
    {"a 1\r\nb +2\r\nc 1e1 \n", "a=1 b=2 c=10 ", NULL, false},
    {"\xef\xbb\xbf" "a 1\n", "a=1 ", NULL, false},
    {"a 0\nb 3\n", "b=3 ", NULL, false},
    {"", "", "no stacks", false},
    {"a 0\n", "", "counts are 0", false},
    {"a 1\nb\n", "a=1 ", ":2: line has no count", false},
    {"a 1\nb -3\n", "a=1 ", ":2: line has a negative count", false},
    {"a 1\nb 1 2\n", "a=1 ", "line 1 has one count, line 2 has two", false},
    {"a 1 2\nb 3 4\n", "a 1=2 b 3=4 ", ":1: two counts", false},
    {"a 1 2\nb 3\n", "a 1=2 ", "line 2 has one count, line 1 has two", false},
    {"a 3000\nb 7000\n", "a=3000 b=7000 ", NULL, true},
    {"a 3000\nb 7001\n", "a=3000 b=7001 ", NULL, false},
    {"a 10\na 20\na 30\na 10\na 10\na 10\na 10\na 10\na 10\na 990\n",
     "a=10 a=20 a=30 a=10 a=10 a=10 a=10 a=10 a=10 a=990 ", NULL, true},
    {"a 10\na 20\na 30\na 10\na 10\na 10\na 10\na 10\na 990\n",
     "a=10 a=20 a=30 a=10 a=10 a=10 a=10 a=10 a=990 ", NULL, false},
    {"a 9\na 18\na 27\na 9\na 9\na 9\na 9\na 9\na 9\na 99\n",
     "a=9 a=18 a=27 a=9 a=9 a=9 a=9 a=9 a=9 a=99 ", NULL, false},
    {"a 5000\n", "a=5000 ", NULL, false},
    {"a 20202020\nb 10101010\n", "a=20202020 b=10101010 ", NULL, true},
    {"a 2.5\n", "a=2.5 ", NULL, true},
    {"a 2.0\n", "a=2 ", NULL, false},
    {"a 1001\na 2003\na 3007\na 4001\na 5003\na 6007\na 7001\na 8009\na 9001\na 1009\n",
     "a=1001 a=2003 a=3007 a=4001 a=5003 a=6007 a=7001 a=8009 a=9001 a=1009 ", NULL, true},
    {"a 1001\na 2003\na 3007\na 4001\na 5003\na 6007\na 7001\na 8009\na 9001\na 10\n",
     "a=1001 a=2003 a=3007 a=4001 a=5003 a=6007 a=7001 a=8009 a=9001 a=10 ", NULL, false}
};

static void take(void *context, struct slice stack, double count)
{
    struct strbuf *taken = context;

    strbuf_add(taken, stack);
    strbuf_printf(taken, "=%.15g ", count);
}

static void test_text(size_t i)
{
    char name[] = "/tmp/test_check_profile.XXXXXX";
    int fd = mkstemp(name);
    struct slice text = slice_str(cases[i].text);
    struct profile_counts counts;
    struct strbuf taken = {0};
    struct strbuf said = {0};

    test_case = cases[i].text;
    CHECK(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n);
    close(fd);
    struct capture errors = capture_begin(STDERR_FILENO);
    bool usable = profile_read(&program, name, take, &taken, &counts);
    capture_end(&errors, &said);
    CHECK_EQ_STR(strbuf_str(&taken), cases[i].stacks);
    CHECK(usable == (cases[i].message == NULL));
    if (cases[i].message == NULL)
        CHECK_EQ_SIZE(said.n, 0);
    else if (!CHECK(slice_has(strbuf_slice(&said), cases[i].message)))
        test_print("is", strbuf_slice(&said));
    errors = capture_begin(STDERR_FILENO);
    CHECK(!usable || profile_is_weighted(&counts, name) == cases[i].weighted);
    capture_end(&errors, &said);
    CHECK(!usable || (said.n > 0) == cases[i].weighted);
    unlink(name);
    strbuf_free(&taken);
    strbuf_free(&said);
    test_case = NULL;
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        test_text(i);
    return test_report();
}
