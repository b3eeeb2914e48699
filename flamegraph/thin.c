/* SPDX-License-Identifier: MIT */
#include "thin.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "svg.h"

enum { TENTHS = 10 };

void thin_init(struct thin *t, const struct title *title)
{
    memset(t, 0, sizeof *t);
    t->title = title;
    frametab_init(&t->names);
    frametab_init(&t->colors);
}

void thin_free(struct thin *t)
{
    free(t->frames);
    frametab_free(&t->names);
    frametab_free(&t->colors);
}

/* A place as svg_rectangle() writes it, in tenths of a pixel. */
static double tenths(struct perl_number place)
{
    return round(perl_tenths(perl_double(place)) * TENTHS);
}

bool thin_takes(const struct frame *frame, const struct box *box)
{
    double left = tenths(box->left);
    double width = tenths(box->right) - left;

    return frame->depth > 0 && width >= 0 && width < TENTHS && fabs(left) < INT32_MAX / 2.0;
}

void thin_add(struct thin *t, const struct frame *frame, size_t drawn, const struct box *box,
              struct slice fill)
{
    t->frames = grow_array(t->frames, &t->capacity, t->count + 1, sizeof *t->frames);
    t->frames[t->count++] = (struct thin_frame){
        .frame = frame,
        .drawn = drawn,
        .left = (int32_t)tenths(box->left),
        .width = (int32_t)(tenths(box->right) - tenths(box->left)),
        .name = frametab_intern(&t->names, title_name(t->title, frame->name)),
        .color = frametab_intern(&t->colors, fill),
    };
}

/* ---- the data, JSON ---- */

typedef int64_t thin_value(const struct thin_frame *frame);

static int64_t value_drawn(const struct thin_frame *f) { return (int64_t)f->drawn; }
static int64_t value_depth(const struct thin_frame *f) { return (int64_t)f->frame->depth; }
static int64_t value_left(const struct thin_frame *f) { return f->left; }
static int64_t value_width(const struct thin_frame *f) { return f->width; }
static int64_t value_name(const struct thin_frame *f) { return f->name; }
static int64_t value_color(const struct thin_frame *f) { return f->color; }

static void draw_integer(struct output *o, int64_t n)
{
    char text[32];

    output_add(o, slice_of(text, (size_t)snprintf(text, sizeof text, "%" PRId64, n)));
}

/* Begins a column, or goes on with one. */
static void draw_separator(struct output *o, size_t i)
{
    output_char(o, i > 0 ? ',' : '[');
}

/* A column of integers, with `steps` of what each is more than the one before. */
static void draw_column(const struct thin *t, const char *key, thin_value *value, bool steps,
                        struct output *o)
{
    int64_t before = 0;

    output_str(o, key);
    for (size_t i = 0; i < t->count; i++) {
        int64_t now = value(&t->frames[i]);
        draw_separator(o, i);
        draw_integer(o, now - before);
        before = steps ? now : 0;
    }
    output_char(o, ']');
}

/* Digits are a number if a script can hold it; else, as "Inf", a text. */
static void draw_count(struct slice digits, struct output *o)
{
    enum { EXACT = 15 };    /* digits of a double */

    if (digits.n <= EXACT && digits.p[digits.n - 1] >= '0' && digits.p[digits.n - 1] <= '9')
        output_add(o, digits);
    else
        svg_script_string(o, digits);
}

static void draw_counts(const struct thin *t, struct output *o)
{
    char text[PERL_NUMBER_FIXED_TEXT];

    output_str(o, ",\n\"count\":");
    for (size_t i = 0; i < t->count; i++) {
        draw_separator(o, i);
        draw_count(title_samples(t->title, t->frames[i].frame, text), o);
    }
    output_char(o, ']');
}

/* The differences, of a differential graph; null where a frame has none. */
static void draw_deltas(const struct thin *t, struct output *o)
{
    char text[PERL_NUMBER_TEXT];
    size_t with = 0;

    for (size_t i = 0; i < t->count; i++)
        with += t->frames[i].frame->has_delta;
    if (with == 0)
        return;
    output_str(o, ",\n\"delta\":");
    for (size_t i = 0; i < t->count; i++) {
        const struct frame *frame = t->frames[i].frame;
        draw_separator(o, i);
        if (frame->has_delta)
            draw_count(slice_of(text, perl_number_text(title_delta(t->title, frame), text)), o);
        else
            output_str(o, "null");
    }
    output_char(o, ']');
}

static void draw_names(const struct thin *t, struct output *o)
{
    output_str(o, "\"names\":");
    for (size_t i = 0; i < t->names.count; i++) {
        draw_separator(o, i);
        svg_script_string(o, frametab_name(&t->names, (uint32_t)i));
    }
    output_char(o, ']');
}

