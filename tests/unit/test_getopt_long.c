/* SPDX-License-Identifier: MIT */
#include "perl/getopt_long.h"

#include <stddef.h>
#include <stdlib.h>

#include "capture.h"
#include "perl/number.h"
#include "test.h"

enum { WORDS = 8, LONGEST = 31 };

struct values {
    const char *fontsize;
    const char *fontwidth;
    bool hash;
    struct perl_number height;
    bool help;
    bool include_tid;
    bool shorten;
    const char *title;
    bool wall;
    struct perl_number width;
    bool hidden;        /* the script does not have these */
    bool titles;
};

#define ROW(name, kind, member) OPTION(name, kind, struct values, member, NULL, "")

static const struct option options[] = {
    ROW("fontsize", OPTION_FLOAT, fontsize),
    ROW("fontwidth", OPTION_FLOAT, fontwidth),
    ROW("hash", OPTION_FLAG, hash),
    ROW("height", OPTION_INTEGER, height),
    ROW("help", OPTION_FLAG, help),
    ROW("include-tid", OPTION_NEGATABLE, include_tid),
    ROW("shorten", OPTION_NEGATABLE, shorten),
    ROW("title", OPTION_TEXT, title),
    ROW("wall", OPTION_FLAG, wall),
    ROW("width", OPTION_INTEGER, width),
    HEADING("hash"),
    ADDED_OPTION("hidden", OPTION_FLAG, struct values, hidden, NULL, ""),
    ADDED_OPTION("titles", OPTION_FLAG, struct values, titles, NULL, ""),
    OPTION_END
};

/* Words, and what Getopt::Long makes of them: the values that it sets, then
 * the operands. */
struct row {
    const char *words[WORDS];
    const char *result;
};

