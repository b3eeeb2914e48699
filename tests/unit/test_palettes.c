/* SPDX-License-Identifier: MIT */
#include "palettes.h"

#include "test.h"

/* --bgcolors, --colors, and the colors at the top and at the bottom that flamegraph.pl
 * draws; NULL: an error. */
static const struct {
    const char *bgcolors, *colors;
    const char *top, *bottom;
} cases[] = {
    {"", "hot", "#eeeeee", "#eeeeb0"},
    {"", "mem", "#eef2ee", "#e0ffe0"},
    {"", "chain", "#eeeeee", "#e0e0ff"},
    {"", "orange", "#f8f8f8", "#e8e8e8"},
    {"", "nosuch", "#eeeeee", "#eeeeb0"},
    {"", "", "#eeeeee", "#eeeeb0"},
    {"", "io\n", "#eeeeee", "#e0e0ff"},
    {"", "mem\n", "#eeeeee", "#eeeeb0"},
    {"", "red\n\n", "#eeeeee", "#eeeeb0"},
    {"", "red\nx", "#eeeeee", "#eeeeb0"},
    {"grey", "hot", "#f8f8f8", "#e8e8e8"},
    {"grey\n", "hot", NULL, NULL},
    {"red", "hot", NULL, NULL},
    {"#123456", "hot", "#123456", "#123456"},
    {"#zz z;\"", "hot", "#zz z;\"", "#zz z;\""},
    {"#123456\n", "hot", "#123456\n", "#123456\n"},
    {"#12345", "hot", NULL, NULL},
    {"#12345\n", "hot", NULL, NULL},
    {"#1234567", "hot", NULL, NULL},
    {"#123456\n\n", "hot", NULL, NULL},
    {"123456", "hot", NULL, NULL}
};

static void test_backgrounds(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *colors[2];

        test_case = cases[i].bgcolors[0] != '\0' ? cases[i].bgcolors : cases[i].colors;
        bool valid = palette_background(cases[i].bgcolors, cases[i].colors, colors);
        CHECK(valid == (cases[i].top != NULL));
        if (valid) {
            CHECK_EQ_STR(colors[0], cases[i].top);
            CHECK_EQ_STR(colors[1], cases[i].bottom);
        }
    }
    test_case = NULL;
}

/* Every palette has a line in the help, and an unknown one is black. */
static void test_help(void)
{
    static const char *const names[] = {"hot", "mem", "io", "wakeup", "chain", "java", "js",
                                        "perl", "red", "green", "blue", "aqua", "yellow",
                                        "purple", "orange"};
    struct output out;
    struct strbuf line = {0};

    output_open_memory(&out);
    palettes_help(&out);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        strbuf_clear(&line);
        strbuf_printf(&line, "\n  %s  ", names[i]);
        CHECK(slice_has(strbuf_slice(&out.pending), strbuf_str(&line)));
        CHECK_EQ_STR(palette_find(names[i], false)->name, names[i]);
    }
    CHECK(palette_find("Hot", false) == palette_find("nosuch", false));
    strbuf_free(&out.pending);
    strbuf_free(&line);
}

int main(void)
{
    test_backgrounds();
    test_help();
    return test_report();
}
