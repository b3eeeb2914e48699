/* SPDX-License-Identifier: MIT */
/*
 * The command line as Perl's Getopt::Std reads it: single letters before the operands,
 * several to a word. The value of a letter is the rest of the word or, if that is empty,
 * the next word. "--" ends the options.
 */
#ifndef FG_PERL_GETOPT_STD_H
#define FG_PERL_GETOPT_STD_H

#include "base/option.h"

/* Reads argv[1] and so on into `values`, the struct that the offsets belong to. Options
 * whose names are longer than a letter are skipped. Returns the index of the first
 * operand, or -1 after a message for each error. */
int getopt_std_perl(int argc, char **argv, const struct option *options, void *values);

#endif