static const struct row rows[] = {
    {{"--title", "x"}, "title=x |"},
    {{"-title", "x"}, "title=x |"},
    {{"+title", "x"}, "title=x |"},
    {{"--TiTle", "x"}, "title=x |"},
    {{"--title=x"}, "title=x |"},
    {{"--title=a=b"}, "title=a=b |"},
    {{"--title="}, "error"},
    {{"--title", ""}, "title= |"},
    {{"--title", "--"}, "title=-- |"},
    {{"--title", "-x"}, "title=-x |"},
    {{"--title"}, "error"},
    {{"--title", "a", "--title", "b"}, "title=b |"},
    {{"--ti", "x"}, "title=x |"},
    {{"--t", "x"}, "title=x |"},
    {{"--h"}, "error"},
    {{"--he"}, "error"},
    {{"--hei", "5"}, "height=5 |"},
    {{"--hel"}, "help=1 |"},
    {{"--w", "5"}, "error"},
    {{"--wi", "5"}, "width=5 |"},
    {{"--width", "5"}, "width=5 |"},
    {{"--font", "1"}, "error"},
    {{"--fonts", "1"}, "fontsize=1 |"},
    {{"--hash"}, "hash=1 |"},
    {{"--hash=1"}, "error"},
    {{"--hash="}, "error"},
    {{"--has", "op"}, "hash=1 | op"},
    {{"--nohash"}, "error"},
    {{"--unknown"}, "error"},
    {{"--unknown=3", "a"}, "error"},
    {{"--"}, "|"},
    {{"--", "--hash"}, "| --hash"},
    {{"a", "--hash", "b", "--", "--wall", "c"}, "hash=1 | a b --wall c"},
    {{"-", "--hash"}, "hash=1 | -"},
    {{"+"}, "error"},
    {{"+hash"}, "hash=1 |"},
    {{""}, "| "},
    {{"--=x"}, "error"},
    {{"-=x"}, "error"},
    {{"---hash"}, "error"},
    {{"--include-tid"}, "include-tid=1 |"},
    {{"--noinclude-tid"}, "include-tid=0 |"},
    {{"--no-include-tid"}, "include-tid=0 |"},
    {{"--noinc"}, "include-tid=0 |"},
    {{"--no-inc"}, "include-tid=0 |"},
    {{"--no"}, "error"},
    {{"--no-"}, "error"},
    {{"--n"}, "error"},
    {{"--i"}, "include-tid=1 |"},
    {{"--noshorten", "--shorten"}, "shorten=1 |"},
    {{"--shorten", "--no-shorten"}, "shorten=0 |"},
    {{"--shorten=0"}, "error"},
    {{"--NoShorten"}, "shorten=0 |"},
    {{"--width", "+0900"}, "width=900 |"},
    {{"--width", "-5"}, "width=-5 |"},
    {{"--width", "_1_000"}, "width=1000 |"},
    {{"--width", "_"}, "error"},
    {{"--width", "1e3"}, "error"},
    {{"--width", "12.5"}, "error"},
    {{"--width", "0x10"}, "error"},
    {{"--width", " 5"}, "error"},
    {{"--width", "5 "}, "error"},
    {{"--width", "7\n"}, "width=7 |"},
    {{"--width", "7\n\n"}, "error"},
    {{"--width", "99999999999999999999"}, "width=1e+20 |"},
    {{"--width", ""}, "error"},
    {{"--width", "+"}, "error"},
    {{"--width=5=5"}, "error"},
    {{"--width", "--hash"}, "error"},
    {{"--fontsize", "12x5"}, "fontsize=12x5 |"},
    {{"--fontsize", "1 2"}, "fontsize=1 2 |"},
    {{"--fontsize", "0x10"}, "fontsize=0x10 |"},
    {{"--fontsize", "5."}, "error"},
    {{"--fontsize", "."}, "error"},
    {{"--fontsize", ".5"}, "fontsize=.5 |"},
    {{"--fontsize", "..5"}, "error"},
    {{"--fontsize", "inf"}, "error"},
    {{"--fontsize", "1e3"}, "fontsize=1e3 |"},
    {{"--fontsize", "1e"}, "error"},
    {{"--fontsize", "1e+"}, "error"},
    {{"--fontsize", "1E-2"}, "fontsize=1E-2 |"},
    {{"--fontsize", "1_2"}, "fontsize=12 |"},
    {{"--fontsize", "_1"}, "error"},
    {{"--fontsize", "-1.5"}, "fontsize=-1.5 |"},
    {{"--fontsize", "--5"}, "error"},
    {{"--fontsize", "1.5e3x"}, "error"},
    {{"--fontsize", "12xx5"}, "error"},
    {{"--fontsize", "12\n"}, "fontsize=12\n |"},
    {{"--fontsize", "1\n5"}, "error"},
    {{"--fontsize", "x5"}, "error"},
    {{"--fontsize", "1e5e5"}, "fontsize=1e5e5 |"},
    {{"--fontsize", "1e5.5"}, "error"},
    {{"--fontsize", ""}, "error"},
    {{"--fontsize=12", "a"}, "fontsize=12 | a"},
    {{"--unknown", "--hash", "--width", "x"}, "error"}
};

/* The same with POSIXLY_CORRECT. */
static const struct row posix_rows[] = {
    {{"--ti", "x"}, "error"},
    {{"--title", "x"}, "title=x |"},
    {{"+hash"}, "| +hash"},
    {{"a", "--hash"}, "| a --hash"},
    {{"--hash", "a", "--", "b"}, "hash=1 | a -- b"},
    {{"--TITLE", "x"}, "title=x |"},
    {{"--hash", "--", "--wall"}, "hash=1 | --wall"},
    {{"--no-shorten"}, "shorten=0 |"},
    {{"-hash", "-", "--wall"}, "hash=1 | - --wall"}
};

/* Options that Perl's programs do not have. */
static const struct row added_rows[] = {
    {{"--hidden"}, "hidden=1 |"},
    {{"--hid"}, "error"},
    {{"--HIDDEN", "a"}, "hidden=1 | a"},
    {{"--hi"}, "error"},
    {{"--h"}, "error"},
    {{"--nohidden"}, "error"},
    {{"--hidden=1"}, "error"},
    {{"--titl", "x"}, "title=x |"},
    {{"--titles", "x"}, "titles=1 | x"}
};

static int read_words(const struct row *row, struct values *values, char **operands)
{
    static char words[WORDS][LONGEST + 1];
    char *argv[WORDS + 2] = {"program"};
    int argc = 1;

    for (size_t i = 0; i < WORDS && row->words[i] != NULL; i++) {
        snprintf(words[i], sizeof words[i], "%s", row->words[i]);
        argv[argc++] = words[i];
    }
    int count = getopt_long_perl(argc, argv, options, values, argv);
    for (int i = 0; i < count; i++)
        operands[i] = argv[i];
    return count;
}

