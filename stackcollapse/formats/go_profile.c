/* SPDX-License-Identifier: MIT */
#include "formats/go_profile.h"

#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"

void go_profile_init(struct go_profile *p)
{
    foldtab_init(&p->samples);
    frametab_init(&p->mappings);
}

/* Numbers with so many digits are found by their value. */
enum { SHORT_NUMBER = 6 };

static uint32_t go_frame(struct go_profile *p, struct slice number, uint32_t value)
{
    if (number.n == 0 || number.n > SHORT_NUMBER || number.p[0] == '0')
        return frametab_intern(&p->samples.frames, number);
    uint32_t *frame = known_of(&p->frames, value, sizeof *frame);
    if (*frame == 0)
        *frame = 1 + frametab_intern(&p->samples.frames, number);
    return *frame - 1;
}

void go_add_sample(struct go_profile *p, struct slice locations, struct perl_number count)
{
    const char *at = locations.p, *end = locations.p + locations.n;

    p->stack.count = 0;
    do {
        const char *number = at;
        uint32_t value = 0;
        for (; at < end && is_digit(*at); at++)
            value = value * 10 + (uint32_t)(*at - '0');
        stack_push(&p->stack, go_frame(p, slice_of(number, (size_t)(at - number)), value));
    } while (at < end && *at++ == ' ');
    foldtab_add(&p->samples, &p->stack, 0, count);
}

/* Makes room for all locations that have numbers so far. */
static void go_grow_locations(struct go_profile *p)
{
    size_t before = p->capacity;

    p->locations = grow_array(p->locations, &p->capacity, p->samples.frames.count,
                              sizeof *p->locations);
    if (p->capacity > before)
        memset(p->locations + before, 0, (p->capacity - before) * sizeof *p->locations);
}

/* Valid until the next call. */
static struct go_location *go_location(struct go_profile *p, struct slice number)
{
    uint32_t frame = frametab_intern(&p->samples.frames, number);

    go_grow_locations(p);
    p->locations[frame].known = true;
    return &p->locations[frame];
}

void go_name_location(struct go_profile *p, struct slice number, struct slice name)
{
    struct go_location *location = go_location(p, number);

    if (name.n > 0)
        location->name = arena_copy(&p->arena, name);
}

/* Appends a name; ';' would make it two frames. */
static void go_add_name(struct strbuf *to, struct slice name)
{
    size_t from = to->n;

    strbuf_add(to, name);
    strbuf_replace(to, from, ';', ':');
}

static struct slice go_unknown(struct slice name)
{
    return name.n > 0 ? name : slice_str("[unknown]");
}

static void go_add_caller(struct go_profile *p, struct slice caller)
{
    strbuf_clear(&p->text);
    go_add_name(&p->text, go_unknown(caller));
    strbuf_add_char(&p->text, ';');
    strbuf_add(&p->text, go_unknown(p->newest->name));
    p->newest->name = arena_copy(&p->arena, strbuf_slice(&p->text));
}

static uint32_t go_mapping(struct go_profile *p, struct slice number)
{
    uint32_t mapping = frametab_intern(&p->mappings, number);
    size_t before = p->files_capacity;

    p->files = grow_array(p->files, &p->files_capacity, p->mappings.count, sizeof *p->files);
    if (p->files_capacity > before)
        memset(p->files + before, 0, (p->files_capacity - before) * sizeof *p->files);
    return mapping;
}

bool go_fix_location(struct go_profile *p, struct slice line)
{
    struct pprof_location found;
    struct slice caller;

    if (pprof_parse_location(line, &found)) {
        p->newest = go_location(p, found.number);
        strbuf_clear(&p->text);
        go_add_name(&p->text, found.name);
        p->newest->name = arena_copy(&p->arena, strbuf_slice(&p->text));
        p->newest->mapping = FRAMETAB_NONE;
        if (found.name.n > 0)
            return true;
        p->newest->address = arena_copy(&p->arena, found.address);
        if (found.mapping.n > 0)
            p->newest->mapping = go_mapping(p, found.mapping);
        return true;
    }
    if (!pprof_parse_caller(line, &caller))
        return false;
    if (p->newest != NULL)
        go_add_caller(p, caller);
    return true;
}

