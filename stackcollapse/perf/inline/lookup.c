/* SPDX-License-Identifier: MIT */
#include "perf/inline/lookup.h"

#include <string.h>

#include "base/alloc.h"

void lookup_init(struct lookup *l, struct slice module)
{
    memset(l, 0, sizeof *l);
    addr2line_init(&l->any, module);
    addr2line_init(&l->inlined, module);
    frametab_init(&l->asked);
    frametab_init(&l->seen);
}

void lookup_stop(struct lookup *l)
{
    addr2line_stop(&l->any);
    addr2line_stop(&l->inlined);
}

/* Asks one of the processes; keeps the first failure. */
static bool ask_process(struct lookup *l, struct addr2line *a, uint64_t address,
                        struct strbuf *answer)
{
    if (addr2line_ask(a, address, answer))
        return true;
    if (l->failure.n == 0)
        strbuf_add(&l->failure, strbuf_slice(&a->failure));
    l->broken = l->broken || a->broken;
    return false;
}

/* The parts of an answer: the innermost function, its place, and the lines of the
 * functions that it is inlined into. */
struct parts {
    struct slice name;
    struct slice place;
    struct slice callers;
};

static struct parts split(const struct strbuf *answer)
{
    struct parts p;

    p.callers = strbuf_slice(answer);
    p.name = addr2line_cut_line(&p.callers);
    p.place = addr2line_cut_line(&p.callers);
    return p;
}

/* Whether one of the callers may have the name of its symbol, because it was asked for.
 * Only names with arguments differ from those of their symbols. */
static bool may_be_renamed(struct lookup *l, struct slice callers)
{
    while (callers.n > 0) {
        struct slice name = addr2line_cut_line(&callers);
        addr2line_cut_line(&callers);
        if (slice_find(name, '(') != SLICE_NONE
            && frametab_find(&l->asked, name) != FRAMETAB_NONE)
            return true;
    }
    return false;
}

/* The name that a new process gives; `otherwise` if it fails. */
static struct slice ask_new_process(struct lookup *l, uint64_t address, struct slice otherwise)
{
    struct addr2line fresh;
    struct strbuf answer = {0};

    addr2line_init(&fresh, slice_str(l->any.module));
    if (ask_process(l, &fresh, address, &answer))
        otherwise = split(&answer).name;
    struct slice name = arena_copy(&l->arena, otherwise);
    addr2line_free(&fresh);
    strbuf_free(&answer);
    return name;
}

/* Writes what identifies a function: its name, the names and places of its callers, and,
 * if it is not NULL, the symbol around it. */
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

/* The name in the answer of a new process, from the names in the first and the second
 * answer of this one. */
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
    uint32_t id = frametab_intern(&l->seen, function_key(&key, later, callers, &symbol));
    bool is_known_here = l->seen.count == before;
    strbuf_free(&key);

    l->names = grow_array(l->names, &l->capacity, l->seen.count, sizeof *l->names);
    if (!slice_equal(name, later) || !is_known)
        l->names[id] = arena_copy(&l->arena, name);
    else if (!is_known_here)
        l->names[id] = ask_new_process(l, address, name);
    return l->names[id];
}

bool lookup_ask(struct lookup *l, uint64_t address, struct slice symbol,
                struct strbuf *answer)
{
    struct strbuf first = {0}, second = {0}, third = {0};
    bool answered = ask_process(l, &l->any, address, &first)
                    && ask_process(l, &l->any, address, &second);

    if (answered) {
        struct parts parts = split(&first);
        if (may_be_renamed(l, parts.callers) && ask_process(l, &l->inlined, address, &third))
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
