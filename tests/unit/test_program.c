/* SPDX-License-Identifier: MIT */
#include "io/program.h"

#include "base/message.h"
#include "capture.h"
#include "test.h"

enum { WORDS = 4 };

struct values {
    struct program_options common;
    bool flag, shared;
    const char *text;
};

static const struct option long_rows[] = {
    OPTION("flag", OPTION_FLAG, struct values, flag, NULL, "a flag"),
    OPTION("text", OPTION_TEXT, struct values, text, "TEXT", "a text"),
    OPTION_END
};
static const struct option shared_rows[] = {
    ADDED_OPTION("shared", OPTION_FLAG, struct values, shared, NULL, "a shared flag"),
    OPTION_END
};
static const struct option letter_rows[] = {
    OPTION("f", OPTION_FLAG, struct values, flag, NULL, "a flag"),
    OPTION("t", OPTION_TEXT, struct values, text, "TEXT", "a text"),
    OPTION_END
};

static const struct program with_help = {
    .name = "tool", .synopsis = "FILE", .about = "Does it.", .options = long_rows,
    .shared = shared_rows, .script_has_help = true,
};
static const struct program without_help = {
    .name = "tool", .synopsis = "FILE", .about = "Does it.", .options = long_rows,
};
static const struct program with_letters = {
    .name = "tool", .synopsis = "FILE", .about = "Does it.", .options = letter_rows,
    .syntax = PROGRAM_LETTERS, .usage_status = 2,
};
static const struct program without_options = {
    .name = "tool", .synopsis = "FILE", .about = "Does it.",
};

/* Words, and what becomes of them: the options, "|" and the operands; or the exit status
 * and the beginnings of what is printed. */
static const struct {
    const struct program *program;
    const char *words[WORDS];
    const char *result;
} cases[] = {
    {&with_help, {NULL}, "|"},
    {&with_help, {"a", "--flag", "b", "--text=x"}, "flag text=x | a b"},
    {&with_help, {"--shared"}, "shared |"},
    {&with_help, {"--share"}, "255 [] [pre-tool: unknown option '--share'\n]"},
    {&with_help, {"--help"}, "0 [usage: pre-tool FILE\n] []"},
    {&with_help, {"-h"}, "0 [usage: pre-tool FILE\n] []"},
    {&with_help, {"--flag", "--hel"}, "0 [usage: pre-tool FILE\n] []"},
    {&with_help, {"--help", "--nosuch"}, "255 [] [pre-tool: unknown option '--nosuch'\n]"},
    {&with_help, {"--version"}, "0 [pre-tool (flamegraph-c) ] []"},
    {&with_help, {"--help", "--version"}, "0 [usage: pre-tool FILE\n] []"},
    {&with_help, {"--", "--help"}, "| --help"},
    {&with_help, {"--text", "--help"}, "text=--help |"},
    {&with_help, {"--text"}, "255 [] [pre-tool: option --text needs a value\n]"},
    {&without_help, {"--help"}, "0 [usage: pre-tool FILE\n] []"},
    {&without_help, {"-h"}, "0 [usage: pre-tool FILE\n] []"},
    {&without_help, {"--hel"}, "255 [] [pre-tool: unknown option '--hel'\n]"},
    {&without_help, {"--shared"}, "255 [] [pre-tool: unknown option '--shared'\n]"},
    {&with_letters, {"-f", "-tx", "a", "-f"}, "flag text=x | a -f"},
    {&with_letters, {"-ft", "x", "a"}, "flag text=x | a"},
    {&with_letters, {"-h"}, "0 [usage: pre-tool FILE\n] []"},
    {&with_letters, {"-f", "--help", "a"}, "0 [usage: pre-tool FILE\n] []"},
    {&with_letters, {"--version"}, "0 [pre-tool (flamegraph-c) ] []"},
    {&with_letters, {"a", "--help"}, "| a --help"},
    {&with_letters, {"--", "--help"}, "| --help"},
    {&with_letters, {"-x", "a"}, "2 [] [pre-tool: unknown option '-x'\n]"},
    {&without_options, {"a", "-"}, "| a -"},
    {&without_options, {"--flag"}, "255 [] [pre-tool: unknown option '--flag'\n]"}
};

