/* SPDX-License-Identifier: MIT */
#include "perfscript/buffer.h"
#include "perfscript/samples.h"
#include "perfscript/text.h"
#include "version.h"

struct perfscript {
    enum perfscript_status status;
    size_t line_number;
    struct buffer carry;        /* text that was fed and is not handed out */

    perfscript_line_handler *line_handler;  /* NULL: samples */
    void *context;
    size_t passed;              /* so many of the next lines are not parsed */

    struct samples samples;
};

struct perfscript *perfscript_lines(perfscript_line_handler *handler, void *context)
{
    struct perfscript *p = calloc(1, sizeof *p);

    if (p != NULL) {
        p->line_handler = handler;
        p->context = context;
    }
    return p;
}

struct perfscript *perfscript_samples(perfscript_sample_handler *handler, void *context)
{
    struct perfscript *p = perfscript_lines(NULL, NULL);

    if (p != NULL) {
        p->samples.handler = handler;
        p->samples.context = context;
    }
    return p;
}

static enum perfscript_status handle_line(struct perfscript *p, struct slice text)
{
    struct perfscript_line line;

    p->line_number++;
    if (p->passed > 0) {
        p->passed--;
        line.kind = PERFSCRIPT_PLAIN;
        line.text = text;
    } else {
        perfscript_parse(text, &line);
    }
    return p->line_handler(p->context, &line) == 0 ? PERFSCRIPT_OK : PERFSCRIPT_STOPPED;
}

static enum perfscript_status feed_lines(struct perfscript *p, struct slice bytes)
{
    enum perfscript_status status = PERFSCRIPT_OK;
    size_t end;

    while (status == PERFSCRIPT_OK && (end = slice_find(bytes, '\n')) != SLICE_NONE) {
        struct slice line = slice_cut(bytes, 0, end);
        bytes = slice_from(bytes, end + 1);
        if (p->carry.n > 0) {
            if (!buffer_add(&p->carry, line))
                return PERFSCRIPT_NO_MEMORY;
            line = slice_of(p->carry.p, p->carry.n);
            p->carry.n = 0;
        }
        status = handle_line(p, line);
    }
    if (status == PERFSCRIPT_OK && !buffer_add(&p->carry, bytes))
        status = PERFSCRIPT_NO_MEMORY;
    return status;
}

static enum perfscript_status feed_samples(struct perfscript *p, struct slice bytes)
{
    bool carried = p->carry.n > 0;

    if (carried && !buffer_add(&p->carry, bytes))
        return PERFSCRIPT_NO_MEMORY;
    struct slice text = carried ? slice_of(p->carry.p, p->carry.n) : bytes;
    enum perfscript_status status = perfscript_samples_read(&p->samples, text, &p->line_number);
    if (status != PERFSCRIPT_OK)
        return status;
    if (carried)
        buffer_drop(&p->carry, p->samples.begin);
    else if (!buffer_add(&p->carry, slice_from(text, p->samples.begin)))
        return PERFSCRIPT_NO_MEMORY;
    perfscript_samples_moved(&p->samples);
    return PERFSCRIPT_OK;
}

enum perfscript_status perfscript_feed(struct perfscript *p, const char *bytes, size_t n)
{
    if (p->status == PERFSCRIPT_OK && n > 0)
        p->status = p->line_handler != NULL ? feed_lines(p, slice_of(bytes, n))
                                            : feed_samples(p, slice_of(bytes, n));
    return p->status;
}

enum perfscript_status perfscript_end(struct perfscript *p)
{
    struct slice rest = slice_of(p->carry.p != NULL ? p->carry.p : "", p->carry.n);

    if (p->status != PERFSCRIPT_OK)
        return p->status;
    p->carry.n = 0;
    if (p->line_handler == NULL)
        p->status = perfscript_samples_end(&p->samples, rest, &p->line_number);
    else if (rest.n > 0)
        p->status = handle_line(p, rest);
    return p->status;
}

void perfscript_begin(struct perfscript *p)
{
    p->line_number = 0;
}

void perfscript_pass(struct perfscript *p, size_t lines)
{
    p->passed = lines;
}

void perfscript_skip(struct perfscript *p, size_t lines)
{
    p->line_number += lines;
}

size_t perfscript_line_number(const struct perfscript *p)
{
    return p->line_number;
}

struct perfscript_counts perfscript_counted(const struct perfscript *p)
{
    return p->samples.counts;
}

void perfscript_free(struct perfscript *p)
{
    if (p == NULL)
        return;
    perfscript_samples_free(&p->samples);
    free(p->carry.p);
    free(p);
}

const char *perfscript_version(void)
{
    return FG_VERSION;
}
