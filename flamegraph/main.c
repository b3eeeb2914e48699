/*
 * flamegraph: draws folded stacks as a flame graph.
 *
 * lines -> records -> frames (merge) -> boxes (layout) -> SVG (picture)
 */
#include <unistd.h>

#include "base/message.h"
#include "chain.h"
#include "color.h"
#include "folded/differential.h"
#include "io/operands.h"
#include "io/output.h"
#include "layout.h"
#include "merge.h"
#include "nameattr.h"
#include "options.h"
#include "palettemap.h"
#include "picture.h"
#include "records.h"

/* Reads the input files; false if one of them could not be read. */
static bool read_folded(struct records *records, char **operands, size_t count)
{
    struct operands input;
    struct slice line;

    operands_open(&input, operands, count);
    while (operands_line(&input, &line))
        records_add(records, line);
    operands_close(&input);
    return !input.failed;
}

/* Reads the difference of two folded files; false, after a message, without one. */
static bool read_difference(struct records *records, char **operands,
                            const struct differential_options *options)
{
    static struct differential d;
    struct strbuf line = {0};

    if (differential_read(&d, operands, options) != DIFFERENTIAL_OK)
        return false;
    for (size_t i = 0; i < d.folded.count; i++) {
        strbuf_clear(&line);
        differential_line(&d, i, &line);
        records_add(records, strbuf_slice(&line));
    }
    strbuf_free(&line);
    return true;
}

static void report_totals(const struct options *options, const struct totals *totals)
{
    char text[PERL_NUMBER_TEXT];
    int length = (int)perl_number_text(totals->time, text);

    if (slice_is(slice_str(options->countname), "samples")
        && perl_compare(totals->time, perl_integer(100)) < 0)
        warn("only %.*s samples in total; check the input", length, text);
    if (totals->malformed > 0)
        warn("left out %zu line%s without a count", totals->malformed,
             totals->malformed == 1 ? "" : "s");
    if (perl_is_zero(totals->time))
        warn("no stack with a count in the input");
}

static int no_graph(int status)
{
    warn("no graph drawn");
    return status;
}

/* Draws the graph that says that there is nothing to draw. */
static int draw_error(const struct options *options)
{
    struct output out;

    output_open(&out, STDOUT_FILENO);
    picture_draw_error(options, &out);
    int status = output_close(&out, "standard output");
    return status == FG_OK ? FG_NO_INPUT : status;
}

/* Draws sorted records; the exit status. */
static int draw(const struct options *options, const struct records *records,
                const struct totals *totals, struct nameattr *attributes)
{
    static struct layout layout;
    static struct merge merge;
    static struct color color;
    static struct palettemap map;
    struct output out;

    if (!layout_begin(&layout, options, totals->time))
        return no_graph(FG_PERL_DIES);
    merge_records(&merge, records, layout.narrowest);
    if (!layout_measure(&layout, options, &merge))
        return no_graph(FG_PERL_DIES);
    color_init(&color, options->palette,
               options->hash ? COLOR_HASH : options->random ? COLOR_RANDOM : COLOR_BY_NAME);
    palettemap_init(&map);
    if (options->cp && !palettemap_read(&map))
        return no_graph(FG_FAILED);

    struct picture picture = {options, &layout, &merge, totals->largest_delta, attributes,
                              &color, options->cp ? &map : NULL};
    output_open(&out, STDOUT_FILENO);
    picture_draw(&picture, &out);
    int status = output_close(&out, "standard output");
    if (status == FG_OK && options->cp && !palettemap_write(&map))
        status = FG_FAILED;
    return status;
}

int main(int argc, char **argv)
{
    static struct options options;
    static struct nameattr attributes;
    static struct records records;
    struct totals totals;
    size_t operands;
    bool complete = true;
    int status;

    if (!options_read(&options, argc, argv, &operands, &status))
        return status;
    nameattr_init(&attributes);
    if (options.nameattr != NULL && !nameattr_read(&attributes, options.nameattr))
        return no_graph(FG_FAILED);
    records_init(&records, options.reverse);
    if (!options.diff)
        complete = read_folded(&records, argv, operands);
    else if (!read_difference(&records, argv, &options.difference))
        return no_graph(FG_FAILED);
    if (!options.flamechart)
        records_sort(&records);
    if (slice_is(slice_str(options.colors), "chain"))
        chain_mark(&records);
    merge_totals(&records, &totals);
    report_totals(&options, &totals);
    status = perl_is_zero(totals.time) ? draw_error(&options)
                                       : draw(&options, &records, &totals, &attributes);
    return status == FG_OK && !complete ? FG_FAILED : status;
}
