#include "filter.h"

#include <unistd.h>

#include "base/message.h"
#include "io/operands.h"

static int read_lines(const struct filter *f, void *state, struct operands *input,
                      struct output *out)
{
    struct slice line;

    while (operands_line(input, &line)) {
        struct position position = {input->name, input->line};
        if (!f->line(state, line, position, out))
            return FG_PERL_DIES;
    }
    return input->failed ? FG_TROUBLE : FG_OK;
}

int filter_main(const struct filter *f, void *state, int argc, char **argv)
{
    struct operands input;
    struct output out;

    size_t operands = program_start(&f->program, argc, argv, state);
    if (f->one_file && operands > 1)
        die(FG_USAGE, "%zu files given, one is wanted; '%s --help' tells more", operands,
            program_name());
    operands_open(&input, argv, operands);
    output_open(&out, STDOUT_FILENO);
    int status = read_lines(f, state, &input, &out);
    operands_close(&input);
    if (f->end != NULL && status == FG_OK)
        f->end(state, &out);
    if (f->release != NULL)
        f->release(state);
    bool written = output_close(&out, "standard output");
    return status == FG_OK && !written ? FG_TROUBLE : status;
}
