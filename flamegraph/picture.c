/* SPDX-License-Identifier: MIT */
#include "picture.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "assets.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "legend.h"
#include "svg.h"
#include "thin.h"
#include "title.h"

/* What is prepared once, and buffers used for each frame. */
struct drawing {
    const struct picture *p;
    struct title title;
    struct thin thin;
    size_t elements;            /* frames drawn so far */
    struct output fill;         /* the color of the current frame */
};

static void add_between(struct output *o, const char *before, struct slice text,
                        const char *after)
{
    output_str(o, before);
    output_add(o, text);
    output_str(o, after);
}

/* Whether the name of an encoding cannot make the file unreadable: UTF-8, which the file
 * is, and encodings in which all bytes are valid. */
static bool is_harmless_encoding(const char *name)
{
    static const char family[] = "ISO-8859-";

    if (strcasecmp(name, "UTF-8") == 0)
        return true;
    return strncasecmp(name, family, strlen(family)) == 0
           && (strcmp(name + strlen(family), "1") == 0
               || strcmp(name + strlen(family), "15") == 0);
}

/* The prolog and the root's tag. */
static void draw_header(const struct options *options, struct perl_number height,
                        struct output *o)
{
    output_str(o, "<?xml version=\"1.0\"");
    if (options->encoding != NULL && is_harmless_encoding(options->encoding))
        add_between(o, " encoding=\"", slice_str(options->encoding), "\"");
    output_str(o, " standalone=\"no\"?>\n"
                  "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\""
                  " \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n"
                  "<svg version=\"1.1\" width=\"");
    output_number(o, options->width);
    output_str(o, "\" height=\"");
    output_number(o, height);
    output_str(o, "\" onload=\"init(evt)\" viewBox=\"0 0 ");
    output_number(o, options->width);
    output_char(o, ' ');
    output_number(o, height);
    output_str(o, "\" xmlns=\"http://www.w3.org/2000/svg\""
                  " xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n"
                  "<!-- Drawn by flamegraph-c. -->\n"
                  "<!-- NOTES: ");
    svg_comment(o, slice_str(options->notes));
    output_str(o, " -->\n");
}

static void draw_style(const struct options *options, struct output *o)
{
    output_str(o, "<style type=\"text/css\">\n\ttext { font-family:");
    svg_css(o, slice_str(options->fonttype));
    output_str(o, ", \"DejaVu Sans\", sans-serif; font-size:");
    svg_css(o, slice_str(options->fontsize));
    output_str(o, "px; fill:rgb(0,0,0); }\n\t#title { font-size:");
    output_number(o, perl_add(options->fontsize_value, perl_integer(5)));
    output_str(o, "px; }\n");
    output_add(o, asset_style);
    if (options->dark[0] != '\0')
        output_add(o, asset_dark);
    output_str(o, "</style>\n");
}

/* A number of the script, where the "Inf" of Perl is Infinity. */
static void draw_script_number(struct output *o, const char *name, struct perl_number n)
{
    output_str(o, name);
    output_number(o, n);
    output_str(o, isinf(perl_double(n)) ? "inity" : "");
}

static void draw_script(const struct picture *p, const struct title *title, struct output *o)
{
    const struct options *options = p->options;

    output_str(o, "<script type=\"text/ecmascript\">\n<![CDATA[\n");
    output_add(o, asset_script);
    output_str(o, "flamegraph({nametype:");
    svg_script_string(o, slice_str(options->nametype));
    draw_script_number(o, ",fontsize:", options->fontsize_value);
    draw_script_number(o, ",fontwidth:", options->fontwidth_value);
    output_str(o, options->inverted ? ",inverted:true" : ",inverted:false");
    output_str(o, ",xpad:");
    output_number(o, perl_integer(LAYOUT_XPAD));
    output_str(o, ",searchcolor:\"rgb(230,0,230)\"");
    if (options->compact)
        draw_script_number(o, ",total:", title_whole(title));
    legend_draw(options, p->merge->count > 0 && p->merge->frames[0].has_delta, o);
    output_str(o, "});\n]]>\n</script>\n");
}

