/* SPDX-License-Identifier: MIT */
/* A table in Markdown, as GitHub and GitLab show it. */
#include "base/chars.h"
#include "check/report.h"
#include "check/wording.h"

/* Appends a text as code. All that could be a mark of Markdown or HTML, or the end of a cell, is
 * a character reference. */
static void markdown_code(struct slice text, struct strbuf *to)
{
    strbuf_add_str(to, "<code>");
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        bool plain = c >= 0x80 || c == ' ' || c == '.' || c == '-';
        if (plain || (is_word(text.p[i]) && c != '_'))
            strbuf_add_char(to, text.p[i]);
        else
            strbuf_printf(to, "&#%d;", c);
    }
    strbuf_add_str(to, "</code>");
}

static void markdown_name(const struct report *r, uint32_t id, struct strbuf *to)
{
    struct strbuf name = {0};

    wording_name(functions_name(r->functions, id), &name);
    markdown_code(strbuf_slice(&name), to);
    strbuf_free(&name);
}

static void markdown_row(const struct report *r, const struct finding *f, struct strbuf *to)
{
    strbuf_printf(to, f->verdict <= VERDICT_NEW ? "| **%s** | " : "| %s | ",
                  verdict_names[f->verdict]);
    if (r->options->judge.growth) {
        wording_share(f->before, to);
        strbuf_add_str(to, " | ");
    }
    wording_share(f->after, to);
    strbuf_add_str(to, " | ");
    if (r->options->judge.growth) {
        wording_points(f->after - f->before, to);
        strbuf_add_str(to, " | ");
        wording_limits(f, to);
        strbuf_add_str(to, " | ");
    }
    markdown_name(r, f->function, to);
    if (f->verdict == VERDICT_CANNOT_TELL) {
        strbuf_add_char(to, ' ');
        wording_needed(r, f, to);
    } else if (f->verdict == VERDICT_MOVED) {
        strbuf_add_str(to, " within ");
        markdown_name(r, f->caller, to);
    }
    strbuf_add_str(to, " |\n");
}

void report_markdown(const struct report *r, struct output *to)
{
    struct strbuf *out = &to->pending;

    if (r->listed > 0 && r->options->judge.growth)
        strbuf_printf(out, "| Verdict | Before | After | Growth | %g%% limits | Function |\n"
                           "|---|---:|---:|---:|---:|---|\n",
                      r->options->judge.confidence * 100);
    else if (r->listed > 0)
        strbuf_add_str(out, "| Verdict | Share | Function |\n|---|---:|---|\n");
    for (size_t i = 0; i < r->listed; i++)
        markdown_row(r, &r->findings->list[i], out);
    strbuf_add_char(out, '\n');
    if (r->listed < r->findings->count)
        strbuf_printf(out, "And %zu more. ", r->findings->count - r->listed);
    wording_end(r, out);
    strbuf_add_str(out, ".\n");
    size_t before = out->n;
    wording_caution(r, out);
    if (out->n > before)
        strbuf_add_str(out, ".\n");
}
