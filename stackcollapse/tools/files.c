/* SPDX-License-Identifier: MIT */
/*
 * files: prints the sizes of the files below folders as folded stacks.
 *
 *     srv;app 4096
 *     srv;app;log_1.txt 17
 *
 * A folder comes before its contents, and its files before its folders, in the order in
 * which the system lists them. Bytes other than letters, digits, '.' and '-' become '_'.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "io/output.h"
#include "io/program.h"

/* A folder on the way to the current one. */
struct level {
    dev_t device;
    ino_t inode;
};

/* A folder that is still to be walked. */
struct pending {
    size_t depth;       /* how many levels lead to it */
    size_t path;        /* how many bytes of the path do */
    char *name;
};

struct walk {
    struct program_options options;
    bool xdev;
    bool device_known;
    dev_t device;           /* of the first file, for xdev */

    struct strbuf path;     /* of the current file */
    struct strbuf folded;
    struct output out;
    bool failed;

    int folder;             /* the current one, levels[depth - 1]; -1: none */
    struct level *levels;
    size_t depth;
    size_t level_capacity;
    struct pending *pending;
    size_t count;
    size_t pending_capacity;
};

static void report_file(struct walk *w, const char *what)
{
    warn_errno(errno, "cannot %s '%s'", what, strbuf_str(&w->path));
    w->failed = true;
}

/* Prints the current file; false if it is on another file system. */
static bool print_file(struct walk *w, const struct stat *status)
{
    struct slice path = strbuf_slice(&w->path);

    if (w->xdev && !w->device_known) {
        w->device = status->st_dev;
        w->device_known = true;
    }
    if (w->xdev && status->st_dev != w->device)
        return false;
    strbuf_clear(&w->folded);
    for (size_t i = 0; i < path.n; i++) {
        char c = path.p[i];
        bool plain = c == '.' || c == '-' || c == ';' || (is_word(c) && c != '_');
        if (i > 0 || (c != '/' && c != ';'))
            strbuf_add_char(&w->folded, (char)(c == '/' ? ';' : plain ? c : '_'));
    }
    output_add(&w->out, strbuf_slice(&w->folded));
    output_char(&w->out, ' ');
    output_number(&w->out, perl_integer((uint64_t)status->st_size));
    output_char(&w->out, '\n');
    return true;
}

/* Sets the path to the first `length` bytes of the current one and a name. */
static void set_path(struct walk *w, size_t length, const char *name)
{
    w->path.n = length;
    if (!slice_is(strbuf_slice(&w->path), "/"))
        strbuf_add_char(&w->path, '/');
    strbuf_add_str(&w->path, name);
}

static void add_pending(struct walk *w, size_t path, const char *name)
{
    size_t length = strlen(name) + 1;
    struct pending folder = {w->depth, path, memcpy(xmalloc(length), name, length)};

    w->pending = grow_array(w->pending, &w->pending_capacity, w->count + 1,
                            sizeof *w->pending);
    w->pending[w->count++] = folder;
}

/* Reverses the folders from `from` on, since the last one is walked first. */
static void reverse_pending(struct walk *w, size_t from)
{
    for (size_t to = w->count; from + 1 < to;) {
        struct pending last = w->pending[--to];
        w->pending[to] = w->pending[from];
        w->pending[from++] = last;
    }
}

