/*
 * difffolded: two folded files to one with two counts for each stack, the
 * input of a differential flame graph.
 */
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "folded/differential.h"
#include "io/output.h"
#include "io/program.h"
#include "perl/getopt_std.h"

static const char usage[] =
    "[-ns] BEFORE AFTER > FOLDED\n"
    "Prints each stack of the two folded files with its count in BEFORE and in\n"
    "AFTER, which flamegraph draws in red where it grew and in blue where it\n"
    "shrank. One of the files may be -, standard input.\n"
    "\n"
    "  -n         scale the counts of BEFORE to the total of AFTER\n"
    "  -s         write hexadecimal numbers as 0x...\n"
    "  -h, --help, --version\n"
    "             print this, or the version\n"
    "\n"
    "  difffolded before.folded after.folded | flamegraph > diff.svg\n"
    "The widths are those of AFTER. For those of BEFORE, which shows what went:\n"
    "  difffolded after.folded before.folded | flamegraph --negate > diff.svg\n";

static bool print(const struct differential *d)
{
    struct output out;

    output_open(&out, STDOUT_FILENO);
    for (size_t i = 0; i < d->folded.count; i++) {
        differential_line(d, i, &out.pending);
        output_char(&out, '\n');
    }
    return output_close(&out, "standard output");
}

int main(int argc, char **argv)
{
    struct differential_options options = {false, false};
    struct differential d;
    bool set[3] = {false, false, false};

    set_program_name(argc > 0 ? argv[0] : NULL);
    for (int i = 1; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'
                    && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0)
            program_help(usage);
        if (strcmp(argv[i], "--version") == 0)
            program_version();
    }
    int first = getopt_std_perl(argc, argv, "nsh", set);
    if (first >= 0 && set[2])
        program_help(usage);
    if (first < 0 || argc - first < 2)
        die(FG_USAGE_GETOPT, "two files are wanted; '%s -h' tells more", program_name());
    options.normalize = set[0];
    options.strip_hex = set[1];

    enum differential_result result = differential_read(&d, argv + first, &options);
    int status = result == DIFFERENTIAL_UNREADABLE ? FG_USAGE_GETOPT : FG_PERL_DIES;
    if (result == DIFFERENTIAL_OK)
        status = print(&d) ? FG_OK : FG_TROUBLE;
    differential_free(&d);
    return status;
}
