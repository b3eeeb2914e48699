/* SPDX-License-Identifier: MIT */
/* threads FILE: two parsers in two threads read the file, in pieces of different sizes, and
 * count the same. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <perfscript.h>

struct job {
    const char *file;
    size_t piece;
    size_t samples, frames;
    int status;
};

static int add(void *context, const struct perfscript_sample *sample)
{
    struct job *job = (struct job *)context;

    job->samples++;
    job->frames += sample->frame_count;
    return 0;
}

static void *work(void *context)
{
    struct job *job = (struct job *)context;
    struct perfscript *parser = perfscript_samples(add, job);
    char *piece = (char *)malloc(job->piece);
    FILE *file = fopen(job->file, "r");

    job->status = parser == NULL || piece == NULL || file == NULL;
    for (size_t n; !job->status && (n = fread(piece, 1, job->piece, file)) > 0;)
        job->status = perfscript_feed(parser, piece, n);
    if (!job->status)
        job->status = perfscript_end(parser);
    if (file != NULL)
        fclose(file);
    free(piece);
    perfscript_free(parser);
    return NULL;
}

int main(int argc, char **argv)
{
    struct job jobs[2] = {{argv[argc - 1], 7, 0, 0, 0}, {argv[argc - 1], 4096, 0, 0, 0}};
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        if (pthread_create(&threads[i], NULL, work, &jobs[i]) != 0)
            return 2;
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%zu %zu\n", jobs[0].samples, jobs[0].frames);
    return jobs[0].status || jobs[1].status || jobs[0].samples != jobs[1].samples
           || jobs[0].frames != jobs[1].frames;
}