static void draw_definitions(const struct options *options, struct output *o)
{
    output_str(o, "<defs>\n"
                  "\t<linearGradient id=\"background\" y1=\"0\" y2=\"1\" x1=\"0\" x2=\"0\" >\n"
                  "\t\t<stop stop-color=\"");
    svg_value(o, slice_str(options->background[0]));
    output_str(o, "\" offset=\"5%\" />\n\t\t<stop stop-color=\"");
    svg_value(o, slice_str(options->background[1]));
    output_str(o, "\" offset=\"95%\" />\n"
                  "\t</linearGradient>\n"
                  "</defs>\n");
}

/* A text outside the frames; `text` is the user's. */
static void draw_label(struct output *o, const char *id, struct perl_number x,
                       struct perl_number y, const char *extra, const char *text)
{
    svg_text_begin(o, id, perl_double(x), y, extra);
    svg_content(o, slice_str(text));
    svg_text_end(o);
}

static struct perl_number half(struct perl_number n)
{
    return perl_divide(n, perl_integer(2));
}

static void draw_labels(const struct options *options, const struct layout *l, struct output *o)
{
    struct perl_number left = perl_integer(LAYOUT_XPAD);
    struct perl_number right = perl_subtract(options->width, left);
    struct perl_number search = perl_subtract(right, perl_integer(100));
    struct perl_number middle = perl_truncate(half(options->width));
    struct perl_number top = perl_multiply(options->fontsize_value, perl_integer(2));
    struct perl_number bottom = perl_subtract(l->image_height, half(l->bottom_pad));

    draw_label(o, "title", middle, top, "", options->title);
    if (options->subtitle[0] != '\0')
        draw_label(o, "subtitle", middle,
                   perl_multiply(options->fontsize_value, perl_integer(4)), "",
                   options->subtitle);
    draw_label(o, "details", left, bottom, "", " ");
    draw_label(o, "unzoom", left, top, "class=\"hide\"", "Reset Zoom");
    draw_label(o, "search", search, top, "", "Search");
    draw_label(o, "ignorecase", perl_subtract(right, perl_integer(16)), top, "", "ic");
    draw_label(o, "matched", search, bottom, "", " ");
}

/* Whether an attribute of --nameattr is used: to Perl, "" and "0" are false. */
static bool is_given(struct slice value)
{
    return value.p != NULL && value.n > 0 && !slice_is(value, "0");
}

static bool draws_link(const struct attributes *a)
{
    return is_given(a->href);
}

/* The start tag of a frame's group, which is a link if it has an href. */
static void draw_group_tag(const struct attributes *a, struct output *o)
{
    struct strbuf taken = {0};
    struct svg_list list = {o, false};

    output_str(o, draws_link(a) ? "<a " : "<g ");
    strbuf_add_char(&taken, ' ');
    if (draws_link(a)) {
        svg_list_attribute(&list, "xlink:href", a->href, &taken);
        svg_list_attribute(&list, "target",
                           is_given(a->target) ? a->target : slice_str("_top"), &taken);
    }
    strbuf_add_str(&taken, a->id.p != NULL ? "id " : "");
    strbuf_add_str(&taken, a->class_name.p != NULL ? "class " : "");
    if (draws_link(a) && is_given(a->a_extra))
        svg_list_extra(&list, a->a_extra, &taken);
    if (a->id.p != NULL)
        svg_list_attribute(&list, "id", a->id, &taken);
    if (a->class_name.p != NULL)
        svg_list_attribute(&list, "class", a->class_name, &taken);
    if (is_given(a->g_extra))
        svg_list_extra(&list, a->g_extra, &taken);
    output_str(o, ">\n");
    strbuf_free(&taken);
}

/* Begins a frame's group. The tag is made once for each name. */
static void draw_group_start(const struct picture *p, struct attributes *a, struct output *o)
{
    struct output tag;

    if (a == NULL) {
        output_str(o, "<g >\n");
        return;
    }
    if (a->tag.p == NULL) {
        output_open_memory(&tag);
        draw_group_tag(a, &tag);
        a->tag = arena_copy(&p->attributes->arena, strbuf_slice(&tag.pending));
        strbuf_free(&tag.pending);
    }
    output_add(o, a->tag);
}

/* The name, cut to the width of its box. */
static void draw_frame_text(const struct drawing *d, const struct box *box, struct slice name,
                            struct output *o)
{
    double x = perl_double(perl_add(box->left, perl_integer(3)));