/* The tops of the frames of each depth, as the picture has them. */
static void draw_tops(const struct thin *t, struct output *o)
{
    size_t deepest = 0;

    for (size_t i = 0; i < t->count; i++)
        if (t->frames[i].frame->depth > deepest)
            deepest = t->frames[i].frame->depth;
    output_str(o, ",\n\"tops\":");
    for (size_t depth = 0; depth <= deepest; depth++) {
        struct frame frame = {.depth = depth};
        draw_separator(o, depth);
        output_char(o, '"');
        output_number(o, layout_box(t->title->layout, &frame).top);
        output_char(o, '"');
    }
    output_char(o, ']');
}

static void draw_data(const struct thin *t, struct output *o)
{
    output_str(o, "<metadata>{\n");
    draw_names(t, o);
    draw_tops(t, o);
    draw_column(t, ",\n\"drawn\":", value_drawn, true, o);
    draw_column(t, ",\n\"depth\":", value_depth, true, o);
    draw_column(t, ",\n\"x\":", value_left, true, o);
    draw_column(t, ",\n\"width\":", value_width, false, o);
    draw_column(t, ",\n\"name\":", value_name, false, o);
    draw_column(t, ",\n\"color\":", value_color, false, o);
    draw_counts(t, o);
    draw_deltas(t, o);
    output_str(o, "}</metadata>\n");
}

/* ---- the lines ---- */

/* By color; those of a color by row, from left to right. */
static int compare_lines(const void *a, const void *b)
{
    const struct thin_frame *x = a;
    const struct thin_frame *y = b;

    if (x->color != y->color)
        return x->color < y->color ? -1 : 1;
    if (x->frame->depth != y->frame->depth)
        return x->frame->depth < y->frame->depth ? -1 : 1;
    return (x->left > y->left) - (x->left < y->left);
}

static bool is_same_row(const struct thin_frame *a, const struct thin_frame *b)
{
    return a->color == b->color && a->frame->depth == b->frame->depth;
}

/* Frames of one color and row that touch. */
struct line {
    const struct thin_frame *first;     /* NULL: none */
    int32_t right;
};

/* Takes a line from the frames at *at, of `count`, which are sorted. */
static struct line take_line(const struct thin_frame *frames, size_t count, size_t *at)
{
    const struct thin_frame *first = &frames[(*at)++];
    struct line line = {first, first->left + first->width};

    for (; *at < count; ++*at) {
        const struct thin_frame *next = &frames[*at];
        if (!is_same_row(first, next) || next->left > line.right)
            break;
        if (next->left + next->width > line.right)
            line.right = next->left + next->width;
    }
    return line;
}

/* Draws a line, after the one `before`. */
static void draw_line(const struct thin *t, struct line before, struct line line,
                      struct output *o)
{
    const struct thin_frame *first = line.first;

    if (before.first != NULL && is_same_row(before.first, first)) {
        output_char(o, 'm');
        draw_integer(o, first->left - before.right);
        output_str(o, " 0");
    } else {
        output_char(o, 'M');
        draw_integer(o, first->left);
        output_char(o, ' ');
        output_number(o, layout_box(t->title->layout, first->frame).middle);
    }
    output_char(o, 'h');
    draw_integer(o, line.right - first->left);
}

/* Draws the path of a color, which is there even if its frames have no width: the script reads
 * the colors from the paths. `frames`, of which there are `count`, begin with its own; returns
 * how many those are. */
static size_t draw_path(const struct thin *t, const struct thin_frame *frames, size_t count,
                        struct output *o)
{
    struct line before = {NULL, 0};
    size_t at = 0;

    output_str(o, "<path stroke=\"");
    output_add(o, frametab_name(&t->colors, frames->color));
    output_str(o, "\" d=\"");
    while (at < count && frames[at].color == frames->color) {
        struct line line = take_line(frames, count, &at);
        if (line.right == line.first->left)
            continue;
        draw_line(t, before, line, o);
        before = line;
    }
    output_str(o, "\"/>\n");
    return at;
}

static void draw_paths(const struct thin *t, struct output *o)
{
    struct thin_frame *frames = xmalloc(t->count * sizeof *frames);

    memcpy(frames, t->frames, t->count * sizeof *frames);
    qsort(frames, t->count, sizeof *frames, compare_lines);
    for (size_t at = 0; at < t->count;)
        at += draw_path(t, frames + at, t->count - at, o);
    free(frames);
}

/* A line is as wide as a frame is high. */
static void draw_stroke(const struct thin *t, struct output *o)
{
    struct box box = layout_box(t->title->layout, t->frames->frame);
    double height = perl_double(perl_subtract(box.bottom, box.top));
    char text[PERL_NUMBER_FIXED_TEXT];

    output_add(o, slice_of(text, perl_number_fixed(height > 0 ? height : 0, 1, text)));
}

void thin_draw(const struct thin *t, struct output *o)
{
    if (t->count == 0)
        return;
    output_str(o, "<g id=\"thin\" transform=\"scale(.1 1)\" fill=\"none\" stroke-width=\"");
    draw_stroke(t, o);
    output_str(o, "\">\n");
    draw_data(t, o);
    draw_paths(t, o);
    output_str(o, "</g>\n");
}
