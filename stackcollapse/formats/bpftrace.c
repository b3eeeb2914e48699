/* SPDX-License-Identifier: MIT */
/*
 * stackcollapse-bpftrace: bpftrace's maps of stacks to folded stacks, in the order of the
 * input.
 *
 *     @[
 *         tcp_recvmsg+808
 *         entry_SYSCALL_64_after_hwframe+61
 *     ]: 3
 *     @[
 *         exc_page_fault+215
 *     , cc1]: 1
 *     @[, cc1]: 5
 *
 * Other keys of a map become the root. Each stack is printed with its own count, even if
 * it was there before.
 */
#include "base/scan.h"
#include "bpftrace_maps.h"
#include "collapse.h"

struct bpftrace {
    struct collapse collapse; /* frames: the leaf first */
    size_t depth;
    bool in_stack;
    bool attached;      /* bpftrace began */
    bool ended;         /* the stack ended without a count, and the next one is part of it */
    struct bpftrace_maps maps;  /* with --fix all, else those that the script does not read */
};

static const struct note_kind bpftrace_notes[BPFTRACE_NOTES] = {
    [BPFTRACE_MIXED] = {
        "stack without a plain count (negative, or of avg(), hist(), stats()) is left out or "
        "mixed into the next one",
        "stacks without a plain count (negative, or of avg(), hist(), stats()) are left out or "
        "mixed into the next ones", "use count() or sum()", true},
    [BPFTRACE_LEFT_OUT] = {
        "stack is left out: its map has a name, or its first key is empty or not a stack",
        "stacks are left out: their maps have names, or their first keys are empty or not stacks",
        NULL, true},
    [BPFTRACE_NO_COUNT] = {
        "stack without a plain count (negative, or of avg(), hist(), stats()) is left out",
        "stacks without a plain count (negative, or of avg(), hist(), stats()) are left out",
        "use count() or sum()", false},
    [BPFTRACE_CUT] = {
        "stack is left out: it is cut before its end, ']: COUNT'",
        "stacks are left out: they are cut before their ends, ']: COUNT'", "record again", false},
    [BPFTRACE_SEPARATOR] = {
        "line ',' between two stacks of one sample is read as a frame",
        "lines ',' between two stacks of one sample are read as frames", NULL, true},
    [BPFTRACE_ADDRESS] = {
        "frame begins with an address, so that one function may become several",
        "frames begin with addresses, so that one function may become several",
        "use stack_mode=bpftrace", true},
    [BPFTRACE_NO_STACK] = {
        "map entry has no stack", "map entries have no stack",
        "use kstack or ustack as the key: @[kstack] = count()", false},
};

/* "KEYS]: COUNT"; of several in a line, the last counts. */
static bool bpftrace_parse_count(struct slice line, struct slice *keys, struct slice *count)
{
    if (slice_find(line, ']') == SLICE_NONE)
        return false;
    size_t end = skip_digits_back(line, line.n);
    *count = slice_from(line, end);
    if (count->n > 0 && slice_ends(slice_cut(line, 0, end), "]: ")) {
        *keys = slice_cut(line, 0, end - strlen("]: "));
        return true;
    }
    for (*keys = line; (end = slice_search_last(*keys, "]: ")) != SLICE_NONE;) {
        struct slice rest = slice_from(line, end + strlen("]: "));
        *keys = slice_cut(line, 0, end);
        *count = scan_digits(&rest);
        if (count->n > 0)
            return true;
    }
    return false;
}

/* Prints the current stack if the line ends it; else false. */
static bool bpftrace_end_stack(struct bpftrace *s, struct slice line)
{
    struct collapse *c = &s->collapse;
    struct slice keys, count;

    if (!bpftrace_parse_count(line, &keys, &count))
        return false;
    scan_text(&keys, ",");
    if (keys.n > 0 && is_space(keys.p[0]))
        scan_bytes(&keys, 1);
    if (keys.n > 0)
        collapse_set_frame(c, s->depth++, keys);
    collapse_print_leaf_first(c, s->depth, count);
    s->depth = 0;
    s->in_stack = false;
    s->ended = false;
    return true;
}

