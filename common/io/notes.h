/* SPDX-License-Identifier: MIT */
/*
 * What was lost, merged or misread in an input: one line for each kind, at the end,
 * with how often it occurred, where first, and what to do.
 *
 *     perf.txt:17: 210 samples have no call stack; record with perf record -g, or use --fix
 */
#ifndef FG_IO_NOTES_H
#define FG_IO_NOTES_H

#include <stdbool.h>
#include <stddef.h>

struct note_kind {
    const char *one, *many;     /* what follows the count: 1, or another */
    const char *cure;           /* what to do; or NULL */
    bool fixable;               /* --fix repairs it */
};

struct note {
    size_t count;
    const char *file;   /* of the first one; NULL: unknown */
    size_t line;
};

/* A zeroed struct has no kinds. */
struct notes {
    const struct note_kind *kinds;
    size_t kind_count;
    struct note *list;  /* by kind */
};

/* Begins with these kinds, which must outlive the struct. */
void notes_init(struct notes *n, const struct note_kind *kinds, size_t count);

/* Notes `count` more of a kind, the first of them at `line` of `file`. */
void notes_add(struct notes *n, size_t kind, size_t count, const char *file, size_t line);

/* Adds what was noted in lines that follow `lines` others of the same file. */
void notes_append(struct notes *n, const struct notes *more, size_t lines);
void note_append(struct note *note, const struct note *more, size_t lines);

/* Forgets what was noted. */
void notes_clear(struct notes *n);

/* Prints the line for what was noted of a kind, if anything was, as notes_report() does. */
void note_report(const struct note_kind *kind, const struct note *note, bool fixed);

/* How many of a kind were noted. */
size_t notes_count(const struct notes *n, size_t kind);

/* Prints a line for each kind that was noted, and returns how many there were. With
 * `fixed`, --fix was given, and is not recommended. */
size_t notes_report(const struct notes *n, bool fixed);

void notes_free(struct notes *n);

#endif
