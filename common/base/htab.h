/*
 * An index from hashes to the ids of records that the caller keeps in an
 * array of its own: open addressing with linear probing. The caller compares,
 * so that one index serves keys of every kind:
 *
 *     struct htab_probe probe = htab_probe(&index, hash);
 *     while ((id = htab_next(&index, &probe)) != HTAB_NONE)
 *         if (records[id] is the wanted one)
 *             return id;
 *     htab_insert(&index, &probe, new_id);
 *
 * A zeroed struct is an empty index.
 */
#ifndef FG_BASE_HTAB_H
#define FG_BASE_HTAB_H

#include <stddef.h>
#include <stdint.h>

#define HTAB_NONE UINT32_MAX

struct htab_slot {
    uint32_t tag;       /* 32 bits of the hash: where to begin, and what to compare */
    uint32_t id;    /* HTAB_NONE: the slot is free */
};

struct htab {
    struct htab_slot *slots;
    size_t size;    /* a power of two, or 0 */
    size_t used;
};

struct htab_probe {
    uint32_t tag;
    size_t at;
};

/* Doubles the room. */
void htab_enlarge(struct htab *t);

/* Makes room for one more and begins a search; nothing else may enter the
 * index until it ends, with an id found or with htab_insert(). */
static inline struct htab_probe htab_probe(struct htab *t, uint64_t hash)
{
    struct htab_probe probe = {(uint32_t)hash, (uint32_t)hash};

    if (t->used >= t->size / 2)
        htab_enlarge(t);
    return probe;
}

/* The next record whose hash may be the one searched for, or HTAB_NONE. */
static inline uint32_t htab_next(const struct htab *t, struct htab_probe *probe)
{
    for (;; probe->at++) {
        const struct htab_slot *slot = &t->slots[probe->at & (t->size - 1)];
        if (slot->id == HTAB_NONE)
            return HTAB_NONE;
        if (slot->tag == probe->tag) {
            probe->at++;
            return slot->id;
        }
    }
}

/* Enters a record after a search that ended with HTAB_NONE. */
void htab_insert(struct htab *t, const struct htab_probe *probe, uint32_t id);

/* Forgets all records, keeps the memory. */
void htab_clear(struct htab *t);

void htab_free(struct htab *t);

#endif
