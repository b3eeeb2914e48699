/* SPDX-License-Identifier: MIT */
#include "io/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

/* All that the handler touches: the signal, and a pipe that wakes every waiting thread,
 * whichever of them receives the signal. The pipe is never read, so it stays readable. */
static volatile sig_atomic_t caught;
static int wake[2] = {-1, -1};

static void on_signal(int number)
{
    int error = errno;

    /* A second signal; this one has its default action again (SA_RESETHAND). */
    if (caught != 0)
        raise(number);
    caught = number;
    /* A full pipe is readable already. */
    if (write(wake[1], "", 1) < 0)
        caught = number;
    errno = error;
}

static void catch_signal(int number)
{
    struct sigaction action;

    if (sigaction(number, NULL, &action) != 0 || action.sa_handler != SIG_DFL)
        return;
    action.sa_handler = on_signal;
    action.sa_flags = (int)SA_RESETHAND;
    sigaction(number, &action, NULL);
}

void interrupt_catch(void)
{
    if (wake[0] >= 0 || pipe(wake) != 0)
        return;
    for (int i = 0; i < 2; i++) {
        fcntl(wake[i], F_SETFD, FD_CLOEXEC);
        fcntl(wake[i], F_SETFL, O_NONBLOCK);
    }
    catch_signal(SIGINT);
    catch_signal(SIGTERM);
}

int interrupt_signal(void)
{
    return caught;
}

bool interrupt_poll(struct pollfd *fds, size_t count)
{
    struct pollfd all[INTERRUPT_FDS + 1] = {{wake[0], POLLIN, 0}};

    for (size_t i = 0; i < count; i++)
        all[i + 1] = fds[i];
    int ready;
    do
        ready = poll(all, (nfds_t)count + 1, -1);
    while (ready < 0 && errno == EINTR);
    for (size_t i = 0; i < count; i++)
        fds[i].revents = ready < 0 ? POLLNVAL : all[i + 1].revents;
    return all[0].revents == 0;
}

bool interrupt_wait(int fd)
{
    struct pollfd one = {fd, POLLIN, 0};

    return interrupt_poll(&one, 1);
}
