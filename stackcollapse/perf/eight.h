/* SPDX-License-Identifier: MIT */
/*
 * Tests of eight bytes at a time, in a 64-bit word. A result has the highest bit of each
 * byte that passes, and no other bits.
 */
#ifndef FG_PERF_EIGHT_H
#define FG_PERF_EIGHT_H

#include <stdint.h>

#define EIGHT_HIGH 0x8080808080808080u

/* The word in which all bytes are `byte`. */
#define EIGHT_OF(byte) (0x0101010101010101u * (uint64_t)(byte))

/* The bytes at `p`, the first one lowest. */
static inline uint64_t eight_load(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;

    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24
           | (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48
           | (uint64_t)b[7] << 56;
}

/* The bytes from `low` to `high`. These and all bytes of the word are below 0x80. */
static inline uint64_t eight_between(uint64_t word, unsigned low, unsigned high)
{
    uint64_t from = word + EIGHT_OF(0x80 - low);
    uint64_t beyond = word + EIGHT_OF(0x7f - high);

    return from & ~beyond & EIGHT_HIGH;
}

/* The bytes of [0-9a-f]; all bytes of the word are below 0x80. */
static inline uint64_t eight_hex(uint64_t word)
{
    return eight_between(word, '0', '9') | eight_between(word, 'a', 'f');
}

#endif