/* Where the standard descriptors go while a program starts; it may close them. */
struct redirection {
    int files[2], saved[2];
};

static void redirect(struct redirection *r)
{
    fflush(stdout);
    for (int i = 0; i < 2; i++) {
        r->files[i] = temporary_file();
        r->saved[i] = dup(STDOUT_FILENO + i);
        dup2(r->files[i], STDOUT_FILENO + i);
    }
}

static void restore(const struct redirection *r, struct strbuf printed[2])
{
    for (int i = 0; i < 2; i++) {
        dup2(r->saved[i], STDOUT_FILENO + i);
        close(r->saved[i]);
        take_file(r->files[i], &printed[i]);
    }
}

static void describe_values(struct strbuf *to, const struct values *v, char *const *operands,
                            size_t count)
{
    strbuf_add_str(to, v->flag ? "flag " : "");
    strbuf_add_str(to, v->shared ? "shared " : "");
    if (v->text != NULL)
        strbuf_printf(to, "text=%s ", v->text);
    strbuf_add_char(to, '|');
    for (size_t i = 0; i < count; i++)
        strbuf_printf(to, " %s", operands[i]);
}

/* Appends as much of the output as `wanted` has at this position. */
static void describe_output(struct strbuf *to, struct slice printed, const char *wanted)
{
    strbuf_add_str(to, " [");
    if (to->n < strlen(wanted)) {
        size_t length = strcspn(wanted + to->n, "]");
        strbuf_add(to, slice_cut(printed, 0, printed.n < length ? printed.n : length));
    }
    strbuf_add_char(to, ']');
}

static void test_start(void)
{
    struct strbuf printed[2] = {{0}};
    struct strbuf got = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *argv[WORDS + 2] = {"/opt/bin/pre-tool"};
        struct values values = {0};
        struct redirection r;
        size_t operands;
        int argc = 1;
        int status = -1;

        test_case = cases[i].result;
        for (; argc <= WORDS && cases[i].words[argc - 1] != NULL; argc++)
            argv[argc] = (char *)(size_t)cases[i].words[argc - 1];
        redirect(&r);
        bool goes_on = program_start(cases[i].program, argc, argv, &values, &operands, &status);
        restore(&r, printed);
        strbuf_clear(&got);
        if (goes_on) {
            describe_values(&got, &values, argv, operands);
        } else {
            strbuf_printf(&got, "%d", status);
            for (int k = 0; k < 2; k++)
                describe_output(&got, strbuf_slice(&printed[k]), cases[i].result);
        }
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(cases[i].result));
    }
    test_case = NULL;
    strbuf_free(&printed[0]);
    strbuf_free(&printed[1]);
    strbuf_free(&got);
}

static void test_usage(void)
{
    struct strbuf messages = {0};

    set_program_name("tool");
    struct capture standard_error = capture_begin(STDERR_FILENO);
    CHECK(program_usage(&with_help, "expected %d files", 2) == FG_USAGE);
    CHECK(program_usage(&with_letters, NULL) == 2);
    capture_end(&standard_error, &messages);
    CHECK_EQ_SLICE(strbuf_slice(&messages),
                   slice_str("tool: expected 2 files\ntool: see 'tool --help'\n"
                             "tool: see 'tool --help'\n"));
    strbuf_free(&messages);
}

/* The name that this program is called by, and that of another one. */
static const struct {
    const char *own, *sibling;
} siblings[] = {
    {"tool", "other"}, {"/usr/bin/tool", "other"}, {"fg-tool", "fg-other"},
    {"/a.b/fg.tool", "fg.other"}, {"tool.pl", "other"}, {"renamed", "other"}
};

static void test_siblings(void)
{
    struct strbuf name = {0};

    for (size_t i = 0; i < sizeof siblings / sizeof *siblings; i++) {
        set_program_name(siblings[i].own);
        strbuf_clear(&name);
        program_sibling(&with_help, "other", &name);
        CHECK_EQ_SLICE(strbuf_slice(&name), slice_str(siblings[i].sibling));
    }
    strbuf_free(&name);
}

int main(void)
{
    test_start();
    test_usage();
    test_siblings();
    return test_report();
}
