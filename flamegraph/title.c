/* SPDX-License-Identifier: MIT */
#include "title.h"

#include "palettes.h"
#include "svg.h"

void title_init(struct title *t, const struct options *options, const struct layout *layout)
{
    t->options = options;
    t->layout = layout;
    output_open_memory(&t->countname);
    svg_content(&t->countname, slice_str(options->countname));
}

void title_free(struct title *t)
{
    strbuf_free(&t->countname.pending);
}

struct slice title_name(const struct title *t, struct slice name)
{
    if (slice_ends(name, "_[k]") || slice_ends(name, "_[w]") || slice_ends(name, "_[i]")
        || slice_ends(name, "_[j]")
        || (t->options->common.fix && slice_is(slice_str(t->options->colors), "java")
            && palette_is_annotated(name)))
        name.n -= 4;
    return name;
}

struct slice title_samples(const struct title *t, const struct frame *frame,
                           char text[PERL_NUMBER_FIXED_TEXT])
{
    struct perl_number time = perl_subtract(layout_end(t->layout, frame), frame->start);
    struct perl_number counted = perl_multiply(time, t->options->factor_value);

    return slice_of(text, perl_number_fixed(perl_double(counted), 0, text));
}

struct perl_number title_whole(const struct title *t)
{
    return perl_multiply(t->layout->total, t->options->factor_value);
}

struct perl_number title_delta(const struct title *t, const struct frame *frame)
{
    return t->options->negate ? perl_negate(frame->delta) : frame->delta;
}

/* Digits with a comma before each group of three; "Inf" and "NaN" as they are. */
static void draw_grouped(struct output *o, struct slice digits)
{
    size_t sign = digits.n > 0 && digits.p[0] == '-';
    bool number = digits.n > sign && digits.p[sign] >= '0' && digits.p[sign] <= '9';

    for (size_t i = 0; i < digits.n; i++) {
        if (number && i > sign && (digits.n - i) % 3 == 0)
            output_char(o, ',');
        output_char(o, digits.p[i]);
    }
}

static void draw_percent(struct output *o, struct perl_number part, struct perl_number whole)
{
    char text[PERL_NUMBER_FIXED_TEXT];
    struct perl_number percent = perl_divide(perl_multiply(perl_integer(100), part), whole);

    output_add(o, slice_of(text, perl_number_fixed(perl_double(percent), 2, text)));
    output_char(o, '%');
}

void title_draw(const struct title *t, const struct frame *frame, struct output *o)
{
    char text[PERL_NUMBER_FIXED_TEXT];
    struct slice samples = title_samples(t, frame, text);
    bool root = frame->depth == 0;

    svg_name(o, root ? slice_str("all") : title_name(t, frame->name), true);
    output_str(o, " (");
    draw_grouped(o, samples);
    output_char(o, ' ');
    output_add(o, strbuf_slice(&t->countname.pending));
    if (root) {
        output_str(o, ", 100%)");
        return;
    }
    struct perl_number whole = title_whole(t);
    output_str(o, ", ");
    draw_percent(o, perl_numify(samples), whole);
    if (frame->has_delta) {
        struct perl_number delta = title_delta(t, frame);
        output_str(o, perl_compare(delta, perl_integer(0)) > 0 ? "; +" : "; ");
        draw_percent(o, delta, whole);
    }
    output_char(o, ')');
}
