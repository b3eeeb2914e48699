/*
 * What all programs with Getopt::Long options do first: read the command
 * line, answer --help and --version, and refuse what is wrong.
 */
#ifndef FG_IO_PROGRAM_H
#define FG_IO_PROGRAM_H

#include <stddef.h>

#include "base/attributes.h"
#include "perl/getopt_long.h"

/* The options that every program has; they stand first in each program's own
 * struct of options, and PROGRAM_OPTIONS stands in its rows. */
struct program_options {
    bool help;
    bool version;
    bool no_progress;   /* of the collapsers */
};

#define PROGRAM_HELP \
    {"help", GETOPT_FLAG, offsetof(struct program_options, help), true}, \
    {"h", GETOPT_FLAG, offsetof(struct program_options, help), true}
#define PROGRAM_VERSION \
    {"version", GETOPT_FLAG, offsetof(struct program_options, version), true}

/* The rows of a program that has no others. */
extern const struct getopt_option program_options[];

struct program {
    const char *usage;  /* the lines behind "usage: NAME ", each ended by \n */
    const struct getopt_option *options;
};

/* Reads the command line into `values`, a struct that begins with a struct
 * program_options, and returns the number of operands, which then stand in
 * argv[0] and so on. Ends the program for --help, --version and errors. */
size_t program_start(const struct program *program, int argc, char **argv, void *values);

/* Answer --help and --version on standard output and end the program. */
void program_help(const char *usage) FG_NORETURN;
void program_version(void) FG_NORETURN;

#endif
