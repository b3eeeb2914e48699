/*
 * stackcollapse-xctrace: the time profile of Apple's Instruments, as XML, to
 * folded stacks.
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
 * A row is a sample, its stack the leaf first. What has an id is not written
 * again but referred to, so that names, stacks and weights are kept by their
 * ids. Newer versions write a <tagged-backtrace> around the backtrace, with an
 * id of its own. Rows without a stack have a <sentinel/> in its place.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "documents/xml.h"

/* What an id stands for. */
struct item {
    enum { ITEM_UNKNOWN, ITEM_FRAME, ITEM_STACK, ITEM_WEIGHT } kind;
    uint32_t name;          /* of a frame */
    size_t from, to;        /* of a stack: where it is among all */
    struct perl_number weight;
};

struct xctrace {
    struct program_options common;
    bool weight;

    struct foldtab *folded;
    struct frametab names;
    size_t rows;
    size_t broken;

    /* Of a document. */
    struct xml xml;
    struct frametab ids;
    struct item *items;         /* by the ids' numbers */
    size_t items_capacity;
    uint32_t *frames;           /* of all stacks, the leaf first */
    size_t frames_count;
    size_t frames_capacity;

    /* Of a row. */
    bool in_row;
    bool in_stack;
    bool in_weight;
    bool is_broken;
    struct item stack;
    struct item sample_weight;
    uint32_t stack_id, tag_id, weight_id;
    struct stack scratch;
};

/* The item that a text names; valid until the next call. */
static struct item *item_of(struct xctrace *s, uint32_t id)
{
    static const struct item unknown = {ITEM_UNKNOWN, 0, 0, 0, {PERL_INTEGER, {0}}};
    size_t before = s->items_capacity;

    s->items = grow_array(s->items, &s->items_capacity, s->ids.count, sizeof *s->items);
    for (size_t i = before; i < s->items_capacity; i++)
        s->items[i] = unknown;
    return &s->items[id];
}

/* The number of the element's id, FRAMETAB_NONE without one. */
static uint32_t take_id(struct xctrace *s)
{
    struct slice id;

    return xml_attribute(&s->xml, "id", &id) ? frametab_intern(&s->ids, id) : FRAMETAB_NONE;
}

static void keep(struct xctrace *s, uint32_t id, struct item item)
{
    if (id != FRAMETAB_NONE)
        *item_of(s, id) = item;
}

/* Whether the element refers to another one, whose item is put into `item`. A
 * reference to nothing makes the row broken. */
static bool refers(struct xctrace *s, int kind, struct item *item)
{
    struct slice ref;

    if (!xml_attribute(&s->xml, "ref", &ref))
        return false;
    uint32_t id = frametab_find(&s->ids, ref);
    if (id != FRAMETAB_NONE && (int)item_of(s, id)->kind == kind)
        *item = *item_of(s, id);
    else
        s->is_broken = true;
    return true;
}

static void begin_row(struct xctrace *s)
{
    s->in_row = true;
    s->in_stack = false;
    s->in_weight = false;
    s->is_broken = false;
    s->stack.kind = ITEM_UNKNOWN;
    s->sample_weight.weight = perl_integer(0);
    s->tag_id = FRAMETAB_NONE;
}

static void take_frame(struct xctrace *s)
{
    struct item item = {ITEM_FRAME, 0, 0, 0, {PERL_INTEGER, {0}}};
    struct slice name = slice_str("[unknown]");

    if (!refers(s, ITEM_FRAME, &item)) {
        xml_attribute(&s->xml, "name", &name);
        item.name = frametab_intern(&s->names, name);
        keep(s, take_id(s), item);
    } else if (s->is_broken) {
        return;
    }
    s->frames = grow_array(s->frames, &s->frames_capacity, s->frames_count + 1,
                           sizeof *s->frames);
    s->frames[s->frames_count++] = item.name;
}

/* An element of a row begins, at any depth: those that count stand within others
 * too. */
static void begin_element(struct xctrace *s)
{
    struct slice name = s->xml.name;

    if (slice_is(name, "frame") && s->in_stack) {
        take_frame(s);
    } else if (slice_is(name, "backtrace") && !refers(s, ITEM_STACK, &s->stack)) {
        s->in_stack = true;
        s->stack_id = take_id(s);
        s->stack.from = s->frames_count;
    } else if (slice_is(name, "tagged-backtrace") && !refers(s, ITEM_STACK, &s->stack)) {
        s->tag_id = take_id(s);
    } else if (slice_is(name, "weight") && !refers(s, ITEM_WEIGHT, &s->sample_weight)) {
        s->in_weight = true;
        s->weight_id = take_id(s);
    }
}