static void add_value(struct strbuf *to, const char *name, struct slice value)
{
    strbuf_add_str(to, name);
    strbuf_add_char(to, '=');
    strbuf_add(to, value);
    strbuf_add_char(to, ' ');
}

/* A value that is the same in both was set, as they were different before. */
static void add_option(struct strbuf *to, const struct option *o, const void *a,
                       const void *b)
{
    const char *text;
    char digits[PERL_NUMBER_TEXT];

    switch (o->kind) {
    case OPTION_FLAG:
    case OPTION_NEGATABLE:
        if (*(const bool *)a == *(const bool *)b)
            add_value(to, o->name, slice_str(*(const bool *)a ? "1" : "0"));
        break;
    case OPTION_TEXT:
    case OPTION_FLOAT:
        text = *(const char *const *)a;
        if (text != NULL)
            add_value(to, o->name, slice_str(text));
        break;
    case OPTION_INTEGER:
        if (perl_compare(*(const struct perl_number *)a, *(const struct perl_number *)b) == 0)
            add_value(to, o->name,
                      slice_of(digits, perl_number_text(*(const struct perl_number *)a, digits)));
        break;
    case OPTION_HEADING:
        break;
    }
}

static void add_result(struct strbuf *to, const struct values *a, const struct values *b,
                       char **operands, int count)
{
    for (const struct option *o = options; o->name != NULL; o++)
        add_option(to, o, (const char *)a + o->offset, (const char *)b + o->offset);
    strbuf_add_char(to, '|');
    for (int i = 0; i < count; i++) {
        strbuf_add_char(to, ' ');
        strbuf_add_str(to, operands[i]);
    }
}

static void check_rows(const struct row *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct values a = {0};
        struct values b = {0};
        struct strbuf result = {0};
        struct strbuf messages = {0};
        char *operands[WORDS];

        test_case = table[i].words[0];
        b.hash = b.help = b.include_tid = b.shorten = b.wall = b.hidden = b.titles = true;
        a.width = a.height = perl_real(0.25);
        b.width = b.height = perl_real(0.75);
        struct capture standard_error = capture_begin(STDERR_FILENO);
        int operand_count = read_words(&table[i], &a, operands);
        int again = read_words(&table[i], &b, operands);
        capture_end(&standard_error, &messages);
        CHECK(again == operand_count);
        if (operand_count < 0)
            strbuf_add_str(&result, "error");
        else
            add_result(&result, &a, &b, operands, operand_count);
        CHECK_EQ_SLICE(strbuf_slice(&result), slice_str(table[i].result));
        CHECK((messages.n > 0) == (operand_count < 0));
        strbuf_free(&result);
        strbuf_free(&messages);
    }
    test_case = NULL;
}

/* Every wrong word gets its message, and what is right is read all the same. */
static void test_messages(void)
{
    static const struct row wrong = {
        {"--nosuch", "--hash=1", "--h", "--width", "x", "--wall", "--title"}, ""
    };
    struct values values = {0};
    struct strbuf messages = {0};
    char *operands[WORDS];
    size_t lines = 0;

    struct capture standard_error = capture_begin(STDERR_FILENO);
    CHECK(read_words(&wrong, &values, operands) == -1);
    capture_end(&standard_error, &messages);
    for (size_t i = 0; i < messages.n; i++)
        lines += messages.p[i] == '\n';
    CHECK_EQ_SIZE(lines, 5);
    CHECK(slice_search(strbuf_slice(&messages), "'--nosuch'") != SLICE_NONE);
    CHECK(slice_search(strbuf_slice(&messages), "hash, height, help") != SLICE_NONE);
    CHECK(values.wall);
    strbuf_free(&messages);
}

int main(void)
{
    unsetenv("POSIXLY_CORRECT");
    check_rows(rows, sizeof rows / sizeof *rows);
    check_rows(added_rows, sizeof added_rows / sizeof *added_rows);
    test_messages();
    setenv("POSIXLY_CORRECT", "1", 1);
    check_rows(posix_rows, sizeof posix_rows / sizeof *posix_rows);
    return test_report();
}
