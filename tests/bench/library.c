/* SPDX-License-Identifier: MIT */
/* library samples|lines FILE: reads perf script with libperfscript and prints what it found:
 * samples and frames, or lines and frames. */
#include <stdio.h>
#include <string.h>

#include <perfscript.h>

struct found {
    size_t units, frames;
};

static int add_sample(void *context, const struct perfscript_sample *sample)
{
    struct found *found = context;

    found->units++;
    found->frames += sample->frame_count;
    return 0;
}

static int add_line(void *context, const struct perfscript_line *line)
{
    struct found *found = context;

    found->units++;
    found->frames += line->kind == PERFSCRIPT_FRAME;
    return 0;
}

int main(int argc, char **argv)
{
    static char piece[256 * 1024];
    struct found found = {0, 0};
    FILE *file = argc == 3 ? fopen(argv[2], "r") : NULL;
    struct perfscript *parser;
    int status = file == NULL;

    if (argc == 3 && strcmp(argv[1], "lines") == 0)
        parser = perfscript_lines(add_line, &found);
    else
        parser = perfscript_samples(add_sample, &found);
    for (size_t n; !status && (n = fread(piece, 1, sizeof piece, file)) > 0;)
        status = perfscript_feed(parser, piece, n);
    if (!status)
        status = perfscript_end(parser);
    printf("%zu %zu\n", found.units, found.frames);
    perfscript_free(parser);
    return status;
}
