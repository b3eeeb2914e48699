/*
 * stackcollapse-guess: finds out by the first lines what format a profile has, and
 * runs the collapser for it.
 *
 * The collapser gets the profile on its standard input: a file as it is, from
 * where it was when we came; of a pipe what was read already and then the rest,
 * through a pipe of our own. Its exit status is ours. What is folded already is
 * copied.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/message.h"
#include "base/strbuf.h"
#include "io/output.h"
#include "io/program.h"
#include "io/reader.h"
#include "tools/signatures.h"

extern char **environ;

/* As much of the input as is looked at. */
enum { HEAD = 64 * 1024 };

struct guess {
    struct program_options common;
};

/* Reads until there is enough to look at, or all. */
static void read_head(struct reader *reader, struct strbuf *head)
{
    struct slice block;

    while (head->n < HEAD && reader_next(reader, &block))
        strbuf_add(head, block);
}

static void check_reader(const struct reader *reader)
{
    if (reader->error != 0) {
        warn_errno(reader->error, "cannot read the input");
        exit(FG_TROUBLE);
    }
}

static void unknown_format(struct slice head) FG_NORETURN;

static void unknown_format(struct slice head)
{
    struct strbuf list = {0};

    for (size_t i = 0; i < signature_count; i++) {
        if (i > 0 && strcmp(signatures[i].format, signatures[i - 1].format) == 0)
            continue;
        strbuf_add_str(&list, i > 0 ? ", " : "");
        strbuf_add_str(&list, signatures[i].format);
    }
    die(FG_TROUBLE, "%s; known are: %s",
        head.n == 0 ? "the input is empty" : "the input has no lines of a known format",
        strbuf_str(&list));
}

/* The path of a collapser: beside this program, if it is there, or else its name,
 * to be looked for in PATH. The programs may all have the same words before their
 * names. */
static const char *path_of(const char *argv0, const char *name, struct strbuf *path)
{
    struct slice own = slice_str(argv0);
    size_t at = slice_search_last(own, "stackcollapse-guess");
    size_t slash = slice_find_last(own, '/');

    if (at == SLICE_NONE)
        at = slash != SLICE_NONE ? slash + 1 : 0;
    strbuf_add(path, slice_cut(own, 0, at));
    strbuf_add_str(path, name);
    if (slash != SLICE_NONE && access(strbuf_str(path), X_OK) != 0) {
        strbuf_clear(path);
        strbuf_add(path, slice_str(name));
    }
    return strbuf_str(path);
}

static void cannot_run(int error, const char *program) FG_NORETURN;

static void cannot_run(int error, const char *program)
{
    warn_errno(error, "cannot run '%s'", program);
    exit(FG_TROUBLE);
}

/* Starts a program that reads the pipe's end `input`. */
static pid_t start(const char *program, int input)
{
    char *const argv[] = {(char *)program, NULL};
    posix_spawn_file_actions_t files;
    pid_t pid;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    int error = posix_spawnp(&pid, program, &files, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0)
        cannot_run(error, program);
    return pid;
}

/* Writes all, or false if the reader has left. */
static bool write_all(int fd, struct slice bytes)
{
    while (bytes.n > 0) {
        ssize_t written = write(fd, bytes.p, bytes.n);
        if (written > 0)
            bytes = slice_from(bytes, (size_t)written);
        else if (written < 0 && errno != EINTR)
            return false;
    }
    return true;
}

static int status_of(pid_t pid)
{
    int status;

    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return FG_TROUBLE;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Hands the head and the rest to a program; its exit status. */
static int feed(const char *program, struct slice head, struct reader *rest)
{
    struct slice block;
    int ends[2];

    if (pipe(ends) != 0)
        cannot_run(errno, program);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t pid = start(program, ends[0]);
    close(ends[0]);
    signal(SIGPIPE, SIG_IGN);
    bool wanted = write_all(ends[1], head);
    while (wanted && reader_next(rest, &block))
        wanted = write_all(ends[1], block);
    close(ends[1]);
    int status = status_of(pid);
    check_reader(rest);
    return status;
}

/* Becomes a program that reads standard input from `from` on. */
static void become(const char *program, off_t from) FG_NORETURN;

static void become(const char *program, off_t from)
{
    char *const argv[] = {(char *)program, NULL};

    lseek(STDIN_FILENO, from, SEEK_SET);
    execvp(program, argv);
    cannot_run(errno, program);
}

static int copy(struct slice head, struct reader *rest)
{
    struct output out;

    output_open(&out, STDOUT_FILENO);
    do
        output_add(&out, head);
    while (reader_next(rest, &head));
    bool written = output_close(&out, "standard output");
    check_reader(rest);
    return written ? FG_OK : FG_TROUBLE;
}

/* Makes the file standard input. */
static void open_input(const char *name)
{
    if (strcmp(name, "-") == 0)
        return;
    int fd = open(name, O_RDONLY);
    if (fd < 0) {
        warn_errno(errno, "cannot open '%s'", name);
        exit(FG_TROUBLE);
    }
    if (fd != STDIN_FILENO) {
        dup2(fd, STDIN_FILENO);
        close(fd);
    }
}

/* Collapses an input that began at `from`, -1 if there is no way back. */
static int run(const struct signature *found, const char *argv0, struct slice head,
               struct reader *rest, off_t from)
{
    struct strbuf path = {0};

    if (*found->program == '\0') {
        warn("%s; they are copied", found->format);
        return copy(head, rest);
    }
    const char *program = path_of(argv0, found->program, &path);
    warn("%s: running %s", found->format, program);
    if (from >= 0)
        become(program, from);
    int status = feed(program, head, rest);
    strbuf_free(&path);
    return status;
}

static const char usage[] =
    "[FILE] > FOLDED\n"
    "Finds out what format a profile has and runs the collapser for it, without\n"
    "options. Without FILE, or for -, it reads standard input. Which collapser it\n"
    "is, it tells on standard error; folded stacks are copied.\n"
    "\n"
    "  stackcollapse-guess profile.txt | flamegraph > profile.svg\n"
    "\n"
    "  --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    {"help", GETOPT_FLAG, offsetof(struct guess, common.help), false},
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

int main(int argc, char **argv)
{
    static const struct program program = {usage, options};
    const char *argv0 = argc > 0 ? argv[0] : "";
    struct guess guess = {.common = {.help = false}};
    struct reader reader = {0};
    struct strbuf head = {0};

    size_t operands = program_start(&program, argc, argv, &guess);
    if (operands > 1)
        die(FG_USAGE, "one file at a time; '%s --help' tells how", program_name());
    if (operands == 1)
        open_input(argv[0]);
    off_t from = lseek(STDIN_FILENO, 0, SEEK_CUR);
    reader_open(&reader, STDIN_FILENO);
    read_head(&reader, &head);
    check_reader(&reader);
    const struct signature *found = signature_find(strbuf_slice(&head));
    if (found == NULL)
        unknown_format(strbuf_slice(&head));
    int status = run(found, argv0, strbuf_slice(&head), &reader, from);
    strbuf_free(&head);
    reader_free(&reader);
    return status;
}
