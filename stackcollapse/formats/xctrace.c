/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-xctrace: the time profile of Apple's Instruments, as XML.
 *
 *     xctrace export --input app.trace
 *         --xpath '/trace-toc/run[1]/data/table[@schema="time-profile"]'
 *
 *     <trace-query-result><node><row>
 *         <sample-time id="1">12500000</sample-time>
 *         <weight id="9" fmt="1.00 ms">1000000</weight>
 *         <backtrace id="10">
 *             <frame id="11" name="leaf" addr="0x1004"><binary id="12"/></frame>
 *             <frame id="13" name="main" addr="0x1008"/>
 *         </backtrace>
 *     </row><row>
 *         <weight ref="9"/><backtrace ref="10"/>
 *     </row></node></trace-query-result>
 *
 * A row is a sample, and its stack is listed leaf first. An element with an id is written
 * once and then referred to, so frames, stacks and weights are kept by their ids. Newer
 * versions write a <tagged-backtrace> around the backtrace, with an id of its own, and since
 * Xcode 27 around the frames, without a backtrace. Rows without a stack have a <sentinel/> in
 * its place. The table cpu-profile has a <cycle-weight>.
 */
#include <stdlib.h>

#include "base/message.h"
#include "collapse.h"
#include "documents/xml.h"

enum { OFTEN = 4096 };  /* rows between two looks at the clock */

enum item_kind { ITEM_UNKNOWN, ITEM_FRAME, ITEM_STACK, ITEM_WEIGHT };

/* What an id stands for. */
struct item {
    enum item_kind kind;
    uint32_t name;          /* of a frame */
    size_t from, to;        /* of a stack: its part of xctrace.frames */
    struct perl_number weight;
};

enum { XCTRACE_NO_ROWS, XCTRACE_BROKEN, XCTRACE_NO_STACK, XCTRACE_NO_WEIGHT, XCTRACE_NOTES };

static const struct note_kind xctrace_notes[XCTRACE_NOTES] = {
    [XCTRACE_NO_ROWS] = {"document has no rows", "documents have no rows",
                         "export the time-profile table", false},
    [XCTRACE_BROKEN] = {"row refers to a missing id and is left out",
                        "rows refer to missing ids and are left out",
                        "export the whole table", false},
    [XCTRACE_NO_STACK] = {"row has no stack and is left out",
                          "rows have no stack and are left out",
                          "if no row has one, export the time-profile table", false},
    [XCTRACE_NO_WEIGHT] = {"sample has no weight and counts as 0",
                           "samples have no weight and count as 0", NULL, false},
};

struct xctrace {
    struct collapse collapse;
    bool weight;

    struct frametab names;
    size_t rows;

    /* Of the document. */
    struct xml xml;
    struct frametab ids;
    struct item *items;         /* by id */
    size_t items_capacity;
    uint32_t *frames;           /* of all stacks, each leaf first */
    size_t frames_count;
    size_t frames_capacity;

    /* Of the row. */
    bool in_row;
    bool in_stack;
    bool in_tag;                /* in a <tagged-backtrace> */
    bool in_weight;
    bool is_broken;
    struct item stack;
    size_t tag_from;            /* where the frames of the <tagged-backtrace> begin */
    struct item sample_weight;
    uint32_t stack_id, tag_id, weight_id;
};

/* Valid until the next call. */
static struct item *xctrace_item(struct xctrace *s, uint32_t id)
{
    static const struct item unknown = {ITEM_UNKNOWN, 0, 0, 0, {PERL_INTEGER, {0}}};
    size_t before = s->items_capacity;

    s->items = grow_array(s->items, &s->items_capacity, s->ids.count, sizeof *s->items);
    for (size_t i = before; i < s->items_capacity; i++)
        s->items[i] = unknown;
    return &s->items[id];
}

/* The id of the element, FRAMETAB_NONE without one. */
static uint32_t xctrace_id(struct xctrace *s)
{
    struct slice id;

    return xml_attribute(&s->xml, "id", &id) ? frametab_intern(&s->ids, id) : FRAMETAB_NONE;
}

