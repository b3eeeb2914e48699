/* SPDX-License-Identifier: MIT */
#include "check/design.h"

void design_add_side(struct design_side *side, double n)
{
    side->runs++;
    side->n += n;
    side->nn += n * n;
}

void design_add(struct design_sums *sums, double x, double inside, double n)
{
    sums->x += x;
    sums->inside += inside;
    sums->xx += x * x;
    sums->xn += x * n;
}

double design_variance(const struct design_side *side, const struct design_sums *sums)
{
    double k = (double)side->runs;
    double r = sums->x / side->n;
    double squares = sums->xx - 2 * r * sums->xn + r * r * side->nn;

    return k / (k - 1) * squares / (side->n * side->n);
}

double design_sampling(const struct design_side *side, const struct design_sums *sums)
{
    double r = sums->x / side->n;

    return (sums->x + r * r * side->n - 2 * r * sums->inside) / (side->n * side->n);
}

double design_effect(const struct design_side *side, const struct design_sums *sums)
{
    if (side->runs < 2)
        return 1;
    double sampling = design_sampling(side, sums);
    double effect = sampling > 0 ? design_variance(side, sums) / sampling : 1;
    return effect > 1 ? effect : 1;
}

void design_effects(const struct design_side sides[2], const struct design_sums sums[2],
                    double effects[2])
{
    for (int i = 0; i < 2; i++)
        effects[i] = design_effect(&sides[i], &sums[i]);
    for (int i = 0; i < 2; i++) {
        const struct design_side *other = &sides[1 - i];
        if (sides[i].runs == 1 && other->runs > 1)
            effects[i] = 1 + (effects[1 - i] - 1) * sides[i].n / (other->n / (double)other->runs);
    }
}
