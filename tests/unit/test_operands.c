/* SPDX-License-Identifier: MIT */
#include "io/operands.h"

#include <fcntl.h>
#include <stdlib.h>

#include "capture.h"
#include "test.h"

/* Files in a directory that the test makes and goes to. */
static const struct {
    const char *name, *content;
} files[] = {
    {"whole", "a\nb\n"}, {"cut", "c\n\nd"}, {"empty", ""}, {"newline", "\n"}, {" blanks ", "e\n"}
};

enum { FILES = sizeof files / sizeof *files, OPERANDS = 6 };

/* Operands, and each line as NUMBER:TEXT, with what standard input holds. */
static const struct {
    const char *operands[OPERANDS];
    const char *lines;
    size_t messages;
} cases[] = {
    {{NULL}, "1:in;2:put;", 0},
    {{"-"}, "1:in;2:put;", 0},
    {{"whole"}, "1:a;2:b;", 0},
    {{"cut", "whole"}, "1:c;2:;3:d;1:a;2:b;", 0},
    {{"empty"}, "", 0},
    {{"empty", "newline", "empty"}, "1:;", 0},
    {{"whole", "-", "cut"}, "1:a;2:b;1:in;2:put;1:c;2:;3:d;", 0},
    {{"-", "-"}, "1:in;2:put;", 0},
    {{"missing"}, "", 1},
    {{"missing", "whole", ""}, "1:a;2:b;", 2},
    {{"cut", ".", "whole"}, "1:c;2:;3:d;1:a;2:b;", 1},
    {{" blanks "}, "1:e;", 0},
    {{"< whole", "cat whole |", "> new", "whole", "blanks"}, "1:a;2:b;", 4}
};

static void write_files(void)
{
    for (size_t i = 0; i < FILES; i++) {
        FILE *file = fopen(files[i].name, "w");
        if (file == NULL || fputs(files[i].content, file) == EOF || fclose(file) != 0) {
            perror(files[i].name);
            exit(2);
        }
    }
}

static void remove_files(const char *directory)
{
    for (size_t i = 0; i < FILES; i++)
        remove(files[i].name);
    if (chdir("/") == 0)
        rmdir(directory);
}

static void give_input(const char *text)
{
    int fd = temporary_file();

    CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    lseek(fd, 0, SEEK_SET);
    dup2(fd, STDIN_FILENO);
    close(fd);
}

static size_t count_lines(const struct strbuf *text)
{
    size_t count = 0;

    for (size_t i = 0; i < text->n; i++)
        count += text->p[i] == '\n';
    return count;
}

static void add_lines(struct operands *d, struct strbuf *to)
{
    struct slice line;
    char number[32];

    while (operands_line(d, &line)) {
        snprintf(number, sizeof number, "%zu:", d->line);
        strbuf_add_str(to, number);
        strbuf_add(to, line);
        strbuf_add_char(to, ';');
    }
}

static void test_lines(void)
{
    struct strbuf got = {0};
    struct strbuf messages = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct operands d;
        char *operands[OPERANDS];
        size_t count = 0;

        test_case = cases[i].operands[0];
        for (; count < OPERANDS && cases[i].operands[count] != NULL; count++)
            operands[count] = (char *)(size_t)cases[i].operands[count];
        give_input("in\nput");
        strbuf_clear(&got);
        struct capture standard_error = capture_begin(STDERR_FILENO);
        operands_open(&d, operands, count);
        add_lines(&d, &got);
        operands_close(&d);
        capture_end(&standard_error, &messages);
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(cases[i].lines));
        CHECK_EQ_SIZE(count_lines(&messages), cases[i].messages);
        CHECK(d.failed == (cases[i].messages > 0));
    }
    test_case = NULL;
    CHECK(access("new", F_OK) != 0);
    strbuf_free(&got);
    strbuf_free(&messages);
}

static void test_events(void)
{
    char *operands[] = {"whole", "empty"};
    struct operands d;
    struct slice block = {NULL, 0};

    operands_open(&d, operands, 2);
    CHECK(operands_next(&d, &block) == OPERANDS_BLOCK);
    CHECK_EQ_SLICE(block, slice_str("a\nb\n"));
    CHECK_EQ_STR(d.name, "whole");
    CHECK(operands_next(&d, &block) == OPERANDS_FILE_END);
    CHECK_EQ_STR(d.name, "whole");
    CHECK(operands_next(&d, &block) == OPERANDS_FILE_END);
    CHECK_EQ_STR(d.name, "empty");
    CHECK(operands_next(&d, &block) == OPERANDS_DONE);
    CHECK(operands_next(&d, &block) == OPERANDS_DONE);
    CHECK(!d.failed);
    operands_close(&d);
}

