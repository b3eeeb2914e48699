/* SPDX-License-Identifier: MIT */
/*
 * Writes an input for the benchmarks to standard output, and on standard error
 * how much of it is distinct.
 *
 *   make_input [-s SEED] [-c SEED] [-n PERMILLE] KIND SIZE RECORDING...
 *
 * The same words give the same bytes. SIZE counts bytes, or what KIND says;
 * k, M and G stand for powers of 1000. RECORDING is a text of perf script, but for
 * `jstack` and `go`.
 *
 *   repeat    the recordings as they are, again and again
 *   vary      their samples in random order, with other processes, times and
 *             addresses; PERMILLE (see FRESH) of the frames get a new name
 *   dtrace, bpftrace, recursive
 *             the same as text of DTrace, of bpftrace, and as folded stacks with
 *             direct recursion
 *   jstack    the threads of dumps in random order, varied likewise
 *   go        likewise the samples of one `go tool pprof -raw`
 *   folded    distinct folded stacks of their names; with -c the counts, and
 *             one stack of twenty, are others
 *   unique    perf text in which no line occurs twice, but for the empty ones
 *   line      perf text with one line of SIZE bytes
 *   deep      one sample of SIZE frames
 *   shallow   SIZE samples of one frame each, no two of them the same
 *   collide   likewise, with names that have all the same hash: one half under
 *             djb2 (h * 33 + c), the other under FNV-1a of 32 bits
 */
#include "make_input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    FRESH = 40, /* of 1000 frames that get a new name, unless -n is given */
    LINE = 900  /* bytes of a folded stack, about */
};

/* repeat */

static void repeat(struct output *o, const struct recordings *r, uint64_t size)
{
    for (size_t i = 0; o->bytes < size; i = (i + 1) % r->files_n) {
        const char *p = r->files[i].at;
        while (p < r->files[i].at + r->files[i].n) {
            size_t n = strcspn(p, "\n");
            struct frame f;
            put(o, p, n);
            if (parse_frame((struct text){p, n}, &f))
                o->stack = hash_add(o->stack, f.name.at, f.name.n);
            if (n)
                end_line(o);
            else
                end_sample(o);
            p += n + 1;
        }
    }
}

/* folded */

/* Functions call a few others each, one of them mostly. */
static size_t make_stack(char *stack, size_t limit, const struct recordings *r, uint64_t *state)
{
    size_t wanted = limit * 3 / 4 + below(state, limit / 4);
    uint64_t function = 1;
    size_t n = 0;

    while (n < wanted) {
        struct text name;
        function = mix(function + (below(state, 100) < 80 ? 0 : 1 + below(state, 3)));
        name = r->names[function % r->names_n];
        if (n)
            stack[n++] = ';';
        memcpy(stack + n, name.at, name.n);
        n += name.n;
    }
    return n;
}

static void folded(struct output *o, const struct recordings *r, uint64_t size, uint64_t seed,
                   uint64_t counts)
{
    char stack[2 * LINE];

    for (uint64_t i = 0; o->bytes < size; i++) {
        uint64_t state = mix(seed + i * 2);
        uint64_t other = mix(seed ^ mix(counts + i * 2 + 1));
        size_t n =
            make_stack(stack, LINE + LINE / 8, r, counts && i % 20 == 7 ? &other : &state);

        if (!set_add(&o->distinct_stacks, mix(hash_add(0, stack, n))))
            continue;
        put(o, stack, n);
        putf(o, " %" PRIu64, 1 + below(&other, 1 + below(&other, 100000)));
        end_line(o);
        o->samples++;
    }
}

static uint64_t parse_size(const char *text)
{
    static const char units[] = "kMG";
    char *end;
    double size = strtod(text, &end);
    const char *unit = *end ? strchr(units, *end) : NULL;

    if (end == text || !(size >= 1) || (*end && (!unit || end[1])))
        fail("SIZE is a number, and k, M or G");
    for (; unit && unit >= units; unit--)
        size *= 1000;
    return (uint64_t)size;
}

static void make(struct output *o, const char *kind, uint64_t size, const struct recordings *r,
                 uint64_t seed, uint64_t counts, int fresh)
{
    uint64_t state = mix(seed);

    if (strcmp(kind, "repeat") == 0) {
        repeat(o, r, size);
    } else if (strcmp(kind, "vary") == 0) {
        make_vary(o, r, size, &state, fresh);
    } else if (strcmp(kind, "dtrace") == 0) {
        make_dtrace(o, r, size, &state, fresh);
    } else if (strcmp(kind, "bpftrace") == 0) {
        make_bpftrace(o, r, size, &state, fresh);
    } else if (strcmp(kind, "recursive") == 0) {
        make_recursive(o, r, size, &state, fresh);
    } else if (strcmp(kind, "jstack") == 0) {
        make_jstack(o, r, size, &state, fresh);
    } else if (strcmp(kind, "go") == 0) {
        make_go(o, &r->files[0], size, &state, fresh);
    } else if (strcmp(kind, "folded") == 0) {
        folded(o, r, size, seed, counts);
    } else if (strcmp(kind, "unique") == 0) {
        make_unique(o, r, size, &state);
    } else if (strcmp(kind, "line") == 0) {
        make_line(o, size, &state);
    } else if (strcmp(kind, "deep") == 0) {
        make_deep(o, r, size, &state);
    } else if (strcmp(kind, "shallow") == 0) {
        make_shallow(o, size, &state);
    } else if (strcmp(kind, "collide") == 0) {
        make_collide(o, size, &state);
    } else {
        fail("no such KIND");
    }
}

int main(int argc, char **argv)
{
    struct recordings r = {0};
    struct output o = {0};
    uint64_t seed = 1;
    uint64_t counts = 0;
    int fresh = FRESH;
    int option;

    while ((option = getopt(argc, argv, "s:c:n:")) != -1) {
        if (option == 's')
            seed = strtoull(optarg, NULL, 10);
        else if (option == 'c')
            counts = strtoull(optarg, NULL, 10);
        else if (option == 'n')
            fresh = atoi(optarg);
        else
            return 2;
    }
    if (argc - optind < 3)
        fail("expected KIND, SIZE and RECORDING");
    for (int i = optind + 2; i < argc; i++)
        read_recording(&r, argv[i]);
    if (strcmp(argv[optind], "jstack") != 0 && strcmp(argv[optind], "go") != 0
        && (!r.samples_n || !r.names_n))
        fail("no sample in the recordings");
    make(&o, argv[optind], parse_size(argv[optind + 1]), &r, seed, counts, fresh);
    if (fflush(stdout) != 0)
        fail("cannot write");
    report(&o);
    return 0;
}
