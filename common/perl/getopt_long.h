/*
 * The command line as Perl's Getopt::Long 2.52 reads it by default.
 *
 * An option begins with "--", "-" or "+", in any case, shortened as long as it
 * is clear which one is meant; a value follows as the next word, whatever it
 * is, or behind "="; options and operands may be mixed; "--" ends the options
 * and a lone "-" is an operand. With POSIXLY_CORRECT in the environment there
 * is no shortening, no "+" and no "=" behind a single "-", and the first operand
 * ends the options.
 *
 * Options that Perl's program does not have (`added`) are to be written in full,
 * so that what is an error there stays one.
 */
#ifndef FG_PERL_GETOPT_LONG_H
#define FG_PERL_GETOPT_LONG_H

#include <stdbool.h>
#include <stddef.h>

enum getopt_kind {
    GETOPT_FLAG,        /* bool: set by --name */
    GETOPT_NEGATABLE,   /* bool: set by --name, cleared by --noname, --no-name */
    GETOPT_TEXT,        /* const char *: any text, points into argv */
    GETOPT_INTEGER,     /* struct perl_number */
    GETOPT_FLOAT        /* const char *: a text that looks like a number; its
                         * underscores are taken out, in argv */
};

struct getopt_option {
    const char *name;   /* lower case; NULL ends a list */
    enum getopt_kind kind;
    size_t offset;      /* of the value in the program's struct of options */
    bool added;
};

/*
 * Reads argv[1] to argv[argc - 1] into `values`, the struct that the offsets
 * belong to, and moves the operands, in their order, to operands[0] and so on,
 * which may be argv itself. Returns how many there are, or -1 after messages
 * about everything that was wrong.
 */
int getopt_long_perl(int argc, char **argv, const struct getopt_option *options,
                     void *values, char **operands);

#endif
