/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* For systems without /dev/urandom: a linear congruential generator whose seed is the
 * clock, the process and an address. */
static void weak_random_bytes(unsigned char *bytes, size_t n)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t state = (uint64_t)now.tv_sec * 1000000007u
                     + (uint64_t)now.tv_nsec * 16777619u
                     + (uint64_t)getpid() + (uint64_t)(uintptr_t)&now;
    for (size_t i = 0; i < n; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        bytes[i] = (unsigned char)(state >> 56);
    }
}

/* The system's random numbers, which stay open once random_open() was called; -1: closed. */
static int random_fd = -1;

bool random_open(void)
{
    if (random_fd < 0)
        random_fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    return random_fd >= 0;
}

void random_bytes(void *bytes, size_t n)
{
    unsigned char *to = bytes;
    int fd = random_fd >= 0 ? random_fd : open("/dev/urandom", O_RDONLY | O_CLOEXEC);

    while (fd >= 0 && n > 0) {
        ssize_t got = read(fd, to, n);
        if (got <= 0)
            break;
        to += got;
        n -= (size_t)got;
    }
    if (fd >= 0 && fd != random_fd)
        close(fd);
    if (n > 0)
        weak_random_bytes(to, n);
}

void hash_key_init(struct hash_key *key)
{
    random_bytes(key, sizeof *key);
    key->point |= 1;
}

static uint64_t hash_mix(uint64_t h)
{
    h ^= h >> 32;
    h *= 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
    h *= 0xbf58476d1ce4e5b9u;
    return h ^ h >> 32;
}

static inline uint64_t hash_pair(const struct hash_key *key, size_t word, const uint32_t pair[2])
{
    return (uint64_t)(uint32_t)(pair[0] + key->words[word])
           * (uint32_t)(pair[1] + key->words[word + 1]);
}

static inline uint64_t hash_eight(const struct hash_key *key, size_t word, const unsigned char *p)
{
    uint32_t pair[2];

    memcpy(pair, p, sizeof pair);
    return hash_pair(key, word, pair);
}

/* NH of a block of `n` bytes, a multiple of 8 and at most HASH_BLOCK. */
static uint64_t hash_block(const struct hash_key *key, const unsigned char *p, size_t n)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < n / 4; i += 2)
        sum += hash_eight(key, i, p + i * 4);
    return sum;
}

/* The same for 8 to 32 bytes, which most names have, without a loop, whose end a processor foresees
 * badly. Bytes may count twice: of two different texts of `n` bytes some eight differ. */
static uint64_t hash_short(const struct hash_key *key, const unsigned char *p, size_t n)
{
    uint64_t sum = hash_eight(key, 0, p) + hash_eight(key, 2, p + n - 8);

    if (n > 16)
        sum += hash_eight(key, 4, p + 8) + hash_eight(key, 6, p + n - 16);
    return sum;
}

/* Sets a pair of words that only depends on up to 8 bytes, and of which two different texts of `n`
 * bytes have different ones. It has no loop, and is no call of memcpy(). */
static inline void hash_few(const unsigned char *p, size_t n, uint32_t pair[2])
{
    if (n >= sizeof *pair) {
        memcpy(&pair[0], p, sizeof *pair);
        memcpy(&pair[1], p + n - sizeof *pair, sizeof *pair);
    } else {
        pair[0] = p[0];
        pair[1] = (uint32_t)p[n / 2] << 8 | p[n - 1];
    }
}

uint64_t hash_bytes(const struct hash_key *key, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    uint64_t hash = n;

    if (n >= 8 && n <= 32)
        return hash_mix(hash * key->point + hash_short(key, p, n));
    for (; n >= HASH_BLOCK; p += HASH_BLOCK, n -= HASH_BLOCK)
        hash = hash_mix(hash * key->point + hash_block(key, p, HASH_BLOCK));

    size_t even = n / 8 * 8;
    uint64_t sum = hash_block(key, p, even);
    if (n > even) {
        /* The remaining bytes; `hash` depends on the length. */
        uint32_t pair[2];
        hash_few(p + even, n - even, pair);
        sum += hash_pair(key, even / 4, pair);
    }
    return hash_mix(hash * key->point + sum);
}