/* Prints the files in the current folder, and adds its folders to those to be walked. */
static void list_folder(struct walk *w, DIR *stream)
{
    size_t path = w->path.n;
    size_t first = w->count;
    struct dirent *entry;
    struct stat status;

    while ((errno = 0, entry = readdir(stream)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        set_path(w, path, name);
        if (fstatat(w->folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            report_file(w, "look at");
        else if (S_ISDIR(status.st_mode))
            add_pending(w, path, name);
        else
            print_file(w, &status);
    }
    int error = errno;
    w->path.n = path;
    if ((errno = error) != 0)
        report_file(w, "read");
    reverse_pending(w, first);
}

/* Makes a folder the current one. */
static void set_folder(struct walk *w, int fd)
{
    if (w->folder >= 0)
        close(w->folder);
    w->folder = fd;
}

/* Enters the folder `name` of the folder `parent`, and lists it. */
static void enter_folder(struct walk *w, int parent, const char *name, int flags)
{
    struct stat status;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
    DIR *stream = fd < 0 ? NULL : fdopendir(dup(fd));

    if (stream == NULL || fstat(fd, &status) != 0) {
        report_file(w, "read");
        if (stream != NULL)
            closedir(stream);
        if (fd >= 0)
            close(fd);
        return;
    }
    struct level level = {status.st_dev, status.st_ino};
    w->levels = grow_array(w->levels, &w->level_capacity, w->depth + 1, sizeof *w->levels);
    w->levels[w->depth++] = level;
    set_folder(w, fd);
    list_folder(w, stream);
    closedir(stream);
}

/* Goes up to a depth, one step at a time, so that no path gets too long and few files are
 * open; false if a folder was moved meanwhile. */
static bool leave_folders(struct walk *w, size_t depth)
{
    struct stat status;

    while (w->depth > depth) {
        const struct level *up = &w->levels[w->depth - 2];
        int fd = openat(w->folder, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
            return false;
        set_folder(w, fd);
        w->depth--;
        if (fstat(fd, &status) != 0 || status.st_dev != up->device
            || status.st_ino != up->inode)
            return false;
    }
    return true;
}

/* Prints a folder and enters it. */
static void walk_folder(struct walk *w, const struct pending *folder)
{
    struct stat status;

    set_path(w, folder->path, folder->name);
    if (fstatat(w->folder, folder->name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        report_file(w, "look at");
    else if (print_file(w, &status))
        enter_folder(w, w->folder, folder->name, O_NOFOLLOW);
}

static void walk_pending(struct walk *w)
{
    bool there = true;

    while (w->count > 0) {
        struct pending folder = w->pending[--w->count];
        there = there && leave_folders(w, folder.depth);
        if (there)
            walk_folder(w, &folder);
        free(folder.name);
    }
    if (!there) {
        warn("a folder was moved meanwhile; the rest of its tree is left out");
        w->failed = true;
    }
    set_folder(w, -1);
    w->depth = 0;
}

static void walk_operand(struct walk *w, const char *operand)
{
    size_t length = strlen(operand);
    struct stat status;

    strbuf_clear(&w->path);
    strbuf_add_str(&w->path, operand);
    if (lstat(operand, &status) != 0) {
        report_file(w, "look at");
    } else if (S_ISDIR(status.st_mode)) {
        if (length > 1 && operand[length - 1] == '/')
            w->path.n--;
        if (print_file(w, &status))
            enter_folder(w, AT_FDCWD, operand, 0);
        walk_pending(w);
    } else {
        if (strchr(operand, '/') == NULL) {
            strbuf_clear(&w->path);
            strbuf_add_str(&w->path, "./");
            strbuf_add_str(&w->path, operand);
        }
        print_file(w, &status);
    }
}

static const struct option options[] = {
    ADDED_OPTION("xdev", OPTION_FLAG, struct walk, xdev, NULL,
                 "stay on one file system in the folders after it"),
    OPTION_END
};

static const struct program program = {
    .name = "files",
    .synopsis = "[--xdev] FOLDER... > FOLDED",
    .about = "Prints the sizes of the files below the folders as folded stacks.",
    .example = "  @files --xdev / | @flamegraph --hash --countname=bytes > files.svg\n",
    .options = options
};

/* Since --xdev counts for the folders after it, main() reads the words one by one. Any
 * other option is left to program_start(), which answers or refuses it. */
static bool is_other_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && strcmp(word, "--xdev") != 0;
}

/* Answers or refuses an option, and returns the exit status. */
static int other_option(char *name, char *word, struct walk *w)
{
    char *argv[] = {name, word, NULL};
    size_t operands;
    int status;

    if (!program_start(&program, 2, argv, w, &operands, &status))
        return status;
    return program_usage(&program, "unknown option '%s'", word);
}

int main(int argc, char **argv)
{
    static struct walk w;

    set_program_name(argc > 0 ? argv[0] : NULL);
    if (argc < 2)
        return program_usage(&program, "expected a folder");
    for (int i = 1; i < argc; i++)
        if (is_other_option(argv[i]))
            return other_option(argv[0], argv[i], &w);

    output_open(&w.out, STDOUT_FILENO);
    w.folder = -1;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--xdev") == 0)
            w.xdev = true;
        else
            walk_operand(&w, argv[i]);
    }
    int written = output_close(&w.out, "standard output");
    return written == FG_OK && w.failed ? FG_FAILED : written;
}
