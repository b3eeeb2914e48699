/* SPDX-License-Identifier: MIT */
/*
 * difffolded: joins two folded files into one with two counts for each stack, the input
 * of a differential flame graph.
 */
#include <unistd.h>

#include "base/message.h"
#include "folded/differential.h"
#include "io/output.h"
#include "io/program.h"
#include "recognize/recognize.h"

struct difffolded {
    struct program_options common;
    struct differential_options options;
};

static const struct option rows[] = {
    OPTION("n", OPTION_FLAG, struct difffolded, options.normalize, NULL,
           "scale the counts of BEFORE to the total of AFTER"),
    OPTION("s", OPTION_FLAG, struct difffolded, options.strip_hex, NULL,
           "write hexadecimal numbers as 0x..."),
    OPTION_END
};

static const struct program program = {
    .name = "difffolded",
    .reads = "",
    .synopsis = "[-ns] BEFORE AFTER > FOLDED",
    .about = "Prints each stack of two folded files with its counts in BEFORE and in AFTER. "
             "flamegraph draws the result: frames that grew are red, frames that shrank are "
             "blue, and the widths are those of AFTER. One of the files may be -, standard "
             "input.",
    .example = "  @difffolded before.folded after.folded | @flamegraph > diff.svg\n"
               "With the widths of BEFORE, which shows what is gone:\n"
               "  @difffolded after.folded before.folded | @flamegraph --negate > diff.svg\n",
    .options = rows,
    .syntax = PROGRAM_LETTERS,
    .usage_status = FG_USAGE_GETOPT,
};

static int difffolded_print(struct differential *d)
{
    struct output out;
    bool complete = true;

    output_open(&out, STDOUT_FILENO);
    for (size_t i = 0; i < d->count && complete && !output_failed(&out); i++) {
        complete = differential_line(d, i, &out.pending);
        if (complete)
            output_char(&out, '\n');
    }
    int status = output_close(&out, "standard output");
    return complete ? status : FG_FAILED;
}

/* Says what is wrong with the files; whether both have stacks, or nothing at all. */
static bool difffolded_check(const struct differential *d, bool fix)
{
    bool folded = true;

    for (int column = 0; column < 2; column++) {
        const struct differential_file *file = &d->files[column];
        bool foreign = file->lines == 0 && !operands_are_blank(&file->input);
        if (!foreign || !recognize_input(&program, &file->input))
            differential_report(d, column, fix);
        folded = folded && !foreign;
    }
    return folded;
}

int main(int argc, char **argv)
{
    static struct difffolded state;
    static struct differential d;
    size_t operands;
    int status;

    if (!program_start(&program, argc, argv, &state, &operands, &status))
        return status;
    if (operands < 2)
        return program_usage(&program, "expected two files");
    state.options.fix = state.common.fix;
    switch (differential_read(&d, argv, &state.options)) {
    case DIFFERENTIAL_OK:
        break;
    case DIFFERENTIAL_UNREADABLE:
        return FG_USAGE_GETOPT;
    default:
        difffolded_check(&d, state.common.fix);
        return FG_PERL_DIES;
    }
    bool folded = difffolded_check(&d, state.common.fix);
    status = difffolded_print(&d);
    return status == FG_OK && !folded ? FG_FAILED : status;
}
