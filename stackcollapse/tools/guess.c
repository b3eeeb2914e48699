/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-guess: recognises the format of a profile by its first lines, and runs the
 * collapser for it.
 *
 * The collapser reads the profile from its standard input: a file from where it was when
 * this program began; of a pipe what was read already and then the rest, through a pipe of
 * our own. Its exit status is ours. Folded stacks are copied.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "base/strbuf.h"
#include "io/child.h"
#include "io/help.h"
#include "io/operands.h"
#include "io/output.h"
#include "io/program.h"
#include "io/reader.h"
#include "recognize/recognize.h"
#include "recognize/signatures.h"

/* "stackcollapse-gdb  a backtrace of gdb", one row for each format that is folded. */
static void formats_help(struct output *o);

static const struct program guess = {
    .name = "stackcollapse-guess",
    .synopsis = "[FILE] > FOLDED",
    .about = "Recognizes the format of a profile and runs the collapser for it, without "
             "options; says on standard error which one that is. Folded stacks are copied. "
             "Reads standard input without FILE, or for -.",
    .example = "  @stackcollapse-guess profile.txt | @flamegraph > profile.svg\n",
    .script_has_help = true,
    .more_help = formats_help
};

static void formats_help(struct output *o)
{
    enum { COLUMN = 33 };
    struct strbuf name = {0};

    output_str(o, "Formats:\n");
    for (size_t i = 0; i < signature_count && *signatures[i].program != '\0'; i++) {
        if (i > 0 && strcmp(signatures[i].format, signatures[i - 1].format) == 0)
            continue;
        strbuf_clear(&name);
        program_sibling(&guess, signatures[i].program, &name);
        help_row(o, strbuf_str(&name), signatures[i].format, COLUMN);
    }
    strbuf_free(&name);
}

/* The input, which is standard input, and what was read of it. */
struct guess {
    struct program_options options;
    const char *name;       /* for messages; NULL: standard input */
    off_t from;             /* where it began, -1 if it cannot be read again */
    struct reader reader;
    struct strbuf head;
};

/* False after a message if the input could not be read. */
static bool check_reader(const struct guess *g)
{
    if (g->reader.error != 0)
        warn_errno(g->reader.error, "cannot read the input");
    return g->reader.error == 0;
}

/* Makes the file standard input; false after a message. */
static bool open_input(const char *name)
{
    int fd = open(name, O_RDONLY);
    if (fd < 0) {
        warn_errno(errno, "cannot open '%s'", name);
        return false;
    }
    if (reader_is_output(fd)) {
        warn("cannot read '%s': " READER_IS_OUTPUT, name);
        return false;
    }
    if (fd != STDIN_FILENO) {
        dup2(fd, STDIN_FILENO);
        close(fd);
    }
    return true;
}

static bool read_head(struct guess *g)
{
    size_t got;

    operands_announce(STDIN_FILENO);
    g->from = lseek(STDIN_FILENO, 0, SEEK_CUR);
    reader_open(&g->reader, STDIN_FILENO);
    strbuf_reserve(&g->head, SIGNATURE_BYTES);
    do {
        got = reader_read(&g->reader, g->head.p + g->head.n, SIGNATURE_BYTES - g->head.n);
        g->head.n += got;
    } while (got > 0);
    return check_reader(g);
}

static void report_unknown(const struct guess *g)
{
    if (g->head.n == 0)
        warn("no stacks: the input is empty");
    else
        warn("the format of the input is unknown; '%s --help' lists the known ones",
             program_name());
}

/* "not sure: the input may be a backtrace of gdb (use stackcollapse-gdb) or ..." */
static void report_unsure(const struct signature *const maybe[2])
{
    struct strbuf list = {0};

    for (int i = 0; i < 2 && maybe[i] != NULL; i++) {
        strbuf_printf(&list, "%s%s (use ", i > 0 ? " or " : "", maybe[i]->format);
        program_sibling(&guess, *maybe[i]->program != '\0' ? maybe[i]->program : "flamegraph",
                        &list);
        strbuf_add_char(&list, ')');
    }
    warn("not sure: the input may be %s", strbuf_str(&list));
    strbuf_free(&list);
}

