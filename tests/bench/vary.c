/* SPDX-License-Identifier: MIT */
/* Samples of perf's recordings in random order and varied, as several programs write them. */
#include "make_input.h"

#include <stdio.h>
#include <string.h>

enum {
    VARIED = 5,     /* one of so many frames has a new offset, and the leaf always */
    REPEATED = 12   /* one of so many recorded frames calls itself, once to 4 times */
};

uint64_t pick_instance(int fresh, uint64_t *state)
{
    if (below(state, 1000) >= (uint64_t)fresh)
        return 0;
    return 1 + below(state, below(state, INSTANCES) + 1);
}

void put_varied_name(struct output *o, struct text name, int fresh, uint64_t *state)
{
    const char *end = memchr(name.at, '(', name.n);
    size_t n = end && end > name.at ? (size_t)(end - name.at) : name.n;
    uint64_t instance = *name.at != '[' ? pick_instance(fresh, state) : 0;
    char number[24];

    put_name(o, name.at, n);
    if (instance)
        put_name(o, number, (size_t)snprintf(number, sizeof number, "_%" PRIu64, instance - 1));
    put_name(o, name.at + n, name.n - n);
}

/* An offset that a function of this size may have. */
static uint64_t vary_offset(const struct frame *f, bool leaf, uint64_t *state)
{
    uint64_t span = f->offset < 64 ? 128 : f->offset > 4096 ? 8192 : f->offset * 2;

    return leaf || below(state, VARIED) == 0 ? below(state, span) : f->offset;
}

/* Where a sample begins now and then: a moment before its last calls. */
static size_t pick_leaf(const struct sample *s, uint64_t *state)
{
    return below(state, 7) == 0 ? below(state, s->frames / 3 + 1) : 0;
}

static void put_varied(struct output *o, const struct frame *f, bool leaf, uint64_t slide,
                       int fresh, uint64_t *state)
{
    uint64_t offset = vary_offset(f, leaf, state);

    putf(o, "\t%16" PRIx64 " ",
         f->address + offset - f->offset + (f->address >> 63 ? 0 : slide));
    put_varied_name(o, f->name, fresh, state);
    if (f->has_offset)
        putf(o, "+0x%" PRIx64, offset);
    put(o, " ", 1);
    put(o, f->module.at, f->module.n);
    end_line(o);
}

void make_vary(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
               int fresh)
{
    while (o->bytes < size) {
        const struct sample *s = &r->samples[below(state, r->samples_n)];
        uint64_t slide = below(state, PROCESSES) << 16;
        size_t leaf = pick_leaf(s, state);

        put_header(o, s->command.at, s->command.n, state);
        for (size_t i = leaf; i < s->frames; i++)
            put_varied(o, &r->frames[s->first + i], i == leaf, slide, fresh, state);
        end_sample(o);
    }
}

/* The address of a function without a name; false if it has one. */
static bool put_unknown(struct output *o, const struct frame *f)
{
    char address[24];

    if (*f->name.at != '[')
        return false;
    put_name(o, address, (size_t)snprintf(address, sizeof address, "0x%" PRIx64, f->address));
    return true;
}

/* "libc.so.6" of "(/lib/libc.so.6)" */
static void put_file(struct output *o, struct text module)
{
    const char *end = module.at + module.n - 1;
    const char *p = end;

    while (p > module.at && !strchr("/([", p[-1]))
        p--;
    put(o, p, (size_t)(end - p) - (end[-1] == ']'));
}

void make_dtrace(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
                 int fresh)
{
    putf(o, "CPU     ID                    FUNCTION:NAME\n");
    putf(o, "  1  70012                        :tick-30s \n\n");
    while (o->bytes < size) {
        const struct sample *s = &r->samples[below(state, r->samples_n)];
        size_t leaf = pick_leaf(s, state);

        end_line(o);
        for (size_t i = leaf; i < s->frames; i++) {
            const struct frame *f = &r->frames[s->first + i];
            put(o, "              ", 14);
            if (!put_unknown(o, f)) {
                put_file(o, f->module);
                put(o, "`", 1);
                put_varied_name(o, f->name, fresh, state);
                putf(o, "+0x%" PRIx64, vary_offset(f, i == leaf, state));
            }
            end_line(o);
        }
        putf(o, "%17" PRIu64, 1 + below(state, 1 + below(state, 1000)));
        end_sample(o);
    }
}

void make_bpftrace(struct output *o, const struct recordings *r, uint64_t size, uint64_t *state,
                   int fresh)
{
    putf(o, "Attaching 1 probe...\n");
    while (o->bytes < size) {
        const struct sample *s = &r->samples[below(state, r->samples_n)];

        put(o, "@[", 2);
        end_line(o);
        for (size_t i = pick_leaf(s, state); i < s->frames; i++) {
            const struct frame *f = &r->frames[s->first + i];
            put(o, "    ", 4);
            if (!put_unknown(o, f)) {
                put_varied_name(o, f->name, fresh, state);
                putf(o, "+%" PRIu64, f->offset);
            }
            end_line(o);
        }
        put(o, ", ", 2);
        put_name(o, s->command.at, s->command.n);
        putf(o, "]: %" PRIu64, 1 + below(state, 1 + below(state, 1000)));
        end_sample(o);
    }
}

void make_recursive(struct output *o, const struct recordings *r, uint64_t size,
                    uint64_t *state, int fresh)
{
    while (o->bytes < size) {
        const struct sample *s = &r->samples[below(state, r->samples_n)];
        size_t leaf = pick_leaf(s, state);

        put_name(o, s->command.at, s->command.n);
        for (size_t i = s->frames; i-- > leaf;) {
            struct text name = r->frames[s->first + i].name;
            const char *end = memchr(name.at, '(', name.n);
            size_t times = (s->first + i) % REPEATED ? 1 : 2 + i % 4;
            if (end && end > name.at)
                name.n = (size_t)(end - name.at);
            put(o, ";", 1);
            put_varied_name(o, name, fresh, state);
            while (--times) {
                put(o, ";", 1);
                put_name(o, name.at, name.n);
            }
        }
        putf(o, " %" PRIu64, 1 + below(state, 1 + below(state, 1000)));
        end_sample(o);
    }
}
