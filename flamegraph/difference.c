/* SPDX-License-Identifier: MIT */
#include "difference.h"

#include "base/message.h"
#include "folded/differential.h"
#include "recognize/recognize.h"

/* False, after a message, for a file that has lines but no stack. */
static bool check_file(const struct differential *d, int column)
{
    const struct operands *input = &d->files[column].input;

    if (d->files[column].lines > 0 || operands_are_blank(input)) {
        differential_report(d, column, true);
        return true;
    }
    if (!recognize_input(&flamegraph_program, input)) {
        differential_report(d, column, true);
        warn("%s: no stack with a count", input->name);
    }
    return false;
}

/* Says what of BEFORE is not drawn. */
static void report_gone(const struct differential *d)
{
    struct perl_number all = perl_integer(0);
    struct perl_number gone = perl_integer(0);
    char text[PERL_NUMBER_TEXT], share[PERL_NUMBER_FIXED_TEXT];
    size_t stacks = 0;

    for (size_t i = 0; i < d->count; i++) {
        struct perl_number before = differential_count(d, i, 0);
        all = perl_add(all, before);
        if (perl_is_zero(before) || !perl_is_zero(differential_count(d, i, 1)))
            continue;
        gone = perl_add(gone, before);
        stacks++;
    }
    if (stacks == 0)
        return;
    int length = (int)perl_number_text(gone, text);
    double percent = perl_double(perl_divide(perl_multiply(perl_integer(100), gone), all));
    int share_length = (int)perl_number_fixed(percent, 1, share);
    warn("%zu stack%s of BEFORE, %.*s%% of it (a count of %.*s), %s not in AFTER and %s not "
         "drawn; to see %s, use --diff --negate AFTER BEFORE", stacks, stacks == 1 ? "" : "s",
         share_length, share, length, text, stacks == 1 ? "is" : "are",
         stacks == 1 ? "is" : "are", stacks == 1 ? "it" : "them");
}

/* False after a message if a file cannot be read again. */
static bool add_stacks(struct records *records, struct differential *d)
{
    struct strbuf line = {0};
    bool complete = true;

    for (size_t i = 0; i < d->count && complete; i++) {
        strbuf_clear(&line);
        complete = differential_line(d, i, &line);
        if (complete)
            records_add(records, strbuf_slice(&line));
    }
    strbuf_free(&line);
    return complete;
}

bool difference_read(struct records *records, char *const *files,
                     const struct options *options)
{
    static struct differential d;
    struct differential_options how = options->difference;

    records_init(records, options->reverse);
    records->fix = true;
    how.fix = true;
    if (differential_read(&d, files, &how) != DIFFERENTIAL_OK)
        return false;
    bool before = check_file(&d, 0);
    if (!check_file(&d, 1) || !before)
        return false;
    if (!add_stacks(records, &d))
        return false;
    report_gone(&d);
    return true;
}
