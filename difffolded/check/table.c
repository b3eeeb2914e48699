/* SPDX-License-Identifier: MIT */
/* The table for people. */
#include "check/report.h"
#include "check/wording.h"

enum { WIDTH = 11, INTERVAL_WIDTH = 18 };

/* Appends a text and the blanks that fill its column, before or after it. */
static void table_cell(struct strbuf *text, size_t width, bool right, struct strbuf *to)
{
    size_t blanks = text->n < width ? width - text->n : 0;

    for (size_t i = 0; right && i < blanks; i++)
        strbuf_add_char(to, ' ');
    strbuf_add(to, strbuf_slice(text));
    for (size_t i = 0; !right && i < blanks; i++)
        strbuf_add_char(to, ' ');
    strbuf_add_str(to, "  ");
    strbuf_clear(text);
}

static void table_head(const struct report *r, struct strbuf *to)
{
    struct strbuf text = {0};

    if (r->options->judge.growth) {
        strbuf_printf(to, "%-*s  %7s  %7s  %7s  ", WIDTH, "verdict", "before", "after", "growth");
        strbuf_printf(&text, "%g%% limits", r->options->judge.confidence * 100);
        table_cell(&text, INTERVAL_WIDTH, true, to);
    } else {
        strbuf_printf(to, "%-*s  %7s  ", WIDTH, "verdict", "share");
    }
    strbuf_add_str(to, r->options->depth > 0 ? "frame\n" : "function\n");
    strbuf_free(&text);
}

static void table_row(const struct report *r, const struct finding *f, struct strbuf *to)
{
    struct strbuf text = {0};
    bool growth = r->options->judge.growth;

    strbuf_add_str(&text, verdict_names[f->verdict]);
    table_cell(&text, WIDTH, false, to);
    if (growth) {
        wording_share(f->before, &text);
        table_cell(&text, 7, true, to);
    }
    wording_share(f->after, &text);
    table_cell(&text, 7, true, to);
    if (growth) {
        wording_points(f->after - f->before, &text);
        table_cell(&text, 7, true, to);
        wording_limits(f, &text);
        table_cell(&text, INTERVAL_WIDTH, true, to);
    }
    wording_name(functions_name(r->functions, f->function), to);
    if (f->verdict == VERDICT_CANNOT_TELL) {
        strbuf_add_str(to, "  (");
        wording_needed(r, f, to);
        strbuf_add_char(to, ')');
    } else if (f->verdict == VERDICT_MOVED) {
        strbuf_add_str(to, "  (within ");
        wording_name(functions_name(r->functions, f->caller), to);
        strbuf_add_char(to, ')');
    }
    strbuf_add_char(to, '\n');
    strbuf_free(&text);
}

void report_table(const struct report *r, struct output *to)
{
    size_t more = r->findings->count - r->listed;
    struct strbuf *out = &to->pending;

    if (r->listed > 0)
        table_head(r, out);
    for (size_t i = 0; i < r->listed; i++)
        table_row(r, &r->findings->list[i], out);
    if (more > 0)
        strbuf_printf(out, "and %zu more\n", more);
    wording_runs(r, out);
    strbuf_add_char(out, '\n');
    wording_summary(r, out);
    strbuf_add_char(out, '\n');
    size_t before = out->n;
    wording_caution(r, out);
    if (out->n > before)
        strbuf_add_char(out, '\n');
}
