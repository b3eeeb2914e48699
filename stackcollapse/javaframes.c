/* SPDX-License-Identifier: MIT */
#include "javaframes.h"

#include "javaname.h"

/* Counts each kind that a frame of the current stack has. */
static void javaframes_add(struct javaframes *f, const struct collapse *c, unsigned found)
{
    for (size_t kind = 0; kind < JAVAFRAMES_COUNT; kind++)
        if ((found & 1U << kind) != 0 && f->found[kind].count++ == 0) {
            f->found[kind].file = c->input.name;
            f->found[kind].line = c->input.line;
        }
}

/* The function without what the JVM puts into it, or as it is. */
static struct slice javaframes_clean(struct javaframes *f, struct slice function, bool repair,
                                     unsigned *found)
{
    unsigned unclean = javaname_clean(function, &f->clean);

    if (repair)
        return unclean != 0 ? strbuf_slice(&f->clean) : function;
    if ((unclean & JAVANAME_MODULE) != 0)
        *found |= 1U << JAVAFRAMES_MODULE;
    if ((unclean & JAVANAME_NUMBER) != 0)
        *found |= 1U << JAVAFRAMES_NUMBER;
    return function;
}

static struct slice javaframes_shorten(struct javaframes *f, struct slice function, bool repair,
                                       unsigned *found)
{
    struct slice method = repair ? javaname_any_method(function) : javaname_method(function);

    if (method.n == 0)
        *found |= 1U << JAVAFRAMES_EMPTY;
    return f->no_pkgs ? method : javaname_shorten(function, method, &f->shortened);
}

static struct javafunction javaframes_learn(struct javaframes *f, struct collapse *c,
                                            uint32_t id, bool repair)
{
    struct frametab *frames = &c->folded.frames;
    struct slice function = frametab_name(frames, id);
    struct javafunction known = {.known = true, .repaired = repair, .frame = FRAMETAB_NONE};

    known.printed = javaframes_clean(f, function, repair, &known.found);
    if (f->shorten_pkgs || f->no_pkgs)
        known.printed = javaframes_shorten(f, known.printed, repair, &known.found);
    if (slice_find(known.printed, ';') == SLICE_NONE) {
        known.frame = frametab_intern(frames, known.printed);
        known.printed = frametab_name(frames, known.frame);
    } else if (known.printed.p != function.p) {
        known.printed = arena_copy(&f->names, known.printed);
    }
    return known;
}

struct javafunction *javaframes_push(struct javaframes *f, struct collapse *c,
                                     struct slice function)
{
    struct frametab *frames = &c->folded.frames;
    uint32_t id = frametab_follow(frames, stack_leaf(&c->stack), function);
    bool repair = c->options.fix || f->repair;

    if (frametab_name(frames, id).n < function.n)
        id = frametab_intern(frames, function);     /* it has a ';' */
    struct javafunction *known = known_of(&f->functions, id, sizeof *known);

    if (!known->known || known->repaired != repair)
        *known = javaframes_learn(f, c, id, repair);
    if (known->found != 0)
        javaframes_add(f, c, known->found);
    if (known->frame != FRAMETAB_NONE)
        stack_push(&c->stack, known->frame);
    else
        collapse_push_caller(c, known->printed);
    return known;
}

void javaframes_end(struct javaframes *f, struct collapse *c, bool counted)
{
    for (size_t i = 0; i < JAVAFRAMES_COUNT; i++) {
        if (counted && f->found[i].count > 0)
            collapse_note_at(c, i, f->found[i].count, f->found[i].file, f->found[i].line);
        f->found[i].count = 0;
    }
}