    svg_text_begin(o, NULL, x, box->text_y, "");
    if (box->characters >= 3) {     /* room for one and two dots */
        name = title_name(&d->title, name);
        if (box->characters < (double)name.n && box->characters < (double)utf8_count(name)) {
            svg_name(o, utf8_substr(name, box->characters - 2), false);
            output_str(o, "..");
        } else {
            svg_name(o, utf8_substr(name, box->characters), false);
        }
    }
    svg_text_end(o);
}

/* Whether a frame of a compact picture can have a label: the root, and what is as wide as two
 * characters, which the script asks for too. */
static bool needs_text(const struct frame *frame, const struct box *box)
{
    return frame->depth == 0 || !(box->characters >= 0 && box->characters < 2);
}

/* Makes d->fill the color of a frame, as XML. */
static void choose_fill(struct drawing *d, const struct frame *frame)
{
    const struct picture *p = d->p;
    struct strbuf *fill = &d->fill.pending;

    strbuf_clear(fill);
    if (slice_is(frame->name, "--")) {
        strbuf_add_str(fill, "rgb(160,160,160)");
    } else if (slice_is(frame->name, "-")) {
        strbuf_add_str(fill, "rgb(200,200,200)");
    } else if (frame->has_delta) {
        color_of_delta(title_delta(&d->title, frame), p->largest_delta, fill);
    } else if (p->palette != NULL) {
        svg_value(&d->fill, palettemap_color(p->palette, p->color, frame->name));
    } else {
        color_of_name(p->color, frame->name, fill);
    }
}

static void draw_frame(struct drawing *d, const struct frame *frame, const struct box *box,
                       struct attributes *a, struct output *o)
{
    draw_group_start(d->p, a, o);
    output_str(o, "<title>");
    if (a != NULL && is_given(a->title))
        svg_content(o, a->title);
    else
        title_draw(&d->title, frame, o);
    output_str(o, "</title>");
    svg_rectangle(o, perl_double(box->left), box->top, perl_double(box->right), box->bottom,
                  strbuf_slice(&d->fill.pending), "rx=\"2\" ry=\"2\"");
    if (!d->p->options->compact || needs_text(frame, box))
        draw_frame_text(d, box, frame->name, o);
    output_str(o, a != NULL && draws_link(a) ? "</a>\n" : "</g>\n");
}

/* Draws a frame, or keeps it for the thin ones. One with attributes is an element. */
static void draw_or_keep(struct drawing *d, const struct frame *frame, struct output *o)
{
    struct attributes *a = nameattr_find(d->p->attributes, frame->name);
    struct box box = layout_box(d->p->layout, frame);

    choose_fill(d, frame);
    if (d->p->options->compact && a == NULL && thin_takes(frame, &box)) {
        thin_add(&d->thin, frame, d->elements, &box, strbuf_slice(&d->fill.pending));
        return;
    }
    draw_frame(d, frame, &box, a, o);
    d->elements++;
}

void picture_draw(const struct picture *p, struct output *o)
{
    struct perl_number zero = perl_integer(0);
    struct drawing d = {0};

    d.p = p;
    title_init(&d.title, p->options, p->layout);
    thin_init(&d.thin, &d.title);
    output_open_memory(&d.fill);
    draw_header(p->options, p->layout->image_height, o);
    draw_definitions(p->options, o);
    draw_style(p->options, o);
    draw_script(p, &d.title, o);
    svg_rectangle(o, 0, zero, perl_double(p->options->width), p->layout->image_height,
                  slice_str("url(#background)"), "");
    draw_labels(p->options, p->layout, o);
    output_str(o, "<g id=\"frames\">\n");
    for (size_t i = 0; i < p->merge->count && !output_failed(o); i++)
        draw_or_keep(&d, &p->merge->frames[i], o);
    thin_draw(&d.thin, o);
    output_str(o, "</g>\n</svg>\n");
    strbuf_free(&d.fill.pending);
    thin_free(&d.thin);
    title_free(&d.title);
}

void picture_draw_error(const struct options *options, struct output *o)
{
    struct perl_number size = options->fontsize_value;

    draw_header(options, perl_multiply(size, perl_integer(5)), o);
    draw_label(o, NULL, perl_truncate(half(options->width)),
               perl_multiply(size, perl_integer(2)), "",
               "ERROR: No valid input provided to flamegraph.pl.");
    output_str(o, "</svg>\n");
}
