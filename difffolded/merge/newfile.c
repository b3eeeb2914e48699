/* SPDX-License-Identifier: MIT */
#include "merge/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/message.h"

/* What the handler removes. */
static const char *volatile newfile_name;

static const int newfile_signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};

static void newfile_on_signal(int number)
{
    if (newfile_name != NULL)
        unlink(newfile_name);
    /* Its action is the default one again (SA_RESETHAND). */
    raise(number);
}

static void newfile_catch(void)
{
    for (size_t i = 0; i < sizeof newfile_signals / sizeof *newfile_signals; i++) {
        struct sigaction action;
        if (sigaction(newfile_signals[i], NULL, &action) != 0 || action.sa_handler != SIG_DFL)
            continue;
        action.sa_handler = newfile_on_signal;
        action.sa_flags = (int)SA_RESETHAND;
        sigaction(newfile_signals[i], &action, NULL);
    }
}

/* Finds what the name means; true if it is, or will be, a regular file. */
static bool newfile_resolve(const char *name, struct strbuf *target)
{
    struct stat status;
    char *path = realpath(name, NULL);

    strbuf_add_str(target, path != NULL ? path : name);
    free(path);
    return stat(strbuf_str(target), &status) != 0 || S_ISREG(status.st_mode);
}

/* "FOLDER/" of a path, or nothing. */
static struct slice newfile_folder(const struct strbuf *path)
{
    size_t slash = slice_find_last(strbuf_slice(path), '/');

    return slice_cut(strbuf_slice(path), 0, slash != SLICE_NONE ? slash + 1 : 0);
}

bool newfile_check(const char *name)
{
    struct strbuf target = {0};
    struct strbuf folder = {0};
    bool good = true;

    if (newfile_resolve(name, &target)) {
        strbuf_add(&folder, newfile_folder(&target));
        strbuf_add_char(&folder, '.');
        good = access(strbuf_str(&folder), W_OK | X_OK) == 0;
        if (!good)
            warn_errno(errno, "cannot write '%s'", name);
    }
    strbuf_free(&target);
    strbuf_free(&folder);
    return good;
}

/* Makes the temporary, with the permissions of the file that it replaces, or of a new one. */
static int newfile_make(struct newfile *f)
{
    struct stat status;
    mode_t mask = umask(0);
    mode_t mode = 0666 & ~mask;

    umask(mask);
    if (stat(strbuf_str(&f->target), &status) == 0)
        mode = status.st_mode & 0777;
    strbuf_add(&f->temporary, newfile_folder(&f->target));
    strbuf_add_str(&f->temporary, ".foldedmerge.XXXXXX");
    strbuf_str(&f->temporary);
    newfile_catch();
    int fd = mkstemp(f->temporary.p);
    if (fd < 0)
        return -1;
    newfile_name = f->temporary.p;
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fchmod(fd, mode);
    return fd;
}

bool newfile_open(struct newfile *f, const char *name)
{
    struct newfile fresh = {0};

    *f = fresh;
    f->name = name;
    int fd = newfile_resolve(name, &f->target) ? newfile_make(f)
                                               : open(name, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        warn_errno(errno, "cannot write '%s'", name);
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
    if (!direct && status != FG_OK)
        unlink(f->temporary.p);
    newfile_name = NULL;
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
    if (f->temporary.n > 0)
        unlink(f->temporary.p);
    newfile_name = NULL;
    strbuf_free(&f->target);
    strbuf_free(&f->temporary);
    return FG_FAILED;
}
