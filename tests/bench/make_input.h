/* SPDX-License-Identifier: MIT */
/*
 * What the files of make_input share: random numbers, memory, output, recordings.
 */
#ifndef MAKE_INPUT_H
#define MAKE_INPUT_H

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>

enum { PROCESSES = 12 };    /* that a recorded one stands for */

/* Random numbers: splitmix64. */
uint64_t mix(uint64_t x);
uint64_t below(uint64_t *state, uint64_t limit);

/* Exits with a message. */
void fail(const char *message);

/* The array `old` with room for one element more; it doubles at powers of two. */
void *room(void *old, size_t used, size_t size);

/* A set of hashes. */
struct set {
    uint64_t *slots;    /* 0: empty */
    size_t size, used;
};

/* Whether the hash is new. */
bool set_add(struct set *s, uint64_t hash);

/* `hash` (0 at first) with more bytes. */
uint64_t hash_add(uint64_t hash, const char *bytes, size_t n);

/* Standard output, and how much of it is distinct. */
struct output {
    uint64_t bytes, lines, samples;
    uint64_t line, stack;   /* hashes of what is being written */
    struct set distinct_lines, distinct_stacks;
};

void put(struct output *o, const char *bytes, size_t n);
void putf(struct output *o, const char *format, ...);

/* A part of a frame that makes one stack differ from another. */
void put_name(struct output *o, const char *bytes, size_t n);
void end_line(struct output *o);
void end_sample(struct output *o);

/* The line of an event, with a time and what else may differ. */
void put_header(struct output *o, const char *command, size_t n, uint64_t *state);

/* Prints on standard error how much was distinct. */
void report(const struct output *o);

struct text {
    const char *at;
    size_t n;
};

struct frame {
    uint64_t address, offset;
    struct text name;   /* without the offset */
    struct text module; /* with its parentheses */
    bool has_offset;
};

struct sample {
    struct text command;
    size_t first, frames;
};

struct recordings {
    struct text *files;
    struct frame *frames;
    struct sample *samples;
    struct text *names;
    size_t files_n, frames_n, samples_n, names_n;
};

/* ADDRESS NAME[+0xOFFSET] (MODULE) */
bool parse_frame(struct text line, struct frame *f);

/* Adds the samples of a file. */
void read_recording(struct recordings *r, const char *path);

/* The kinds of the same names; `fresh` of 1000 frames get a new name. */

/* vary.c */
void make_vary(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
               int fresh);
void make_dtrace(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
                 int fresh);
void make_bpftrace(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
                   int fresh);
void make_recursive(struct output *o, const struct recordings *r, uint64_t size,
                    uint64_t *state, int fresh);

enum { INSTANCES = 500 };   /* new names that are made of one */

/* Which of them a frame gets, from 1, the low numbers more often; mostly 0, for none. */
uint64_t pick_instance(int fresh, uint64_t *state);

/* A name, perhaps a new one, with "_NUMBER" before its first '('. */
void put_varied_name(struct output *o, struct text name, int fresh, uint64_t *state);

/* dumps.c */
void make_jstack(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
                 int fresh);
void make_go(struct output *o, const struct text *file, uint64_t size, uint64_t *state,
             int fresh);

/* worst.c */
void make_unique(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state);
void make_line(struct output *o, uint64_t size, uint64_t *state);
void make_deep(struct output *o, const struct recordings *r, uint64_t frames, uint64_t *state);
void make_shallow(struct output *o, uint64_t stacks, uint64_t *state);
void make_collide(struct output *o, uint64_t stacks, uint64_t *state);

#endif
