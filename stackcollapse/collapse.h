/* SPDX-License-Identifier: MIT */
/*
 * The driver of the collapsers: options, input, output and exit status. A format
 * is a descriptor, a state that begins with a struct collapse, and a main that
 * hands both over:
 *
 *     int main(int argc, char **argv)
 *     {
 *         static struct state state;
 *         return collapse_main(&format, &state, argc, argv);
 *     }
 *
 * A format adds stacks to the table, which is printed sorted at the end, or
 * prints stacks itself while it reads, as its script does.
 *
 * What a state holds lasts as long as the process, so nothing of it is freed.
 */
#ifndef FG_COLLAPSE_H
#define FG_COLLAPSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "folded/foldtab.h"
#include "io/notes.h"
#include "io/operands.h"
#include "io/output.h"
#include "io/program.h"
#include "io/progress.h"
#include "merge/foldmerge.h"

enum collapse_step {
    MORE,       /* go on */
    ENOUGH,     /* no more input is needed */
    FAILED      /* stop, after a message: end() is not called, the table is not printed,
                 * and the exit status is that of the descriptor */
};

/* Lines that are not of the format. */
struct unrecognized {
    size_t count;
    size_t line;            /* of the first one, in the file `file` */
    const char *file;
    struct strbuf text;     /* the beginning of the first one */
};

/* What every format has; its own state begins with it. */
struct collapse {
    struct program_options options;
    const struct collapser *format;
    struct operands input;
    struct output out;          /* for formats that print while they read */
    struct foldtab folded;      /* what is printed at the end */
    size_t threads;             /* to sort and print the table with; 0: one */
    size_t max_memory;          /* a larger table is stored, to be merged at the end; 0: none is */
    struct foldmerge stored;    /* such tables */
    struct stack stack;         /* the current stack, for the table */
    struct strbuf *frames;      /* the current stack, for printing: names by depth */
    size_t frames_capacity;
    struct progress progress;
    struct unrecognized unrecognized;
    struct notes notes;         /* of the format's kinds */
    struct notes common_notes;  /* of the driver's kinds */
    bool opens_more;            /* after the input: begin() says so, for children and spools */
    bool (*opens)(struct slice start);  /* see struct operands; or NULL */
    const char *nothing;        /* why there is rightly no stack: "no thread is RUNNABLE" */
    bool told;                  /* the user knows why there may be no stack */
    bool damaged;               /* the exit status is FG_FAILED, whatever is printed */
};

struct collapser {
    struct program program;
    const char *name;       /* what messages call the format: "jstack" */
    int failure;            /* the exit status for FAILED; 0: FG_FAILED */
    bool one_file;          /* more than one operand is a usage error */
    bool crlf_harmless;     /* a CR before the newline changes nothing; else it is noted, and
                             * removed with --fix */
    const struct note_kind *notes;  /* what it may lose; NULL: nothing */
    size_t note_count;

    /* The options are read, the input is not. Any of these may be NULL. FAILED: a usage
     * error, after a message. */
    enum collapse_step (*begin)(void *state);

    /* Takes an operand that is not a file, when its turn has come. */
    bool (*assign)(void *state, const char *operand);

    /* Takes a line of the input, without its newline and, with --fix, the CR before it. */
    enum collapse_step (*line)(void *state, struct slice line);

    /* Where `line` is NULL: reads all of the input from collapse.input, and calls
     * collapse_progress() now and then. */
    enum collapse_step (*read)(void *state);

    /* There is no more input. */
    void (*end)(void *state);
};

/* The rows that all collapsers share, for programs that read their command line
 * themselves. */
extern const struct option collapse_options[];

/* Runs a collapser and returns the exit status. An interrupt (SIGINT, SIGTERM) while
 * it reads from something other than files ends the input, not the program: what came
 * before is printed, and the status is 128 plus the signal. */
int collapse_main(const struct collapser *format, void *state, int argc, char **argv);

/* Counts a line that is not of the format; the report at the end shows the first. */
void collapse_unrecognized(struct collapse *c, struct slice line);

/* The same for a line that is not the newest one of collapse.input, but line number `number`
 * of `file`. */
void collapse_unrecognized_at(struct collapse *c, struct slice line, const char *file,
                              size_t number);

/* Notes that `count` more were lost, merged or misread: number `kind` of the descriptor's
 * notes. The first place is the newest line, or the one given. */
void collapse_note(struct collapse *c, size_t kind, size_t count);
void collapse_note_at(struct collapse *c, size_t kind, size_t count, const char *file,
                      size_t line);

/* Says why there is rightly no stack, unless something was lost or is not of the format. */
void collapse_nothing(struct collapse *c, const char *why);

/* Prints "FILE:LINE: MESSAGE" for the newest line and returns FAILED. */
enum collapse_step collapse_failed(const struct collapse *c, const char *message, ...)
    FG_PRINTF(2, 3);

/* The first `bytes` bytes of the input are done. */
void collapse_progress(struct collapse *c, uint64_t bytes);

/* Puts frames on the current stack, the parts of `frames` between ';': called by what is
 * there, or, for formats that begin at the leaf, its callers, innermost last. */
void collapse_push(struct collapse *c, struct slice frames);
void collapse_push_caller(struct collapse *c, struct slice frames);

/* Counts the current stack and empties it: pushed root first, or leaf first. An empty
 * one counts as a stack of one frame without a name. Returns what the stack counted
 * before. */
struct perl_number collapse_count(struct collapse *c, struct perl_number count);
struct perl_number collapse_count_leaf_first(struct collapse *c, struct perl_number count);

/* Forgets what was counted. */
void collapse_forget(struct collapse *c);

/* For formats that print while they read: the frame at `depth`, 0 for the first, is now
 * `name`; those before and behind it stay. One that was never set is empty. */
void collapse_set_frame(struct collapse *c, size_t depth, struct slice name);

/* Prints the first `depth` of these frames as "FRAME;FRAME;... COUNT"; the first is the
 * root, or the leaf. */
void collapse_print(struct collapse *c, size_t depth, struct slice count);
void collapse_print_leaf_first(struct collapse *c, size_t depth, struct slice count);

#endif
