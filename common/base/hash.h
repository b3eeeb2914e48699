/* SPDX-License-Identifier: MIT */
/*
 * A hash of bytes with a random key, against names crafted to collide. No output depends
 * on it.
 *
 * The hash is NH (Black, Halevi, Krawczyk, Krovetz, Rogaway: "UMAC: Fast and Secure
 * Message Authentication", 1999) over blocks of HASH_BLOCK bytes, which a polynomial with
 * a random point combines.
 */
#ifndef FG_BASE_HASH_H
#define FG_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_BLOCK = 256 };

struct hash_key {
    uint32_t words[HASH_BLOCK / 4];
    uint64_t point;     /* odd */
};

/* Fills the key with random bytes. */
void hash_key_init(struct hash_key *key);

/* The hash of `n` bytes; any of its bits are as good as others. */
uint64_t hash_bytes(const struct hash_key *key, const void *bytes, size_t n);

/* Opens the system's random numbers for all later calls; false if that fails. Not while another
 * thread uses them. */
bool random_open(void);

/* Fills `n` bytes from the system's random numbers; on a system without them, with bytes
 * that differ from run to run. */
void random_bytes(void *bytes, size_t n);

#endif
