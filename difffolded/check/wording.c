/* SPDX-License-Identifier: MIT */
#include "check/wording.h"

#include <math.h>

#include "base/utf8.h"

void wording_name(struct slice name, struct strbuf *to)
{
    size_t from = to->n;

    utf8_repair(name, to);
    if (to->n > from)
        utf8_hide_controls(to->p + from, to->n - from);
}

void wording_share(double share, struct strbuf *to)
{
    strbuf_printf(to, "%.2f%%", share * 100);
}

void wording_points(double growth, struct strbuf *to)
{
    double points = floor(growth * 1e4 + 0.5) / 100;

    strbuf_printf(to, "%+.2f", points < 0 || points > 0 ? points : 0);
}

void wording_limits(const struct finding *f, struct strbuf *to)
{
    wording_points(f->growth.low, to);
    strbuf_add_str(to, " to ");
    wording_points(f->growth.high, to);
}

void wording_needed(const struct report *r, const struct finding *f, struct strbuf *to)
{
    const struct functions *functions = r->functions;
    double samples = 0;
    size_t runs = 0;

    for (int side = 0; side < 2; side++) {
        if (functions->samples[side] > samples)
            samples = functions->samples[side];
        if (functions->sides[side].runs > runs)
            runs = functions->sides[side].runs;
    }
    strbuf_printf(to, "needs about %.0f samples a side", ceil(samples * f->needed));
    if (runs > 1)
        strbuf_printf(to, ", %.0f runs", ceil((double)runs * f->needed));
}

static void wording_growth(const struct report *r, const struct finding *f, struct strbuf *to)
{
    strbuf_add_str(to, f->after < f->before ? "shrank from " : "grew from ");
    wording_share(f->before, to);
    strbuf_add_str(to, " to ");
    wording_share(f->after, to);
    strbuf_add_str(to, ", by ");
    wording_points(f->after - f->before, to);
    strbuf_printf(to, " points (%g%% limits ", r->options->judge.confidence * 100);
    wording_limits(f, to);
    strbuf_add_char(to, ')');
}

void wording_finding(const struct report *r, const struct finding *f, struct strbuf *to)
{
    if (!r->options->judge.growth) {
        strbuf_add_str(to, "has ");
        wording_share(f->after, to);
        strbuf_printf(to, "; the limit is %g%%", r->options->judge.limit * 100);
        return;
    }
    wording_growth(r, f, to);
    if (f->verdict == VERDICT_CANNOT_TELL) {
        strbuf_add_str(to, "; ");
        wording_needed(r, f, to);
    } else if (f->verdict == VERDICT_MOVED) {
        strbuf_add_str(to, "; within ");
        wording_name(functions_name(r->functions, f->caller), to);
        strbuf_add_str(to, ", which has not changed");
    }
}

void wording_summary(const struct report *r, struct strbuf *to)
{
    const char *between = "";

    for (int i = 0; i < VERDICTS; i++) {
        if (r->findings->verdicts[i] > 0) {
            strbuf_printf(to, "%s%zu %s", between, r->findings->verdicts[i], verdict_names[i]);
            between = ", ";
        }
    }
    if (r->findings->count == 0)
        strbuf_add_str(to, r->options->judge.growth ? "cannot tell: no function matches"
                                                    : "no function matches");
    double limit = r->options->judge.limit * 100;
    if (r->options->judge.growth)
        strbuf_printf(to, "; limit: growth of %g point%s", limit,
                      limit < 1 || limit > 1 ? "s" : "");
    else
        strbuf_printf(to, "; limit: %g%%", limit);
}

static void wording_side(const struct report *r, int side, struct strbuf *to)
{
    size_t runs = r->functions->sides[side].runs;
    double samples = r->functions->samples[side];

    strbuf_printf(to, "%zu run%s, %.0f sample%s", runs, runs == 1 ? "" : "s", samples,
                  samples < 1 || samples > 1 ? "s" : "");
}

void wording_runs(const struct report *r, struct strbuf *to)
{
    if (r->options->judge.growth) {
        strbuf_add_str(to, "before: ");
        wording_side(r, BEFORE, to);
        strbuf_add_str(to, "; after: ");
    }
    wording_side(r, AFTER, to);
}

void wording_end(const struct report *r, struct strbuf *to)
{
    wording_summary(r, to);
    strbuf_add_str(to, "; ");
    wording_runs(r, to);
}

void wording_caution(const struct report *r, struct strbuf *to)
{
    bool one_before = r->functions->sides[BEFORE].runs == 1;
    bool one_after = r->functions->sides[AFTER].runs == 1;

    if (!r->options->judge.growth)
        return;
    if (one_before && one_after)
        strbuf_add_str(to, "one run a side: the limits cover the chance of sampling only, not "
                           "how runs differ; record several runs of each");
    else if (one_before || one_after)
        strbuf_printf(to, "one run %s: assumed to vary like the runs of the other side",
                      one_before ? "before" : "after");
}
