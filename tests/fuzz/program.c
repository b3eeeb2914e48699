/* SPDX-License-Identifier: MIT */
/*
 * The main of every fuzzed program. One fuzz input is a whole run, in sections that begin
 * with the byte RS (0x1e):
 *
 *     ARGUMENT US ARGUMENT ... RS STANDARD INPUT RS NAME US CONTENT RS NAME US CONTENT ...
 *
 * US is 0x1f. What follows a NAME is a file of the working directory, or with the NAME
 * "\x1d" the answers of the programs that it starts (child.c). The program's own main is
 * compiled as program_main. Where it ends, checks.c judges what it printed.
 *
 * The working directory is the folder FUZZ_FOLDER, which is emptied for each run, or a new
 * one. With TWICE defined, two runs are compared. With FUZZ_SHOW in the environment, the
 * program's output is shown.
 */
#define _GNU_SOURCE
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks.h"
#include "child.h"

#undef main

enum { SECTION = 0x1e, PART = 0x1f, ANSWERS = 0x1d, MOST_BYTES = 1 << 20, MOST_ARGUMENTS = 64 };

int program_main(int argc, char **argv);

/* The reports of the sanitizers go to the standard error of the fuzzer. */
void __attribute__((weak)) __sanitizer_set_report_fd(void *fd);

static char input[MOST_BYTES + 1];
static size_t all_bytes;
static struct text all_files;
static int output_fd, error_fd, shown_fd;
static char new_folder[] = "/tmp/fuzz-XXXXXX";
static char *folder;
static struct run run = {.program = PROGRAM};

static void fail(const char *what)
{
    perror(what);
    _exit(2);
}

static int remove_entry(const char *path, const struct stat *file, int kind, struct FTW *place)
{
    (void)file;
    (void)kind;
    return place->level > 0 ? remove(path) : 0;
}

