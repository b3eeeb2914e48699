/* SPDX-License-Identifier: MIT */
#include "check/fdr.h"

double fdr_limit(const double *p, size_t count, double rate)
{
    for (size_t i = count; i > 0; i--)
        if (p[i - 1] <= (double)i / (double)count * rate)
            return p[i - 1];
    return -1;
}
