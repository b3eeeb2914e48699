/* SPDX-License-Identifier: MIT */
#include "perl/getopt_std.h"

#include "capture.h"
#include "test.h"

enum { WORDS = 4 };

struct values {
    bool help;
    bool n, s;
    const char *text;
};

static const struct option options[] = {
    OPTION("n", OPTION_FLAG, struct values, n, NULL, ""),
    OPTION("s", OPTION_FLAG, struct values, s, NULL, ""),
    OPTION("t", OPTION_TEXT, struct values, text, "TEXT", ""),
    OPTION("help", OPTION_FLAG, struct values, help, NULL, ""),
    OPTION_END
};

/* Words, and what getopts('nst:') of Getopt::Std makes of them. */
static const struct {
    const char *words[WORDS];
    int operand;        /* the index of the first one, -1 for an error */
    bool n, s;
    const char *text;
} cases[] = {
    {{"a", "b"}, 1, false, false, ""},
    {{"-n", "a"}, 2, true, false, ""},
    {{"-ns", "a"}, 2, true, true, ""},
    {{"-sn", "a", "b"}, 2, true, true, ""},
    {{"-n", "-s", "a"}, 3, true, true, ""},
    {{"-n", "--", "-s"}, 3, true, false, ""},
    {{"-nn", "a"}, 2, true, false, ""},
    {{"-", "-n"}, 1, false, false, ""},
    {{"a", "-n"}, 1, false, false, ""},
    {{"-x", "a"}, -1, false, false, ""},
    {{"-nx", "a"}, -1, true, false, ""},
    {{"-xn", "a"}, -1, true, false, ""},
    {{"-n-", "a"}, 2, true, false, ""},
    {{"-n-s", "a"}, -1, true, true, ""},
    {{"--n", "a"}, -1, true, false, ""},
    {{"", "-n"}, 1, false, false, ""},
    {{NULL}, 1, false, false, ""},
    {{"-h"}, -1, false, false, ""},
    {{"-s", "-"}, 2, false, true, ""},
    {{"-t", "x", "a"}, 3, false, false, "x"},
    {{"-tx", "a"}, 2, false, false, "x"},
    {{"-ntsx", "a"}, 2, true, false, "sx"},
    {{"-nt", "-s", "a"}, 3, true, false, "-s"},
    {{"-t", "--", "-s"}, 4, false, true, "--"},
    {{"-t"}, -1, false, false, ""},
    {{"--help"}, -1, false, false, ""}
};

int main(void)
{
    struct strbuf messages = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *argv[WORDS + 2] = {"program"};
        struct values values = {false, false, false, ""};
        int argc = 1;

        test_case = cases[i].words[0];
        while (argc <= WORDS && cases[i].words[argc - 1] != NULL) {
            argv[argc] = (char *)(size_t)cases[i].words[argc - 1];
            argc++;
        }
        struct capture standard_error = capture_begin(STDERR_FILENO);
        CHECK(getopt_std_perl(argc, argv, options, &values) == cases[i].operand);
        capture_end(&standard_error, &messages);
        CHECK(values.n == cases[i].n && values.s == cases[i].s && !values.help);
        CHECK_EQ_STR(values.text, cases[i].text);
        CHECK((messages.n > 0) == (cases[i].operand < 0));
    }
    strbuf_free(&messages);
    return test_report();
}
