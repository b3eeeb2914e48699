/* SPDX-License-Identifier: MIT */
#include "check/moved.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define MOVED_UNKNOWN (FUNCTIONS_NONE - 1)

static double moved_growth(const struct functions *f, double before, double after)
{
    return after / f->sides[AFTER].n - before / f->sides[BEFORE].n;
}

static struct part moved_self(const struct functions *f, uint32_t id)
{
    const struct tally *self = &f->list[id].self;
    struct part p = {moved_growth(f, self->sums[BEFORE].x, self->sums[AFTER].x), self->newest};

    return p;
}

static struct part moved_callee(const struct functions *f, uint32_t id)
{
    const struct call *call = &f->calls[id];
    struct part p = {moved_growth(f, call->x[BEFORE], call->x[AFTER]), call->newest};

    return p;
}

static void moved_find_calls(struct moved *m)
{
    const struct functions *f = m->functions;
    double *most[2];

    for (int down = 0; down < 2; down++) {
        m->most[down] = xmalloc(f->count * sizeof **m->most);
        m->entries[down] = xmalloc(f->count * sizeof **m->entries);
        most[down] = xcalloc(f->count, sizeof **most);
        for (size_t i = 0; i < f->count; i++) {
            m->most[down][i] = FUNCTIONS_NONE;
            m->entries[down][i] = MOVED_UNKNOWN;
        }
    }
    for (uint32_t i = 0; i < f->call_count; i++) {
        uint32_t function = f->calls[i].function;
        double growth = moved_callee(f, i).growth;
        int down = growth < 0;
        double amount = down ? -growth : growth;
        if (amount > most[down][function]) {
            most[down][function] = amount;
            m->most[down][function] = i;
        }
    }
    free(most[0]);
    free(most[1]);
}

static void moved_find_shrunk(struct moved *m)
{
    const struct functions *f = m->functions;

    m->shrunk = xcalloc(f->count, sizeof *m->shrunk);
    for (uint32_t i = 0; i < f->count; i++)
        m->shrunk[i] = moved_self(f, i);
    for (uint32_t i = 0; i < f->call_count; i++) {
        struct part part = moved_callee(f, i);
        struct part *least = &m->shrunk[f->calls[i].caller];
        if (part.growth < least->growth)
            *least = part;
    }
}

void moved_init(struct moved *m, const struct functions *f, const struct judge_options *options,
                double q)
{
    size_t runs = functions_runs(f);

    m->functions = f;
    m->options = options;
    m->q = q;
    moved_find_calls(m);
    moved_find_shrunk(m);
    m->whole = xcalloc(runs, sizeof *m->whole);
    m->part = xcalloc(runs, sizeof *m->part);
    m->other = xcalloc(runs, sizeof *m->other);
}

/* Whether a function as a whole grew, or with `down` shrank, by more than the limit and beyond
 * chance. */
static bool moved_grew(const struct moved *m, uint32_t id, int down)
{
    struct share shares[2];

    judge_shares(m->functions->sides, m->functions->list[id].inclusive.sums, shares);
    double growth = share_value(&shares[AFTER]) - share_value(&shares[BEFORE]);
    struct interval i = interval_growth(&shares[BEFORE], &shares[AFTER], m->q);
    return judge_exceeds(down ? -growth : growth, m->options->limit)
           && (down ? i.high < 0 : i.low > 0);
}

/* The first call from function `id` upwards whose caller did not grow or shrink; a circle has
 * none. It is noted for all functions on the way there, so that each is looked at once. */
static uint32_t moved_entry(struct moved *m, uint32_t id, int down)
{
    const struct call *calls = m->functions->calls;
    uint32_t *entries = m->entries[down];
    const uint32_t *most = m->most[down];
    uint32_t end = id;

    while (entries[end] == MOVED_UNKNOWN) {
        entries[end] = FUNCTIONS_NONE;
        if (most[end] == FUNCTIONS_NONE)
            break;
        uint32_t caller = calls[most[end]].caller;
        if (moved_grew(m, caller, down))
            end = caller;
        else
            entries[end] = most[end];
    }
    uint32_t found = entries[end];
    for (; id != end; id = calls[most[id]].caller)
        entries[id] = found;
    return found;
}

/* Whether the share of m->other in m->whole, with or without the samples of m->part, shrank
 * beyond chance. */
static bool moved_share_shrank(const struct moved *m, bool without)
{
    struct design_side sides[2];
    struct design_sums sums[2];
    struct share shares[2];

    memset(sides, 0, sizeof sides);
    memset(sums, 0, sizeof sums);
    for (size_t run = 0; run < functions_runs(m->functions); run++) {
        int side = run < m->functions->sides[BEFORE].runs ? BEFORE : AFTER;
        double n = m->whole[run] - (without ? m->part[run] : 0);
        design_add_side(&sides[side], n);
        design_add(&sums[side], m->other[run], m->other[run], n);
    }
    /* A sample of a recursive function may be of two parts. */
    for (int side = 0; side < 2; side++)
        if (!(sides[side].n > 0) || sums[side].x > sides[side].n)
            return false;
    judge_shares(sides, sums, shares);
    return interval_growth(&shares[BEFORE], &shares[AFTER], m->q).high < 0;
}

/* Whether one sibling lost what a part of the caller, and a function in it, got. */
static bool moved_from_sibling(struct moved *m, uint32_t caller, struct part part, double growth)
{
    const struct functions *f = m->functions;
    const struct part *sibling = &m->shrunk[caller];

    if (-sibling->growth < growth / 2 || -sibling->growth < part.growth / 2)
        return false;
    functions_values(f, f->list[caller].inclusive.newest, m->whole);
    functions_values(f, part.newest, m->part);
    functions_values(f, sibling->newest, m->other);
    return moved_share_shrank(m, false) && moved_share_shrank(m, true);
}

/* Whether the caller's growth excludes that which the finding alone would cause. */
static bool moved_caller_steady(const struct moved *m, uint32_t caller,
                                const struct finding *finding)
{
    const struct functions *f = m->functions;
    double expected = finding->after - finding->before;
    bool down = expected < 0;
    struct share shares[2];

    judge_shares(f->sides, f->list[caller].inclusive.sums, shares);
    struct interval i = interval_growth(&shares[BEFORE], &shares[AFTER], m->q);
    if (!f->work->set) {
        if (finding->before >= 1)
            return false;
        expected *= (1 - share_value(&shares[BEFORE])) / (1 - finding->before);
    }
    return down ? i.low > expected : i.high < expected && !moved_grew(m, caller, true);
}

uint32_t moved_within(struct moved *m, const struct finding *finding)
{
    const struct functions *f = m->functions;
    double growth = finding->after - finding->before;
    int down = growth < 0;
    uint32_t caller = finding->function;
    struct part part;

    if (f->depth > 0)
        return FUNCTIONS_NONE;
    if (m->options->self && !moved_grew(m, caller, down)) {
        part = moved_self(f, caller);
    } else {
        uint32_t entry = moved_entry(m, caller, down);
        if (entry == FUNCTIONS_NONE)
            return FUNCTIONS_NONE;
        caller = f->calls[entry].caller;
        part = moved_callee(f, entry);
    }
    bool moved = moved_caller_steady(m, caller, finding)
                 && (down || moved_from_sibling(m, caller, part, growth));
    return moved ? caller : FUNCTIONS_NONE;
}

void moved_free(struct moved *m)
{
    for (int down = 0; down < 2; down++) {
        free(m->most[down]);
        free(m->entries[down]);
    }
    free(m->shrunk);
    free(m->whole);
    free(m->part);
    free(m->other);
}
