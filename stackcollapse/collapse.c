#include "collapse.h"

#include <unistd.h>

#include "die.h"
#include "output.h"

/* How many unrecognized lines are shown, and how much of each. */
enum { SHOWN_LINES = 5, SHOWN_BYTES = 80 };

static void read_lines(const struct collapser *c, void *state, struct diamond *input)
{
    struct slice line;

    while (diamond_line(input, &line)) {
        struct position position = {input->name, input->line};
        if (!c->line(state, line, position))
            break;
    }
}

int collapse_main(const struct collapser *c, void *state, int argc, char **argv)
{
    struct foldtab folded;
    struct diamond input;
    struct output out;

    size_t operands = program_start(&c->program, argc, argv, state);
    foldtab_init(&folded);
    output_open(&out, STDOUT_FILENO);
    if (c->begin != NULL)
        c->begin(state, &folded);
    if (c->begin_output != NULL)
        c->begin_output(state, &out);
    diamond_open(&input, argv, operands);
    if (c->line != NULL)
        read_lines(c, state, &input);
    else
        c->read(state, &input);
    diamond_close(&input);
    c->end(state);

    foldtab_output(&folded, &out);
    bool written = output_close(&out, "standard output");
    foldtab_free(&folded);
    return written && !input.failed ? FG_OK : FG_TROUBLE;
}

void unrecognized_line(struct unrecognized *u, const char *format, struct slice line,
                       struct position position)
{
    if (u->count++ < SHOWN_LINES)
        warn("%s:%zu: not a line of %s: %.*s", position.file, position.line, format,
             (int)(line.n < SHOWN_BYTES ? line.n : SHOWN_BYTES), line.p);
}

void unrecognized_report(const struct unrecognized *u, const char *format)
{
    if (u->count > SHOWN_LINES)
        warn("%zu more lines were not of %s", u->count - SHOWN_LINES, format);
}
