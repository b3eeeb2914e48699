#include "io/coprocess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* A pipe whose ends other programs do not get. */
static bool private_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

static int spawn(pid_t *pid, char *const argv[], int input, int output)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawnp(pid, argv[0], &files, &attributes, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return error;
}

int coprocess_start(struct coprocess *c, char *const argv[])
{
    int to[2], from[2];

    memset(c, 0, sizeof *c);
    if (!private_pipe(to))
        return errno;
    if (!private_pipe(from)) {
        int error = errno;
        close(to[0]);
        close(to[1]);
        return error;
    }
    int error = spawn(&c->pid, argv, to[0], from[1]);
    close(to[0]);
    close(from[1]);
    if (error != 0) {
        close(to[1]);
        close(from[0]);
        return error;
    }
    c->to = to[1];
    c->from = from[0];
    reader_open(&c->reader, c->from);
    return 0;
}

bool coprocess_write(struct coprocess *c, struct slice bytes)
{
    while (bytes.n > 0) {
        ssize_t written = write(c->to, bytes.p, bytes.n);
        if (written > 0)
            bytes = slice_from(bytes, (size_t)written);
        else if (written < 0 && errno != EINTR)
            return false;
    }
    return true;
}

bool coprocess_line(struct coprocess *c, struct slice *line)
{
    struct slice block;

    while (!lines_next(&c->lines, line)) {
        if (!reader_next(&c->reader, &block))
            return lines_last(&c->lines, line);
        lines_feed(&c->lines, block);
    }
    return true;
}

enum coprocess_end coprocess_stop(struct coprocess *c)
{
    enum { NO_SUCH_PROGRAM = 127 };     /* as posix_spawn() ends such a process */
    int status = 0;

    close(c->to);
    close(c->from);
    reader_free(&c->reader);
    lines_free(&c->lines);
    while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == NO_SUCH_PROGRAM)
        return COPROCESS_NOT_STARTED;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? COPROCESS_OK : COPROCESS_FAILED;
}
