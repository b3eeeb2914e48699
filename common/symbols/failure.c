/* SPDX-License-Identifier: MIT */
#include "symbols/failure.h"

#include <errno.h>

static int failure;

void failure_reset(void)
{
    failure = 0;
}

void failure_note(void)
{
    if (failure == 0 && (errno == EIO || errno == EMFILE || errno == ENFILE || errno == ENOMEM))
        failure = errno;
}

int failure_first(void)
{
    return failure;
}
