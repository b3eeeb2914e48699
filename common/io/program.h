/* SPDX-License-Identifier: MIT */
/*
 * What all programs do first: read the command line by their table of options,
 * answer --help and --version, and refuse what is wrong.
 */
#ifndef FG_IO_PROGRAM_H
#define FG_IO_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/option.h"
#include "base/strbuf.h"
#include "io/output.h"

/* What every program can be asked for; it stands first in each program's own
 * struct of options. */
struct program_options {
    bool help;
    bool version;
    bool fix;           /* --fix, or FLAMEGRAPH_FIX in the environment */
    bool no_progress;   /* of the collapsers */
};

/* How a command line is read. */
enum program_syntax {
    PROGRAM_LONG,       /* as Getopt::Long: options and operands in any order */
    PROGRAM_LETTERS     /* as Getopt::Std: letters first; --help and --version anywhere
                         * among them */
};

struct program {
    const char *name;       /* as the build calls it: "stackcollapse-go" */
    const char *reads;      /* the program whose input it reads; NULL: its own */
    const char *gunzip;     /* what reads its input where that is compressed by gzip, as "go tool
                             * pprof -raw"; NULL: "gunzip -c" */
    const char *synopsis;   /* what follows the name: "[FILE...] > FOLDED"; a second line
                             * begins with "@", which stands for the name */
    const char *about;      /* what it does; paragraphs that end with newlines */
    const char *example;    /* commands, one a line, "@" before each of our programs; or NULL */
    const struct option *options;   /* its own; NULL: none */
    const struct option *shared;    /* those of its family, such as collapse_options; or NULL */
    enum program_syntax syntax;
    bool script_has_help;   /* --help can be abbreviated, since the script has it */
    int usage_status;       /* of usage errors; 0: FG_USAGE */
    void (*more_help)(struct output *o);    /* writes what follows the options; or NULL */
};

/* Reads the command line into `values`, a struct that begins with a struct
 * program_options. True: *operands is the number of operands, which then stand in
 * argv[0] and so on. False: there is nothing more to do, after an answer on
 * standard output or messages, and *status is the exit status. */
bool program_start(const struct program *p, int argc, char **argv, void *values,
                   size_t *operands, int *status);

/* Prints a message, then where to find help; returns the status of usage errors. */
int program_usage(const struct program *p, const char *format, ...) FG_PRINTF(2, 3);

/* Appends the name under which another of our programs is installed: `name` after the
 * prefix of the name that this one was called by. */
void program_sibling(const struct program *p, const char *name, struct strbuf *to);

#endif
