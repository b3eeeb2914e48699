/* SPDX-License-Identifier: MIT */
#include "io/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* When the line is first shown, and how often it changes, in seconds. */
static const double first = 1.0;
static const double interval = 0.25;

static const char erase[] = "\033[K";

static double now(void)
{
    struct timespec time = {0, 0};

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The size of a regular file, 0 for anything else. */
static uint64_t size_of(const char *name)
{
    struct stat status;
    bool there = strcmp(name, "-") == 0 ? fstat(STDIN_FILENO, &status) == 0
                                        : stat(name, &status) == 0;

    return there && S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
}

void progress_start(struct progress *p, bool wanted, char *const *files, size_t count)
{
    const char *term = getenv("TERM");

    memset(p, 0, sizeof *p);
    p->wanted = wanted && isatty(STDERR_FILENO) && (term == NULL || strcmp(term, "dumb") != 0);
    if (!p->wanted)
        return;
    p->total = count == 0 ? size_of("-") : 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t size = size_of(files[i]);
        if (size == 0) {
            p->total = 0;
            break;
        }
        p->total += size;
    }
    p->start = p->last = now();
}

void progress_update(struct progress *p, uint64_t bytes, size_t samples, size_t stacks)
{
    if (!p->wanted)
        return;
    double time = now();
    if (time - p->start < first || time - p->last < interval)
        return;
    p->last = time;
    p->shown = true;
    fprintf(stderr, "%.0f MB", (double)bytes / 1e6);
    if (p->total > 0 && bytes <= p->total)
        fprintf(stderr, " (%.0f%%)", 100 * (double)bytes / (double)p->total);
    fprintf(stderr, ", %.0f MB/s", (double)bytes / 1e6 / (time - p->start));
    if (samples > 0)
        fprintf(stderr, ", %zu samples, %zu distinct stacks", samples, stacks);
    fprintf(stderr, "%s\r", erase);
}

void progress_end(struct progress *p)
{
    if (p->shown)
        fprintf(stderr, "%s\r", erase);
    p->shown = false;
}
