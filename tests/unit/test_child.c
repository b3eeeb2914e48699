/* SPDX-License-Identifier: MIT */
#include "io/child.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "capture.h"
#include "test.h"

static char sh[] = "sh", dash_c[] = "-c";

/* Runs a shell command; its answer without newlines, and its exit status. */
static int run(char *command, enum child_output output, struct strbuf *answer)
{
    char *argv[] = {sh, dash_c, command, NULL};
    struct child c;
    struct slice line;

    strbuf_clear(answer);
    CHECK(child_start(&c, argv, output) == 0);
    CHECK(child_write(&c, slice_str("question\n")));
    while (output == CHILD_ANSWERS && child_line(&c, &line))
        strbuf_add(answer, line);
    return child_stop(&c);
}

static void test_answers(void)
{
    static char command[] = "read word; echo \"$word?\"; printf answer; echo trouble >&2; exit 3";
    struct strbuf answer = {0}, errors = {0};
    struct capture standard_error = capture_begin(STDERR_FILENO);
    int status = run(command, CHILD_ANSWERS, &answer);

    capture_end(&standard_error, &errors);
    CHECK(status == 3);
    CHECK_EQ_SLICE(strbuf_slice(&answer), slice_str("question?answer"));
    CHECK_EQ_SIZE(errors.n, 0);
    strbuf_free(&answer);
    strbuf_free(&errors);
}

static void test_prints(void)
{
    static char command[] = "read word; echo \"$word\"; kill -TERM $$";
    struct strbuf answer = {0}, printed = {0};
    struct capture standard_output = capture_begin(STDOUT_FILENO);
    int status = run(command, CHILD_PRINTS, &answer);

    capture_end(&standard_output, &printed);
    CHECK(status == 128 + SIGTERM);
    CHECK_EQ_SLICE(strbuf_slice(&printed), slice_str("question\n"));
    strbuf_free(&answer);
    strbuf_free(&printed);
}

/* A question to a child that does not read is an error, and a child dies of SIGPIPE though
 * we ignore it. */
static void test_pipes(void)
{
    static char closed[] = "exec <&-; sleep 0.1; echo; sleep 5", yes[] = "yes";
    char *reader[] = {sh, dash_c, closed, NULL};
    char *writer[] = {yes, NULL};
    struct child c;
    struct slice line;
    bool written = true;

    CHECK(child_start(&c, reader, CHILD_ANSWERS) == 0);
    CHECK(child_line(&c, &line));
    for (int i = 0; i < 2 && written; i++)
        written = child_write(&c, slice_str("x\n"));
    CHECK(!written);
    kill(c.pid, SIGKILL);
    CHECK(child_stop(&c) == 128 + SIGKILL);

    CHECK(child_start(&c, writer, CHILD_ANSWERS) == 0);
    CHECK(child_line(&c, &line));
    CHECK_EQ_SLICE(line, slice_str("y"));
    CHECK(child_stop(&c) == 128 + SIGPIPE);
}

static void test_not_found(void)
{
    static char name[] = "/nosuch/program";
    char *argv[] = {name, NULL};
    struct child c;
    int error = child_start(&c, argv, CHILD_ANSWERS);

    CHECK(error == ENOENT || (error == 0 && child_stop(&c) == CHILD_NOT_FOUND));
}

static void test_limits(void)
{
    static char slow[] = "exec sleep 1000", much[] = "exec tr -d '\\n' </dev/zero";
    static char quick[] = "echo a; echo b; exec sleep 1000";
    char *argv[] = {sh, dash_c, slow, NULL};
    struct child c;
    struct slice line;

    CHECK(child_start(&c, argv, CHILD_ANSWERS) == 0);
    CHECK(!child_line_within(&c, 20, 100, &line));
    CHECK(c.error == ETIMEDOUT);
    CHECK(child_stop(&c) == 128 + SIGKILL);

    argv[2] = much;
    CHECK(child_start(&c, argv, CHILD_ANSWERS) == 0);
    CHECK(!child_line_within(&c, 1000 * 1000, 1000 * 1000, &line));
    CHECK(c.error == EFBIG);
    CHECK(child_stop(&c) == 128 + SIGKILL);

    argv[2] = quick;
    CHECK(child_start(&c, argv, CHILD_ANSWERS) == 0);
    CHECK(child_line_within(&c, 1000 * 1000, 100, &line));
    CHECK_EQ_SLICE(line, slice_str("a"));
    CHECK(child_line_within(&c, 1000 * 1000, 100, &line));
    CHECK_EQ_SLICE(line, slice_str("b"));
    kill(c.pid, SIGKILL);
    CHECK(child_stop(&c) == 128 + SIGKILL);
}

/* One that ignores SIGTERM is ended too. */
static void test_kill(void)
{
    static char deaf[] = "trap '' TERM; echo ready >&2; while :; do sleep 1; done";
    static char plain[] = "echo ready >&2; exec sleep 1000";
    char *argv[] = {sh, dash_c, deaf, NULL};
    struct child c;
    char ready[6];

    CHECK(child_start_watched(&c, argv, -1) == 0);
    CHECK(read(c.errors, ready, sizeof ready) == sizeof ready);
    child_kill(&c);
    CHECK(child_stop(&c) == 128 + SIGKILL);

    argv[2] = plain;
    CHECK(child_start_watched(&c, argv, -1) == 0);
    CHECK(read(c.errors, ready, sizeof ready) == sizeof ready);
    child_kill(&c);
    CHECK(child_stop(&c) == 128 + SIGTERM);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    test_answers();
    test_prints();
    test_pipes();
    test_not_found();
    test_limits();
    test_kill();
    return test_report();
}
