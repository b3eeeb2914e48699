/* SPDX-License-Identifier: MIT */
/* JSON, which foldedcheck(1) describes. */
#include <math.h>

#include "base/utf8.h"
#include "check/report.h"

/* Appends a string; what is not UTF-8 becomes U+FFFD. */
static void json_string(struct slice text, struct strbuf *to)
{
    struct strbuf repaired = {0};

    utf8_repair(text, &repaired);
    strbuf_add_char(to, '"');
    for (size_t i = 0; i < repaired.n; i++) {
        unsigned char c = (unsigned char)repaired.p[i];
        if (c < 0x20 || c == 0x7f)
            strbuf_printf(to, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            strbuf_printf(to, "\\%c", c);
        else
            strbuf_add_char(to, repaired.p[i]);
    }
    strbuf_add_char(to, '"');
    strbuf_free(&repaired);
}

static void json_number(const char *name, double value, struct strbuf *to)
{
    strbuf_printf(to, ", \"%s\": ", name);
    if (isfinite(value))
        strbuf_printf(to, "%.9g", value);
    else
        strbuf_add_str(to, "null");
}

/* Appends a name, and its bytes if these are not UTF-8. */
static void json_name(const char *name, struct slice value, struct strbuf *to)
{
    strbuf_printf(to, "\"%s\": ", name);
    json_string(value, to);
    if (utf8_valid(value))
        return;
    strbuf_printf(to, ", \"%s_hex\": \"", name);
    for (size_t i = 0; i < value.n; i++)
        strbuf_printf(to, "%02x", (unsigned char)value.p[i]);
    strbuf_add_char(to, '"');
}

static void json_optional(const char *name, const char *text, struct strbuf *to)
{
    strbuf_printf(to, ",\n  \"%s\": ", name);
    if (text != NULL)
        json_string(slice_str(text), to);
    else
        strbuf_add_str(to, "null");
}

static void json_side(const struct report *r, int side, const char *name, struct strbuf *to)
{
    strbuf_printf(to, ",\n  \"%s\": {\"runs\": %zu, \"samples\": %.15g, \"work\": %.15g, "
                      "\"files\": [", name, r->functions->sides[side].runs,
                  r->functions->samples[side], r->functions->sides[side].n);
    for (size_t i = 0; i < r->options->file_count[side]; i++) {
        strbuf_add_str(to, i > 0 ? ", " : "");
        json_string(slice_str(r->options->files[side][i]), to);
    }
    strbuf_add_str(to, "]}");
}

static void json_head(const struct report *r, struct strbuf *to)
{
    const struct check_options *o = r->options;

    strbuf_printf(to, "{\n  \"format\": 1,\n  \"check\": \"%s\",\n  \"status\": %d,\n"
                      "  \"measure\": \"%s\",\n  \"depth\": %zu",
                  o->judge.growth ? "max-growth" : "max-share", r->status,
                  o->self ? "self" : "inclusive", o->depth);
    json_optional("frame", o->frame_text, to);
    json_optional("per", o->per_text, to);
    strbuf_add_str(to, ",\n  \"limits\": {");
    strbuf_printf(to, "\"%s\": %.9g", o->judge.growth ? "growth" : "share", o->judge.limit);
    if (o->judge.growth)
        json_number("confidence", o->judge.confidence, to);
    if (o->judge.fdr > 0)
        json_number("fdr", o->judge.fdr, to);
    strbuf_add_char(to, '}');
    if (o->judge.growth) {
        json_side(r, BEFORE, "before", to);
        strbuf_printf(to, ",\n  \"degrees_of_freedom\": %zu", r->findings->freedom);
    }
    json_side(r, AFTER, "after", to);
    strbuf_add_str(to, ",\n  \"verdicts\": {");
    for (int i = 0; i < VERDICTS; i++)
        strbuf_printf(to, "%s\"%s\": %zu", i > 0 ? ", " : "", verdict_names[i],
                      r->findings->verdicts[i]);
    strbuf_add_str(to, "},\n  \"functions\": [");
}

static void json_finding(const struct report *r, const struct finding *f, struct strbuf *to)
{
    strbuf_add_str(to, "    {");
    json_name("name", functions_name(r->functions, f->function), to);
    strbuf_printf(to, ", \"verdict\": \"%s\"", verdict_names[f->verdict]);
    if (r->options->judge.growth) {
        json_number("before", f->before, to);
        json_number("after", f->after, to);
        json_number("growth", f->after - f->before, to);
        json_number("low", f->growth.low, to);
        json_number("high", f->growth.high, to);
        json_number("p", f->p, to);
    } else {
        json_number("share", f->after, to);
    }
    if (f->verdict == VERDICT_CANNOT_TELL)
        json_number("samples_times", f->needed, to);
    if (f->verdict == VERDICT_MOVED) {
        strbuf_add_str(to, ", ");
        json_name("within", functions_name(r->functions, f->caller), to);
    }
    strbuf_add_char(to, '}');
}

void report_json(const struct report *r, struct output *to)
{
    struct strbuf *out = &to->pending;

    json_head(r, out);
    for (size_t i = 0; i < r->listed; i++) {
        strbuf_add_str(out, i > 0 ? ",\n" : "\n");
        json_finding(r, &r->findings->list[i], out);
    }
    strbuf_add_str(out, r->listed > 0 ? "\n  ]\n}\n" : "]\n}\n");
}
