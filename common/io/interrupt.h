/*
 * Ctrl-C: SIGINT and SIGTERM end the input instead of the program, so that
 * what was read until then can still be printed. A second signal ends the
 * program.
 */
#ifndef FG_IO_INTERRUPT_H
#define FG_IO_INTERRUPT_H

#include <stdbool.h>

/* From now on these signals are caught, but for one that is ignored already. */
void interrupt_catch(void);

/* The signal that came, 0 without any. */
int interrupt_signal(void);

/* Waits until the descriptor can be read or has ended; false if a signal came
 * before that. Several threads may wait, each for its own descriptor. */
bool interrupt_wait(int fd);

#endif
