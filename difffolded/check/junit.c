/* SPDX-License-Identifier: MIT */
/* The XML of JUnit: a test case for each function, which fails if it breaks the limit; an error
 * if it cannot be told. */
#include "check/report.h"
#include "check/wording.h"
#include "documents/xmlname.h"

/* Appends ' name="VALUE"', and empties the value. */
static void junit_attribute(const char *name, struct strbuf *value, struct strbuf *to)
{
    strbuf_printf(to, " %s=\"", name);
    xml_escape(strbuf_slice(value), true, to);
    strbuf_add_char(to, '"');
    strbuf_clear(value);
}

static void junit_case(const struct report *r, const struct finding *f, struct strbuf *to)
{
    struct strbuf value = {0};
    bool fails = f->verdict <= VERDICT_NEW;

    strbuf_printf(to, "  <testcase classname=\"foldedcheck.%s\"",
                  r->options->judge.growth ? "max-growth" : "max-share");
    wording_name(functions_name(r->functions, f->function), &value);
    junit_attribute("name", &value, to);
    if (f->verdict > VERDICT_CANNOT_TELL) {
        strbuf_add_str(to, "/>\n");
    } else {
        strbuf_printf(to, ">\n    <%s type=\"%s\"", fails ? "failure" : "error",
                      verdict_names[f->verdict]);
        wording_finding(r, f, &value);
        junit_attribute("message", &value, to);
        strbuf_add_str(to, "/>\n  </testcase>\n");
    }
    strbuf_free(&value);
}

void report_junit(const struct report *r, struct output *to)
{
    struct strbuf *out = &to->pending;
    struct strbuf text = {0};
    size_t failures = 0;
    size_t errors = 0;

    for (size_t i = 0; i < r->listed; i++) {
        enum verdict verdict = r->findings->list[i].verdict;
        failures += verdict <= VERDICT_NEW;
        errors += verdict == VERDICT_CANNOT_TELL;
    }
    strbuf_printf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                       "<testsuite name=\"foldedcheck\" tests=\"%zu\" failures=\"%zu\" "
                       "errors=\"%zu\" skipped=\"0\">\n",
                  r->listed, failures, errors);
    for (size_t i = 0; i < r->listed; i++)
        junit_case(r, &r->findings->list[i], out);
    strbuf_add_str(out, "  <system-out>");
    wording_end(r, &text);
    strbuf_add_str(&text, ". ");
    wording_caution(r, &text);
    xml_escape(strbuf_slice(&text), false, out);
    strbuf_add_str(out, "</system-out>\n</testsuite>\n");
    strbuf_free(&text);
}
