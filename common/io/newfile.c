/* SPDX-License-Identifier: MIT */
#include "io/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/message.h"

/* The temporary of the file that is open, for every way out of the program. */
static const char *volatile newfile_name;

enum { NEWFILE_LINKS = 40 };

static const int newfile_signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};

static void newfile_remove(void)
{
    if (newfile_name != NULL)
        unlink(newfile_name);
    newfile_name = NULL;
}

static void newfile_on_signal(int number)
{
    newfile_remove();
    /* Its action is the default one again (SA_RESETHAND). */
    raise(number);
}

/* From now on the temporary goes when a signal or the lack of memory ends the program. */
static void newfile_catch(void)
{
    static bool caught;

    if (caught)
        return;
    caught = true;
    atexit(newfile_remove);
    for (size_t i = 0; i < sizeof newfile_signals / sizeof *newfile_signals; i++) {
        struct sigaction action;
        if (sigaction(newfile_signals[i], NULL, &action) != 0 || action.sa_handler != SIG_DFL)
            continue;
        action.sa_handler = newfile_on_signal;
        action.sa_flags = (int)SA_RESETHAND;
        sigaction(newfile_signals[i], &action, NULL);
    }
}

/* Makes the file, and tells the handler its name before a signal can come. */
static int newfile_make_temporary(char *name)
{
    sigset_t signals, before;

    sigemptyset(&signals);
    for (size_t i = 0; i < sizeof newfile_signals / sizeof *newfile_signals; i++)
        sigaddset(&signals, newfile_signals[i]);
    sigprocmask(SIG_BLOCK, &signals, &before);
    int fd = mkstemp(name);
    int error = errno;
    if (fd >= 0)
        newfile_name = name;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return fd;
}

/* "FOLDER/" of a path, or nothing. */
static struct slice newfile_folder(const struct strbuf *path)
{
    size_t slash = slice_find_last(strbuf_slice(path), '/');

    return slice_cut(strbuf_slice(path), 0, slash != SLICE_NONE ? slash + 1 : 0);
}

enum newfile_kind {
    NEWFILE_REPLACED,   /* is, or will be, a regular file */
    NEWFILE_DIRECT,     /* something else */
    NEWFILE_FOREIGN,    /* a link that may be a trap */
    NEWFILE_ERROR       /* errno says which */
};

/* Whether a link may be a trap: it is of somebody else, in a folder that everybody can write to
 * and that is not of its owner. Linux refuses to open these (fs.protected_symlinks). */
static bool newfile_is_foreign(const struct strbuf *path, const struct stat *link)
{
    struct strbuf folder = {0};
    struct stat status;

    strbuf_add(&folder, newfile_folder(path));
    strbuf_add_char(&folder, '.');
    bool safe = stat(strbuf_str(&folder), &status) == 0
                && ((status.st_mode & S_IWOTH) == 0 || status.st_uid == link->st_uid);
    strbuf_free(&folder);
    return !safe && link->st_uid != geteuid();
}

/* Replaces the path of a link by that of what it leads to; false, and errno, if that fails. */
static bool newfile_read_link(struct strbuf *target)
{
    char link[4096];
    ssize_t n = readlink(strbuf_str(target), link, sizeof link);

    if (n <= 0 || (size_t)n == sizeof link) {
        errno = n < 0 ? errno : ENAMETOOLONG;
        return false;
    }
    target->n = link[0] == '/' ? 0 : newfile_folder(target).n;
    strbuf_add(target, slice_of(link, (size_t)n));
    return true;
}

/* Finds what the name means, and where its symbolic links lead to, also if there is nothing
 * yet. They are read one by one, since the system would follow any of them. */
static enum newfile_kind newfile_resolve(const char *name, struct strbuf *target)
{
    struct stat status;
    /* A pipe behind /dev/stdout has no name that a link could have. */
    bool direct = stat(name, &status) == 0 && !S_ISREG(status.st_mode);

    strbuf_add_str(target, name);
    for (int followed = 0; followed < NEWFILE_LINKS; followed++) {
        if (lstat(strbuf_str(target), &status) != 0)
            return direct ? NEWFILE_DIRECT : errno == ENOENT ? NEWFILE_REPLACED : NEWFILE_ERROR;
        if (!S_ISLNK(status.st_mode))
            return S_ISREG(status.st_mode) ? NEWFILE_REPLACED : NEWFILE_DIRECT;
        if (newfile_is_foreign(target, &status))
            return NEWFILE_FOREIGN;
        if (!newfile_read_link(target))
            return NEWFILE_ERROR;
    }
    errno = ELOOP;
    return NEWFILE_ERROR;
}

