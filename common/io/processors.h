/* SPDX-License-Identifier: MIT */
#ifndef FG_IO_PROCESSORS_H
#define FG_IO_PROCESSORS_H

#include <stddef.h>

/* How many processors this process can use at once, at least 1: those that it may run on,
 * limited by the CPU quota of a container. */
size_t processors(void);

#endif
