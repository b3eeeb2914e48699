/* SPDX-License-Identifier: MIT */
/*
 * The frames of a flame graph, read back from its SVG. Numbers are rounded there: places to
 * tenths of a pixel, counts to whole ones.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

struct box {
    double x, y, width, height;
    double count;       /* negative: not known, as the title is the user's */
    double children;    /* the sum of their counts */
    size_t child_count;
};

static struct box *boxes;
static size_t box_count;

/* The number in the attribute that *at begins with, which is skipped. */
static bool read_attribute(const char **at, const char *name, double *value)
{
    const char *number = *at + strlen(name);
    char *end;

    if (strncmp(*at, name, strlen(name)) != 0)
        return false;
    *value = strtod(number, &end);
    if (end == number || *end != '"')
        return false;
    *at = end + 2;      /* a blank follows */
    return true;
}

/* The count in "NAME (1,234 samples, 5.67%)"; -1 without. */
static double read_count(const char *begin, const char *end)
{
    const char *at = end;
    double count = 0;

    if (end - begin < 4 || memcmp(end - 2, "%)", 2) != 0)
        return -1;
    while (at > begin && *at != '(')
        at--;
    if (*at++ != '(' || *at < '0' || *at > '9')
        return -1;
    for (; *at == ',' || (*at >= '0' && *at <= '9'); at++)
        if (*at != ',')
            count = count * 10 + (*at - '0');
    return *at == ' ' ? count : -1;
}

/* Reads the boxes after the last "<g id="frames">"; what is wrong, or NULL. */
static const char *read_boxes(const char *at)
{
    static const char title[] = "<title>", end_title[] = "</title><rect ";
    size_t room = 0;

    for (const char *next; (next = strstr(at, "<g id=\"frames\">")) != NULL;)
        at = next + 1;
    while ((at = strstr(at, title)) != NULL) {
        const char *text = at + strlen(title);
        if ((at = strstr(text, end_title)) == NULL)
            return "a frame has no box";
        if (box_count == room)
            boxes = realloc(boxes, (room = 2 * room + 64) * sizeof *boxes);
        struct box *b = &boxes[box_count++];
        *b = (struct box){.count = read_count(text, at)};
        at += strlen(end_title);
        if (!read_attribute(&at, "x=\"", &b->x) || !read_attribute(&at, "y=\"", &b->y)
            || !read_attribute(&at, "width=\"", &b->width)
            || !read_attribute(&at, "height=\"", &b->height))
            return "a box without numbers";
        if (!isfinite(b->x) || !isfinite(b->y) || !isfinite(b->width) || !isfinite(b->height))
            return "a box with NaN or infinity";
    }
    return NULL;
}

/* The root first, and each level after the one that it stands on. */
static int compare_boxes(const void *x, const void *y)
{
    const struct box *a = x, *b = y;

    return a->y != b->y ? (a->y < b->y ? -1 : 1) : (a->x > b->x) - (a->x < b->x);
}

static size_t level_end(size_t from)
{
    size_t to = from;

    while (to < box_count && fabs(boxes[to].y - boxes[from].y) < 0.01)
        to++;
    return to;
}

static bool is_within(const struct box *b, const struct box *parent)
{
    return b->x >= parent->x - 0.15 && b->x + b->width <= parent->x + parent->width + 0.25;
}

/* How much of a box a parent bears; negative: how far they are apart. */
static double common_width(const struct box *b, const struct box *parent)
{
    return fmin(b->x + b->width, parent->x + parent->width) - fmax(b->x, parent->x);
}

/* Finds a parent for a box among those from `from` to before `to`: of several thin ones, that
 * which bears most of it. */
static bool find_parent(const struct box *b, size_t from, size_t to)
{
    struct box *parent = NULL;

    for (size_t i = from; i < to; i++)
        if (is_within(b, &boxes[i])
            && (parent == NULL || common_width(b, &boxes[i]) > common_width(b, parent)))
            parent = &boxes[i];
    if (parent == NULL)
        return false;
    parent->children += b->count > 0 ? b->count : 0;
    parent->child_count++;
    return true;
}

static const char *check_levels(void)
{
    size_t below = 0, from = level_end(0);

    for (size_t to; from < box_count; below = from, from = to) {
        to = level_end(from);
        for (size_t i = from; i < to; i++)
            if (!find_parent(&boxes[i], below, from))
                return "a frame does not lie within a parent";
        for (size_t i = below; i < from; i++)
            if (boxes[i].count >= 0 && boxes[i].width > 1
                && boxes[i].children > boxes[i].count * (1 + 1e-9)
                                           + 0.5 * (double)(boxes[i].child_count + 1))
                return "the counts of the children are more than that of their parent";
    }
    return NULL;
}

const char *check_frames(struct text svg)
{
    const char *problem = read_boxes(svg.p);

    if (problem != NULL || box_count == 0)
        return problem;
    qsort(boxes, box_count, sizeof *boxes, compare_boxes);
    if (boxes[0].height <= 0 || boxes[0].width < 0)
        return NULL;            /* --height may put all levels in one place, --width leave no room */
    /* The root is at the bottom, but with --inverted. */
    const struct box *top = &boxes[0], *bottom = &boxes[box_count - 1];
    if (level_end(0) != 1 || top->width < bottom->width
        || (top->width == bottom->width && top->count < bottom->count)) {
        for (size_t i = 0; i < box_count; i++)
            boxes[i].y = -boxes[i].y;
        qsort(boxes, box_count, sizeof *boxes, compare_boxes);
    }
    return check_levels();
}
