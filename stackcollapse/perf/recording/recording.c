/* SPDX-License-Identifier: MIT */
#include "perf/recording/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/message.h"
#include "io/interrupt.h"
#include "perf/recording/direct.h"
#include "perf/recording/file.h"
#include "perf/recording/scan.h"
#include "perf/recording/script.h"
#include "perf/recording/slices.h"
#include "perf/recording/spool.h"
#include "perf/recording/verdict.h"

/* A recording on its way through perf script. */
struct passage {
    const struct recording *recording;
    const struct recording_stages *stages;
    void *context;
    void *const *workers;
    struct script_options options;
    struct scan scan;
    struct script **scripts;
    size_t count;
};

bool recording_way(const char *name, enum recording_way *way)
{
    if (name == NULL)
        *way = RECORDING_ANY_WAY;
    else if (strcmp(name, "perf") == 0)
        *way = RECORDING_VIA_PERF;
    else if (strcmp(name, "direct") == 0)
        *way = RECORDING_DIRECTLY;
    else
        return false;
    return true;
}

bool recording_is(struct slice start)
{
    return perfdata_is(start);
}

static struct script_range passage_range(const struct passage *p, size_t slice)
{
    struct script_range range = {0, 0};

    /* Both ends belong to the range. */
    if (slice > 0)
        range.from = p->scan.times[slice - 1];
    if (slice + 1 < p->count)
        range.to = p->scan.times[slice] - 1;
    return range;
}

/* Starts the children; false after a message. */
static bool passage_start(struct passage *p)
{
    bool started = true;

    p->count = p->scan.slices;
    p->scripts = xcalloc(p->count, sizeof *p->scripts);
    for (size_t i = 0; i < p->count && started; i++) {
        struct script_range range = passage_range(p, i);
        p->scripts[i] = xcalloc(1, sizeof **p->scripts);
        started = script_start(p->scripts[i], &p->options, &range);
        if (!started)
            verdict_not_started(p->recording->name, p->scripts[i]->error);
    }
    return started;
}

/* Stops the children that were started, and judges them. */
static enum recording_end passage_stop(struct passage *p, bool started)
{
    int *statuses = xcalloc(p->count, sizeof *statuses);
    enum recording_end end = RECORDING_FAILED;

    for (size_t i = 0; i < p->count && p->scripts[i] != NULL; i++)
        statuses[i] = script_stop(p->scripts[i]);
    if (started && interrupt_signal() != 0)
        end = RECORDING_READ;
    else if (started)
        end = verdict(p->recording->name, p->scripts, statuses, p->count);
    for (size_t i = 0; i < p->count && p->scripts[i] != NULL; i++) {
        script_free(p->scripts[i]);
        free(p->scripts[i]);
    }
    free(p->scripts);
    free(statuses);
    return end;
}

static enum recording_end passage_run(struct passage *p)
{
    bool any = false;

    interrupt_catch();
    signal(SIGPIPE, SIG_IGN);
    bool started = passage_start(p);
    if (started) {
        struct slices slices = {p->stages, p->context, p->scripts, p->workers, p->count};
        any = slices_read(&slices);
    }
    enum recording_end end = passage_stop(p, started);
    return end == RECORDING_READ && !any && interrupt_signal() == 0 ? RECORDING_EMPTY : end;
}

/* Says what perf script cannot do for this recording. */
static void warn_jitdump(const struct passage *p)
{
    const struct strbuf *file = &p->scan.jitdump;

    if (file->n > 0)
        warn("%s: functions of '%.*s' have no names; use perf inject --jit -i FILE -o NEW, and "
             "read NEW", p->recording->name, (int)file->n, file->p);
}

/* Whether perf script prints the same but for the offsets, and the Perl script reads the same.
 * With any -F, perf prints no stacks of tracepoints. The script removes an offset only where it
 * finds the module after it, which is not sure in names with blanks. */
static bool can_be_bare(const struct scan *s)
{
    return s->complete && !s->tracepoints && !s->blanks;
}

/* Reads a regular file, which perf opens by this name. */
static enum recording_end passage_file(struct passage *p, int fd, const char *path)
{
    const struct recording *r = p->recording;

    p->options.file = path;
    scan_recording(&p->scan, fd, p->stages->work != NULL ? r->most_slices : 1);
    p->options.bare = !r->offsets && !r->source_lines && can_be_bare(&p->scan);
    p->stages->begin(p->context, p->options.bare);
    enum recording_end end = passage_run(p);
    if (end != RECORDING_FAILED)
        warn_jitdump(p);
    scan_free(&p->scan);
    return end;
}

/* Hands perf what comes through a pipe. */
static enum recording_end passage_pipe(struct passage *p)
{
    const struct recording *r = p->recording;

    p->options.file = "-";
    p->options.feed = r->reader;
    p->options.head = r->head;
    p->scan.slices = 1;
    p->stages->begin(p->context, false);
    return passage_run(p);
}

/* The file form needs a file. */
static enum recording_end passage_spooled(struct passage *p)
{
    const struct recording *r = p->recording;
    int fd = spool_copy(r->head, r->reader);

    if (fd < 0) {
        warn("%s: cannot be stored in $TMPDIR or /tmp: %s; perf reads it only from a file",
             r->name, strerror(errno));
        return RECORDING_FAILED;
    }
    p->options.input = fd;
    enum recording_end end = interrupt_signal() == 0 ? passage_file(p, fd, "/dev/stdin")
                                                     : RECORDING_READ;
    close(fd);
    return end;
}

/* Whether the recording is a file of its own, read from its beginning; false after a message. */
static bool find_whole(const struct recording *r, bool *whole)
{
    struct stat status;
    off_t at = -1;
    bool known = fstat(r->reader->fd, &status) == 0;

    if (known && S_ISREG(status.st_mode))
        known = (at = lseek(r->reader->fd, 0, SEEK_CUR)) >= 0;
    if (!known)
        warn("%s: cannot be read: %s", r->name, strerror(errno));
    *whole = at == (off_t)r->head.n;
    return known;
}

/* Whether a recording, in a file of its own or not, is read without perf; else perf tries. */
static bool read_directly(const struct recording *r, bool whole)
{
    struct strbuf why = {0};

    if (r->way != RECORDING_ANY_WAY)
        return r->way == RECORDING_DIRECTLY;
    if (!whole || r->source_lines)
        return false;
    bool can = direct_can(r, &why);
    if (!can)
        warn("%s: read through perf script: %s", r->name, strbuf_str(&why));
    strbuf_free(&why);
    return can;
}

enum recording_end recording_read(const struct recording *r, const struct recording_stages *stages,
                                  void *context, void *const *workers)
{
    struct passage p = {.recording = r, .stages = stages, .context = context, .workers = workers};
    bool whole;

    if (!find_whole(r, &whole))     /* before direct_can() moves the offset */
        return RECORDING_FAILED;
    p.options.symfs = r->symfs;
    p.options.source_lines = r->source_lines;
    p.options.input = r->reader->fd;
    if (read_directly(r, whole))
        return direct_read(r, stages, context);
    if (whole)
        return passage_file(&p, r->reader->fd, r->path != NULL ? r->path : "/dev/stdin");
    if (r->head.n >= FILE_HEAD && file_is_piped(r->head.p))
        return passage_pipe(&p);
    return passage_spooled(&p);
}
