/*
 * The command line as Perl's Getopt::Std reads it: single letters without
 * values, several in one word, before the operands; "--" ends them.
 */
#ifndef FG_PERL_GETOPT_STD_H
#define FG_PERL_GETOPT_STD_H

#include <stdbool.h>

/* Reads argv[1] and so on; the letter letters[i] sets set[i]. Returns the
 * index of the first operand, or -1 after messages about unknown letters. */
int getopt_std_perl(int argc, char **argv, const char *letters, bool *set);

#endif