/* The row, whose stack is in `frames`, counts. */
static void end_row(struct xctrace *s)
{
    struct perl_number count = s->weight ? s->sample_weight.weight : perl_integer(1);

    s->in_row = false;
    s->rows++;
    s->broken += s->is_broken;
    if (s->is_broken || s->stack.kind == ITEM_UNKNOWN || s->stack.from == s->stack.to)
        return;
    s->scratch.count = 0;
    for (size_t i = s->stack.to; i-- > s->stack.from;)
        stack_push_text(&s->scratch, s->folded, frametab_name(&s->names, s->frames[i]));
    foldtab_add(s->folded, &s->scratch, 0, count);
}

static void end_element(struct xctrace *s)
{
    struct slice name = s->xml.name;

    if (slice_is(name, "row")) {
        end_row(s);
    } else if (slice_is(name, "backtrace") && s->in_stack) {
        s->in_stack = false;
        s->stack.kind = ITEM_STACK;
        s->stack.to = s->frames_count;
        keep(s, s->stack_id, s->stack);
    } else if (slice_is(name, "tagged-backtrace")) {
        keep(s, s->tag_id, s->stack);
        s->tag_id = FRAMETAB_NONE;
    } else if (slice_is(name, "weight")) {
        s->in_weight = false;
    }
}

static void take_weight(struct xctrace *s)
{
    s->sample_weight.kind = ITEM_WEIGHT;
    s->sample_weight.weight = perl_numify(strbuf_slice(&s->xml.text));
    keep(s, s->weight_id, s->sample_weight);
}

static void take_token(struct xctrace *s, enum xml_token token)
{
    if (token == XML_BEGIN && slice_is(s->xml.name, "row"))
        begin_row(s);
    else if (!s->in_row)
        return;
    else if (token == XML_BEGIN)
        begin_element(s);
    else if (token == XML_END)
        end_element(s);
    else if (s->in_weight)
        take_weight(s);
}

static void xctrace_begin(void *state, struct foldtab *folded)
{
    struct xctrace *s = state;

    s->folded = folded;
    frametab_init(&s->names);
}

static bool xctrace_document(void *state, struct source *bytes, const char *file)
{
    struct xctrace *s = state;
    enum xml_token token;

    xml_init(&s->xml, bytes);
    frametab_init(&s->ids);
    s->in_row = false;
    s->frames_count = 0;
    while ((token = xml_next(&s->xml)) != XML_DONE && token != XML_ERROR)
        take_token(s, token);
    if (token == XML_ERROR)
        warn("%s:%zu: not XML: %s; what is before it counts", file, bytes->line, s->xml.error);
    frametab_free(&s->ids);
    free(s->items);
    s->items = NULL;
    s->items_capacity = 0;
    return token == XML_DONE;
}

static void xctrace_end(void *state)
{
    struct xctrace *s = state;

    if (s->broken > 0)
        warn("%zu rows refer to ids that are not there, and were dropped", s->broken);
    if (s->rows == 0)
        warn("no rows were found; is it the export of a table time-profile?");
    xml_free(&s->xml);
    frametab_free(&s->names);
    free(s->frames);
    stack_free(&s->scratch);
}

static bool xctrace_read(void *state, struct operands *input, struct progress *progress)
{
    struct source bytes = {0};
    bool fine = true;

    while (source_file(&bytes, input)) {
        fine = xctrace_document(state, &bytes, input->name) && fine;
        progress_update(progress, input->bytes);
    }
    return fine;
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns the time profile of Apple's Instruments, exported as XML, into folded\n"
    "stacks. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  xctrace export --input app.trace \\\n"
    "    --xpath '/trace-toc/run[1]/data/table[@schema=\"time-profile\"]' |\n"
    "    stackcollapse-xctrace | flamegraph > app.svg\n"
    "\n"
    "  --weight           count the samples' weights, in nanoseconds\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    {"weight", GETOPT_FLAG, offsetof(struct xctrace, weight), false},
    {"help", GETOPT_FLAG, offsetof(struct xctrace, common.help), false},
    COLLAPSE_PROGRESS,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser xctrace = {
    .program = {usage, options},
    .begin = xctrace_begin,
    .read = xctrace_read,
    .end = xctrace_end
};

int main(int argc, char **argv)
{
    struct xctrace state = {0};

    return collapse_main(&xctrace, &state, argc, argv);
}
