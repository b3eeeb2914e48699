/* SPDX-License-Identifier: MIT */
#include "check/moved.h"

#include <stdlib.h>

#include "base/alloc.h"

#define MOVED_UNKNOWN (FUNCTIONS_NONE - 1)

static void moved_find_callers(struct moved *m)
{
    const struct functions *f = m->functions;
    double *most[2];

    for (int down = 0; down < 2; down++) {
        m->callers[down] = xmalloc(f->count * sizeof **m->callers);
        m->steady[down] = xmalloc(f->count * sizeof **m->steady);
        most[down] = xcalloc(f->count, sizeof **most);
        for (size_t i = 0; i < f->count; i++) {
            m->callers[down][i] = FUNCTIONS_NONE;
            m->steady[down][i] = MOVED_UNKNOWN;
        }
    }
    for (size_t i = 0; i < f->call_count; i++) {
        const struct call *call = &f->calls[i];
        double growth = call->x[AFTER] / f->sides[AFTER].n - call->x[BEFORE] / f->sides[BEFORE].n;
        int down = growth < 0;
        double amount = down ? -growth : growth;
        if (amount > most[down][call->function]) {
            most[down][call->function] = amount;
            m->callers[down][call->function] = call->caller;
        }
    }
    free(most[0]);
    free(most[1]);
}

void moved_init(struct moved *m, const struct functions *f, const struct judge_options *options,
                double q)
{
    m->functions = f;
    m->options = options;
    m->q = q;
    moved_find_callers(m);
}

/* Whether a function as a whole grew, or with `down` shrank, by more than the limit and beyond
 * chance. */
static bool moved_grew(const struct moved *m, uint32_t id, int down)
{
    struct share shares[2];

    judge_shares(m->functions, m->functions->list[id].inclusive.sums, shares);
    double growth = share_value(&shares[AFTER]) - share_value(&shares[BEFORE]);
    struct interval i = interval_growth(&shares[BEFORE], &shares[AFTER], m->q);
    return judge_exceeds(down ? -growth : growth, m->options->limit)
           && (down ? i.high < 0 : i.low > 0);
}

/* The first function from `id` upwards that did not grow or shrink; a circle has none. What the
 * way there leads through is noted, so that each function is looked at once. */
static uint32_t moved_steady(struct moved *m, uint32_t id, int down)
{
    uint32_t *steady = m->steady[down];
    const uint32_t *callers = m->callers[down];
    uint32_t end = id;

    while (end != FUNCTIONS_NONE && steady[end] == MOVED_UNKNOWN) {
        steady[end] = FUNCTIONS_NONE;
        if (moved_grew(m, end, down))
            end = callers[end];
        else
            steady[end] = end;
    }
    uint32_t found = end == FUNCTIONS_NONE ? FUNCTIONS_NONE : steady[end];
    for (; id != end; id = callers[id])
        steady[id] = found;
    return found;
}

uint32_t moved_within(struct moved *m, const struct finding *finding)
{
    const struct functions *f = m->functions;
    double growth = finding->after - finding->before;
    int down = growth < 0;
    uint32_t id = finding->function;
    struct share shares[2];

    if (f->depth > 0)
        return FUNCTIONS_NONE;
    id = moved_steady(m, m->options->self ? id : m->callers[down][id], down);
    if (id == FUNCTIONS_NONE)
        return FUNCTIONS_NONE;
    judge_shares(f, f->list[id].inclusive.sums, shares);
    struct interval i = interval_growth(&shares[BEFORE], &shares[AFTER], m->q);
    double expected = growth;
    if (!f->work->set) {
        if (finding->before >= 1)
            return FUNCTIONS_NONE;
        expected *= (1 - share_value(&shares[BEFORE])) / (1 - finding->before);
    }
    return (down ? i.low > expected : i.high < expected) ? id : FUNCTIONS_NONE;
}

void moved_free(struct moved *m)
{
    for (int down = 0; down < 2; down++) {
        free(m->callers[down]);
        free(m->steady[down]);
    }
}