static void newfile_warn(enum newfile_kind kind, const char *name)
{
    if (kind == NEWFILE_FOREIGN)
        warn("'%s' is a link of another user in a folder that everybody can write to: "
             "remove it, or use another folder", name);
    else
        warn_errno(errno, "cannot write '%s'", name);
}

bool newfile_is_ours(const char *name)
{
    struct strbuf target = {0};
    enum newfile_kind kind = newfile_resolve(name, &target);

    strbuf_free(&target);
    if (kind == NEWFILE_FOREIGN)
        newfile_warn(kind, name);
    return kind != NEWFILE_FOREIGN;
}

bool newfile_check(const char *name)
{
    struct strbuf target = {0};
    struct strbuf folder = {0};
    enum newfile_kind kind = newfile_resolve(name, &target);
    bool good = kind == NEWFILE_REPLACED || kind == NEWFILE_DIRECT;

    if (kind == NEWFILE_REPLACED) {
        strbuf_add(&folder, newfile_folder(&target));
        strbuf_add_char(&folder, '.');
        good = access(strbuf_str(&folder), W_OK | X_OK) == 0;
    }
    if (!good)
        newfile_warn(kind, name);
    strbuf_free(&target);
    strbuf_free(&folder);
    return good;
}

/* The permissions of the file that is replaced, or of a new one. */
static mode_t newfile_mode(struct newfile *f)
{
    struct stat status;
    mode_t mask = umask(0);

    umask(mask);
    return stat(strbuf_str(&f->target), &status) == 0 ? status.st_mode & 0777 : 0666 & ~mask;
}

/* Makes the temporary; -1 if that fails. */
static int newfile_make(struct newfile *f)
{
    strbuf_add(&f->temporary, newfile_folder(&f->target));
    strbuf_add_str(&f->temporary, ".flamegraph-c.XXXXXX");
    strbuf_str(&f->temporary);
    newfile_catch();
    int fd = newfile_make_temporary(f->temporary.p);
    if (fd < 0)
        return -1;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    /* EPERM: of a file system without permissions. */
    if (fchmod(fd, newfile_mode(f)) == 0 || errno == EPERM)
        return fd;
    int error = errno;
    close(fd);
    newfile_remove();
    errno = error;
    return -1;
}

static int newfile_start(struct newfile *f, enum newfile_kind kind)
{
    switch (kind) {
    case NEWFILE_REPLACED:
        return newfile_make(f);
    case NEWFILE_DIRECT:
        return open(f->name, O_WRONLY | O_CLOEXEC);
    default:
        return -1;
    }
}

bool newfile_open(struct newfile *f, const char *name)
{
    struct newfile fresh = {0};

    *f = fresh;
    f->name = name;
    enum newfile_kind kind = newfile_resolve(name, &f->target);
    int fd = newfile_start(f, kind);
    if (fd < 0) {
        newfile_warn(kind, name);
        strbuf_free(&f->target);
        strbuf_free(&f->temporary);
        return false;
    }
    output_open(&f->out, fd);
    return true;
}

/* Waits until the bytes are stored, so that no crash leaves the name without them. */
static void newfile_store(struct newfile *f)
{
    output_flush(&f->out);
    if (f->out.error == 0 && fsync(f->out.fd) != 0 && errno != EINVAL && errno != EROFS)
        f->out.error = errno;
}

int newfile_close(struct newfile *f)
{
    struct strbuf quoted = {0};
    bool direct = f->temporary.n == 0;

    if (!direct)
        newfile_store(f);
    strbuf_printf(&quoted, "'%s'", f->name);
    int status = output_close(&f->out, strbuf_str(&quoted));
    if (!direct && status == FG_OK && rename(f->temporary.p, strbuf_str(&f->target)) != 0) {
        warn_errno(errno, "cannot write %s", strbuf_str(&quoted));
        status = FG_FAILED;
    }
    if (status == FG_OK)
        newfile_name = NULL;
    newfile_remove();
    strbuf_free(&quoted);
    strbuf_free(&f->target);
    strbuf_free(&f->temporary);
    return status;
}

int newfile_abandon(struct newfile *f)
{
    /* No message: the caller had one. */
    close(f->out.fd);
    strbuf_free(&f->out.pending);
    newfile_remove();
    strbuf_free(&f->target);
    strbuf_free(&f->temporary);
    return FG_FAILED;
}
