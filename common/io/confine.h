/* SPDX-License-Identifier: MIT */
/*
 * Gives up what a program needs no more once its last input is open, so that an error in it is of
 * less use to whoever wrote the input. Linux only; elsewhere nothing is done.
 */
#ifndef FG_IO_CONFINE_H
#define FG_IO_CONFINE_H

/* From now on the process opens nothing, no file, no pipe and no socket, and gains no rights
 * from a program that it might run. What is open can still be used. */
void confine(void);

#endif
