/* SPDX-License-Identifier: MIT */
/* A command line, a word a line, as Getopt::Long and as Getopt::Std read it. */
#include "part.h"
#include "perl/getopt_long.h"
#include "perl/getopt_std.h"
#include "perl/number.h"

enum { MOST_WORDS = 64 };

struct values {
    bool flag, other, negatable, h, f;
    const char *text, *factor, *i;
    struct perl_number integer;
};

static const struct option rows[] = {
    HEADING("Heading:"),
    OPTION("flag", OPTION_FLAG, struct values, flag, NULL, NULL),
    OPTION("flags", OPTION_FLAG, struct values, other, NULL, NULL),
    OPTION("include-all", OPTION_NEGATABLE, struct values, negatable, NULL, NULL),
    OPTION("title", OPTION_TEXT, struct values, text, "TEXT", NULL),
    OPTION("factor", OPTION_FLOAT, struct values, factor, "N", NULL),
    OPTION("total", OPTION_INTEGER, struct values, integer, "N", NULL),
    OPTION("f", OPTION_FLAG, struct values, f, NULL, NULL),
    OPTION("i", OPTION_TEXT, struct values, i, "TEXT", NULL),
    ADDED_OPTION("h", OPTION_FLAG, struct values, h, NULL, NULL),
    OPTION_END
};

/* Cuts the text into words; returns argc. */
static int cut_words(char *text, char *argv[MOST_WORDS + 2])
{
    static char name[] = "program";
    int argc = 0;

    argv[argc++] = name;
    for (char *end = text; text != NULL && argc <= MOST_WORDS; text = end) {
        argv[argc++] = text;
        end = strchr(text, '\n');
        if (end != NULL)
            *end++ = '\0';
    }
    argv[argc] = NULL;
    return argc;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    for (int std = 0; std < 2; std++) {
        struct values values = {0};
        char *argv[MOST_WORDS + 2];
        char *text = malloc(n + 1);
        memcpy(text, bytes, n);
        text[n] = '\0';
        int argc = cut_words(text, argv);
        int count = std ? getopt_std_perl(argc, argv, rows, &values)
                        : getopt_long_perl(argc, argv, rows, &values, argv);
        EXPECT(count >= -1 && count <= argc);
        if (values.factor != NULL)
            perl_numify(slice_str(values.factor));
        EXPECT(values.text == NULL || strlen(values.text) <= n);
        free(text);
    }
    return 0;
}
