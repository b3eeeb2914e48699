/* SPDX-License-Identifier: MIT */
/*
 * The options of a program, one row each. The command line is read by these rows, and
 * --help is generated from them.
 */
#ifndef FG_BASE_OPTION_H
#define FG_BASE_OPTION_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
    OPTION_FLAG,        /* bool: set by --name */
    OPTION_NEGATABLE,   /* bool: set by --name, cleared by --noname and --no-name */
    OPTION_TEXT,        /* const char *: any text, points into argv */
    OPTION_INTEGER,     /* struct perl_number */
    OPTION_FLOAT,       /* const char *: a text that looks like a number, points into
                         * argv, where its underscores are removed */
    OPTION_HEADING      /* not an option: a line above the rows that follow */
};

struct option {
    const char *name;   /* lower case; NULL ends a table */
    enum option_kind kind;
    size_t offset;      /* of the value in the program's struct */
    const char *value;  /* what the help calls the value; NULL without one */
    const char *help;   /* one paragraph, wrapped when it is printed; NULL: not listed */
    bool added;         /* the script does not have it: it cannot be abbreviated */
};

/* A row: OPTION(NAME, KIND, TYPE, MEMBER, VALUE, HELP), where MEMBER of TYPE holds the
 * value. ADDED_OPTION is for an option that the script does not have. */
#define OPTION(name, kind, type, member, value, help) \
    {name, kind, offsetof(type, member), value, help, false}
#define ADDED_OPTION(name, kind, type, member, value, help) \
    {name, kind, offsetof(type, member), value, help, true}
#define HEADING(text) {text, OPTION_HEADING, 0, NULL, NULL, false}
#define OPTION_END {NULL, OPTION_FLAG, 0, NULL, NULL, false}

#endif
