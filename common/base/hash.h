/*
 * A hash of bytes under a secret key. The key comes from the system's
 * randomness, so that nobody can prepare names that all collide; no output
 * ever depends on it.
 *
 * The hash is NH (Black, Halevi, Krawczyk, Krovetz, Rogaway: "UMAC: Fast and
 * Secure Message Authentication", 1999) over blocks of HASH_BLOCK bytes, the
 * blocks joined by a polynomial whose point is secret too.
 */
#ifndef FG_BASE_HASH_H
#define FG_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { HASH_BLOCK = 256 };

struct hash_key {
    uint32_t words[HASH_BLOCK / 4];
    uint64_t point;     /* odd */
};

/* Fills the key from the system's randomness. */
void hash_key_init(struct hash_key *key);

/* The hash of `n` bytes; its high and its low half are equally good. */
uint64_t hash_bytes(const struct hash_key *key, const void *bytes, size_t n);

/* Fills `n` bytes with the system's randomness, or, where there is none, with
 * what differs from run to run. */
void random_bytes(void *bytes, size_t n);

#endif
