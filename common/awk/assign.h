/*
 * Assignments on awk's command line: "-v NAME=VALUE", which counts from the
 * beginning, and operands NAME=VALUE, which count for the files behind them.
 *
 * Only a program's own variables can be assigned to, and all of them are
 * switches (docs/COMPAT.md D35).
 */
#ifndef FG_AWK_ASSIGN_H
#define FG_AWK_ASSIGN_H

#include <stdbool.h>
#include <stddef.h>

struct awk_variable {
    const char *name;   /* NULL ends a list */
    size_t offset;      /* of the bool in the program's state */
};

/* Does what `word` says if it assigns to one of the variables; else false. */
bool awk_assign(const struct awk_variable *variables, void *state, const char *word);

/* Takes "-v NAME=VALUE" and "-vNAME=VALUE" out of argv and does what they say;
 * returns how many words are left. Ends the program if one is wrong. */
int awk_take_options(int argc, char **argv, const struct awk_variable *variables, void *state);

#endif