/* Notes a line that is not a frame, but is read as one. */
static void bpftrace_check_frame(struct bpftrace *s, struct slice line)
{
    struct slice name, keys, value;

    if (slice_starts(line, " "))    /* as bpftrace's frames do */
        return;
    if (bpftrace_scan_name(&line, &name)) {
        if (!s->ended)
            collapse_note(&s->collapse, BPFTRACE_MIXED, 1);
        s->ended = false;
    } else if (slice_starts(line, "]") || slice_starts(line, ",")) {
        if (bpftrace_parse_end(line, &keys, &value)) {
            collapse_note(&s->collapse, BPFTRACE_MIXED, 1);
            s->ended = true;
        } else {
            collapse_note(&s->collapse, BPFTRACE_SEPARATOR, 1);
        }
    } else if (bpftrace_has_address(line)) {
        collapse_note(&s->collapse, BPFTRACE_ADDRESS, 1);
    }
}

/* The beginning of "@[, cc1]: 5". */
static bool bpftrace_has_no_stack(struct slice line)
{
    return scan_text(&line, "@[,") && line.n > 0 && is_space(line.p[0]);
}

/* A line inside a stack, as the script reads it. */
static void bpftrace_script_inside(struct bpftrace *s, struct slice line)
{
    if (bpftrace_end_stack(s, line))
        return;
    bpftrace_check_frame(s, line);
    collapse_set_frame(&s->collapse, s->depth++, trim_left(line));
}

/* A line outside stacks, as the script reads it; false if it skips it. */
static bool bpftrace_script_outside(struct bpftrace *s, struct slice line)
{
    if (slice_is(line, "@["))
        s->in_stack = true;
    else if (!bpftrace_has_no_stack(line)
             || !bpftrace_end_stack(s, slice_from(line, strlen("@["))))
        return false;
    bpftrace_maps_cut(&s->maps);
    return true;
}

/* What bpftrace prints beside its maps. */
static bool bpftrace_is_information(struct bpftrace *s, struct slice line)
{
    bool attached = slice_starts(line, "Attaching ") || slice_starts(line, "Attached ");

    s->attached |= attached;
    return attached || line.n == 0 || slice_starts(line, "Lost ");
}

static enum collapse_step bpftrace_begin(void *state)
{
    struct bpftrace *s = state;

    s->maps.collapse = &s->collapse;
    return MORE;
}

static enum collapse_step bpftrace_line(void *state, struct slice line)
{
    struct bpftrace *s = state;

    if (s->in_stack)
        bpftrace_script_inside(s, line);
    else if ((s->collapse.options.fix || !bpftrace_script_outside(s, line))
             && !bpftrace_maps_line(&s->maps, line) && !bpftrace_is_information(s, line))
        collapse_unrecognized(&s->collapse, line);
    return MORE;
}

static void bpftrace_end(void *state)
{
    struct bpftrace *s = state;
    struct collapse *c = &s->collapse;

    bpftrace_maps_cut(&s->maps);
    if (s->in_stack && !s->ended)
        collapse_note(c, BPFTRACE_CUT, 1);
    if (output_is_empty(&c->out))
        bpftrace_maps_print(&s->maps);
    else if (s->maps.count > 0)
        collapse_note_at(c, BPFTRACE_LEFT_OUT, s->maps.count, s->maps.file, s->maps.line);
    if (output_is_empty(&c->out) && s->maps.entries > 0)
        collapse_note(c, BPFTRACE_NO_STACK, s->maps.entries);
    else if (s->attached)
        collapse_nothing(c, "bpftrace printed no map");
}

static const struct collapser bpftrace = {
    .program = {
        .name = "stackcollapse-bpftrace",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the maps of stacks that bpftrace prints. The frames keep their offsets; "
                 "--fix removes them, so that each function is one frame. Reads standard input "
                 "without FILE, or for -.",
        .example = "  bpftrace -e 'profile:hz:99 { @[kstack] = count(); }' -c 'sleep 30' |\n"
                   "    @stackcollapse-bpftrace | @flamegraph > kernel.svg\n",
    },
    .name = "bpftrace",
    .notes = bpftrace_notes,
    .note_count = BPFTRACE_NOTES,
    .begin = bpftrace_begin,
    .line = bpftrace_line,
    .end = bpftrace_end,
};

int main(int argc, char **argv)
{
    static struct bpftrace state;

    return collapse_main(&bpftrace, &state, argc, argv);
}
