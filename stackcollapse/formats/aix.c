/*
 * stackcollapse-aix: the output of AIX's procstack, any number of times, to folded
 * stacks.
 *
 *     6553690: /srv/app/server -d
 *     ---------- tid# 12345678 (pthread ID: 1) ----------
 *     0x0900000000534694  __fd_select(??, ??, ??) + 0x94
 *     0x0000000100000520  main(??, ??) + 0x20
 *     0x00000001000002c4  __start() + 0x70
 *
 * The root is the name of the process. A function in brackets, "[unknown]", is shown by
 * its address.
 */
#include "base/scan.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "threads.h"

struct aix {
    struct collapse collapse; /* the stack: the leaf first, without the process */
    struct strbuf process;
};

static void aix_end_thread(struct aix *s)
{
    if (s->collapse.stack.count > 0)
        collapse_push_caller(&s->collapse, strbuf_slice(&s->process));
    thread_end(&s->collapse);
}

/* "6553690: /srv/app/server -d" */
static bool aix_parse_process(struct slice line, struct slice *name)
{
    if (scan_digits(&line).n == 0 || !scan_text(&line, ":"))
        return false;
    *name = scan_text(&line, " ") ? slice_before(line, ' ') : slice_of("", 0);
    return true;
}

static bool aix_is_thread(struct slice line)
{
    return scan_text(&line, "---------- tid# ") && scan_digits(&line).n > 0;
}

/* An address and at least three words. */
static bool aix_parse_frame(struct slice line, struct slice *function)
{
    struct slice words[2];
    size_t address = slice_starts(line, "0x") ? skip_lower_hex(line, strlen("0x")) : 0;

    if (address == 0 || !thread_words(slice_from(line, address), words, 2))
        return false;
    *function = slice_before(words[0], '(');
    if (function->n >= 2 && slice_starts(*function, "[") && slice_ends(*function, "]"))
        *function = slice_cut(line, 0, address);
    return true;
}

/* The script takes a stack whose text is "0" for an empty one. */
static void aix_push_caller(struct collapse *c, struct slice function)
{
    if (c->stack.count == 1
        && slice_is(frametab_name(&c->folded.frames, c->stack.frames[0]), "0"))
        c->stack.count = 0;
    thread_push_caller(c, function);
}

static enum collapse_step aix_line(void *state, struct slice line)
{
    struct aix *s = state;
    struct slice name;

    if (aix_parse_frame(line, &name)) {
        aix_push_caller(&s->collapse, name);
    } else if (aix_is_thread(line)) {
        aix_end_thread(s);
    } else if (aix_parse_process(line, &name)) {
        aix_end_thread(s);
        strbuf_clear(&s->process);
        strbuf_add(&s->process, name);
    } else if (line.n > 0) {
        collapse_unrecognized(&s->collapse, line);
    }
    return MORE;
}

static void aix_end(void *state)
{
    aix_end_thread(state);
}

static const struct collapser aix = {
    .program = {
        .name = "stackcollapse-aix",
        .synopsis = "[FILE...] > FOLDED",
        .about = "Folds the stacks that AIX's procstack prints, from one run or many. Reads "
                 "standard input without FILE, or for -.",
        .example = "  for i in $(seq 100); do procstack PID; sleep 1; done |\n"
                   "    @stackcollapse-aix | @flamegraph > threads.svg\n",
    },
    .name = "procstack",
    .line = aix_line,
    .end = aix_end,
};

int main(int argc, char **argv)
{
    static struct aix state;

    return collapse_main(&aix, &state, argc, argv);
}
