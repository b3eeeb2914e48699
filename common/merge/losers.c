/* SPDX-License-Identifier: MIT */
#include "merge/losers.h"

#include <stdlib.h>

#include "base/alloc.h"

/* Whether run `a` comes before run `b`; the reach of the other one is then its reach to the
 * one that does. Both reaches are to the same stack, which sorts before both. */
static bool losers_game(struct losers *l, size_t a, size_t b)
{
    struct loser *x = &l->runs[a];
    struct loser *y = &l->runs[b];

    if (x->reach != y->reach)
        return x->reach > y->reach;
    if (x->reach == 0)
        return a < b;
    size_t common = slice_common(x->stack, y->stack, x->reach - 1);
    bool first;
    if (common == x->stack.n || common == y->stack.n)
        first = x->stack.n != y->stack.n ? x->stack.n < y->stack.n : a < b;
    else
        first = (unsigned char)x->stack.p[common] < (unsigned char)y->stack.p[common];
    (first ? y : x)->reach = common + 1;
    return first;
}

void losers_open(struct losers *l, size_t count)
{
    l->runs = xcalloc(count, sizeof *l->runs);
    l->nodes = xcalloc(count, sizeof *l->nodes);
    l->count = count;
}

/* Run i begins at node (i + count) / 2; the node above node n is n / 2. */
static void losers_play(struct losers *l, size_t run)
{
    size_t node = (run + l->count) / 2;

    for (; node > 0; node /= 2)
        if (!losers_game(l, run, l->nodes[node])) {
            size_t winner = l->nodes[node];
            l->nodes[node] = run;
            run = winner;
        }
    l->nodes[0] = run;
}

void losers_start(struct losers *l)
{
    size_t *winners = xcalloc(2 * l->count, sizeof *winners);

    for (size_t i = 0; i < l->count; i++)
        winners[l->count + i] = i;
    for (size_t node = l->count - 1; node > 0; node--) {
        size_t a = winners[2 * node];
        size_t b = winners[2 * node + 1];
        bool first = losers_game(l, a, b);
        winners[node] = first ? a : b;
        l->nodes[node] = first ? b : a;
    }
    l->nodes[0] = winners[1];
    free(winners);
}

void losers_replace(struct losers *l, struct slice stack, size_t common)
{
    struct loser *first = &l->runs[l->nodes[0]];

    first->stack = stack;
    first->reach = common + 1;
    losers_play(l, l->nodes[0]);
}

void losers_end(struct losers *l)
{
    l->runs[l->nodes[0]].reach = 0;
    losers_play(l, l->nodes[0]);
}

void losers_close(struct losers *l)
{
    free(l->runs);
    free(l->nodes);
}
