/* SPDX-License-Identifier: MIT */
/*
 * flamegraph: draws folded stacks as a flame graph.
 *
 * lines -> records -> frames (merge) -> boxes (layout) -> SVG (picture)
 */
#include <unistd.h>

#include "base/message.h"
#include "chain.h"
#include "color.h"
#include "columns.h"
#include "difference.h"
#include "input.h"
#include "io/output.h"
#include "layout.h"
#include "merge.h"
#include "nameattr.h"
#include "options.h"
#include "palettemap.h"
#include "picture.h"
#include "records.h"
#include "report.h"
#include "splits.h"

/* Puts the records into the order in which they are drawn. */
static void order_records(struct records *records, const struct options *options)
{
    if (records->fix && columns_are_names(records))
        columns_join(records);
    if (!options->flamechart)
        records_sort(records);
    if (slice_is(slice_str(options->colors), "chain"))
        chain_mark(records);
    if (records->fix && records->by_text)
        splits_join(records);
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

/* The largest difference, without its sign: those of several lines may have been added. */
static struct perl_number largest_delta(const struct merge *merge, struct perl_number largest)
{
    for (size_t i = 0; i < merge->count; i++) {
        struct perl_number delta = merge->frames[i].delta;
        if (!merge->frames[i].has_delta)
            continue;
        if (perl_compare(delta, perl_integer(0)) < 0)
            delta = perl_negate(delta);
        if (perl_compare(delta, largest) > 0)
            largest = delta;
    }
    return largest;
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
    report_frames(options, &merge);
    if (!layout_measure(&layout, options, &merge))
        return no_graph(FG_PERL_DIES);
    color_init(&color, options->palette,
               options->hash ? COLOR_HASH : options->random ? COLOR_RANDOM : COLOR_BY_NAME);
    palettemap_init(&map);
    if (options->cp && !palettemap_read(&map))
        return no_graph(FG_FAILED);

    struct perl_number largest = totals->largest_delta;
    if (records->fix)
        largest = largest_delta(&merge, largest);
    struct picture picture = {options, &layout, &merge, largest, attributes,
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
    if (options.diff ? !difference_read(&records, argv, &options)
                     : !input_read(&records, argv, operands, &options, &complete))
        return no_graph(FG_FAILED);
    order_records(&records, &options);
    merge_totals(&records, &totals);
    report_records(&options, &records, &totals);
    status = perl_is_zero(totals.time) ? draw_error(&options)
                                       : draw(&options, &records, &totals, &attributes);
    return status == FG_OK && !complete ? FG_FAILED : status;
}
