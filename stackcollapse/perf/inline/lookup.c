#include "perf/inline/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void lookup_init(struct lookup *l, struct slice module, size_t *failures)
{
    memset(l, 0, sizeof *l);
    addr2line_init(&l->any, module, failures);
    addr2line_init(&l->inlined, module, failures);
    frametab_init(&l->asked);
    frametab_init(&l->seen);
}

void lookup_stop(struct lookup *l)
{
    addr2line_stop(&l->any);
    addr2line_stop(&l->inlined);
}

void lookup_free(struct lookup *l)
{
    addr2line_free(&l->any);
    addr2line_free(&l->inlined);
    frametab_free(&l->asked);
    frametab_free(&l->seen);
    free(l->names);
    arena_free(&l->arena);
}

/* Cuts a line off an answer; an empty one when none is left. */
static struct slice cut_line(struct slice *answer)
{
    size_t end = slice_find(*answer, '\n');
    struct slice line = *answer;

    if (end == SLICE_NONE) {
        answer->n = 0;
        return line;
    }
    line.n = end;
    *answer = slice_from(*answer, end + 1);
    return line;
}

/* An answer in its parts: the innermost function, its place, and the lines of
 * those that it is inlined into. */
struct parts {
    struct slice name;
    struct slice place;
    struct slice callers;
};

static struct parts split(const struct strbuf *answer)
{
    struct parts p;

    p.callers = strbuf_slice(answer);
    p.name = cut_line(&p.callers);
    p.place = cut_line(&p.callers);
    return p;
}

/* Whether one of the callers may go by its symbol's name since it was asked
 * for itself. Only names with arguments differ from those of their symbols. */
static bool may_be_renamed(struct lookup *l, struct slice callers)
{
    while (callers.n > 0) {
        struct slice name = cut_line(&callers);
        cut_line(&callers);
        if (slice_find(name, '(') != SLICE_NONE
            && frametab_find(&l->asked, name) != FRAMETAB_NONE)
            return true;
    }
    return false;
}

/* The name that a process gives that was asked nothing before. */
static struct slice ask_afresh(struct lookup *l, uint64_t address, struct slice otherwise)
{
    struct addr2line fresh;
    struct strbuf answer = {0};

    addr2line_init(&fresh, slice_str(l->any.module), l->any.failures);
    if (addr2line_ask(&fresh, address, &answer))
        otherwise = split(&answer).name;
    struct slice name = arena_copy(&l->arena, otherwise);
    addr2line_free(&fresh);
    strbuf_free(&answer);
    return name;
}

/* Writes what tells a function from others: its own name, those of its callers
 * with their places, and, if it is not NULL, the symbol around it. */
static struct slice function_key(struct strbuf *key, struct slice name, struct slice callers,
                                 const struct slice *symbol)
{
    strbuf_clear(key);
    if (symbol != NULL) {
        strbuf_add_char(key, '\n');
        strbuf_add(key, *symbol);
        strbuf_add_char(key, '\n');
    }
    strbuf_add(key, name);
    strbuf_add_char(key, '\n');
    strbuf_add(key, callers);
    return strbuf_slice(key);
}

/* The name that the first question would give, from what the first and the
 * second one gave this time. */
static struct slice first_name(struct lookup *l, uint64_t address, struct slice symbol,
                               struct slice name, struct slice later, struct slice callers)
{
    struct strbuf key = {0};
    size_t before = l->seen.count;

    if (slice_is(later, "??"))
        return name;
    frametab_intern(&l->seen, function_key(&key, later, callers, NULL));
    bool is_known = l->seen.count == before;
    before = l->seen.count;
    uint32_t number = frametab_intern(&l->seen, function_key(&key, later, callers, &symbol));
    bool is_known_here = l->seen.count == before;
    strbuf_free(&key);

    l->names = grow_array(l->names, &l->capacity, l->seen.count, sizeof *l->names);
    if (!slice_equal(name, later) || !is_known)
        l->names[number] = arena_copy(&l->arena, name);
    else if (!is_known_here)
        l->names[number] = ask_afresh(l, address, name);
    return l->names[number];
}

bool lookup_ask(struct lookup *l, uint64_t address, struct slice symbol,
                struct strbuf *answer)
{
    struct strbuf first = {0}, second = {0}, third = {0};
    bool answered = addr2line_ask(&l->any, address, &first)
                    && addr2line_ask(&l->any, address, &second);

    if (answered) {
        struct parts parts = split(&first);
        if (may_be_renamed(l, parts.callers) && addr2line_ask(&l->inlined, address, &third))
            parts.callers = split(&third).callers;
        parts.name = first_name(l, address, symbol, parts.name, split(&second).name,
                                parts.callers);
        frametab_intern(&l->asked, parts.name);
        strbuf_add(answer, parts.name);
        strbuf_add_char(answer, '\n');
        strbuf_add(answer, parts.place);
        strbuf_add_char(answer, '\n');
        strbuf_add(answer, parts.callers);
    }
    strbuf_free(&first);
    strbuf_free(&second);
    strbuf_free(&third);
    return answered;
}
