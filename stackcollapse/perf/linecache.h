/* SPDX-License-Identifier: MIT */
/*
 * Frame lines that were parsed before, and their frames: a line that is seen again costs
 * a comparison or a lookup, not a parse (README.md here explains why it is as it is).
 *
 *             ffffffffa0e01c20 do_syscall_64+0x40 ([kernel.kallsyms])
 *     (address, not kept)      ^head        (digits) ^tail
 *
 * Lines that differ only in the digits of the offset have the same frames and are one
 * record. A line of another form is all head.
 */
#ifndef FG_PERF_LINECACHE_H
#define FG_PERF_LINECACHE_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "base/chars.h"
#include "base/hash.h"
#include "base/htab.h"
#include "base/ids.h"
#include "base/slice.h"
#include "folded/foldtab.h"

#define LINECACHE_NONE UINT32_MAX

/* Lines of different kinds are never the same. */
enum linecache_kind {
    LINECACHE_FRAME,
    LINECACHE_JAVA_FRAME,   /* of a process whose name begins with "java" */
    LINECACHE_PROCESS       /* not a line, but the name of a process */
};

/* A line without its address; it ends with the newline. */
struct linecache_line {
    enum linecache_kind kind;
    struct slice head;
    struct slice tail;      /* empty without an offset */
};

/* The two records that followed a record last, the newest first. */
struct linecache_guess {
    uint32_t records[2];
};

/* A record, which its text follows. It is identified by its offset, in units of its
 * alignment. */
struct linecache_record {
    uint32_t head, tail, names;     /* the lengths of the three parts of the text */
    uint16_t kind;
    uint16_t note;                  /* the caller's; 0 at first */
    uint32_t count;                 /* of frames; LINECACHE_NONE until they have ids */
    uint32_t frames;                /* the id of a single frame, or where in linecache.ids
                                     * those of several begin */
    struct linecache_guess next;
};

enum { LINECACHE_ALIGNMENT = sizeof(uint32_t) };

struct linecache {
    char *bytes;            /* the records */
    size_t used, capacity;
    size_t count;
    struct ids ids;         /* of frames */
    uint32_t generation;    /* of the table that they are ids of */
    pthread_mutex_t *guard; /* of that table's frames; NULL if one thread uses them */
    struct htab index;
    struct hash_key key;
};

static inline struct linecache_record *linecache_record(const struct linecache *c, uint32_t record)
{
    return (struct linecache_record *)(void *)(c->bytes + (size_t)record * LINECACHE_ALIGNMENT);
}

static inline const char *linecache_text(const struct linecache_record *r)
{
    return (const char *)(r + 1);
}

void linecache_init(struct linecache *c);
void linecache_free(struct linecache *c);

/* Forgets all records if they no longer fit into a processor's caches. */
void linecache_trim(struct linecache *c);

/* If the text at `at` begins with the line of a record, returns where the next line
 * begins, else NULL. The last byte before `end` is a newline. */
static inline const char *linecache_match(const struct linecache *c, uint32_t record,
                                          enum linecache_kind kind, const char *at,
                                          const char *end)
{
    if (record == LINECACHE_NONE)
        return NULL;
    const struct linecache_record *r = linecache_record(c, record);
    const char *text = linecache_text(r);
    if (r->kind != kind || (size_t)(end - at) < r->head || memcmp(at, text, r->head) != 0)
        return NULL;
    at += r->head;
    if (r->tail == 0)
        return at;
    const char *digits = at;
    while (is_lower_hex(*at))
        at++;
    if (at == digits || (size_t)(end - at) < r->tail
        || memcmp(at, text + r->head, r->tail) != 0)
        return NULL;
    return at + r->tail;
}

/* Cuts a line, which ends with its newline, into head and tail. `fix`: for frames that are
 * repaired (repair.h). */
struct linecache_line linecache_cut(enum linecache_kind kind, struct slice text, bool fix);

/* Makes a record the newest guess. */
static inline void linecache_note(struct linecache_guess *guess, uint32_t record)
{
    if (guess->records[0] != record) {
        guess->records[1] = guess->records[0];
        guess->records[0] = record;
    }
}

/* The record of a line; if there is none LINECACHE_NONE, and *probe for linecache_add(). */
uint32_t linecache_find(struct linecache *c, const struct linecache_line *line,
                        struct htab_probe *probe);

/* Adds a line that was not found, with the names of its frames, the caller first and ';'
 * between them; none if `names` is empty. */
uint32_t linecache_add(struct linecache *c, const struct linecache_line *line,
                       const struct htab_probe *probe, struct slice names);

/* Forgets the ids of frames, since a table was reset (foldtab_reset()). */
void linecache_forget(struct linecache *c, const struct foldtab *folded);

/* The slow path of linecache_push(). */
void linecache_push_any(struct linecache *c, uint32_t record, struct foldtab *folded,
                        struct stack *stack);

/* Pushes the frames of a record, the caller first. The ids are of the table's generation. */
static inline void linecache_push(struct linecache *c, uint32_t record, struct foldtab *folded,
                                  struct stack *stack)
{
    const struct linecache_record *r = linecache_record(c, record);

    if (r->count == 1)
        stack_push(stack, r->frames);
    else
        linecache_push_any(c, record, folded, stack);
}

#endif