static void xctrace_keep(struct xctrace *s, uint32_t id, struct item item)
{
    if (id != FRAMETAB_NONE)
        *xctrace_item(s, id) = item;
}

/* Whether the element is a reference, which gives `item`. A reference to nothing breaks
 * the row. */
static bool xctrace_refers(struct xctrace *s, enum item_kind kind, struct item *item)
{
    struct slice ref;

    if (!xml_attribute(&s->xml, "ref", &ref))
        return false;
    uint32_t id = frametab_find(&s->ids, ref);
    if (id != FRAMETAB_NONE && xctrace_item(s, id)->kind == kind)
        *item = *xctrace_item(s, id);
    else
        s->is_broken = true;
    return true;
}

static void xctrace_begin_row(struct xctrace *s)
{
    s->in_row = true;
    s->in_stack = false;
    s->in_tag = false;
    s->in_weight = false;
    s->is_broken = false;
    s->stack.kind = ITEM_UNKNOWN;
    s->sample_weight.kind = ITEM_UNKNOWN;
    s->sample_weight.weight = perl_integer(0);
    s->tag_id = FRAMETAB_NONE;
}

static bool xctrace_is_weight(struct slice name)
{
    return slice_is(name, "weight") || slice_is(name, "cycle-weight");
}

static void xctrace_add_frame(struct xctrace *s)
{
    struct item item = {ITEM_FRAME, 0, 0, 0, {PERL_INTEGER, {0}}};
    struct slice name = slice_str("[unknown]");

    if (!xctrace_refers(s, ITEM_FRAME, &item)) {
        xml_attribute(&s->xml, "name", &name);
        item.name = frametab_intern(&s->names, name);
        xctrace_keep(s, xctrace_id(s), item);
    } else if (s->is_broken) {
        return;
    }
    s->frames = grow_array(s->frames, &s->frames_capacity, s->frames_count + 1,
                           sizeof *s->frames);
    s->frames[s->frames_count++] = item.name;
}

/* An element of a row begins, at any depth: other elements may contain those that
 * count. */
static void xctrace_begin_element(struct xctrace *s)
{
    struct slice name = s->xml.name;

    if (slice_is(name, "frame") && (s->in_stack || s->in_tag)) {
        xctrace_add_frame(s);
    } else if (slice_is(name, "backtrace") && !xctrace_refers(s, ITEM_STACK, &s->stack)) {
        s->in_stack = true;
        s->stack_id = xctrace_id(s);
        s->stack.from = s->frames_count;
    } else if (slice_is(name, "tagged-backtrace")
               && !xctrace_refers(s, ITEM_STACK, &s->stack)) {
        s->in_tag = true;
        s->tag_id = xctrace_id(s);
        s->tag_from = s->frames_count;
    } else if (xctrace_is_weight(name)
               && !xctrace_refers(s, ITEM_WEIGHT, &s->sample_weight)) {
        s->in_weight = true;
        s->weight_id = xctrace_id(s);
    }
}

/* Notes something about the row that has just ended. */
static void xctrace_note(struct xctrace *s, size_t kind)
{
    collapse_note_at(&s->collapse, kind, 1, s->collapse.input.name, s->xml.source->line);
}

static void xctrace_end_row(struct xctrace *s)
{
    struct collapse *c = &s->collapse;

    s->in_row = false;
    if (++s->rows % OFTEN == 0)
        collapse_progress(c, c->input.bytes);
    if (s->is_broken) {
        xctrace_note(s, XCTRACE_BROKEN);
        return;
    }
    if (s->stack.kind == ITEM_UNKNOWN || s->stack.from == s->stack.to) {
        xctrace_note(s, XCTRACE_NO_STACK);
        return;
    }
    if (s->weight && s->sample_weight.kind == ITEM_UNKNOWN)
        xctrace_note(s, XCTRACE_NO_WEIGHT);
    for (size_t i = s->stack.to; i-- > s->stack.from;)
        collapse_push(c, frametab_name(&s->names, s->frames[i]));
    collapse_count(c, s->weight ? s->sample_weight.weight : perl_integer(1));
}

