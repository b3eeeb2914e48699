/* SPDX-License-Identifier: MIT */
#include "perl/rand.h"

#include <math.h>

void perl_srand(struct perl_rand *r, uint32_t seed)
{
    r->state = ((uint64_t)seed << 16) + 0x330E;
}

double perl_rand(struct perl_rand *r)
{
    r->state = (r->state * 0x5DEECE66D + 0xB) & (((uint64_t)1 << 48) - 1);
    return ldexp((double)r->state, -48);
}
