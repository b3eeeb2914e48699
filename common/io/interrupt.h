/* SPDX-License-Identifier: MIT */
/*
 * SIGINT and SIGTERM end the input instead of the program, so that what was read before
 * can still be printed. A second signal ends the program.
 */
#ifndef FG_IO_INTERRUPT_H
#define FG_IO_INTERRUPT_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

/* Catches these signals from now on, except one that is ignored already. */
void interrupt_catch(void);

/* The signal that was caught, or 0. */
int interrupt_signal(void);

/* Waits until the descriptor is readable or at its end; false if a signal came first.
 * Several threads may wait, each for its own descriptor. */
bool interrupt_wait(int fd);

/* The same for up to INTERRUPT_FDS descriptors, of which any has to be ready, as poll() says;
 * POLLNVAL for all of them, with errno, where it fails. */
bool interrupt_poll(struct pollfd *fds, size_t count);

enum { INTERRUPT_FDS = 7 };

#endif
