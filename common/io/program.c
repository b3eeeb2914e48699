#include "io/program.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/message.h"
#include "io/output.h"
#include "version.h"

const struct getopt_option program_options[] = {
    PROGRAM_HELP,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static void finish(struct output *o) FG_NORETURN;

static void finish(struct output *o)
{
    exit(output_close(o, "standard output") ? FG_OK : FG_TROUBLE);
}

void program_help(const char *usage)
{
    struct output o;

    output_open(&o, STDOUT_FILENO);
    output_str(&o, "usage: ");
    output_str(&o, program_name());
    output_char(&o, ' ');
    output_str(&o, usage);
    finish(&o);
}

void program_version(void)
{
    struct output o;

    output_open(&o, STDOUT_FILENO);
    output_str(&o, program_name());
    output_str(&o, " (flamegraph-c) " FG_VERSION "\n");
    finish(&o);
}

size_t program_start(const struct program *program, int argc, char **argv, void *values)
{
    set_program_name(argc > 0 ? argv[0] : NULL);
    int operands = getopt_long_perl(argc, argv, program->options, values, argv);
    if (operands < 0)
        die(FG_USAGE, "nothing done; '%s --help' lists the options", program_name());
    const struct program_options *common = values;
    if (common->help)
        program_help(program->usage);
    if (common->version)
        program_version();
    return (size_t)operands;
}
