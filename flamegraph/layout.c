#include "layout.h"

#include "die.h"

/* Pixels between two rows of frames. */
enum { FRAME_GAP = 1 };

/* The time of the whole: the option --total, unless it is less than the sum of
 * the counts. Perl takes "" and "0" for no option, and any text for a number. */
static struct number choose_total(const struct options *o, struct number time)
{
    if (o->total == NULL || o->total[0] == '\0' || slice_is(slice_str(o->total), "0"))
        return time;
    struct number total = number_numify(slice_str(o->total));
    if (number_compare(total, time) >= 0)
        return total;
    if (number_double(total) / number_double(time) > 0.02) {
        char text[NUMBER_TEXT];
        int length = (int)number_text(time, text);
        warn("--total %s ignored: the counts add up to %.*s", o->total, length, text);
    }
    return time;
}

void layout_begin(struct layout *l, const struct options *o, struct number time)
{
    l->inverted = o->inverted;
    l->frame_height = o->height;
    l->character_width = number_multiply(o->fontsize_value, o->fontwidth_value);
    l->top_pad = number_multiply(o->fontsize_value, number_integer(3));
    l->bottom_pad = number_add(number_multiply(o->fontsize_value, number_integer(2)), number_integer(10));
    l->image_width = o->width;
    l->total = choose_total(o, time);
    l->scale = number_divide(number_subtract(o->width, number_integer(2 * LAYOUT_XPAD)), l->total);
    if (o->minwidth_is_share) {
        l->narrowest = number_divide(number_multiply(l->total, o->minwidth_value), number_integer(100));
    } else {
        if (number_is_zero(l->scale))
            die(FG_PERL_DIES, "there is no width left for frames; check --width and --total");
        l->narrowest = number_divide(o->minwidth_value, l->scale);
    }
}

void layout_measure(struct layout *l, const struct options *o, const struct merge *m)
{
    size_t deepest = 0;

    for (size_t i = 0; i < m->count; i++)
        if (m->frames[i].depth > deepest)
            deepest = m->frames[i].depth;
    struct number height = number_multiply(number_integer(deepest + 1), l->frame_height);
    height = number_add(number_add(height, l->top_pad), l->bottom_pad);
    if (o->subtitle[0] != '\0')
        height = number_add(height, number_multiply(o->fontsize_value, number_integer(2)));
    l->image_height = height;
    if (m->count > 0 && number_is_zero(l->character_width))
        die(FG_PERL_DIES, "characters without a width; check --fontsize and --fontwidth");
}

struct number layout_end(const struct layout *l, const struct frame *frame)
{
    return frame->depth == 0 ? l->total : frame->end;
}

static struct number pixels(const struct layout *l, struct number time)
{
    return number_add(number_integer(LAYOUT_XPAD), number_multiply(time, l->scale));
}

struct box layout_box(const struct layout *l, const struct frame *frame)
{
    struct box box;
    struct number row = number_multiply(number_integer(frame->depth), l->frame_height);
    struct number next = number_multiply(number_integer(frame->depth + 1), l->frame_height);

    box.left = pixels(l, frame->start);
    box.right = pixels(l, layout_end(l, frame));
    if (l->inverted) {
        box.top = number_add(l->top_pad, row);
        box.bottom = number_subtract(number_add(l->top_pad, next), number_integer(FRAME_GAP));
    } else {
        struct number ground = number_subtract(l->image_height, l->bottom_pad);
        box.top = number_add(number_subtract(ground, next), number_integer(FRAME_GAP));
        box.bottom = number_subtract(ground, row);
    }
    box.text_y = number_add(
        number_integer(3), number_divide(number_add(box.top, box.bottom), number_integer(2)));
    box.characters = number_double(number_truncate(number_divide(
        number_subtract(box.right, box.left), l->character_width)));
    return box;
}
