/* SPDX-License-Identifier: MIT */
#include "io/help.h"

#include "base/message.h"
#include "test.h"

struct values {
    struct program_options common;
    bool flag, negatable;
    const char *text;
};

static const struct option rows[] = {
    HEADING("First:"),
    OPTION("text", OPTION_TEXT, struct values, text, "TEXT",
           "a text that is long enough for two lines, which both begin in the same column"),
    OPTION("an-option-with-a-long-name", OPTION_TEXT, struct values, text, "TEXT", "a text"),
    HEADING("Second:"),
    OPTION("negatable", OPTION_NEGATABLE, struct values, negatable, NULL, "a flag"),
    OPTION("help", OPTION_FLAG, struct values, common.help, NULL, "print this help"),
    OPTION("h", OPTION_FLAG, struct values, common.help, NULL, NULL),
    OPTION_END
};

static const struct option letters[] = {
    OPTION("n", OPTION_FLAG, struct values, flag, NULL, "a letter"),
    OPTION("t", OPTION_TEXT, struct values, text, "TEXT", "a letter with a value"),
    OPTION("help", OPTION_FLAG, struct values, common.help, NULL, "print this help"),
    HEADING("Nothing:"),
    OPTION_END
};

static void check_help(const struct program *p, const struct option *options,
                       const char *wanted)
{
    struct output out;

    output_open_memory(&out);
    help_print(p, options, &out);
    CHECK_EQ_SLICE(strbuf_slice(&out.pending), slice_str(wanted));
    strbuf_free(&out.pending);
}

/* The names of all programs get the prefix of the name that this one has. */
static void test_names(void)
{
    static const struct program program = {
        .name = "tool",
        .synopsis = "FILE\n       @tool --text=TEXT",
        .about = "Does it.",
        .example = "  @tool | @other\n",
    };
    static const struct option none[] = {OPTION_END};

    set_program_name("/usr/bin/tool");
    check_help(&program, none, "usage: tool FILE\n       tool --text=TEXT\n\nDoes it.\n\n"
                               "  tool | other\n\n");
    set_program_name("fg-tool");
    check_help(&program, none, "usage: fg-tool FILE\n       fg-tool --text=TEXT\n\nDoes it.\n\n"
                               "  fg-tool | fg-other\n\n");
    set_program_name("tool.pl");
    check_help(&program, none, "usage: tool.pl FILE\n       tool --text=TEXT\n\nDoes it.\n\n"
                               "  tool | other\n\n");
}

static void print_more(struct output *o)
{
    output_str(o, "More:\n");
    help_row(o, "a", "b", 5);
}

static void test_options(void)
{
    static const struct program program = {
        .name = "tool", .synopsis = "FILE", .about = "Does it.", .more_help = print_more,
    };

    set_program_name("tool");
    check_help(&program, rows,
               "usage: tool FILE\n\nDoes it.\n\n"
               "First:\n"
               "  --text=TEXT       a text that is long enough for two lines, which both begin\n"
               "                    in the same column\n"
               "  --an-option-with-a-long-name=TEXT\n"
               "                    a text\n"
               "Second:\n"
               "  --[no-]negatable  a flag\n"
               "  -h, --help        print this help\n"
               "More:\n"
               "  a  b\n");
    check_help(&program, letters,
               "usage: tool FILE\n\nDoes it.\n\n"
               "  -n       a letter\n"
               "  -t TEXT  a letter with a value\n"
               "  --help   print this help\n"
               "Nothing:\n"
               "More:\n"
               "  a  b\n");
}

/* What a program does, and how it is wrapped at 80 bytes. */
static const struct {
    const char *about, *wrapped;
} paragraphs[] = {
    {"", "\n"},
    {"One.\nTwo.", "One.\nTwo.\n"},
    {"One.\n\nTwo.\n", "One.\n\nTwo.\n\n"},
    {"1234567890123456789012345678901234567890 234567890123456789012345678901234567890 x",
     "1234567890123456789012345678901234567890 234567890123456789012345678901234567890\nx\n"},
    {"1234567890123456789012345678901234567890 2345678901234567890123456789012345678901",
     "1234567890123456789012345678901234567890\n2345678901234567890123456789012345678901\n"},
    {"a 12345678901234567890123456789012345678901234567890123456789012345678901234567890123 b",
     "a\n12345678901234567890123456789012345678901234567890123456789012345678901234567890123"
     "\nb\n"}
};

static void test_paragraphs(void)
{
    static const struct option none[] = {OPTION_END};
    struct strbuf wanted = {0};

    set_program_name("tool");
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++) {
        struct program program = {
            .name = "tool", .synopsis = "FILE", .about = paragraphs[i].about,
        };
        test_case = paragraphs[i].about;
        strbuf_clear(&wanted);
        strbuf_printf(&wanted, "usage: tool FILE\n\n%s\n", paragraphs[i].wrapped);
        check_help(&program, none, strbuf_str(&wanted));
    }
    test_case = NULL;
    strbuf_free(&wanted);
}

int main(void)
{
    test_names();
    test_options();
    test_paragraphs();
    return test_report();
}
