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
 * As callers follow callees, each record also says which one came behind it
 * last: mostly it comes again, and is found without any search.
 */
#ifndef FG_LINECACHE_H
#define FG_LINECACHE_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "foldtab.h"
#include "hash.h"
#include "htab.h"
#include "slice.h"

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

struct linecache_record {
    const char *text;           /* head, tail and frames, one behind the other */
    uint32_t head, tail, names; /* their lengths */
    uint32_t follower;          /* the record that came behind it last */
    uint32_t kind;
    uint32_t count;             /* of the frames' numbers */
    const uint32_t *numbers;    /* NULL: not known yet */
};

struct linecache {
    struct linecache_record *records;
    size_t count;
    size_t capacity;
    size_t bytes;           /* of all texts */
    struct htab index;
    struct arena arena;
    struct hash_key key;
};

void linecache_init(struct linecache *c);
void linecache_free(struct linecache *c);

/* Forgets all records if they are more than what is good for speed. */
void linecache_trim(struct linecache *c);

/* Whether the text at `at` begins with the line of a record; if it does, where
 * the next line begins, else NULL. The last byte before `end` is a newline. */
const char *linecache_match(const struct linecache *c, uint32_t record,
                            enum linecache_kind kind, const char *at, const char *end);

/* Cuts the line, which ends with its newline, into head and tail. */
struct linecache_line linecache_cut(enum linecache_kind kind, struct slice text);

/* The record of a line, or LINECACHE_NONE and where it belongs. */
uint32_t linecache_find(struct linecache *c, const struct linecache_line *line,
                        struct htab_probe *probe);

/* Adds a line that was not found, and what it became: the names of its frames,
 * the caller first, with ';' between them; none if `names` is empty. */
uint32_t linecache_add(struct linecache *c, const struct linecache_line *line,
                       const struct htab_probe *probe, struct slice names);

/* Puts the record's frames on the stack, the caller first. */
void linecache_push(struct linecache *c, uint32_t record, struct foldtab *folded,
                    struct stack *stack);

#endif
