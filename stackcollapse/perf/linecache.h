/*
 * What frame lines became when they were parsed: a line seen before costs a
 * comparison or a look-up, not a parse.
 *
 *             ffffffffa0e01c20 do_syscall_64+0x40 ([kernel.kallsyms])
 *     (address, not kept)      ^head        (digits) ^tail
 *
 * The digits of the offset make no difference to the frames, so lines that only
 * differ there, or in their addresses, are one record. A line of another form
 * is all head.
 *
 * As callers follow callees, and the first callee a process, each record also says
 * which two came behind it last: mostly one of them comes again, and is found
 * without any search.
 */
#ifndef FG_PERF_LINECACHE_H
#define FG_PERF_LINECACHE_H

#include <stddef.h>
#include <stdint.h>

#include "base/chars.h"
#include "base/hash.h"
#include "base/htab.h"
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

/* The records that came last at some place, the newest first. */
struct linecache_guess {
    uint32_t records[2];
};

/* A record, right before its text. It is known by where it begins, in units of
 * its alignment. */
struct linecache_record {
    uint32_t head, tail, names;     /* the lengths of the text: head, tail and frames */
    uint32_t kind;
    uint32_t count;                 /* of frames, LINECACHE_NONE as long as they have no numbers */
    uint32_t frames;                /* the number of a single frame, or where in
                                     * linecache.numbers those of several begin */
    struct linecache_guess next;    /* behind it */
};

enum { LINECACHE_ALIGNMENT = sizeof(uint32_t) };

struct linecache {
    char *bytes;            /* the records, one behind the other */
    size_t used, capacity;
    size_t count;
    struct stack numbers;
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

/* Forgets all records if they are more than what is good for speed. */
void linecache_trim(struct linecache *c);

/* Whether the text at `at` begins with the line of a record; if it does, where
 * the next line begins, else NULL. The last byte before `end` is a newline. */
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

/* Cuts the line, which ends with its newline, into head and tail. */
struct linecache_line linecache_cut(enum linecache_kind kind, struct slice text);

/* Notes that a record came. */
static inline void linecache_note(struct linecache_guess *guess, uint32_t record)
{
    if (guess->records[0] != record) {
        guess->records[1] = guess->records[0];
        guess->records[0] = record;
    }
}

/* The record of a line, or LINECACHE_NONE and where it belongs. */
uint32_t linecache_find(struct linecache *c, const struct linecache_line *line,
                        struct htab_probe *probe);

/* Adds a line that was not found, and what it became: the names of its frames,
 * the caller first, with ';' between them; none if `names` is empty. */
uint32_t linecache_add(struct linecache *c, const struct linecache_line *line,
                       const struct htab_probe *probe, struct slice names);

/* What the next function does where the record is not of one numbered frame. */
void linecache_push_any(struct linecache *c, uint32_t record, struct foldtab *folded,
                        struct stack *stack);

/* Puts the record's frames on the stack, the caller first. */
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
