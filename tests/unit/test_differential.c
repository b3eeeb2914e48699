/* SPDX-License-Identifier: MIT */
#include "folded/differential.h"

#include <stdio.h>
#include <stdlib.h>

#include "capture.h"
#include "test.h"

/* Two files, and the lines of difffolded.pl in sorted order. */
static const struct {
    const char *files[2];
    struct differential_options options;
    enum differential_result result;
    const char *lines;
    bool says;      /* something is wrong with the lines */
} cases[] = {
    {{"a 1\nb 2\n", "b 5\nc 7\n"}, {false, false, false}, DIFFERENTIAL_OK,
     "a 1 0\nb 2 5\nc 0 7\n", false},
    {{"a 1\na 2\n", "a 3.5\na .5\n"}, {false, false, false}, DIFFERENTIAL_OK,
     " 0 0\na 3 3.5\n", true},
    {{"x\na 5\n", ""}, {false, false, false}, DIFFERENTIAL_OK, " 0 0\na 5 0\n", true},
    {{"", ""}, {false, false, false}, DIFFERENTIAL_OK, "", true},
    {{"a 1\r\nx\n\n", "a .5\nb 1e2 \nc -1\n"}, {false, false, true}, DIFFERENTIAL_OK,
     "a 1 0.5\nb 0 100\n", true},
    {{"\xef\xbb\xbf" "a 1\r\n", "a +2\n"}, {false, false, true}, DIFFERENTIAL_OK, "a 1 2\n", false},
    {{"\xef\xbb\xbf" "a 1\n", "a 2\n"}, {false, false, false}, DIFFERENTIAL_OK,
     "a 0 2\n\xef\xbb\xbf" "a 1 0\n", true},
    {{"a 3\nb 1\n", "a 10\nb 1\n"}, {true, false, false}, DIFFERENTIAL_OK,
     "a 8 10\nb 2 1\n", false},
    {{"a 3\n", "a 1\nb 2\n"}, {true, false, false}, DIFFERENTIAL_OK, "a 3 1\nb 0 2\n", false},
    {{"a 0\n", "a 1\n"}, {true, false, false}, DIFFERENTIAL_NO_SCALE, "", false},
    {{"a 1\n", "b 0\n"}, {true, false, false}, DIFFERENTIAL_OK, "a 0 0\nb 0 0\n", false},
    {{"f_0x1f;g 1\nf_0x2F;g 2\n0xg 1\n", "0x;0x 1\n"}, {false, true, false}, DIFFERENTIAL_OK,
     "0x;0x 0 1\n0xg 1 0\nf_0x...;g 3 0\n", false},
    {{"a 9007199254740993\nb 1\n", "a 1\nb 9007199254740993"}, {true, false, false},
     DIFFERENTIAL_OK, "a 9007199254740993 1\nb 1 9007199254740993\n", false},
    {{"0x12 1\n", "0xab 2\n"}, {true, true, false}, DIFFERENTIAL_OK, "0x... 2 2\n", false}
};

static int compare_lines(const void *x, const void *y)
{
    const struct strbuf *a = x;
    const struct strbuf *b = y;

    return slice_compare(strbuf_slice(a), strbuf_slice(b));
}

/* All lines, sorted as lines: the table is sorted by stack. */
static void add_lines(struct differential *d, struct strbuf *to)
{
    struct strbuf lines[8] = {{0}};

    for (size_t i = 0; i < d->count; i++)
        CHECK(differential_line(d, i, &lines[i]));
    qsort(lines, d->count, sizeof *lines, compare_lines);
    for (size_t i = 0; i < d->count; i++) {
        strbuf_add(to, strbuf_slice(&lines[i]));
        strbuf_add_char(to, '\n');
        strbuf_free(&lines[i]);
    }
}

static void write_file(const char *name, const char *content)
{
    FILE *file = fopen(name, "w");

    if (file == NULL || fputs(content, file) == EOF || fclose(file) != 0) {
        perror(name);
        exit(2);
    }
}

static void test_cases(char *const names[2])
{
    struct strbuf messages = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct differential d;
        struct strbuf got = {0};

        test_case = cases[i].files[0];
        write_file(names[0], cases[i].files[0]);
        write_file(names[1], cases[i].files[1]);
        struct capture standard_error = capture_begin(STDERR_FILENO);
        CHECK(differential_read(&d, names, &cases[i].options) == cases[i].result);
        for (int column = 0; column < 2; column++)
            differential_report(&d, column, cases[i].options.fix);
        capture_end(&standard_error, &messages);
        if (cases[i].result == DIFFERENTIAL_OK)
            add_lines(&d, &got);
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(cases[i].lines));
        CHECK((messages.n > 0) == (cases[i].says || cases[i].result != DIFFERENTIAL_OK));
        differential_free(&d);
        strbuf_free(&got);
    }
    test_case = NULL;
    strbuf_free(&messages);
}

static void test_unreadable(char *const names[2])
{
    static const struct differential_options options = {false, false, false};
    struct strbuf messages = {0};
    struct differential d;

    struct capture standard_error = capture_begin(STDERR_FILENO);
    CHECK(differential_read(&d, names, &options) == DIFFERENTIAL_UNREADABLE);
    capture_end(&standard_error, &messages);
    CHECK(slice_search(strbuf_slice(&messages), "missing") != SLICE_NONE);
    differential_free(&d);
    strbuf_free(&messages);
}

int main(void)
{
    char directory[] = "/tmp/test_differential.XXXXXX";

    if (mkdtemp(directory) == NULL || chdir(directory) != 0) {
        perror(directory);
        return 2;
    }
    test_cases((char *const[]){"before", "after"});
    test_unreadable((char *const[]){"before", "missing"});
    test_unreadable((char *const[]){"missing", "after"});
    remove("before");
    remove("after");
    if (chdir("/") == 0)
        rmdir(directory);
    return test_report();
}
