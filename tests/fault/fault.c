/* SPDX-License-Identifier: MIT */
/*
 * A library for LD_PRELOAD, with glibc: makes calls of libc fail.
 *
 *     FAULT_CALL    the name of the call; "?": no call fails, and FAULT_MARK gets a line with the
 *                   name of each that is made
 *     FAULT_AT      which call of that name fails, from 1
 *     FAULT_ERROR   the error number; 0: the call is short (read, write and pread: 1 byte); below 0:
 *                   the signal that comes before the call, which does not fail
 *     FAULT_ON      set: all later calls of that name fail too
 *     FAULT_MARK    a file that is made, and gets a line when the fault has happened. It is open from the
 *                   beginning, since a program that has its inputs may open nothing more (confine.h)
 *
 * Programs that are started by the program run without faults.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

enum { MOST_NAMES = 64 };

static const char *faulty = "";
static bool listing;
static _Atomic(const char *) listed[MOST_NAMES];
static long fault_at;
static int fault_error;
static bool fault_on;
static int mark = -1;
static atomic_long calls;

/* Out of the way of the descriptors that the program gets. */
enum { MARK = 500 };

static void open_mark(const char *file)
{
    long fd = syscall(SYS_open, file, O_WRONLY | O_CREAT | O_APPEND, 0600);

    mark = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, MARK);
    syscall(SYS_close, fd);
}

static void write_mark(const char *line)
{
    syscall(SYS_write, mark, line, strlen(line));
    syscall(SYS_write, mark, "\n", 1);
}

__attribute__((constructor)) static void fault_begin(void)
{
    const char *call = getenv("FAULT_CALL"), *at = getenv("FAULT_AT"), *number = getenv("FAULT_ERROR");
    const char *file = getenv("FAULT_MARK");
    static char name[64];

    if (call == NULL || at == NULL || number == NULL || file == NULL)
        return;
    strncpy(name, call, sizeof name - 1);
    open_mark(file);
    fault_on = getenv("FAULT_ON") != NULL;
    fault_error = atoi(number);
    fault_at = atol(at);
    unsetenv("LD_PRELOAD");
    unsetenv("LD_LIBRARY_PATH");
    faulty = name;
    listing = strcmp(name, "?") == 0;
}

/* No call fails from now on. For tests/coverage. */
void fault_end(void);
void fault_end(void)
{
    faulty = "";
    listing = false;
}

/* Adds a name to the file, once for each of its places in the programs' text. */
static void list(const char *name)
{
    for (int i = 0; i < MOST_NAMES; i++) {
        const char *empty = NULL;
        if (atomic_compare_exchange_strong(&listed[i], &empty, name))
            write_mark(name);
        if (listed[i] == name)
            return;
    }
}

/* Whether this call of `name` is to fail. */
static bool fails(const char *name)
{
    if (listing)
        list(name);
    if (strcmp(name, faulty) != 0)
        return false;
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (call < fault_at || (call > fault_at && !fault_on))
        return false;
    if (call == fault_at)
        write_mark(name);
    if (fault_error < 0) {
        raise(-fault_error);
        return false;
    }
    errno = fault_error;
    return true;
}

