/* SPDX-License-Identifier: MIT */
/*
 * Lines to samples, as perf means them. The lines of a sample are found first, and its
 * parts cut when it is whole: only then its text stays where it is.
 */
#ifndef FG_PERFSCRIPT_SAMPLES_H
#define FG_PERFSCRIPT_SAMPLES_H

#include "perfscript/text.h"

/* A line of the newest sample after its header. */
struct samples_line;

/* A struct with its handler and context set, and zeroes else, is ready. */
struct samples {
    perfscript_sample_handler *handler;
    void *context;
    struct perfscript_counts counts;

    /* Positions in the text that perfscript_samples_read() takes. */
    size_t begin;           /* of the newest sample */
    size_t next;            /* of the line that is not read yet */
    size_t searched;        /* no newline is between `next` and this */

    /* The newest sample. */
    bool open;              /* there is one, and it is not handed out */
    bool headless;          /* its first line is a frame */
    bool after_frame;       /* its newest line is a frame */
    size_t line;            /* the number of its first line */
    struct samples_line *lines;
    size_t count, capacity;
    struct perfscript_call *calls;
    size_t call_capacity;
};

/* Reads the lines of the text from s->next on, and hands out the samples that are whole.
 * *number is the number of the newest line. What is before s->begin is no longer needed: the
 * next text may begin there, after perfscript_samples_moved(), with more at its end. */
enum perfscript_status perfscript_samples_read(struct samples *s, struct slice text,
                                               size_t *number);
void perfscript_samples_moved(struct samples *s);

/* Likewise for the end of a file, whose last line may have no newline. */
enum perfscript_status perfscript_samples_end(struct samples *s, struct slice text,
                                              size_t *number);

void perfscript_samples_free(struct samples *s);

#endif
