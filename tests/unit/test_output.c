/* SPDX-License-Identifier: MIT */
#include "io/output.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "base/message.h"
#include "capture.h"
#include "test.h"

static void test_bytes(void)
{
    struct strbuf got = {0};
    struct output o;
    int fd = temporary_file();

    output_open(&o, dup(fd));
    output_str(&o, "a");
    output_add(&o, slice_of("\0b", 2));
    output_add(&o, slice_of(NULL, 0));
    output_char(&o, '\n');
    output_number(&o, perl_integer(12));
    output_number(&o, perl_real(0.5));
    CHECK(output_close(&o, "output") == FG_OK);
    take_file(fd, &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_of("a\0b\n120.5", 9));
    strbuf_free(&got);
}

/* More than fits into any buffer, in small pieces and in large ones. */
static void test_amount(size_t piece, size_t count)
{
    struct strbuf wanted = {0};
    struct strbuf got = {0};
    struct output o;
    size_t largest = 0;
    int fd = temporary_file();

    output_open(&o, dup(fd));
    for (size_t i = 0; i < count; i++) {
        size_t from = wanted.n;
        for (size_t k = 0; k < piece; k++)
            strbuf_add_char(&wanted, (char)('a' + (i + k) % 26));
        output_add(&o, slice_from(strbuf_slice(&wanted), from));
        if (o.pending.n > largest)
            largest = o.pending.n;
    }
    CHECK(largest < 1024 * 1024);
    CHECK(output_close(&o, "output") == FG_OK);
    take_file(fd, &got);
    CHECK(slice_equal(strbuf_slice(&got), strbuf_slice(&wanted)));
    strbuf_free(&wanted);
    strbuf_free(&got);
}

/* An error shows when the output is closed, whether or not it came earlier,
 * and is told once. */
static void check_failure(int fd, size_t amount, bool fails)
{
    struct strbuf messages = {0};
    struct output o;

    output_open(&o, fd);
    for (size_t i = 0; i < amount; i++)
        output_char(&o, 'x');
    struct capture standard_error = capture_begin(STDERR_FILENO);
    CHECK(output_close(&o, "the output") == (fails ? FG_FAILED : FG_OK));
    capture_end(&standard_error, &messages);
    if (fails) {
        struct slice text = strbuf_slice(&messages);
        CHECK(slice_search(text, "cannot write the output: ") != SLICE_NONE);
        CHECK_EQ_SIZE(slice_find(text, '\n'), text.n - 1);
    } else {
        CHECK_EQ_SIZE(messages.n, 0);
    }
    strbuf_free(&messages);
}

static void test_failures(void)
{
    static const size_t amounts[] = {1, 1000, 64 * 1024, 200000};

    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        check_failure(open("/dev/full", O_WRONLY), amounts[i], true);
        check_failure(open("/dev/null", O_RDONLY), amounts[i], true);
        check_failure(open("/dev/null", O_WRONLY), amounts[i], false);
    }
    check_failure(open("/dev/full", O_WRONLY), 0, false);
    int closed = temporary_file();
    close(closed);
    check_failure(closed, 0, true);
}

/* A pipe without a reader is an error without a message. */
static void test_broken_pipe(void)
{
    struct strbuf messages = {0};
    struct output o;
    int ends[2];

    CHECK(pipe(ends) == 0);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    struct capture standard_error = capture_begin(STDERR_FILENO);
    output_open(&o, ends[1]);
    for (size_t i = 0; i < 200000; i++)
        output_char(&o, 'x');
    CHECK(output_failed(&o));
    CHECK(output_close(&o, "output") == FG_PIPE);
    capture_end(&standard_error, &messages);
    signal(SIGPIPE, SIG_DFL);
    CHECK_EQ_SLICE(strbuf_slice(&messages), slice_str(""));
    strbuf_free(&messages);
}

static void pause_briefly(void)
{
    struct timespec time = {0, 20 * 1000 * 1000};

    nanosleep(&time, NULL);
}

/* A pipe that does not block is waited for while it is full; as it is not
 * empty at first, it takes only a part of what is written to it. */
static void test_slow_reader(void)
{
    enum { AMOUNT = 300000 };
    char block[4096] = {0};
    size_t received = 0;
    int ends[2];
    int status = 0;

    CHECK(pipe(ends) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct output o;
        close(ends[0]);
        fcntl(ends[1], F_SETFL, O_NONBLOCK);
        if (write(ends[1], block, 1000) != 1000)
            _exit(1);
        output_open(&o, ends[1]);
        for (size_t i = 0; i < AMOUNT; i++)
            output_char(&o, 'x');
        _exit(output_close(&o, "output"));
    }
    close(ends[1]);
    pause_briefly();
    for (ssize_t got; (got = read(ends[0], block, sizeof block)) > 0;)
        received += (size_t)got;
    close(ends[0]);
    waitpid(child, &status, 0);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK_EQ_SIZE(received, 1000 + AMOUNT);
}

int main(void)
{
    test_bytes();
    test_amount(1, 300000);
    test_amount(777, 500);
    test_amount(200000, 3);
    test_failures();
    test_broken_pipe();
    test_slow_reader();
    return test_report();
}