/* Without a <backtrace> in it, a <tagged-backtrace> is a stack itself. */
static void xctrace_end_tag(struct xctrace *s)
{
    if (s->in_tag && s->stack.kind == ITEM_UNKNOWN) {
        s->stack.kind = ITEM_STACK;
        s->stack.from = s->tag_from;
        s->stack.to = s->frames_count;
    }
    s->in_tag = false;
    xctrace_keep(s, s->tag_id, s->stack);
    s->tag_id = FRAMETAB_NONE;
}

static void xctrace_end_element(struct xctrace *s)
{
    struct slice name = s->xml.name;

    if (slice_is(name, "row")) {
        xctrace_end_row(s);
    } else if (slice_is(name, "backtrace") && s->in_stack) {
        s->in_stack = false;
        s->stack.kind = ITEM_STACK;
        s->stack.to = s->frames_count;
        xctrace_keep(s, s->stack_id, s->stack);
    } else if (slice_is(name, "tagged-backtrace")) {
        xctrace_end_tag(s);
    } else if (xctrace_is_weight(name)) {
        s->in_weight = false;
    }
}

static void xctrace_token(struct xctrace *s, enum xml_token token)
{
    if (token == XML_BEGIN && slice_is(s->xml.name, "row")) {
        xctrace_begin_row(s);
    } else if (!s->in_row) {
        return;
    } else if (token == XML_BEGIN) {
        xctrace_begin_element(s);
    } else if (token == XML_END) {
        xctrace_end_element(s);
    } else if (s->in_weight) {
        s->sample_weight.kind = ITEM_WEIGHT;
        s->sample_weight.weight = perl_numify(strbuf_slice(&s->xml.text));
        xctrace_keep(s, s->weight_id, s->sample_weight);
    }
}

static void xctrace_read_document(struct xctrace *s, struct source *bytes)
{
    struct collapse *c = &s->collapse;
    enum xml_token token;

    xml_init(&s->xml, bytes);
    frametab_init(&s->ids);
    size_t rows = s->rows;

    s->in_row = false;
    s->frames_count = 0;
    while ((token = xml_next(&s->xml)) != XML_DONE && token != XML_ERROR)
        xctrace_token(s, token);
    if (token == XML_ERROR && !source_is_cut(bytes)) {
        if (!operands_are_blank(&c->input))
            warn("%s:%zu: invalid XML: %s%s", c->input.name, bytes->line, s->xml.error,
                 c->folded.added > 0 ? "; the samples before that are counted" : "");
        c->damaged = true;
    } else if (token == XML_DONE && s->rows == rows) {
        xctrace_note(s, XCTRACE_NO_ROWS);
    }
    c->input.line = bytes->line;
    frametab_free(&s->ids);
    free(s->items);
    s->items = NULL;
    s->items_capacity = 0;
}

static enum collapse_step xctrace_read(void *state)
{
    struct xctrace *s = state;
    struct source bytes = {0};

    frametab_init(&s->names);
    while (source_file(&bytes, &s->collapse.input))
        xctrace_read_document(s, &bytes);
    return MORE;
}

static const struct option options[] = {
    OPTION("weight", OPTION_FLAG, struct xctrace, weight, NULL,
           "count the samples' weights, in nanoseconds or cycles"),
    OPTION_END
};

static const struct collapser xctrace = {
    .program = {
        .name = "stackcollapse-xctrace",
        .synopsis = "[OPTION...] [FILE...] > FOLDED",
        .about = "Folds the time profile of Apple's Instruments, exported as XML. Reads "
                 "standard input without FILE, or for -.",
        .example = "  xctrace export --input app.trace \\\n"
                   "    --xpath '/trace-toc/run[1]/data/table[@schema=\"time-profile\"]' |\n"
                   "    @stackcollapse-xctrace | @flamegraph > app.svg\n",
        .options = options,
        .script_has_help = true,    /* there is no script, so --help can be abbreviated */
    },
    .name = "an Instruments time profile",
    .notes = xctrace_notes,
    .note_count = XCTRACE_NOTES,
    .read = xctrace_read,
};

int main(int argc, char **argv)
{
    static struct xctrace state;

    return collapse_main(&xctrace, &state, argc, argv);
}
