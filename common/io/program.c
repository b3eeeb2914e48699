/* SPDX-License-Identifier: MIT */
#include "io/program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/message.h"
#include "io/help.h"
#include "io/output.h"
#include "perl/getopt_long.h"
#include "perl/getopt_std.h"
#include "version.h"

static const char help_text[] = "print this help";

/* Where the script has no --help, -h is one of ours; where it has one, -h is an
 * abbreviation. */
static const struct option help_of_script[] = {
    OPTION("help", OPTION_FLAG, struct program_options, help, NULL, help_text),
    OPTION_END
};
static const struct option help_of_ours[] = {
    ADDED_OPTION("help", OPTION_FLAG, struct program_options, help, NULL, help_text),
    ADDED_OPTION("h", OPTION_FLAG, struct program_options, help, NULL, NULL),
    OPTION_END
};
static const struct option options_of_all[] = {
    ADDED_OPTION("fix", OPTION_FLAG, struct program_options, fix, NULL,
                 "read the input as it is meant where the script misreads it; "
                 "FLAMEGRAPH_FIX=1 in the environment does the same"),
    ADDED_OPTION("version", OPTION_FLAG, struct program_options, version, NULL,
                 "print the version"),
    OPTION_END
};

/* The rows before the end of a table, which may be NULL. */
static size_t count_rows(const struct option *table)
{
    size_t count = 0;

    while (table != NULL && table[count].name != NULL)
        count++;
    return count;
}

/* All the program's options as one table, to be freed. */
static struct option *all_options(const struct program *p)
{
    const struct option *tables[] = {
        p->options, p->shared, p->script_has_help ? help_of_script : help_of_ours, options_of_all
    };
    const struct option end = OPTION_END;
    size_t count = 0;

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        count += count_rows(tables[i]);
    struct option *all = xcalloc(count + 1, sizeof *all);
    struct option *row = all;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct option *o = tables[i]; o != NULL && o->name != NULL; o++)
            *row++ = *o;
    *row = end;
    return all;
}

static int print_help(const struct program *p, const struct option *rows)
{
    struct output o;

    output_open(&o, STDOUT_FILENO);
    help_print(p, rows, &o);
    return output_close(&o, "standard output");
}

static int print_version(void)
{
    struct output o;

    output_open(&o, STDOUT_FILENO);
    output_str(&o, program_name());
    output_str(&o, " (flamegraph-c) " FG_VERSION "\n");
    return output_close(&o, "standard output");
}

int program_usage(const struct program *p, const char *format, ...)
{
    va_list args;

    if (format != NULL) {
        va_start(args, format);
        vwarn(format, args);
        va_end(args);
    }
    warn("see '%s --help'", program_name());
    return p->usage_status != 0 ? p->usage_status : FG_USAGE;
}

/* Whether FLAMEGRAPH_FIX is set, and not to "" or "0". */
static bool fix_is_wanted(void)
{
    const char *value = getenv("FLAMEGRAPH_FIX");

    return value != NULL && *value != '\0' && strcmp(value, "0") != 0;
}

/* Whether the next word is the value of this one, letters: "-r 5", "-vr 5". */
static bool takes_next_word(const char *word, const struct option *rows)
{
    char last = word[strlen(word) - 1];

    for (; rows->name != NULL; rows++)
        if (rows->name[0] == last && rows->name[1] == '\0')
            return rows->value != NULL;
    return false;
}

/* Takes --help, --version and --fix out of the words before the operands of a program
 * that has letters only; returns the new argc, and NULL follows the last word. */
static int take_long_words(int argc, char **argv, const struct option *rows,
                           struct program_options *common)
{
    int kept = 1;
    int i = 1;

    for (; i < argc && argv[i][0] == '-' && argv[i][1] != '\0' && strcmp(argv[i], "--") != 0; i++) {
        const char *word = argv[i];
        bool *flag = strcmp(word, "--help") == 0      ? &common->help
                     : strcmp(word, "--version") == 0 ? &common->version
                     : strcmp(word, "--fix") == 0     ? &common->fix : NULL;
        if (flag != NULL)
            *flag = true;
        else
            argv[kept++] = argv[i];
        if (flag == NULL && takes_next_word(word, rows) && i + 1 < argc)
            argv[kept++] = argv[++i];
    }
    while (i < argc)
        argv[kept++] = argv[i++];
    argv[kept] = NULL;
    return kept;
}

/* The number of operands, moved to argv[0] and so on; -1 after messages. */
static int read_letters(int argc, char **argv, const struct option *rows, void *values)
{
    int first = getopt_std_perl(argc, argv, rows, values);

    if (first < 0)
        return -1;
    memmove(argv, argv + first, (size_t)(argc - first) * sizeof *argv);
    return argc - first;
}

/* A closed standard stream would be the first file that is opened, into which messages are then
 * written. So it is opened here, in the direction that makes its use an error. */
static void open_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

bool program_start(const struct program *p, int argc, char **argv, void *values,
                   size_t *operands, int *status)
{
    struct program_options *common = values;
    struct option *rows = all_options(p);
    bool letters = p->syntax == PROGRAM_LETTERS;
    int count = 0;

    open_standard_streams();
    set_program_name(argc > 0 ? argv[0] : NULL);
    common->fix = fix_is_wanted();
    if (letters)
        argc = take_long_words(argc, argv, rows, common);
    if (!common->help && !common->version)
        count = letters ? read_letters(argc, argv, rows, values)
                        : getopt_long_perl(argc, argv, rows, values, argv);
    if (count < 0)
        *status = program_usage(p, NULL);
    else if (common->help)
        *status = print_help(p, rows);
    else if (common->version)
        *status = print_version();
    free(rows);
    *operands = count > 0 ? (size_t)count : 0;
    return count >= 0 && !common->help && !common->version;
}

void program_sibling(const struct program *p, const char *name, struct strbuf *to)
{
    struct slice own = slice_str(program_name());

    if (slice_ends(own, p->name))
        strbuf_add(to, slice_cut(own, 0, own.n - strlen(p->name)));
    strbuf_add_str(to, name);
}
