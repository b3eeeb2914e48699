/*
 * files: the sizes of the files below folders as folded stacks.
 *
 *     srv;app 4096
 *     srv;app;log_1.txt 17
 *
 * A folder comes before what is in it, and its files before its folders, in the
 * order in which the system lists them. Bytes that are no letters, digits, dots
 * or dashes become '_'.
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

/* A folder on the way to the present one. */
struct level {
    dev_t device;
    ino_t number;
};

/* A folder that is still to be walked. */
struct pending {
    size_t depth;       /* how many levels lead to it */
    size_t path;        /* how much of the path does */
    char *name;
};

struct walk {
    bool xdev;
    bool device_known;
    dev_t device;       /* of the first file, for xdev */

    struct strbuf path;     /* of the file at hand */
    struct strbuf folded;
    struct output *out;
    bool failed;

    int folder;             /* the present one, levels[depth - 1]; -1 without */
    struct level *levels;
    size_t depth;
    size_t level_capacity;
    struct pending *pending;
    size_t count;
    size_t pending_capacity;
};

static void complain(struct walk *w, const char *what)
{
    warn_errno(errno, "cannot %s '%s'", what, strbuf_str(&w->path));
    w->failed = true;
}

/* Prints the file at hand; false if it is on another file system. */
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
    output_add(w->out, strbuf_slice(&w->folded));
    output_char(w->out, ' ');
    output_number(w->out, perl_integer((uint64_t)status->st_size));
    output_char(w->out, '\n');
    return true;
}

/* Sets the path to the first `length` bytes of the present one and a name. */
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

/* Turns the order of the folders from `from` on round: the first one is to be
 * walked first, that is, to be the last. */
static void reverse_pending(struct walk *w, size_t from)
{
    for (size_t to = w->count; from + 1 < to;) {
        struct pending last = w->pending[--to];
        w->pending[to] = w->pending[from];
        w->pending[from++] = last;
    }
}

/* Prints the files in the present folder and notes the folders. */
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
            complain(w, "look at");
        else if (S_ISDIR(status.st_mode))
            add_pending(w, path, name);
        else
            print_file(w, &status);
    }
    int error = errno;
    w->path.n = path;
    if ((errno = error) != 0)
        complain(w, "read");
    reverse_pending(w, first);
}

/* Makes a folder the present one. */
static void set_folder(struct walk *w, int fd)
{
    if (w->folder >= 0)
        close(w->folder);
    w->folder = fd;
}

/* Goes down into the folder `name` of the folder `parent` and lists it. */
static void enter(struct walk *w, int parent, const char *name, int flags)
{
    struct stat status;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
    DIR *stream = fd < 0 ? NULL : fdopendir(dup(fd));

    if (stream == NULL || fstat(fd, &status) != 0) {
        complain(w, "read");
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

/* Goes up to a depth, one step at a time, so that no path is too long and no
 * number of open files too high; false if somebody has moved a folder. */
static bool leave(struct walk *w, size_t depth)
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
            || status.st_ino != up->number)
            return false;
    }
    return true;
}

/* Prints a pending folder and goes into it. */
static void walk_folder(struct walk *w, const struct pending *folder)
{
    struct stat status;

    set_path(w, folder->path, folder->name);
    if (fstatat(w->folder, folder->name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        complain(w, "look at");
    else if (print_file(w, &status))
        enter(w, w->folder, folder->name, O_NOFOLLOW);
}

static void walk_pending(struct walk *w)
{
    bool there = true;

    while (w->count > 0) {
        struct pending folder = w->pending[--w->count];
        there = there && leave(w, folder.depth);
        if (there)
            walk_folder(w, &folder);
        free(folder.name);
    }
    if (!there) {
        warn("a folder was moved meanwhile; the rest is left out");
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
        complain(w, "look at");
    } else if (S_ISDIR(status.st_mode)) {
        if (length > 1 && operand[length - 1] == '/')
            w->path.n--;
        if (print_file(w, &status))
            enter(w, AT_FDCWD, operand, 0);
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

static const char usage[] =
    "[--xdev] FOLDER... > FOLDED\n"
    "Prints the sizes of the files below the folders as folded stacks.\n"
    "\n"
    "  --xdev             stay on one file system in the folders behind it\n"
    "  -h, --help, --version\n"
    "                     print this, or the version\n"
    "\n"
    "  files --xdev / | flamegraph --hash --countname=bytes > files.svg\n";

/* Whether the word is an option; ends the program for all but --xdev. */
static bool is_option(const char *word)
{
    if (word[0] != '-' || word[1] == '\0')
        return false;
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
        program_help(usage);
    if (strcmp(word, "--version") == 0)
        program_version();
    if (strcmp(word, "--xdev") != 0)
        die(FG_USAGE, "unknown option '%s'; a folder of that name is './%s'", word, word);
    return true;
}

int main(int argc, char **argv)
{
    struct walk w = {0};
    struct output out;

    set_program_name(argc > 0 ? argv[0] : NULL);
    if (argc < 2)
        die(FG_USAGE, "a folder is wanted; '%s --help' tells more", program_name());
    for (int i = 1; i < argc; i++)
        is_option(argv[i]);

    output_open(&out, STDOUT_FILENO);
    w.out = &out;
    w.folder = -1;
    for (int i = 1; i < argc; i++) {
        if (is_option(argv[i]))
            w.xdev = true;
        else
            walk_operand(&w, argv[i]);
    }
    free(w.levels);
    free(w.pending);
    strbuf_free(&w.path);
    strbuf_free(&w.folded);
    bool written = output_close(&out, "standard output");
    return written && !w.failed ? FG_OK : FG_TROUBLE;
}
