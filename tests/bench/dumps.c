/* SPDX-License-Identifier: MIT */
/* Varied dumps: of jstack, and of go tool pprof -raw. */
#include "make_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct texts {
    struct text *p;
    size_t n;
};

static void add_text(struct texts *t, const char *at, const char *end)
{
    t->p = room(t->p, t->n, sizeof *t->p);
    t->p[t->n++] = (struct text){at, (size_t)(end - at)};
}

/* The line that begins at `at`; what follows it is after its newline. */
static struct text line_at(const char *at)
{
    return (struct text){at, strcspn(at, "\n")};
}

static bool begins(struct text line, const char *with)
{
    return line.n >= strlen(with) && memcmp(line.at, with, strlen(with)) == 0;
}

/* jstack */

/* The line, with other numbers behind each "0x". */
static void put_other_numbers(struct output *o, struct text line, uint64_t *state)
{
    const char *end = line.at + line.n;

    for (const char *p = line.at; p < end;) {
        const char *x = memchr(p, 'x', (size_t)(end - p));
        if (!x) {
            put(o, p, (size_t)(end - p));
            break;
        }
        size_t digits = strspn(x + 1, "0123456789abcdef");
        size_t low = x == line.at || x[-1] != '0' ? 0 : digits > 5 ? 4 : digits / 2;
        put(o, p, (size_t)(x + 1 - p) + digits - low);
        if (low)
            putf(o, "%0*" PRIx64, (int)low, below(state, (uint64_t)1 << 4 * low));
        p = x + 1 + digits;
    }
}

/* "name-7" ..., with another number. */
static void put_thread_header(struct output *o, struct text line, uint64_t *state)
{
    size_t quote = 1 + strcspn(line.at + 1, "\"");
    size_t digits = quote;

    while (digits > 1 && strchr("0123456789", line.at[digits - 1]))
        digits--;
    put_name(o, line.at, digits);
    if (digits < quote)
        putf(o, "%" PRIu64, 1 + below(state, 64));
    put_other_numbers(o, (struct text){line.at + quote, line.n - quote}, state);
}

static void put_block(struct output *o, struct text block, int fresh, uint64_t *state)
{
    struct text line;

    for (const char *p = block.at; p < block.at + block.n; p += line.n + 1) {
        line = line_at(p);
        size_t open = strcspn(p, "(\n");
        if (begins(line, "\tat ") && open < line.n) {
            put(o, p, 4);
            put_varied_name(o, (struct text){p + 4, open - 4}, fresh, state);
            put(o, p + open, line.n - open);
        } else if (begins(line, "\"")) {
            put_thread_header(o, line, state);
        } else {
            put_other_numbers(o, line, state);
        }
        end_line(o);
    }
    end_sample(o);
}

void make_jstack(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
                 int fresh)
{
    struct texts blocks = {0};

    for (size_t i = 0; i < r->files_n; i++) {
        const char *end;
        for (const char *p = r->files[i].at; (end = strstr(p, "\n\n")); p = end + 2)
            add_text(&blocks, p, end + 1);
    }
    if (!blocks.n)
        fail("no thread in the recordings");
    while (o->bytes < size)
        put_block(o, blocks.p[below(state, blocks.n)], fresh, state);
    free(blocks.p);
}

/* go */

struct go {
    struct texts samples;   /* with the line of labels below */
    struct texts locations; /* with the callers that they are inlined into */
    const char *mappings;   /* the rest of the file */
    bool *used;             /* by number: locations that samples have */
};

/* Adds the parts of a section, which begin with a number; returns where the section ends. */
static const char *read_section(struct texts *t, const char *at, const char *end_title)
{
    const char *part = at;
    const char *p = at;

    while (*p && !begins(line_at(p), end_title)) {
        struct text line = line_at(p);
        size_t blanks = strspn(p, " ");
        if (p > part && blanks < 13 && strchr("0123456789", p[blanks])) {
            add_text(t, part, p);
            part = p;
        }
        p += line.n + (p[line.n] == '\n');
    }
    if (p > part)
        add_text(t, part, p);
    return p;
}

/* Location I of the recording has the numbers (I - 1) * (INSTANCES + 1) + 1 and so on. */
static void put_go_sample(struct output *o, struct go *g, struct text sample, int fresh,
                          uint64_t *state)
{
    uint64_t count = 1 + below(state, 1 + below(state, 100));
    const char *p = memchr(sample.at, ':', sample.n);
    struct text labels = line_at(p);
    char *rest;

    putf(o, "%11" PRIu64 " %10" PRIu64 ":", count, count * 10000000);
    for (unsigned long i; (i = strtoul(++p, &rest, 10)) > 0 && i <= g->locations.n; p = rest) {
        char text[24];
        uint64_t number = (i - 1) * (INSTANCES + 1) + 1 + pick_instance(fresh, state);
        g->used[number] = true;
        put_name(o, text, (size_t)snprintf(text, sizeof text, " %" PRIu64, number));
        if (*rest != ' ' || rest[1] == '\n')
            break;
    }
    put(o, " ", 1);
    end_sample(o);
    labels.at += labels.n + 1;
    if (labels.at < sample.at + sample.n) {
        labels = line_at(labels.at);
        put(o, labels.at, labels.n);
        end_line(o);
    }
}

/* "     2: 0x4dd7a6 M=1 strings.ReplaceAll_INSTANCE FILE" */
static void put_go_location(struct output *o, const struct go *g, size_t number)
{
    const struct text *location = &g->locations.p[(number - 1) / (INSTANCES + 1)];
    size_t instance = (number - 1) % (INSTANCES + 1);
    const char *p = strchr(location->at, ':');
    const char *name_end = p + 2;

    for (int words = 0; words < 3; words++)
        name_end += strcspn(name_end, " ") + (words < 2);
    putf(o, "%6zu", number);
    put(o, p, (size_t)(name_end - p));
    if (instance)
        putf(o, "_%zu", instance - 1);
    put(o, name_end, (size_t)(location->at + location->n - 1 - name_end));
    end_line(o);
}

void make_go(struct output *o, const struct text *file, uint64_t size, uint64_t *state, int fresh)
{
    struct go g = {0};
    const char *p = strstr(file->at, "Samples:\n");

    p = p ? strchr(p + strlen("Samples:\n"), '\n') : NULL;
    if (!p)
        fail("no sample in the recording");
    const char *locations = read_section(&g.samples, ++p, "Locations");
    g.mappings = read_section(&g.locations, locations + strlen("Locations\n"), "Mappings");
    g.used = calloc(g.locations.n * (INSTANCES + 1) + 1, sizeof *g.used);
    if (!g.used)
        fail("out of memory");
    put(o, file->at, (size_t)(p - file->at));
    while (o->bytes < size)
        put_go_sample(o, &g, g.samples.p[below(state, g.samples.n)], fresh, state);
    putf(o, "Locations");
    end_line(o);
    for (size_t i = 1; i <= g.locations.n * (INSTANCES + 1); i++)
        if (g.used[i])
            put_go_location(o, &g, i);
    put(o, g.mappings, strlen(g.mappings));
}
