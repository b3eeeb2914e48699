/*
 * stackcollapse-go: the text of `go tool pprof -raw` to folded stacks.
 *
 *     Samples:
 *     samples/count cpu/nanoseconds
 *              14  140000000: 30 23 24
 *     Locations
 *         23: 0x463b32 M=1 runtime.netpollopen /go/src/runtime/netpoll.go:68 s=0
 *                 internal/poll.runtime_pollOpen /go/src/runtime/netpoll.go:240 s=0
 *     Mappings
 *     1: 0x400000/0x70d000/0x0 /srv/app/server
 *
 * A sample has two values, of which the first counts, and the numbers of
 * locations, the leaf first. A location has the name of one function; lines of
 * those that it was inlined into have no number and are passed over.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/strbuf.h"
#include "collapse.h"

struct go {
    struct program_options common;
    struct foldtab *folded;

    enum { GO_HEAD, GO_SAMPLES, GO_LOCATIONS } part;
    struct foldtab samples;     /* stacks of the locations' numbers, the leaf first */
    struct slice *names;        /* of the locations, by their frame number there */
    size_t capacity;
    struct arena arena;
    struct strbuf scratch;
};

/* Two values, ": ", and the locations. A single value counts as two, the second
 * of which is its last digit. */
static bool parse_sample(struct slice s, struct slice *count, struct slice *locations)
{
    size_t first = skip_spaces(s, 0);
    size_t first_end = skip_digits(s, first);
    size_t second = skip_spaces(s, first_end);
    size_t end = skip_digits(s, second);

    if (second == first_end && first_end > first)
        second = first_end -= 1;
    if (first_end == first || end == second || !slice_starts(slice_from(s, end), ": "))
        return false;
    size_t from = end + 2;
    size_t to = from;
    while (to < s.n && (is_digit(s.p[to]) || s.p[to] == ' '))
        to++;
    *count = slice_cut(s, first, first_end);
    *locations = slice_cut(s, from, to);
    return to > from;
}

/* The word at `at`, which a blank has to follow. */
static bool parse_name(struct slice s, size_t at, struct slice *name)
{
    size_t length = slice_find(slice_from(s, at), ' ');

    if (length == SLICE_NONE || length == 0)
        return false;
    *name = slice_cut(s, at, at + length);
    return true;
}

/* A number, which may be missing, ": 0x", an address, perhaps the number of a
 * mapping, "M=1", and a name with something behind it. */
static bool parse_location(struct slice s, struct slice *number, struct slice *name)
{
    size_t from = skip_spaces(s, 0);
    size_t at = skip_digits(s, from);

    *number = slice_cut(s, from, at);
    if (!slice_starts(slice_from(s, at), ": 0x"))
        return false;
    size_t hex = at += 4;
    while (at < s.n && is_lower_hex(s.p[at]))
        at++;
    if (at == hex || at == s.n || s.p[at] != ' ')
        return false;
    at++;
    if (slice_starts(slice_from(s, at), "M=")) {
        size_t end = skip_digits(s, at + 2);
        if (end > at + 2 && end < s.n && s.p[end] == ' ' && parse_name(s, end + 1, name))
            return true;
    }
    return parse_name(s, at, name);
}

static void add_sample(struct go *s, struct slice count, struct slice locations)
{
    strbuf_clear(&s->scratch);
    strbuf_add(&s->scratch, locations);
    for (size_t i = 0; i < s->scratch.n; i++)
        if (s->scratch.p[i] == ' ')
            s->scratch.p[i] = ';';
    foldtab_add_text(&s->samples, strbuf_slice(&s->scratch), 0, perl_count(count));
}

/* Makes room for the names of all locations that have numbers so far. */
static void grow_names(struct go *s)
{
    size_t before = s->capacity;

    s->names = grow_array(s->names, &s->capacity, s->samples.frames.count, sizeof *s->names);
    if (s->capacity > before)
        memset(s->names + before, 0, (s->capacity - before) * sizeof *s->names);
}

static void name_location(struct go *s, struct slice number, struct slice name)
{
    uint32_t frame = frametab_intern(&s->samples.frames, number);

    grow_names(s);
    s->names[frame] = arena_copy(&s->arena, name);
}

static void go_begin(void *state, struct foldtab *folded)
{
    struct go *s = state;

    s->folded = folded;
    foldtab_init(&s->samples);
}

static bool go_line(void *state, struct slice line, struct position position)
{
    struct go *s = state;
    struct slice count, locations, number, name;

    (void)position;
    if (slice_starts(line, "#"))
        return true;
    switch (s->part) {
    case GO_HEAD:
        if (slice_has(line, "Samples:"))
            s->part = GO_SAMPLES;
        break;
    case GO_SAMPLES:
        if (parse_sample(line, &count, &locations))
            add_sample(s, count, locations);
        else if (slice_has(line, "Locations"))
            s->part = GO_LOCATIONS;
        break;
    case GO_LOCATIONS:
        if (parse_location(line, &number, &name))
            name_location(s, number, name);
        else if (slice_has(line, "Mappings"))
            return false;
        break;
    }
    return true;
}

/* The name of a location; its number if it has none, or one that Perl takes
 * for none, "0". */
static struct slice location_name(const struct go *s, uint32_t frame)
{
    struct slice name = s->names[frame];

    if (name.n == 0 || slice_is(name, "0"))
        return frametab_name(&s->samples.frames, frame);
    return name;
}

/* How many locations a sample has: blanks at the end of its line are none, but
 * make it another one to be counted first. */
static size_t depth_of(const struct go *s, const struct foldtab_entry *e)
{
    size_t depth = e->depth;

    while (depth > 0 && frametab_name(&s->samples.frames, e->frames[depth - 1]).n == 0)
        depth--;
    return depth;
}

static void go_end(void *state)
{
    struct go *s = state;
    struct stack stack = {0};

    grow_names(s);
    for (size_t i = 0; i < s->samples.count; i++) {
        const struct foldtab_entry *e = &s->samples.entries[i];
        stack.count = 0;
        for (size_t k = depth_of(s, e); k-- > 0;)
            stack_push_text(&stack, s->folded, location_name(s, e->frames[k]));
        if (stack.count == 0)
            stack_push_text(&stack, s->folded, slice_of("", 0));
        foldtab_add(s->folded, &stack, 0, e->counts[0]);
    }
    stack_free(&stack);
    foldtab_free(&s->samples);
    free(s->names);
    arena_free(&s->arena);
    strbuf_free(&s->scratch);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the text of `go tool pprof -raw` into folded stacks. Without FILE, or\n"
    "for -, it reads standard input. Profiles with two values count, as those of\n"
    "the CPU are.\n"
    "\n"
    "  go tool pprof -raw cpu.prof | stackcollapse-go | flamegraph > cpu.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    {"help", GETOPT_FLAG, offsetof(struct go, common.help), false},
    COLLAPSE_PROGRESS,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser go = {
    .program = {usage, options},
    .begin = go_begin,
    .line = go_line,
    .end = go_end
};

int main(int argc, char **argv)
{
    struct go state = {0};

    return collapse_main(&go, &state, argc, argv);
}
