#include "collapse.h"

#include <unistd.h>

#include "base/message.h"
#include "io/interrupt.h"
#include "io/output.h"

/* How many unrecognized lines are shown, and how much of each. */
enum { SHOWN_LINES = 5, SHOWN_BYTES = 80 };

const struct getopt_option collapse_options[] = {
    COLLAPSE_OPTIONS,
    {NULL, GETOPT_FLAG, 0, false}
};

static void read_lines(const struct collapser *c, void *state, struct operands *input,
                       struct progress *progress)
{
    enum { OFTEN = 4096 };
    struct slice line;
    size_t lines = 0;

    while (operands_line(input, &line)) {
        struct position position = {input->name, input->line};
        if (++lines % OFTEN == 0)
            progress_update(progress, input->bytes);
        if (!c->line(state, line, position))
            break;
    }
}

/* Hands the input over, to its end or to an interrupt; false if it was wrong. */
static bool read_input(const struct collapser *c, void *state, struct operands *input,
                       struct progress *progress)
{
    bool fine = true;

    input->interruptible = true;
    if (c->line != NULL)
        read_lines(c, state, input, progress);
    else
        fine = c->read(state, input, progress);
    operands_close(input);
    progress_end(progress);
    if (interrupt_signal() != 0)
        warn("interrupted; what came before is printed");
    return fine;
}

int collapse_main(const struct collapser *c, void *state, int argc, char **argv)
{
    const struct program_options *options = state;
    struct foldtab folded;
    struct operands input;
    struct output out;
    struct progress progress;

    size_t operands = program_start(&c->program, argc, argv, state);
    foldtab_init(&folded);
    output_open(&out, STDOUT_FILENO);
    if (c->begin != NULL)
        c->begin(state, &folded);
    if (c->begin_output != NULL)
        c->begin_output(state, &out);
    operands_open(&input, argv, operands);
    input.assign = c->assign;
    input.context = state;
    progress_start(&progress, !options->no_progress, &folded, argv, operands);
    bool fine = read_input(c, state, &input, &progress);
    c->end(state);

    foldtab_output(&folded, &out);
    bool written = output_close(&out, "standard output");
    foldtab_free(&folded);
    if (interrupt_signal() != 0)
        return FG_SIGNAL + interrupt_signal();
    return written && fine && !input.failed ? FG_OK : FG_TROUBLE;
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
