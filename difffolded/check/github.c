/* SPDX-License-Identifier: MIT */
/* Annotations: commands of a workflow of GitHub Actions. */
#include "check/report.h"
#include "check/wording.h"

/* Appends a text, in which a '%' would begin an escape. */
static void github_text(struct slice text, struct strbuf *to)
{
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '%')
            strbuf_add_str(to, "%25");
        else
            strbuf_add_char(to, text.p[i]);
    }
}

static void github_line(const char *command, const char *title, struct strbuf *text,
                        struct strbuf *to)
{
    strbuf_printf(to, "::%s title=foldedcheck %s::", command, title);
    github_text(strbuf_slice(text), to);
    strbuf_add_char(to, '\n');
    strbuf_clear(text);
}

void report_github(const struct report *r, struct output *to)
{
    struct strbuf text = {0};

    for (size_t i = 0; i < r->listed; i++) {
        const struct finding *f = &r->findings->list[i];
        if (f->verdict > VERDICT_CANNOT_TELL)
            break;
        wording_name(functions_name(r->functions, f->function), &text);
        strbuf_add_char(&text, ' ');
        wording_finding(r, f, &text);
        github_line(f->verdict == VERDICT_CANNOT_TELL ? "warning" : "error",
                    verdict_names[f->verdict], &text, &to->pending);
    }
    wording_end(r, &text);
    github_line("notice", "summary", &text, &to->pending);
    wording_caution(r, &text);
    if (text.n > 0)
        github_line("notice", "caution", &text, &to->pending);
    strbuf_free(&text);
}
