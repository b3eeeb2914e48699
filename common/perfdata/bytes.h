/* SPDX-License-Identifier: MIT */
/*
 * Fields of a record, read from its beginning, in the byte order of the recording. What lies
 * behind the end reads as 0, and is remembered.
 */
#ifndef FG_PERFDATA_BYTES_H
#define FG_PERFDATA_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/slice.h"

struct bytes {
    const char *p;
    size_t n;           /* not read so far */
    bool swap;          /* the byte order is not this machine's */
    bool bad;           /* there was too little */
};

static inline struct bytes bytes_of(struct slice s, bool swap)
{
    struct bytes b = {s.p, s.n, swap, false};
    return b;
}

/* Whether a recording is big-endian: as this machine is, or, with `swap`, as it is not. */
static inline bool bytes_are_big(bool swap)
{
    const uint16_t one = 1;
    char first;

    memcpy(&first, &one, 1);
    return (first == 0) != swap;
}

static inline uint32_t bytes_swap32(uint32_t x)
{
    return x >> 24 | (x >> 8 & 0xff00) | (x << 8 & 0xff0000) | x << 24;
}

static inline uint64_t bytes_swap64(uint64_t x)
{
    return (uint64_t)bytes_swap32((uint32_t)x) << 32 | bytes_swap32((uint32_t)(x >> 32));
}

/* The number at `at`, of whose 8 or 4 bytes the caller is sure. */
static inline uint64_t bytes_load64(const char *at, bool swap)
{
    uint64_t x;

    memcpy(&x, at, sizeof x);
    return swap ? bytes_swap64(x) : x;
}

static inline uint32_t bytes_load32(const char *at, bool swap)
{
    uint32_t x;

    memcpy(&x, at, sizeof x);
    return swap ? bytes_swap32(x) : x;
}

static inline uint16_t bytes_load16(const char *at, bool swap)
{
    uint16_t x;

    memcpy(&x, at, sizeof x);
    return swap ? (uint16_t)(x >> 8 | x << 8) : x;
}

/* Removes `n` bytes; an empty slice where there are fewer. */
static inline struct slice bytes_take(struct bytes *b, uint64_t n)
{
    struct slice taken = {b->p, 0};

    if (n > b->n) {
        b->bad = true;
        b->n = 0;
        return taken;
    }
    taken.n = (size_t)n;
    b->p += taken.n;
    b->n -= taken.n;
    return taken;
}

static inline uint64_t bytes_u64(struct bytes *b)
{
    struct slice taken = bytes_take(b, 8);
    return taken.n == 8 ? bytes_load64(taken.p, b->swap) : 0;
}

static inline uint32_t bytes_u32(struct bytes *b)
{
    struct slice taken = bytes_take(b, 4);
    return taken.n == 4 ? bytes_load32(taken.p, b->swap) : 0;
}

static inline uint16_t bytes_u16(struct bytes *b)
{
    struct slice taken = bytes_take(b, 2);
    return taken.n == 2 ? bytes_load16(taken.p, b->swap) : 0;
}

static inline uint8_t bytes_u8(struct bytes *b)
{
    struct slice taken = bytes_take(b, 1);
    return taken.n == 1 ? (uint8_t)*taken.p : 0;
}

/* The bytes before the first NUL, which is removed with them; all that are left without one. */
static inline struct slice bytes_string(struct bytes *b)
{
    struct slice string = slice_before(slice_of(b->p, b->n), '\0');

    bytes_take(b, string.n < b->n ? string.n + 1 : string.n);
    return string;
}

/* A string of the header: its padded length, and the bytes up to a NUL. */
static inline struct slice bytes_counted_string(struct bytes *b)
{
    return slice_before(bytes_take(b, bytes_u32(b)), '\0');
}

#endif
