/* SPDX-License-Identifier: MIT */
/*
 * The relay (io/relay.h) on one thread, with a clock: linked into a program in place of
 * the other, it prints how many nanoseconds each stage of each piece took. The pieces go to the
 * workers in blocks of $STAGES_BLOCK, so that the caches of a worker are as in a run in which it
 * has its own processor.
 *
 * Lines of $STAGES_OUTPUT: "START NS" at the beginning of a relay, "TAKE WORK COUNT FINISH ALONE" for
 * a piece, "END NS"; NS are the program's processor time so far. The last line is "EXIT NS".
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "io/relay.h"

static FILE *output;

static long long clock_of(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (long long)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void print_exit(void)
{
    fprintf(output, "EXIT %lld\n", clock_of(CLOCK_PROCESS_CPUTIME_ID));
    fclose(output);
}

static void open_output(void)
{
    const char *name = getenv("STAGES_OUTPUT");

    output = name != NULL ? fopen(name, "w") : NULL;
    if (output == NULL) {
        fputs("stages: STAGES_OUTPUT names no file\n", stderr);
        exit(2);
    }
    atexit(print_exit);
}

void relay_run(const struct relay_stages *stages, void *context, void *const *workers,
               size_t count, size_t few)
{
    const char *text = getenv("STAGES_BLOCK");
    size_t block = text != NULL ? strtoul(text, NULL, 10) : 1;
    long long t[5] = {0};

    (void)few;
    if (output == NULL)
        open_output();
    fprintf(output, "START %lld\n", clock_of(CLOCK_PROCESS_CPUTIME_ID));
    for (size_t piece = 0;; piece++) {
        void *worker = workers[piece / block % count];
        t[0] = clock_of(CLOCK_MONOTONIC);
        if (!stages->take(context, worker))
            break;
        t[1] = clock_of(CLOCK_MONOTONIC);
        stages->work(worker);
        t[2] = clock_of(CLOCK_MONOTONIC);
        bool is_alone = stages->alone != NULL && stages->alone(context, worker);
        stages->count(context, worker);
        t[3] = clock_of(CLOCK_MONOTONIC);
        if (stages->finish != NULL)
            stages->finish(context, worker);
        t[4] = clock_of(CLOCK_MONOTONIC);
        fprintf(output, "%lld %lld %lld %lld %d\n", t[1] - t[0], t[2] - t[1], t[3] - t[2],
                t[4] - t[3], is_alone);
    }
    fprintf(output, "END %lld\n", clock_of(CLOCK_PROCESS_CPUTIME_ID));
}
