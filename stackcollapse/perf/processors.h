#ifndef FG_PERF_PROCESSORS_H
#define FG_PERF_PROCESSORS_H

#include <stddef.h>

/* How many processors the process may use at once, at least 1: those that it is
 * bound to, and as many as a container's share of time is worth. */
size_t processors(void);

#endif
