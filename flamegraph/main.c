/*
 * flamegraph: folded stacks to a flame graph.
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

/* Reads the input files; false if one could not be read. */
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

/* Reads the difference of two folded files. */
static void read_difference(struct records *records, char **operands, const struct options *o)
{
    struct differential_options options = {o->normalize, o->strip_hex};
    struct differential d;
    struct strbuf line = {0};

    if (differential_read(&d, operands, &options) != DIFFERENTIAL_OK)
        die(FG_TROUBLE, "no graph drawn");
    for (size_t i = 0; i < d.folded.count; i++) {
        strbuf_clear(&line);
        differential_line(&d, i, &line);
        records_add(records, strbuf_slice(&line));
    }
    strbuf_free(&line);
    differential_free(&d);
}

static void report(const struct options *options, const struct totals *totals)
{
    char text[PERL_NUMBER_TEXT];
    int length = (int)perl_number_text(totals->time, text);

    if (slice_is(slice_str(options->countname), "samples")
        && perl_compare(totals->time, perl_integer(100)) < 0)
        warn("only %.*s samples in all; is the input what it should be?", length, text);
    if (totals->malformed > 0)
        warn("%zu lines without a count left out", totals->malformed);
    if (perl_is_zero(totals->time))
        warn("no stack with a count in the input");
}

/* Ends the program if the percentages of the frames cannot be computed. */
static void check_scale(const struct layout *layout, const struct options *options,
                        const struct merge *merge)
{
    bool beyond_root = merge->count > 1
                       || (merge->count == 1 && merge->frames[0].depth > 0);

    if (beyond_root
        && perl_is_zero(perl_multiply(layout->total, options->factor_value)))
        die(FG_PERL_DIES, "the whole counts as 0; check --factor and --total");
}

/* From sorted records to the SVG; the exit status. */
static int draw(const struct options *options, const struct records *records,
                const struct totals *totals, struct nameattr *attributes, struct output *out)
{
    struct layout layout;
    struct merge merge;
    struct color color;
    struct palettemap palette;
    enum color_mode mode = options->hash ? COLOR_HASH
                           : options->random ? COLOR_RANDOM : COLOR_BY_NAME;

    layout_begin(&layout, options, totals->time);
    merge_records(&merge, records, layout.narrowest);
    layout_measure(&layout, options, &merge);
    check_scale(&layout, options, &merge);
    color_init(&color, options->colors, mode);
    palettemap_init(&palette);
    if (options->cp && !palettemap_read(&palette))
        die(FG_TROUBLE, "no graph drawn");

    struct picture picture = {options, &layout, &merge, totals->largest_delta, attributes,
                              &color, options->cp ? &palette : NULL};
    picture_draw(&picture, out);
    bool written = output_close(out, "standard output");
    if (options->cp && !palettemap_write(&palette))
        written = false;
    palettemap_free(&palette);
    merge_free(&merge);
    return written ? FG_OK : FG_TROUBLE;
}

static int draw_error(const struct options *options, struct output *out)
{
    picture_draw_error(options, out);
    return output_close(out, "standard output") ? FG_NO_INPUT : FG_TROUBLE;
}

int main(int argc, char **argv)
{
    struct options options;
    struct nameattr attributes;
    struct records records;
    struct totals totals;
    struct output out;
    bool read = true;

    size_t operands = options_read(&options, argc, argv);
    nameattr_init(&attributes);
    if (options.nameattr != NULL && options.nameattr[0] != '\0'
        && !slice_is(slice_str(options.nameattr), "0")
        && !nameattr_read(&attributes, options.nameattr))
        die(FG_TROUBLE, "no graph drawn");

    records_init(&records, options.reverse);
    if (options.diff)
        read_difference(&records, argv, &options);
    else
        read = read_folded(&records, argv, operands);
    if (!options.flamechart)
        records_sort(&records);
    if (slice_is(slice_str(options.colors), "chain"))
        chain_mark(&records);
    merge_totals(&records, &totals);
    report(&options, &totals);

    output_open(&out, STDOUT_FILENO);
    int status = perl_is_zero(totals.time)
                 ? draw_error(&options, &out)
                 : draw(&options, &records, &totals, &attributes, &out);
    records_free(&records);
    nameattr_free(&attributes);
    return status == FG_OK && !read ? FG_TROUBLE : status;
}
