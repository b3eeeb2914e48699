/* SPDX-License-Identifier: MIT */
#include "io/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "capture.h"
#include "test.h"

enum { LENGTH = 600001 };

static void read_all(struct reader *r, int fd, struct strbuf *to)
{
    struct slice block;

    strbuf_clear(to);
    reader_open(r, fd);
    while (reader_next(r, &block)) {
        CHECK(block.n > 0);
        strbuf_add(to, block);
    }
}

static void fill(struct strbuf *to)
{
    for (size_t i = 0; i < LENGTH; i++)
        strbuf_add_char(to, (char)(i % 251));
}

static void test_files(void)
{
    struct reader r = {0};
    struct strbuf wanted = {0};
    struct strbuf got = {0};
    int fd = temporary_file();

    read_all(&r, fd, &got);
    CHECK_EQ_SIZE(got.n, 0);
    fill(&wanted);
    CHECK(write(fd, wanted.p, wanted.n) == LENGTH);
    lseek(fd, 0, SEEK_SET);
    read_all(&r, fd, &got);
    CHECK(slice_equal(strbuf_slice(&got), strbuf_slice(&wanted)));
    CHECK(r.error == 0);
    close(fd);

    read_all(&r, fd, &got);
    CHECK_EQ_SIZE(got.n, 0);
    CHECK(r.error == EBADF);
    fd = open("/", O_RDONLY);
    read_all(&r, fd, &got);
    CHECK(r.error == EISDIR);
    close(fd);
    fd = open("/dev/null", O_RDONLY);
    read_all(&r, fd, &got);
    CHECK(r.error == 0);
    close(fd);

    reader_free(&r);
    CHECK(r.buffer == NULL);
    reader_free(&r);
    strbuf_free(&wanted);
    strbuf_free(&got);
}

static void pause_briefly(void)
{
    struct timespec time = {0, 20 * 1000 * 1000};

    nanosleep(&time, NULL);
}

static void on_signal(int signal_number)
{
    (void)signal_number;
}

/* A writer that is slow, sends a signal and writes one byte at a time is read
 * to its end, whether or not the pipe blocks. */
static void test_pipe(int flags)
{
    struct sigaction action = {0};
    struct reader r = {0};
    struct strbuf got = {0};
    int ends[2];

    action.sa_handler = on_signal;
    sigaction(SIGUSR1, &action, NULL);
    CHECK(pipe(ends) == 0);
    fcntl(ends[0], F_SETFL, flags);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        pause_briefly();
        kill(getppid(), SIGUSR1);
        for (const char *c = "slow"; *c != '\0'; c++) {
            pause_briefly();
            if (write(ends[1], c, 1) != 1)
                _exit(1);
        }
        _exit(0);
    }
    close(ends[1]);
    read_all(&r, ends[0], &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str("slow"));
    CHECK(r.error == 0);
    close(ends[0]);
    waitpid(child, NULL, 0);
    reader_free(&r);
    strbuf_free(&got);
}

int main(void)
{
    test_files();
    test_pipe(0);
    test_pipe(O_NONBLOCK);
    return test_report();
}
