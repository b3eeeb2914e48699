/*
 * stackcollapse-bpftrace: bpftrace's maps of stacks to folded stacks, in the
 * order of the input.
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
 * What a map has for keys beside the stack becomes frames at the root. A stack is
 * printed when it ends, with its count as it stands there, even if the same one
 * was there before.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "io/output.h"

static const char format[] = "bpftrace";

struct bpftrace {
    struct program_options common;
    struct output *out;
    struct unrecognized unrecognized;

    bool in_stack;
    struct strbuf frames;   /* the present stack's, one behind another, the leaf first */
    size_t *ends;           /* where in `frames` each ends */
    size_t count;
    size_t capacity;
};

/* The last "]: " and a number in a line: what stands before it, and the number. */
static bool parse_end(struct slice line, struct slice *before, struct slice *count)
{
    static const char mark[] = "]: ";
    struct slice rest = line;
    size_t at;

    for (; (at = slice_search_last(rest, mark)) != SLICE_NONE; rest.n = at) {
        struct slice number = slice_from(line, at + strlen(mark));
        size_t digits = skip_digits(number, 0);
        if (digits > 0) {
            *before = slice_cut(line, 0, at);
            *count = slice_cut(number, 0, digits);
            return true;
        }
    }
    return false;
}

static void add_frame(struct bpftrace *s, struct slice frame)
{
    strbuf_add(&s->frames, frame);
    s->ends = grow_array(s->ends, &s->capacity, s->count + 1, sizeof *s->ends);
    s->ends[s->count++] = s->frames.n;
}

/* Prints the stack and forgets it. */
static void end_stack(struct bpftrace *s, struct slice count)
{
    for (size_t i = s->count; i-- > 0;) {
        size_t from = i > 0 ? s->ends[i - 1] : 0;
        output_add(s->out, slice_cut(strbuf_slice(&s->frames), from, s->ends[i]));
        if (i > 0)
            output_char(s->out, ';');
    }
    output_char(s->out, ' ');
    output_add(s->out, count);
    output_char(s->out, '\n');
    strbuf_clear(&s->frames);
    s->count = 0;
    s->in_stack = false;
}

/* A line between "@[" and "]: 3". */
static void take_frame(struct bpftrace *s, struct slice line)
{
    struct slice key, count;

    if (!parse_end(line, &key, &count)) {
        add_frame(s, slice_from(line, skip_spaces(line, 0)));
        return;
    }
    if (slice_starts(key, ","))
        key = slice_from(key, 1);
    if (key.n > 0 && is_space(key.p[0]))
        key = slice_from(key, 1);
    if (key.n > 0)
        add_frame(s, key);
    end_stack(s, count);
}

static bool bpftrace_line(void *state, struct slice line, struct position position)
{
    static const char without_stack[] = "@[,";
    struct bpftrace *s = state;
    struct slice key, count;

    if (s->in_stack) {
        take_frame(s, line);
    } else if (slice_is(line, "@[")) {
        s->in_stack = true;
    } else if (slice_starts(line, without_stack) && parse_end(line, &key, &count)
               && is_space(line.p[strlen(without_stack)])) {
        add_frame(s, slice_from(key, strlen(without_stack) + 1));
        end_stack(s, count);
    } else if (line.n > 0 && !slice_starts(line, "Attaching ")) {
        unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void bpftrace_begin_output(void *state, struct output *out)
{
    struct bpftrace *s = state;

    s->out = out;
}

static void bpftrace_end(void *state)
{
    struct bpftrace *s = state;

    unrecognized_report(&s->unrecognized, format);
    if (s->in_stack)
        warn("the input ends within a stack, which was dropped");
    strbuf_free(&s->frames);
    free(s->ends);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the maps of stacks that bpftrace prints into folded stacks. Without FILE,\n"
    "or for -, it reads standard input.\n"
    "\n"
    "  bpftrace -e 'profile:hz:99 { @[kstack] = count(); }' -c 'sleep 30' |\n"
    "    stackcollapse-bpftrace | flamegraph > kernel.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser bpftrace = {
    .program = {usage, collapse_options},
    .begin_output = bpftrace_begin_output,
    .line = bpftrace_line,
    .end = bpftrace_end
};

int main(int argc, char **argv)
{
    struct bpftrace state = {0};

    return collapse_main(&bpftrace, &state, argc, argv);
}
