/*
 * What all collapsers share: options, inputs, output and exit status. A
 * collapser is a descriptor of its format and a main that hands it over:
 *
 *     int main(int argc, char **argv)
 *     {
 *         struct state state = {...};
 *         return collapse_main(&format, &state, argc, argv);
 *     }
 */
#ifndef FG_COLLAPSE_H
#define FG_COLLAPSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "folded/foldtab.h"
#include "io/operands.h"
#include "io/output.h"
#include "io/program.h"
#include "io/progress.h"

/* Where a line stands: the name of its file and its number there, from 1. */
struct position {
    const char *file;
    size_t line;
};

/* The options that every collapser has; the first of them alone where the script
 * has a --help of its own. */
#define COLLAPSE_PROGRESS \
    {"no-progress", GETOPT_FLAG, offsetof(struct program_options, no_progress), true}
#define COLLAPSE_OPTIONS COLLAPSE_PROGRESS, PROGRAM_HELP, PROGRAM_VERSION

/* For collapsers without options of their own. */
extern const struct getopt_option collapse_options[];

struct collapser {
    /* The usage and the options; their offsets are in the state, which begins
     * with a struct program_options. */
    struct program program;

    /* Once the options are read, before the input. `folded` is where stacks
     * are to be added; it outlives the state. */
    void (*begin)(void *state, struct foldtab *folded);

    /* Likewise: `out` is where a format whose script does not print sorted
     * stacks writes its lines, at any time until the end. Either may be NULL. */
    void (*begin_output)(void *state, struct output *out);

    /* Takes an operand that is no file, when its turn has come, as in struct
     * diamond; NULL: all are files. */
    bool (*assign)(void *state, const char *operand);

    /* Takes the input by lines, without their newlines; false: no more is
     * wanted. */
    bool (*line)(void *state, struct slice line, struct position position);

    /* Or, where `line` is NULL, reads all of it as it likes, and tells of the
     * bytes that it has done; false if the input is wrong. */
    bool (*read)(void *state, struct operands *input, struct progress *progress);

    /* There is no more input. */
    void (*end)(void *state);
};

/* Runs a collapser and returns the exit status. An interrupt (SIGINT, SIGTERM)
 * while it reads from something else than files ends the input, not the program:
 * what came before it is printed, and the status is 128 and the signal. */
int collapse_main(const struct collapser *c, void *state, int argc, char **argv);

/* Counts the lines that are none of the format's, and shows the first of them.
 * A zeroed struct has none. */
struct unrecognized {
    size_t count;
};

/* Takes such a line; `format` is the name of the format, for the message. */
void unrecognized_line(struct unrecognized *u, const char *format, struct slice line,
                       struct position position);

/* Says how many there were beside those that were shown. */
void unrecognized_report(const struct unrecognized *u, const char *format);

#endif
