/* SPDX-License-Identifier: MIT */
/*
 * Perl's srand and rand: on every system the generator of drand48, linear congruential
 * modulo 2^48, with a seed of 32 bits.
 */
#ifndef FG_PERL_RAND_H
#define FG_PERL_RAND_H

#include <stdint.h>

struct perl_rand {
    uint64_t state;
};

/* As srand(seed). */
void perl_srand(struct perl_rand *r, uint32_t seed);

/* As rand(1): at least 0 and less than 1. */
double perl_rand(struct perl_rand *r);

#endif