/* Calls that report an error by a value and errno: `call` is what FAULT_CALL names. */
#define WRAP_AS(call, name, type, bad, parameters, arguments) \
    type name parameters;                                   \
    type name parameters                                    \
    {                                                       \
        static type (*next) parameters;                     \
        if (next == NULL)                                   \
            next = (type (*) parameters)dlsym(RTLD_NEXT, #name); \
        return fails(call) ? bad : next arguments;          \
    }
#define WRAP(name, type, bad, parameters, arguments) WRAP_AS(#name, name, type, bad, parameters, arguments)

/* The same, also under the name that 64-bit offsets give it. */
#define WRAP64(name, type, bad, parameters, arguments)      \
    WRAP_AS(#name, name, type, bad, parameters, arguments)  \
    WRAP_AS(#name, name##64, type, bad, parameters, arguments)

/* Calls that return the error number. */
#define WRAP_NUMBER(name, parameters, arguments)            \
    int name parameters                                     \
    {                                                       \
        static int (*next) parameters;                      \
        if (next == NULL)                                   \
            next = (int (*) parameters)dlsym(RTLD_NEXT, #name); \
        return fails(#name) ? errno : next arguments;       \
    }

/* Calls that can move fewer bytes than asked for. */
#define WRAP_SHORT(name, parameters, arguments, short_arguments) \
    ssize_t name parameters                                 \
    {                                                       \
        static ssize_t (*next) parameters;                  \
        if (next == NULL)                                   \
            next = (ssize_t (*) parameters)dlsym(RTLD_NEXT, #name); \
        if (!fails(#name))                                  \
            return next arguments;                          \
        return fault_error != 0 ? -1 : next short_arguments; \
    }

void *malloc(size_t size)
{
    return fails("malloc") ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails("calloc") ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return fails("realloc") ? NULL : __libc_realloc(memory, size);
}

WRAP_SHORT(read, (int fd, void *to, size_t n), (fd, to, n), (fd, to, n > 1 ? 1 : n))
WRAP_SHORT(write, (int fd, const void *from, size_t n), (fd, from, n), (fd, from, n > 1 ? 1 : n))
WRAP_SHORT(pread, (int fd, void *to, size_t n, off_t at), (fd, to, n, at), (fd, to, n > 1 ? 1 : n, at))

ssize_t pread64(int fd, void *to, size_t n, off_t at)
{
    return pread(fd, to, n, at);
}

/* A close that fails has closed. */
int close(int fd)
{
    bool fail = fails("close");
    int error = errno;
    int result = (int)syscall(SYS_close, fd);

    if (!fail)
        return result;
    errno = error;
    return -1;
}

static mode_t mode_of(int flags, va_list more)
{
    return (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
}

#define WRAP_OPEN(name, parameters, number, folder)         \
    int name parameters;                                    \
    int name parameters                                     \
    {                                                       \
        va_list more;                                       \
        va_start(more, flags);                              \
        mode_t mode = mode_of(flags, more);                 \
        va_end(more);                                       \
        return fails(number) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode); \
    }

WRAP_OPEN(open, (const char *path, int flags, ...), "open", AT_FDCWD)
WRAP_OPEN(open64, (const char *path, int flags, ...), "open", AT_FDCWD)
WRAP_OPEN(openat, (int at, const char *path, int flags, ...), "openat", at)
WRAP_OPEN(openat64, (int at, const char *path, int flags, ...), "openat", at)

static int any_fcntl(int fd, int command, void *argument)
{
    return fails("fcntl") ? -1 : (int)syscall(SYS_fcntl, fd, command, argument);
}

int fcntl(int fd, int command, ...)
{
    va_list more;

    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    return any_fcntl(fd, command, argument);
}

int fcntl64(int fd, int command, ...)
{
    va_list more;

    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    return any_fcntl(fd, command, argument);
}

WRAP(fstat, int, -1, (int fd, struct stat *status), (fd, status))
WRAP(stat, int, -1, (const char *path, struct stat *status), (path, status))
WRAP(lstat, int, -1, (const char *path, struct stat *status), (path, status))
WRAP(fstatat, int, -1, (int at, const char *path, struct stat *status, int flags), (at, path, status, flags))

int fstat64(int fd, struct stat64 *status)
{
    return fstat(fd, (struct stat *)status);
}

int stat64(const char *path, struct stat64 *status)
{
    return stat(path, (struct stat *)status);
}

int lstat64(const char *path, struct stat64 *status)
{
    return lstat(path, (struct stat *)status);
}

int fstatat64(int at, const char *path, struct stat64 *status, int flags)
{
    return fstatat(at, path, (struct stat *)status, flags);
}

WRAP64(mmap, void *, MAP_FAILED, (void *at, size_t n, int protection, int flags, int fd, off_t from),
       (at, n, protection, flags, fd, from))
WRAP64(lseek, off_t, -1, (int fd, off_t at, int from), (fd, at, from))
WRAP64(ftruncate, int, -1, (int fd, off_t size), (fd, size))
WRAP64(mkstemp, int, -1, (char *name), (name))
WRAP(readdir, struct dirent *, NULL, (DIR *folder), (folder))
WRAP_AS("readdir", readdir64, struct dirent64 *, NULL, (DIR *folder), (folder))
WRAP_AS("fopen", fopen64, FILE *, NULL, (const char *path, const char *mode), (path, mode))
WRAP(fopen, FILE *, NULL, (const char *path, const char *mode), (path, mode))
WRAP(opendir, DIR *, NULL, (const char *path), (path))
WRAP(fdopendir, DIR *, NULL, (int fd), (fd))
WRAP(readlink, ssize_t, -1, (const char *path, char *to, size_t size), (path, to, size))
WRAP(rename, int, -1, (const char *from, const char *to), (from, to))
WRAP(unlink, int, -1, (const char *path), (path))
WRAP(fchmod, int, -1, (int fd, mode_t mode), (fd, mode))
WRAP(fsync, int, -1, (int fd), (fd))
/* A program that could open nothing would hide from us the calls that fail later. */
int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
    (void)resource;
    (void)limit;
    return 0;
}
WRAP(access, int, -1, (const char *path, int mode), (path, mode))
WRAP(pipe, int, -1, (int ends[2]), (ends))
WRAP(dup, int, -1, (int fd), (fd))
WRAP(dup2, int, -1, (int fd, int to), (fd, to))
WRAP(poll, int, -1, (struct pollfd *fds, nfds_t n, int milliseconds), (fds, n, milliseconds))
WRAP(waitpid, pid_t, -1, (pid_t pid, int *status, int options), (pid, status, options))
WRAP(execvp, int, -1, (const char *file, char *const argv[]), (file, argv))
WRAP(sigaction, int, -1, (int number, const struct sigaction *action, struct sigaction *old), (number, action, old))
WRAP_NUMBER(pthread_create,
            (pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument),
            (thread, attributes, start, argument))
WRAP_NUMBER(posix_spawnp,
            (pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
             const posix_spawnattr_t *attributes, char *const argv[], char *const environment[]),
            (pid, file, actions, attributes, argv, environment))
WRAP_NUMBER(posix_spawn_file_actions_init, (posix_spawn_file_actions_t *actions), (actions))
WRAP_NUMBER(posix_spawn_file_actions_adddup2, (posix_spawn_file_actions_t *actions, int fd, int to),
            (actions, fd, to))
WRAP_NUMBER(posix_spawn_file_actions_addopen,
            (posix_spawn_file_actions_t *restrict actions, int fd, const char *restrict path, int flags, mode_t mode),
            (actions, fd, path, flags, mode))
WRAP_NUMBER(posix_spawnattr_init, (posix_spawnattr_t *attributes), (attributes))
WRAP_NUMBER(posix_spawnattr_setsigdefault, (posix_spawnattr_t *attributes, const sigset_t *signals),
            (attributes, signals))
WRAP_NUMBER(posix_spawnattr_setflags, (posix_spawnattr_t *attributes, short flags), (attributes, flags))
