/*
 * stackcollapse-go: the output of `go tool pprof -raw` to folded stacks.
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
 * A sample has two values, of which the first counts, and the numbers of its locations,
 * leaf first. Only the first function of a location counts: lines without a number name
 * those that it is inlined into.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"

struct go {
    struct collapse collapse;
    enum { GO_HEAD, GO_SAMPLES, GO_LOCATIONS } part;
    struct foldtab samples; /* stacks whose frames are locations' numbers, leaf first */
    struct slice *names;    /* of the locations, by their frame in `samples` */
    size_t capacity;
    struct arena arena; /* of the names */
    struct strbuf stack;
};

/* Two values, ": ", and the locations. As the script reads it, a single value is two: the
 * last digit is the second one. */
static bool go_parse_sample(struct slice s, struct slice *count, struct slice *locations)
{
    size_t end = 0;

    scan_spaces(&s);
    *count = scan_digits(&s);
    if (scan_spaces(&s).n == 0 && count->n > 0)
        count->n--;
    else if (scan_digits(&s).n == 0)
        return false;
    if (count->n == 0 || !scan_text(&s, ": "))
        return false;
    while (end < s.n && (is_digit(s.p[end]) || s.p[end] == ' '))
        end++;
    *locations = slice_cut(s, 0, end);
    return end > 0;
}

/* A word with a blank after it. */
static bool go_parse_name(struct slice s, struct slice *name)
{
    return scan_to(&s, ' ', name) && name->n > 0;
}

/* "23: 0x463b32 M=1 NAME ...", where the number and "M=1 " may be missing. */
static bool go_parse_location(struct slice s, struct slice *number, struct slice *name)
{
    scan_spaces(&s);
    *number = scan_digits(&s);
    if (!scan_text(&s, ": 0x") || scan_lower_hex(&s).n == 0 || !scan_text(&s, " "))
        return false;
    struct slice rest = s;
    return (scan_text(&rest, "M=") && scan_digits(&rest).n > 0 && scan_text(&rest, " ")
            && go_parse_name(rest, name))
           || go_parse_name(s, name);
}

static void go_add_sample(struct go *s, struct slice count, struct slice locations)
{
    strbuf_clear(&s->stack);
    strbuf_add(&s->stack, locations);
    for (size_t i = 0; i < s->stack.n; i++)
        if (s->stack.p[i] == ' ')
            s->stack.p[i] = ';';
    foldtab_add_text(&s->samples, strbuf_slice(&s->stack), 0, perl_count(count));
}

/* Makes room for the names of all locations that have numbers so far. */
static void go_grow_names(struct go *s)
{
    size_t before = s->capacity;

    s->names = grow_array(s->names, &s->capacity, s->samples.frames.count, sizeof *s->names);
    if (s->capacity > before)
        memset(s->names + before, 0, (s->capacity - before) * sizeof *s->names);
}

static void go_name_location(struct go *s, struct slice number, struct slice name)
{
    uint32_t frame = frametab_intern(&s->samples.frames, number);

    go_grow_names(s);
    s->names[frame] = arena_copy(&s->arena, name);
}

static enum collapse_step go_begin(void *state)
{
    struct go *s = state;

    foldtab_init(&s->samples);
    return MORE;
}

static enum collapse_step go_line(void *state, struct slice line)
{
    struct go *s = state;
    struct slice count, locations, number, name;

    if (slice_starts(line, "#"))
        return MORE;
    switch (s->part) {
    case GO_HEAD:
        if (slice_has(line, "Samples:"))
            s->part = GO_SAMPLES;
        break;
    case GO_SAMPLES:
        if (go_parse_sample(line, &count, &locations))
            go_add_sample(s, count, locations);
        else if (slice_has(line, "Locations"))
            s->part = GO_LOCATIONS;
        break;
    case GO_LOCATIONS:
        if (go_parse_location(line, &number, &name))
            go_name_location(s, number, name);
        else if (slice_has(line, "Mappings"))
            return ENOUGH;
        break;
    }
    return MORE;
}

/* A location's name; its number where it has none, or "0", which is false in Perl. */
static struct slice go_location_name(const struct go *s, uint32_t frame)
{
    struct slice name = s->names[frame];

    if (name.n == 0 || slice_is(name, "0"))
        return frametab_name(&s->samples.frames, frame);
    return name;
}

/* The number of locations of a sample, without the empty ones that blanks at the end of
 * its line make. */
static size_t go_depth(const struct go *s, const struct foldtab_entry *e)
{
    size_t depth = e->depth;

    while (depth > 0 && frametab_name(&s->samples.frames, e->frames[depth - 1]).n == 0)
        depth--;
    return depth;
}

static void go_end(void *state)
{
    struct go *s = state;

    go_grow_names(s);
    for (size_t i = 0; i < s->samples.count; i++) {
        const struct foldtab_entry *e = &s->samples.entries[i];
        for (size_t k = go_depth(s, e); k-- > 0;)
            collapse_push(&s->collapse, go_location_name(s, e->frames[k]));
        collapse_count(&s->collapse, e->counts[0]);
    }
}

static const struct collapser go = {
    .program = {
        .name = "stackcollapse-go",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the stacks that 'go tool pprof -raw' prints. Counts the first of two "
                 "values, as CPU profiles have them. Reads standard input without FILE, or "
                 "for -.",
        .example = "  go tool pprof -raw cpu.prof | "
                   "@stackcollapse-go | @flamegraph > cpu.svg\n",
        .script_has_help = true,
    },
    .name = "pprof -raw",
    .begin = go_begin,
    .crlf_harmless = true,
    .line = go_line,
    .end = go_end,
};

int main(int argc, char **argv)
{
    static struct go state;

    return collapse_main(&go, &state, argc, argv);
}
