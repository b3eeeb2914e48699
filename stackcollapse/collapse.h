/*
 * What all collapsers share: options, inputs, output and exit status. A
 * collapser is a descriptor of its format and a main that hands it over:
 *
 *     int main(int argc, char **argv)
 *     {
 *         struct state state = {...};
 *         return collapse_main(&format, &state, argc, argv);
 *     }
 */
#ifndef FG_COLLAPSE_H
#define FG_COLLAPSE_H

#include "foldtab.h"
#include "program.h"
#include "slice.h"

struct collapser {
    /* The usage and the options; their offsets are in the state, which begins
     * with a struct program_options. */
    struct program program;

    /* Once the options are read, before the input. `folded` is where stacks
     * are to be added; it outlives the state. */
    void (*begin)(void *state, struct foldtab *folded);

    /* The next bytes of the input; `file` is the name of their file. */
    void (*block)(void *state, struct slice bytes, const char *file);

    /* A file ended, and with it its last line. */
    void (*file_end)(void *state);

    /* There is no more input. */
    void (*end)(void *state);
};

/* Runs a collapser and returns the exit status. */
int collapse_main(const struct collapser *c, void *state, int argc, char **argv);

#endif