/* Appends the path of a collapser: next to this program, or its name, to be found by PATH,
 * if it is not there. */
static void add_path(const char *argv0, const char *name, struct strbuf *path)
{
    size_t slash = slice_find_last(slice_str(argv0), '/');

    if (slash != SLICE_NONE)
        strbuf_add(path, slice_of(argv0, slash + 1));
    program_sibling(&guess, name, path);
    if (slash != SLICE_NONE && access(strbuf_str(path), X_OK) != 0) {
        strbuf_clear(path);
        strbuf_add_str(path, name);
    }
}

static int cannot_run(int error, const char *program)
{
    warn_errno(error, "cannot run '%s'", program);
    return FG_FAILED;
}

/* Becomes a program that reads the input from its beginning; returns only if that fails. */
static int become(const struct guess *g, char *program)
{
    char *const argv[] = {program, NULL};

    if (lseek(STDIN_FILENO, g->from, SEEK_SET) < 0) {
        warn_errno(errno, "cannot go back to the beginning of the input");
        return FG_FAILED;
    }
    execvp(program, argv);
    return cannot_run(errno, program);
}

/* Pipes the input into a program; returns its exit status. */
static int feed(struct guess *g, char *program)
{
    char *const argv[] = {program, NULL};
    struct slice block = strbuf_slice(&g->head);
    struct child child;
    int error = child_start(&child, argv, CHILD_PRINTS);

    if (error != 0)
        return cannot_run(error, program);
    signal(SIGPIPE, SIG_IGN);
    while (child_write(&child, block) && reader_next(&g->reader, &block))
        continue;
    int status = child_stop(&child);
    if (child.error != 0) {
        warn_errno(child.error, "cannot feed '%s'", program);
        return FG_FAILED;
    }
    return check_reader(g) ? status : FG_FAILED;
}

/* Copies the input; returns the exit status. */
static int copy(struct guess *g)
{
    struct slice block = strbuf_slice(&g->head);
    struct output out;

    output_open(&out, STDOUT_FILENO);
    do
        output_add(&out, block);
    while (!output_failed(&out) && reader_next(&g->reader, &block));
    int written = output_close(&out, "standard output");
    return check_reader(g) ? written : FG_FAILED;
}

/* Folds the input, of which the signature is known; returns the exit status. */
static int fold(struct guess *g, const struct signature *found, const char *argv0)
{
    struct strbuf path = {0};

    if (*found->program == '\0') {
        warn("%s: copied as they are", found->format);
        return copy(g);
    }
    add_path(argv0, found->program, &path);
    strbuf_add_char(&path, '\0');
    warn("%s: running %s", found->format, path.p);
    int status = g->from >= 0 ? become(g, path.p) : feed(g, path.p);
    strbuf_free(&path);
    return status;
}

int main(int argc, char **argv)
{
    static struct guess g;
    const char *argv0 = argc > 0 ? argv[0] : "";
    size_t operands;
    int status;

    if (!program_start(&guess, argc, argv, &g, &operands, &status))
        return status;
    if (operands > 1)
        return program_usage(&guess, "expected one file, not %zu", operands);
    if (operands == 1 && strcmp(argv[0], "-") != 0)
        g.name = argv[0];
    if ((g.name != NULL && !open_input(g.name)) || !read_head(&g))
        return FG_FAILED;
    if (g.options.fix)
        setenv("FLAMEGRAPH_FIX", "1", 1);
    if (recognize_magic(&guess, g.name, strbuf_slice(&g.head)))
        return FG_FAILED;
    struct signature_guess answer = signature_guess(strbuf_slice(&g.head));
    if (answer.found != NULL)
        return fold(&g, answer.found, argv0);
    if (answer.maybe[0] != NULL)
        report_unsure(answer.maybe);
    else
        report_unknown(&g);
    return FG_FAILED;
}
