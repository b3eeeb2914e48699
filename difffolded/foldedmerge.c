/* SPDX-License-Identifier: MIT */
/*
 * foldedmerge: sums folded files.
 */
#include <sys/resource.h>
#include <unistd.h>

#include "base/message.h"
#include "io/newfile.h"
#include "io/operands.h"
#include "io/output.h"
#include "io/program.h"
#include "io/size.h"
#include "merge/foldmerge.h"

enum {
    OPEN_FILES_AT_MOST = 256,   /* read side by side */
    OPEN_FILES_KEPT = 16,       /* for standard streams, spools, and what was inherited */
    BLOCK = 64 * 1024,          /* of each file */
    MEMORY = 1024 * 1024        /* of the result */
};

struct foldedmerge {
    struct program_options common;
    const char *output;
    struct perl_number counts;
    const char *max_memory;
};

static const struct option rows[] = {
    OPTION("output", OPTION_TEXT, struct foldedmerge, output, "FILE",
           "write to FILE, which is replaced when everything is merged, and may be one of the "
           "files that are read"),
    OPTION("o", OPTION_TEXT, struct foldedmerge, output, "FILE", NULL),
    OPTION("counts", OPTION_INTEGER, struct foldedmerge, counts, "N",
           "each line has N counts, 1 or 2; default: as many as the first line, where a name that "
           "ends in a blank and a number has two"),
    OPTION("max-memory", OPTION_TEXT, struct foldedmerge, max_memory, "SIZE",
           "keep at most SIZE of lines that are not in order in memory, and the rest in $TMPDIR; "
           "SIZE is in bytes, or ends with K, M or G"),
    OPTION_END
};

static const struct program program = {
    .name = "foldedmerge",
    .reads = "flamegraph",
    .synopsis = "[OPTION...] [FILE...] > FOLDED",
    .about = "Prints each stack of all folded files once, with the sum of its counts, sorted. "
             "Sorted files, as the collapsers print them, need memory for their number alone; "
             "others are read as well. A file that was cut, or is not folded, is named, and "
             "nothing is printed. Reads standard input without FILE, or for -.",
    .example = "  @foldedmerge host*.folded | @flamegraph > fleet.svg\n"
               "  @foldedmerge -o day.folded hour*.folded\n",
    .options = rows,
};

/* How many files may be read side by side. */
static size_t foldedmerge_fan_in(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY
        || limit.rlim_cur >= OPEN_FILES_AT_MOST + OPEN_FILES_KEPT)
        return OPEN_FILES_AT_MOST;
    return limit.rlim_cur > OPEN_FILES_KEPT + 2 ? (size_t)(limit.rlim_cur - OPEN_FILES_KEPT) : 2;
}

static int foldedmerge_print(const struct foldmerge *merge, const char *name)
{
    struct newfile file;
    struct output out;

    if (name == NULL) {
        output_open(&out, STDOUT_FILENO);
        enum foldmerge_result result = foldmerge_write(merge, &out);
        int status = output_close(&out, "standard output");
        return result == FOLDMERGE_OK ? status : FG_FAILED;
    }
    if (!newfile_open(&file, name))
        return FG_FAILED;
    if (foldmerge_write(merge, &file.out) != FOLDMERGE_OK)
        return newfile_abandon(&file);
    return newfile_close(&file);
}

int main(int argc, char **argv)
{
    static struct foldedmerge state;
    static struct foldmerge merge;
    struct foldmerge_options options = {0, foldedmerge_fan_in(), BLOCK, MEMORY, 0};
    size_t operands;
    int status;

    if (!program_start(&program, argc, argv, &state, &operands, &status))
        return status;
    double counts = perl_double(state.counts);
    if (counts != 0 && counts != 1 && counts != 2)
        return program_usage(&program, "--counts: expected 1 or 2");
    if (state.max_memory != NULL && !size_parse(state.max_memory, &options.table))
        return program_usage(&program, "--max-memory: expected a size such as 500M");
    if (operands_standard_inputs(argv, operands) > 1)
        return program_usage(&program, "standard input can be read only once");
    if (state.output != NULL && !newfile_check(state.output))
        return FG_FAILED;
    options.counts = (int)counts;
    foldmerge_begin(&merge, &program, &options);
    for (size_t i = 0; i < operands; i++)
        foldmerge_add_file(&merge, argv[i]);
    if (operands == 0)
        foldmerge_add_file(&merge, "-");
    enum foldmerge_result result = foldmerge_run(&merge);
    if (result == FOLDMERGE_OK)
        status = foldedmerge_print(&merge, state.output);
    else
        status = result == FOLDMERGE_REFUSED ? FG_REFUSED : FG_FAILED;
    foldmerge_free(&merge);
    return status;
}
