#include "collapse.h"

#include <unistd.h>

#include "die.h"
#include "output.h"
#include "perl/diamond.h"

/* Reads all inputs; false when one of them could not be read. */
static bool read_inputs(const struct collapser *c, void *state, char **operands, size_t count)
{
    struct diamond input;
    struct slice block;
    enum diamond_event event;

    diamond_open(&input, operands, count);
    while ((event = diamond_next(&input, &block)) != DIAMOND_DONE) {
        if (event == DIAMOND_BLOCK)
            c->block(state, block, input.name);
        else
            c->file_end(state);
    }
    diamond_close(&input);
    return !input.failed;
}

int collapse_main(const struct collapser *c, void *state, int argc, char **argv)
{
    struct foldtab folded;
    struct output out;

    size_t operands = program_start(&c->program, argc, argv, state);
    foldtab_init(&folded);
    c->begin(state, &folded);
    bool read = read_inputs(c, state, argv, operands);
    c->end(state);

    output_open(&out, STDOUT_FILENO);
    foldtab_output(&folded, &out);
    bool written = output_close(&out, "standard output");
    foldtab_free(&folded);
    return read && written ? FG_OK : FG_TROUBLE;
}