static void empty_folder(void)
{
    nftw(".", remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void enter_folder(void)
{
    const char *given = getenv("FUZZ_FOLDER");

    if (given == NULL)
        folder = mkdtemp(new_folder);
    if (given == NULL && folder == NULL)
        fail(new_folder);
    if (chdir(given != NULL ? given : folder) != 0)
        fail(given);
}

/* Whether a name or an argument may lead out of the folder. */
static bool leaves_folder(const char *text)
{
    return strstr(text, "..") != NULL || text[0] == '/' || strstr(text, "=/") != NULL
           || (text[0] == '-' && text[1] != '-' && strchr(text, '/') != NULL);
}

/* Cuts the text up to `byte` off *rest. */
static struct text cut(struct text *rest, char byte)
{
    char *end = rest->n > 0 ? memchr(rest->p, byte, rest->n) : NULL;
    struct text part = *rest;

    if (end != NULL)
        part.n = (size_t)(end - rest->p);
    rest->p += part.n + (end != NULL);
    rest->n -= part.n + (end != NULL);
    part.p[part.n] = '\0';
    return part;
}

static void write_file(struct text file)
{
    char *name = cut(&file, PART).p;

    if (*name == ANSWERS && name[1] == '\0') {
        child_answers = file;
        return;
    }
    if (*name == '\0' || leaves_folder(name))
        return;
    for (char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(name, 0700);
        *slash = '/';
    }
    FILE *to = fopen(name, "w");
    if (to == NULL)
        return;
    fwrite(file.p, 1, file.n, to);
    fclose(to);
}

/* Writes the files; the text, which cut() would change, stays as it is. */
static void write_files(struct text files)
{
    struct text copy = {malloc(files.n + 1), files.n};

    memcpy(copy.p, files.p, files.n);
    while (copy.n > 0)
        write_file(cut(&copy, SECTION));
}

/* Returns argc. */
static int read_arguments(struct text arguments, char *argv[MOST_ARGUMENTS + 1])
{
    static char name[] = PROGRAM;
    int argc = 0;

    argv[argc++] = name;
    while (arguments.n > 0 && argc < MOST_ARGUMENTS) {
        struct text argument = cut(&arguments, PART);
        if (!leaves_folder(argument.p))
            argv[argc++] = argument.p;
    }
    return argc;
}

static int memory_file(struct text content)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);

    if (fd < 0 || write(fd, content.p, content.n) != (ssize_t)content.n)
        fail("memfd_create");
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static void redirect(struct text standard_input)
{
    int input_fd = memory_file(standard_input);

    output_fd = memory_file((struct text){input, 0});
    error_fd = memory_file((struct text){input, 0});
    shown_fd = dup(STDERR_FILENO);
    if (__sanitizer_set_report_fd != NULL)
        __sanitizer_set_report_fd((void *)(long)shown_fd);
    dup2(input_fd, STDIN_FILENO);
    dup2(output_fd, STDOUT_FILENO);
    dup2(error_fd, STDERR_FILENO);
    close(input_fd);
}

static struct text content_of(int fd)
{
    struct stat file;

    if (fstat(fd, &file) != 0)
        fail("fstat");
    struct text t = {malloc((size_t)file.st_size + 1), 0};
    ssize_t got = pread(fd, t.p, (size_t)file.st_size, 0);
    t.n = got > 0 ? (size_t)got : 0;
    t.p[t.n] = '\0';
    return t;
}

static void finish(int status, void *unused)
{
    (void)unused;
    run.status = status;
    run.output = content_of(output_fd);
    run.errors = content_of(error_fd);
    if (getenv("FUZZ_SHOW") != NULL)
        dprintf(shown_fd, "%s%s[status %d]\n", run.output.p, run.errors.p, status);
    if (folder != NULL) {
        empty_folder();
        rmdir(folder);
    }
    const char *problem = check_run(&run);
    if (problem == NULL)
        return;
    dprintf(shown_fd, "fuzz: %s\n", problem);
    abort();
}

/* Lets the sanitizer's allocator get its memory once, and not in each run. */
static void warm_up(void)
{
    void *blocks[24];

    for (size_t i = 0; i < 24; i++)
        memset(blocks[i] = malloc((size_t)1 << (i < 20 ? i : 16)), 1, 1);
    for (size_t i = 0; i < 24; i++)
        free(blocks[i]);
}

#ifdef TWICE
/* Runs the program in a process of its own; what it prints goes to output_fd and error_fd. */
static int run_child(int argc, char **argv)
{
    int status;

    lseek(STDIN_FILENO, 0, SEEK_SET);
    pid_t pid = fork();
    if (pid < 0)
        fail("fork");
    if (pid == 0) {
        folder = NULL;
        exit(program_main(argc, argv));
    }
    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        abort();
    return WEXITSTATUS(status);
}

static struct text take_content(int fd)
{
    struct text t = content_of(fd);

    if (ftruncate(fd, 0) != 0)
        fail("ftruncate");
    lseek(fd, 0, SEEK_SET);
    return t;
}

static void expect_same(struct text a, struct text b, const char *what)
{
    if (a.n == b.n && memcmp(a.p, b.p, a.n) == 0)
        return;
    dprintf(shown_fd, "fuzz: threads change the %s: \n%s---\n%s", what, a.p, b.p);
    abort();
}

/* A program with one thread, and with three and small blocks. */
static int run_program(int argc, char **argv)
{
    char threads[] = "--threads=1", block[32] = "--block-size=0";
    char *words[MOST_ARGUMENTS + 3] = {argv[0], threads, block};

    memcpy(words + 3, argv + 1, (size_t)(argc - 1) * sizeof *argv);
    int status = run_child(argc + 2, words);
    struct text output = take_content(output_fd), errors = take_content(error_fd);
    empty_folder();         /* of what --cp wrote */
    write_files(all_files);
    threads[strlen(threads) - 1] = '3';
    snprintf(block, sizeof block, "--block-size=%zu", 1 + all_bytes % 300);
    memcpy(words + 3, argv + 1, (size_t)(argc - 1) * sizeof *argv);
    words[0] = argv[0], words[1] = threads, words[2] = block;
    int again = run_child(argc + 2, words);
    expect_same(output, content_of(output_fd), "output");
    expect_same(errors, content_of(error_fd), "messages");
    if (status != again)
        abort();
    return status;
}
#else
static int run_program(int argc, char **argv)
{
    return program_main(argc, argv);
}
#endif

int main(void)
{
    static char *argv[MOST_ARGUMENTS + 1];

    enter_folder();
    warm_up();
#ifdef __AFL_HAVE_MANUAL_CONTROL
    __AFL_INIT();
#endif
    struct text all = {input, fread(input, 1, MOST_BYTES, stdin)};
    all_bytes = all.n;
    empty_folder();
    int argc = read_arguments(cut(&all, SECTION), argv);
    struct text standard_input = cut(&all, SECTION);
    all_files = all;
    write_files(all_files);
    redirect(standard_input);
    on_exit(finish, NULL);
    exit(run_program(argc, argv));
}
