/* SPDX-License-Identifier: MIT */
#include "layout.h"

#include "base/message.h"

/* Pixels between two rows of frames. */
enum { FRAME_GAP = 1 };

/* The option --total, unless it is less than the sum of the counts. To Perl, "" and "0"
 * are no option, and any text is a number. */
static struct perl_number choose_total(const struct options *o, struct perl_number sum)
{
    if (o->total == NULL || o->total[0] == '\0' || slice_is(slice_str(o->total), "0"))
        return sum;
    struct perl_number total = perl_numify(slice_str(o->total));
    if (perl_compare(total, sum) >= 0)
        return total;
    char text[PERL_NUMBER_TEXT];
    int length = (int)perl_number_text(sum, text);
    warn("--total %s ignored: the counts add up to %.*s", o->total, length, text);
    return sum;
}

/* Says why there is nothing to draw, unless a message named the size that is to blame. */
static bool no_layout(const struct options *o, const char *why)
{
    if (!o->odd_size)
        warn("%s", why);
    return false;
}

double layout_narrow_share(const struct options *o)
{
    double width = perl_double(o->width) - LAYOUT_MARGINS;
    double share = perl_double(o->minwidth_value) / (o->minwidth_is_share ? 100 : width);

    return width > 0 && share > 0 ? share : 0;
}

bool layout_begin(struct layout *l, const struct options *o, struct perl_number sum)
{
    l->inverted = o->inverted;
    l->frame_height = o->height;
    l->character_width = perl_multiply(o->fontsize_value, o->fontwidth_value);
    l->top_pad = perl_multiply(o->fontsize_value, perl_integer(3));
    l->bottom_pad =
        perl_add(perl_multiply(o->fontsize_value, perl_integer(2)), perl_integer(10));
    l->total = choose_total(o, sum);
    l->scale = perl_divide(perl_subtract(o->width, perl_integer(LAYOUT_MARGINS)), l->total);
    if (o->minwidth_is_share) {
        l->narrowest =
            perl_divide(perl_multiply(l->total, o->minwidth_value), perl_integer(100));
        return true;
    }
    if (perl_is_zero(l->scale))
        return no_layout(o, "no width left for frames; check --width and --total");
    l->narrowest = perl_divide(o->minwidth_value, l->scale);
    return true;
}

/* Whether no divisor is zero: the width of a character and, for percentages, which the
 * root does not have, the scaled total. */
static bool check_divisors(const struct layout *l, const struct options *o,
                           const struct merge *m)
{
    bool beyond_root = m->count > 1 || (m->count == 1 && m->frames[0].depth > 0);

    if (m->count > 0 && perl_is_zero(l->character_width))
        return no_layout(o, "character width is 0; check --fontsize and --fontwidth");
    if (beyond_root && perl_is_zero(perl_multiply(l->total, o->factor_value)))
        return no_layout(o, "--factor times the total is 0; check --factor and --total");
    return true;
}

bool layout_measure(struct layout *l, const struct options *o, const struct merge *m)
{
    size_t deepest = 0;

    for (size_t i = 0; i < m->count; i++)
        if (m->frames[i].depth > deepest)
            deepest = m->frames[i].depth;
    struct perl_number height = perl_multiply(perl_integer(deepest + 1), l->frame_height);
    height = perl_add(perl_add(height, l->top_pad), l->bottom_pad);
    if (o->subtitle[0] != '\0')
        height = perl_add(height, perl_multiply(o->fontsize_value, perl_integer(2)));
    l->image_height = height;
    return check_divisors(l, o, m);
}

struct perl_number layout_end(const struct layout *l, const struct frame *frame)
{
    return frame->depth == 0 ? l->total : frame->end;
}

/* The horizontal position of a count. */
static struct perl_number pixels(const struct layout *l, struct perl_number count)
{
    return perl_add(perl_integer(LAYOUT_XPAD), perl_multiply(count, l->scale));
}

struct box layout_box(const struct layout *l, const struct frame *frame)
{
    struct box box;
    struct perl_number row = perl_multiply(perl_integer(frame->depth), l->frame_height);
    struct perl_number next = perl_multiply(perl_integer(frame->depth + 1), l->frame_height);

    box.left = pixels(l, frame->start);
    box.right = pixels(l, layout_end(l, frame));
    if (l->inverted) {
        box.top = perl_add(l->top_pad, row);
        box.bottom = perl_subtract(perl_add(l->top_pad, next), perl_integer(FRAME_GAP));
    } else {
        struct perl_number bottom = perl_subtract(l->image_height, l->bottom_pad);
        box.top = perl_add(perl_subtract(bottom, next), perl_integer(FRAME_GAP));
        box.bottom = perl_subtract(bottom, row);
    }
    box.middle = perl_divide(perl_add(box.top, box.bottom), perl_integer(2));
    box.text_y = perl_add(perl_integer(3), box.middle);
    box.characters = perl_double(perl_truncate(perl_divide(
        perl_subtract(box.right, box.left), l->character_width)));
    return box;
}
