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
#include "base/message.h"
#include "base/scan.h"
#include "collapse.h"

struct bpftrace {
    struct collapse collapse; /* frames: the leaf first */
    size_t depth;
    bool in_stack;
};

/* "KEYS]: COUNT"; of several in a line, the last counts. */
static bool bpftrace_parse_count(struct slice line, struct slice *keys, struct slice *count)
{
    size_t end;

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
    return true;
}

/* The beginning of "@[, cc1]: 5". */
static bool bpftrace_has_no_stack(struct slice line)
{
    return scan_text(&line, "@[,") && line.n > 0 && is_space(line.p[0]);
}

static enum collapse_step bpftrace_line(void *state, struct slice line)
{
    struct bpftrace *s = state;

    if (s->in_stack) {
        if (!bpftrace_end_stack(s, line))
            collapse_set_frame(&s->collapse, s->depth++, slice_from(line, skip_spaces(line, 0)));
    } else if (slice_is(line, "@[")) {
        s->in_stack = true;
    } else if (bpftrace_has_no_stack(line)
               && bpftrace_end_stack(s, slice_from(line, strlen("@[")))) {
        return MORE;
    } else if (line.n > 0 && !slice_starts(line, "Attaching ")) {
        collapse_unrecognized(&s->collapse, line);
    }
    return MORE;
}

static void bpftrace_end(void *state)
{
    struct bpftrace *s = state;

    if (s->in_stack)
        warn("dropped the last stack: no count after it");
}

static const struct collapser bpftrace = {
    .program = {
        .name = "stackcollapse-bpftrace",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the maps of stacks that bpftrace prints. Reads standard input without "
                 "FILE, or for -.",
        .example = "  bpftrace -e 'profile:hz:99 { @[kstack] = count(); }' -c 'sleep 30' |\n"
                   "    @stackcollapse-bpftrace | @flamegraph > kernel.svg\n",
    },
    .name = "bpftrace",
    .line = bpftrace_line,
    .end = bpftrace_end,
};

int main(int argc, char **argv)
{
    static struct bpftrace state;

    return collapse_main(&bpftrace, &state, argc, argv);
}
