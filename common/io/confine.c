/* SPDX-License-Identifier: MIT */
#include "io/confine.h"

/* Set by the build where something opens files at the end: sanitizers, and the counters of
 * coverage. */
#if defined __linux__ && !defined FLAMEGRAPH_UNCONFINED

#include <sys/prctl.h>
#include <sys/resource.h>

/* Standard input, output and error: poll() refuses more descriptors than the limit. */
enum { CONFINE_OPEN = 3 };

void confine(void)
{
    struct rlimit limit = {CONFINE_OPEN, CONFINE_OPEN};

    /* If either fails, nothing else changes. */
    setrlimit(RLIMIT_NOFILE, &limit);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

#else

void confine(void)
{
}

#endif
