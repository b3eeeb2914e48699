/* SPDX-License-Identifier: MIT */
/* Counts the samples of each process: perf script | ./processes
 * cc -o processes processes.c $(pkg-config --cflags --libs perfscript) */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <perfscript.h>

struct process {
    int64_t pid;
    size_t samples;
};

struct processes {
    struct process *rows;
    size_t count;
};

static int count(void *context, const struct perfscript_sample *sample)
{
    struct processes *all = (struct processes *)context;
    int64_t pid = sample->has & PERFSCRIPT_PID ? sample->pid : sample->tid;
    size_t i = 0;

    while (i < all->count && all->rows[i].pid != pid)
        i++;
    if (i == all->count) {
        void *rows = realloc(all->rows, (i + 1) * sizeof *all->rows);
        if (rows == NULL)
            return 1;
        all->rows = (struct process *)rows;
        all->rows[i].pid = pid;
        all->rows[all->count++].samples = 0;
    }
    all->rows[i].samples++;
    return 0;
}

int main(void)
{
    struct processes all = {NULL, 0};
    struct perfscript *parser = perfscript_samples(count, &all);
    static char piece[1 << 16];
    int status = parser == NULL;

    for (size_t n; !status && (n = fread(piece, 1, sizeof piece, stdin)) > 0;)
        status = perfscript_feed(parser, piece, n);
    if (!status)
        status = perfscript_end(parser);
    for (size_t i = 0; i < all.count; i++)
        printf("%" PRId64 " %zu\n", all.rows[i].pid, all.rows[i].samples);
    perfscript_free(parser);
    free(all.rows);
    return status != 0 || ferror(stdin);
}
