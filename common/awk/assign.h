/* SPDX-License-Identifier: MIT */
/*
 * Assignments on awk's command line: "-v NAME=VALUE" is done before the input is
 * read, an operand NAME=VALUE before the files after it.
 *
 * Only a program's own variables can be assigned to, and all of them are flags
 * (docs/COMPAT.md D35).
 */
#ifndef FG_AWK_ASSIGN_H
#define FG_AWK_ASSIGN_H

#include <stdbool.h>
#include <stddef.h>

struct awk_variable {
    const char *name;   /* NULL ends a list */
    size_t offset;      /* of the bool in the program's state */
};

/* Does the assignment `word`; false if it is not one to a variable of the list. */
bool awk_assign(const struct awk_variable *variables, void *state, const char *word);

/* Does the assignments "-v NAME=VALUE" and "-vNAME=VALUE" before a "--", and removes
 * them from argv. Returns how many words are left, or -1 after a message: a usage error. */
int awk_take_options(int argc, char **argv, const struct awk_variable *variables, void *state);

#endif
