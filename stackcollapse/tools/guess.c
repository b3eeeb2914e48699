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
#include <string.h>
#include <unistd.h>

#include "base/message.h"
#include "base/strbuf.h"
#include "io/child.h"
#include "io/output.h"
#include "io/program.h"
#include "io/reader.h"
#include "recognize/signatures.h"

/* How much of the input is examined. */
enum { HEAD = 64 * 1024 };

static const struct program guess = {
    .name = "stackcollapse-guess",
    .synopsis = "[FILE] > FOLDED",
    .about = "Recognises the format of a profile and runs the collapser for it, without "
             "options; says on standard error which one that is. Folded stacks are copied. "
             "Reads standard input without FILE, or for -.",
    .example = "  @stackcollapse-guess profile.txt | @flamegraph > profile.svg\n",
    .script_has_help = true
};

/* The input, which is standard input, and what was read of it. */
struct guess {
    struct program_options options;
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
    if (strcmp(name, "-") == 0)
        return true;
    int fd = open(name, O_RDONLY);
    if (fd < 0) {
        warn_errno(errno, "cannot open '%s'", name);
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
    struct slice block;

    g->from = lseek(STDIN_FILENO, 0, SEEK_CUR);
    reader_open(&g->reader, STDIN_FILENO);
    while (g->head.n < HEAD && reader_next(&g->reader, &block))
        strbuf_add(&g->head, block);
    return check_reader(g);
}

static void report_unknown(const struct guess *g)
{
    struct strbuf list = {0};

    for (size_t i = 0; i < signature_count; i++) {
        if (i > 0 && strcmp(signatures[i].format, signatures[i - 1].format) == 0)
            continue;
        strbuf_add_str(&list, i > 0 ? ", " : "");
        strbuf_add_str(&list, signatures[i].format);
    }
    warn("%s; known formats: %s",
         g->head.n == 0 ? "the input is empty" : "the format of the input is unknown",
         strbuf_str(&list));
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

    lseek(STDIN_FILENO, g->from, SEEK_SET);
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
    if ((operands == 1 && !open_input(argv[0])) || !read_head(&g))
        return FG_FAILED;
    const struct signature *found = signature_find(strbuf_slice(&g.head));
    if (found == NULL) {
        report_unknown(&g);
        return FG_FAILED;
    }
    return fold(&g, found, argv0);
}
