/*
 * What the programs share that print while they read: options, inputs, output
 * and exit status. The others are collapsers (collapse.h).
 */
#ifndef FG_FILTER_H
#define FG_FILTER_H

#include "collapse.h"
#include "io/output.h"

struct filter {
    /* As in struct collapser. */
    struct program program;

    /* More than one operand is a usage error. */
    bool one_file;

    /* Takes the input by lines, without their newlines; false, after a message:
     * the line is wrong, and the program ends with FG_PERL_DIES. */
    bool (*line)(void *state, struct slice line, struct position position,
                 struct output *out);

    /* All of the input was read. May be NULL. */
    void (*end)(void *state, struct output *out);

    /* Frees what the state holds. May be NULL. */
    void (*release)(void *state);
};

/* Runs a filter and returns the exit status. */
int filter_main(const struct filter *f, void *state, int argc, char **argv);

#endif
