/* SPDX-License-Identifier: MIT */
#include "make_input.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Random numbers: splitmix64. */

uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

uint64_t below(uint64_t *state, uint64_t limit)
{
    return mix(*state += 0x9e3779b97f4a7c15u) % limit;
}

/* Memory. */

void fail(const char *message)
{
    fprintf(stderr, "make_input: %s\n", message);
    exit(1);
}

/* The array `old` with room for one element more; it doubles at powers of two. */
void *room(void *old, size_t used, size_t size)
{
    if (used & (used - 1))
        return old;
    old = realloc(old, (used ? used * 2 : 1) * size);
    if (!old)
        fail("out of memory");
    return old;
}

/* A set of hashes. */

/* Whether the hash is new. */
bool set_add(struct set *s, uint64_t hash)
{
    size_t i;

    hash += !hash;
    if (s->used * 2 >= s->size) {
        struct set larger = {.size = s->size ? s->size * 2 : 1 << 16};
        larger.slots = calloc(larger.size, sizeof *larger.slots);
        if (!larger.slots)
            fail("out of memory");
        for (i = 0; i < s->size; i++)
            if (s->slots[i])
                set_add(&larger, s->slots[i]);
        free(s->slots);
        *s = larger;
    }
    for (i = hash & (s->size - 1); s->slots[i]; i = (i + 1) & (s->size - 1))
        if (s->slots[i] == hash)
            return false;
    s->slots[i] = hash;
    s->used++;
    return true;
}

uint64_t hash_add(uint64_t hash, const char *bytes, size_t n)
{
    while (n--)
        hash = (hash ^ (unsigned char)*bytes++) * 0x100000001b3u;
    return hash;
}

/* Output. */

void put(struct output *o, const char *bytes, size_t n)
{
    if (fwrite(bytes, 1, n, stdout) != n)
        fail("cannot write");
    o->bytes += n;
    o->line = hash_add(o->line, bytes, n);
}

void putf(struct output *o, const char *format, ...)
{
    char text[128];
    va_list values;

    va_start(values, format);
    put(o, text, (size_t)vsnprintf(text, sizeof text, format, values));
    va_end(values);
}

/* A part of a frame that makes one stack differ from another. */
void put_name(struct output *o, const char *bytes, size_t n)
{
    put(o, bytes, n);
    o->stack = hash_add(o->stack, bytes, n);
}

void end_line(struct output *o)
{
    put(o, "\n", 1);
    o->lines++;
    set_add(&o->distinct_lines, mix(o->line));
    o->line = 0;
}

void end_sample(struct output *o)
{
    end_line(o);
    o->samples++;
    set_add(&o->distinct_stacks, mix(o->stack));
    o->stack = 0;
}

/* The line of an event, with a time and what else may differ. */
void put_header(struct output *o, const char *command, size_t n, uint64_t *state)
{
    uint64_t time = 1000000000 + o->samples * 700 + below(state, 700);
    unsigned pid = (unsigned)(1000 + below(state, PROCESSES) * 1301);
    unsigned cpu = (unsigned)below(state, 32);
    unsigned period = (unsigned)(2000000 + below(state, 20000));

    put_name(o, command, n);
    putf(o, " %5u [%03u] %5" PRIu64 ".%06" PRIu64 ": %10u cpu-clock: ", pid, cpu,
         time / 1000000, time % 1000000, period);
    end_line(o);
}

void report(const struct output *o)
{
    fprintf(stderr,
            "%" PRIu64 " bytes, %" PRIu64 " lines (%.1f %% distinct), %" PRIu64
            " stacks (%.1f %% distinct)\n",
            o->bytes, o->lines,
            100.0 * (double)o->distinct_lines.used / (double)(o->lines + !o->lines), o->samples,
            100.0 * (double)o->distinct_stacks.used / (double)(o->samples + !o->samples));
}
