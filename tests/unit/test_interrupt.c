/* SPDX-License-Identifier: MIT */
#include "io/interrupt.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "test.h"

/* A pipe that nobody writes to until the test says so. */
static int never[2];

static void send_signal(int number)
{
    kill(getpid(), number);
}

/* Each runs in a process of its own, whose status is that it was right. */

static bool signal_before_wait(int number)
{
    interrupt_catch();
    send_signal(number);
    return interrupt_signal() == number && !interrupt_wait(never[0])
           && !interrupt_wait(never[0]);
}

/* Sends the signal from another process, when this one waits, most likely. */
static void send_later(int number)
{
    pid_t parent = getpid();

    if (fork() != 0)
        return;
    struct timespec soon = {0, 50 * 1000 * 1000};
    nanosleep(&soon, NULL);
    kill(parent, number);
    _exit(0);
}

static bool signal_while_waiting(int number)
{
    interrupt_catch();
    send_later(number);
    return !interrupt_wait(never[0]) && interrupt_signal() == number;
}

static void *wait_in_thread(void *ended)
{
    int own[2];

    *(bool *)ended = pipe(own) == 0 && !interrupt_wait(own[0]);
    return NULL;
}

/* One signal ends the waiting of all threads. */
static bool several_wait(int number)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    bool ended[THREADS] = {false};
    bool all = true;

    interrupt_catch();
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, wait_in_thread, &ended[i]) != 0)
            return false;
    send_later(number);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        all = all && ended[i];
    }
    return all && interrupt_signal() == number;
}

static bool no_signal(int number)
{
    int ready[2];

    (void)number;
    if (pipe(ready) != 0)
        return false;
    if (write(ready[1], "x", 1) != 1 || !interrupt_wait(ready[0]))
        return false;
    interrupt_catch();
    interrupt_catch();
    bool readable = interrupt_wait(ready[0]);
    char byte;
    bool read_it = read(ready[0], &byte, 1) == 1;
    close(ready[1]);
    return readable && read_it && interrupt_wait(ready[0]) && interrupt_signal() == 0;
}

static bool ignored_stays_ignored(int number)
{
    signal(number, SIG_IGN);
    interrupt_catch();
    send_signal(number);
    return interrupt_signal() == 0 && no_signal(number);
}

/* These end by the signal, if they are right. */

static bool second_ends(int number)
{
    interrupt_catch();
    send_signal(number);
    send_signal(number);
    return false;
}

static bool second_of_the_other_kind_ends(int number)
{
    interrupt_catch();
    send_signal(number == SIGINT ? SIGTERM : SIGINT);
    send_signal(number);
    return false;
}

static int status_of(bool (*test)(int), int number)
{
    int status = 0;

    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(20);
        _exit(test(number) ? 0 : 1);
    }
    return child > 0 && waitpid(child, &status, 0) == child ? status : -1;
}

static void test_signal(int number, const char *name)
{
    test_case = name;
    CHECK(status_of(signal_before_wait, number) == 0);
    CHECK(status_of(signal_while_waiting, number) == 0);
    CHECK(status_of(several_wait, number) == 0);
    CHECK(status_of(no_signal, number) == 0);
    CHECK(status_of(ignored_stays_ignored, number) == 0);
    int status = status_of(second_ends, number);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == number);
    status = status_of(second_of_the_other_kind_ends, number);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == number);
    test_case = NULL;
}

int main(void)
{
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    if (pipe(never) != 0)
        return 2;
    test_signal(SIGINT, "SIGINT");
    test_signal(SIGTERM, "SIGTERM");
    return test_report();
}
