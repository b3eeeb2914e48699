/* SPDX-License-Identifier: MIT */
/*
 * The command line as Perl's Getopt::Long 2.52 reads it by default.
 *
 * An option begins with "--", "-" or "+"; case does not matter, and any unambiguous
 * prefix will do. Its value is the next word, whatever that is, or follows "=". Options
 * and operands may be mixed; "--" ends the options, and a lone "-" is an operand. With
 * POSIXLY_CORRECT in the environment there are no prefixes, no "+" and no "=" after a
 * single "-", and the first operand ends the options.
 *
 * Options that the script does not have (`added`) must be written in full, so that
 * errors of the script remain errors.
 */
#ifndef FG_PERL_GETOPT_LONG_H
#define FG_PERL_GETOPT_LONG_H

#include "base/option.h"

/* Reads argv[1] to argv[argc - 1] into `values`, the struct that the offsets belong to,
 * and moves the operands, in their order, to operands[0] and so on, which may be argv
 * itself. Returns the number of operands, or -1 after a message for each error. */
int getopt_long_perl(int argc, char **argv, const struct option *options,
                     void *values, char **operands);

#endif
