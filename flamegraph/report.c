/* SPDX-License-Identifier: MIT */
#include "report.h"

#include "base/message.h"
#include "columns.h"

static const struct note_kind one_of_two = {
    "line ends in two numbers, others in one: it is drawn as a difference, by the second number",
    "lines end in two numbers, others in one: they are drawn as differences, by the second number",
    NULL, true
};
static const struct note_kind two_of_one = {
    "line has one count, others have two: it is drawn without a difference",
    "lines have one count, others have two: they are drawn without a difference",
    "give two files to flamegraph --diff", false
};
static const struct note_kind invalid = {
    "line is not valid UTF-8: its invalid bytes are shown as U+FFFD",
    "lines are not valid UTF-8: their invalid bytes are shown as U+FFFD",
    "convert the input with iconv -f ENCODING -t UTF-8", false
};

/* Names that --colors=java does not know for what they are. */
static void report_java(const struct options *options, const struct records *records)
{
    struct named_count names = {0, {NULL, 0}};

    if (options->common.fix || !slice_is(slice_str(options->colors), "java"))
        return;
    for (size_t i = 0; i < records->names.count; i++) {
        struct slice name = frametab_name(&records->names, (uint32_t)i);
        if ((palette_is_annotated(name) || palette_mistakes_java(name)) && names.count++ == 0)
            names.first = name;
    }
    if (names.count > 0)
        warn("--colors=java colors %zu name%s wrongly, such as %.*s; --fix repairs this",
             names.count, names.count == 1 ? "" : "s", (int)names.first.n, names.first.p);
}

void report_records(const struct options *options, const struct records *records,
                    const struct totals *totals)
{
    bool fix = records->fix;
    char text[PERL_NUMBER_TEXT];
    int length = (int)perl_number_text(totals->time, text);

    if (!records->recognized) {
        notes_report(&records->faults, fix);
        note_report(&invalid, &records->invalid, fix);
    }
    if (columns_are_names(records))
        note_report(&one_of_two, &records->columns[1], fix);
    else if (records->columns[1].count > 0)
        note_report(&two_of_one, &records->columns[0], fix);
    report_java(options, records);
    if (perl_is_zero(totals->time) && records->recognized)
        return;
    if (perl_is_zero(totals->time))
        warn("no stack with a count in the input");
    else if (slice_is(slice_str(options->countname), "samples")
             && perl_compare(totals->time, perl_integer(100)) < 0)
        warn("only %.*s sample%s in total; check the input", length, text,
             perl_compare(totals->time, perl_integer(1)) == 0 ? "" : "s");
}

static void report_named(const struct named_count *n, const char *one, const char *many)
{
    if (n->count == 1)
        warn("the frame '%.*s' %s", (int)n->first.n, n->first.p, one);
    else if (n->count > 1)
        warn("%zu frames, the first of them '%.*s', %s", n->count, (int)n->first.n, n->first.p,
             many);
}

void report_frames(const struct options *options, const struct merge *merge)
{
    if (options->common.fix || options->diff)
        return;
    report_named(&merge->replaced,
                 "is not drawn: a frame without width ends at the same place; --fix repairs this",
                 "are not drawn: frames without width end at the same places; --fix repairs this");
    report_named(&merge->split,
                 "is drawn more than once: other lines are sorted between its lines; "
                 "--fix repairs this",
                 "are drawn more than once: other lines are sorted between their lines; "
                 "--fix repairs this");
    report_named(&merge->unchanged,
                 "lacks some of its difference: its stack is on several lines; "
                 "--fix repairs this",
                 "lack some of their differences: their stacks are on several lines; "
                 "--fix repairs this");
}