/* operands_read() keeps the messages, if it is told where. */
static void test_messages(void)
{
    char *operands[] = {"missing", "whole", "gone"};
    struct operands d;
    struct strbuf messages = {0}, printed = {0};
    char bytes[8];
    size_t got;

    operands_open(&d, operands, 3);
    struct capture standard_error = capture_begin(STDERR_FILENO);
    CHECK(operands_read(&d, bytes, 3, &got, &messages) == OPERANDS_BLOCK);
    CHECK_EQ_SLICE(slice_of(bytes, got), slice_str("a\nb"));
    CHECK(operands_read(&d, bytes, sizeof bytes, &got, &messages) == OPERANDS_BLOCK);
    CHECK_EQ_SLICE(slice_of(bytes, got), slice_str("\n"));
    CHECK(operands_read(&d, bytes, sizeof bytes, &got, &messages) == OPERANDS_FILE_END);
    CHECK_EQ_SIZE(got, 0);
    CHECK(operands_read(&d, bytes, sizeof bytes, &got, &messages) == OPERANDS_DONE);
    capture_end(&standard_error, &printed);
    CHECK_EQ_SIZE(printed.n, 0);
    CHECK_EQ_STR(messages.p, "cannot open 'missing': No such file or directory");
    CHECK_EQ_STR(messages.p + strlen(messages.p) + 1,
                 "cannot open 'gone': No such file or directory");
    CHECK(d.failed);
    operands_close(&d);
    strbuf_free(&messages);
    strbuf_free(&printed);
}

/* Closing in the middle of a file leaves nothing open. */
static void test_close(void)
{
    struct operands d;
    struct slice line = {NULL, 0};
    int before = open("/dev/null", O_RDONLY);

    close(before);
    operands_open_file(&d, "whole");
    CHECK(operands_line(&d, &line));
    CHECK_EQ_SLICE(line, slice_str("a"));
    operands_close(&d);
    int after = open("/dev/null", O_RDONLY);
    CHECK(after == before);
    close(after);

    /* Standard input stays open. */
    give_input("x\n");
    operands_open_file(&d, "-");
    CHECK(operands_line(&d, &line));
    CHECK(!operands_line(&d, &line));
    operands_close(&d);
    CHECK(fcntl(STDIN_FILENO, F_GETFD) != -1);
    CHECK_EQ_STR(d.name, "standard input");
}

/* One regular file is read twice, from where it began, wherever it was rewound. */
static void check_rewind(char *name, const char *lines, size_t read)
{
    struct operands d;
    struct slice line;
    struct strbuf got = {0};
    int next = dup(STDERR_FILENO);

    operands_open(&d, &name, 1);
    d.keep_head = true;
    CHECK(operands_can_rewind(&d));
    for (size_t i = 0; i < read; i++)
        operands_line(&d, &line);
    CHECK(operands_rewind(&d));
    CHECK(d.line == 0 && d.bytes == 0 && d.head.n == 0);
    add_lines(&d, &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(lines));
    CHECK(d.bytes == d.head.n);
    CHECK(!operands_line(&d, &line));
    operands_close(&d);
    strbuf_free(&d.head);
    strbuf_free(&got);
    /* It is closed, once. */
    close(next);
    CHECK(dup(STDERR_FILENO) == next);
    close(next);
}

static void test_rewind(void)
{
    char *both[] = {"whole", "cut"};
    char *empty = "empty";
    struct operands d;
    int ends[2];

    for (size_t read = 0; read < 5; read++) {
        check_rewind("cut", "1:c;2:;3:d;", read);
        give_input("in\nput");
        lseek(STDIN_FILENO, 1, SEEK_SET);
        check_rewind("-", "1:n;2:put;", read);
    }
    operands_open(&d, both, 2);
    CHECK(!operands_can_rewind(&d));
    operands_close(&d);
    operands_open(&d, &empty, 1);
    CHECK(!operands_can_rewind(&d));
    operands_close(&d);
    CHECK(pipe(ends) == 0);
    dup2(ends[0], STDIN_FILENO);
    operands_open(&d, NULL, 0);
    CHECK(!operands_can_rewind(&d));
    operands_close(&d);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    char directory[] = "/tmp/test_operands.XXXXXX";

    if (mkdtemp(directory) == NULL || chdir(directory) != 0) {
        perror(directory);
        return 2;
    }
    write_files();
    test_lines();
    test_events();
    test_messages();
    test_close();
    test_rewind();
    remove_files(directory);
    return test_report();
}