void go_fix_mapping(struct go_profile *p, struct slice line)
{
    struct slice number, file;

    if (!pprof_parse_mapping(line, &number, &file))
        return;
    uint32_t mapping = go_mapping(p, number);
    p->files[mapping] = arena_copy(&p->arena, file);
}

/* With --fix, a location without a function is called by its program, "[app]", or by its
 * address. */
static void go_push_address(struct go_profile *p, const struct go_location *location)
{
    struct slice file = {NULL, 0};

    if (location->mapping != FRAMETAB_NONE)
        file = p->files[location->mapping];
    size_t slash = slice_find_last(file, '/');
    if (slash != SLICE_NONE && slash + 1 < file.n)
        file = slice_from(file, slash + 1);
    strbuf_clear(&p->text);
    if (file.n == 0) {
        strbuf_add(&p->text, location->address);
    } else {
        strbuf_add_char(&p->text, '[');
        go_add_name(&p->text, file);
        strbuf_add_char(&p->text, ']');
    }
    collapse_push(&p->collapse, strbuf_slice(&p->text));
}

/* A location's name; its number where it has none, or, as the script reads it, where it is
 * "0", which is false in Perl. */
static void go_push(struct go_profile *p, uint32_t frame)
{
    struct go_location *location = &p->locations[frame];
    struct slice number = frametab_name(&p->samples.frames, frame);
    struct slice name = location->name;
    bool fix = p->collapse.options.fix;

    if (fix && number.n == 0)
        return;
    if (!location->known && number.n > 0) {
        p->missing++;
        location->known = true;
        location->address = number;
        location->mapping = FRAMETAB_NONE;
    }
    if (fix && name.n == 0)
        go_push_address(p, location);
    else if (name.n == 0 || (!fix && slice_is(name, "0")))
        collapse_push(&p->collapse, number);
    else
        collapse_push(&p->collapse, name);
}

/* As go_push(), which is asked only once for a location that is one frame. */
static void go_push_known(struct go_profile *p, uint32_t frame)
{
    struct stack *stack = &p->collapse.stack;
    uint32_t *printed = known_of(&p->printed, frame, sizeof *printed);
    size_t depth = stack->count;

    if (*printed != 0) {
        stack_push(stack, *printed - 1);
        return;
    }
    go_push(p, frame);
    if (stack->count == depth + 1)
        *printed = 1 + stack_leaf(stack);
}

/* The number of locations of a sample, without the empty ones that blanks at the end of
 * its line make. */
static size_t go_depth(const struct go_profile *p, const struct folded_stack *e)
{
    size_t depth = e->depth;

    while (depth > 0 && frametab_name(&p->samples.frames, e->frames[depth - 1]).n == 0)
        depth--;
    return depth;
}

/* Frees what is known of locations and mappings, whose numbers are another profile's next. */
static void go_forget_locations(struct go_profile *p)
{
    foldtab_free(&p->samples);
    frametab_free(&p->mappings);
    known_clear(&p->frames, sizeof(uint32_t));
    known_clear(&p->printed, sizeof(uint32_t));
    go_profile_init(p);
    if (p->capacity > 0)
        memset(p->locations, 0, p->capacity * sizeof *p->locations);
    if (p->files_capacity > 0)
        memset(p->files, 0, p->files_capacity * sizeof *p->files);
    p->newest = NULL;
}

void go_fold_profile(struct go_profile *p)
{
    go_grow_locations(p);
    for (size_t i = 0; i < p->samples.count; i++) {
        const struct folded_stack *e = &p->samples.entries[i];
        for (size_t k = go_depth(p, e); k-- > 0;)
            go_push_known(p, e->frames[k]);
        collapse_count(&p->collapse, e->count);
    }
    go_forget_locations(p);
}

size_t go_drop_stacks(struct collapse *c, bool zero, bool negative)
{
    struct foldtab *t = &c->folded;
    size_t kept = 0, dropped = 0;

    for (size_t i = 0; i < t->count; i++) {
        int sign = perl_compare(t->entries[i].count, perl_integer(0));
        bool drop = (sign == 0 && zero) || (sign < 0 && negative);
        if (!drop)
            t->entries[kept++] = t->entries[i];
        dropped += sign < 0 && drop;
    }
    t->count = kept;
    if (kept == 0)
        t->added = 0;
    return dropped;
}
