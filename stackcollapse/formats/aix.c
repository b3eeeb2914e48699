/*
 * stackcollapse-aix: the text of AIX's procstack, any number of times, to folded
 * stacks.
 *
 *     6553690: /srv/app/server -d
 *     ---------- tid# 12345678 (pthread ID: 1) ----------
 *     0x0900000000534694  __fd_select(??, ??, ??) + 0x94
 *     0x0000000100000520  main(??, ??) + 0x20
 *     0x00000001000002c4  __start() + 0x70
 *
 * A stack begins with the name of its process. Functions that stand in brackets
 * are shown by their address.
 */
#include "backtrace.h"
#include "base/chars.h"
#include "base/strbuf.h"
#include "collapse.h"

static const char format[] = "procstack";

struct aix {
    struct program_options common;
    struct foldtab *folded;
    struct unrecognized unrecognized;

    struct strbuf process;
    struct stack stack;     /* the leaf first */
};

static void end_thread(struct aix *s)
{
    if (s->stack.count == 0)
        return;
    backtrace_add(&s->stack, s->folded, strbuf_slice(&s->process));
    backtrace_count(&s->stack, s->folded, perl_integer(1));
}

static size_t word_end(struct slice line, size_t at)
{
    while (at < line.n && line.p[at] != ' ')
        at++;
    return at;
}

/* "6553690: /srv/app/server -d". */
static bool parse_process(struct slice line, struct slice *name)
{
    size_t colon = skip_digits(line, 0);

    if (colon == 0 || colon == line.n || line.p[colon] != ':')
        return false;
    size_t from = colon + 1;
    if (from < line.n && line.p[from] == ' ')
        *name = slice_cut(line, from + 1, word_end(line, from + 1));
    else
        *name = slice_of("", 0);
    return true;
}

static bool is_thread(struct slice line)
{
    static const char head[] = "---------- tid# ";

    return slice_starts(line, head) && line.n > strlen(head) && is_digit(line.p[strlen(head)]);
}

/* An address and three words, each but the last with a blank behind it. A line
 * with fewer words has an empty function, as long as its blanks may stand
 * around empty words. */
static bool parse_frame(struct slice line, struct slice *address, struct slice *function)
{
    if (!slice_starts(line, "0x"))
        return false;
    size_t hex = 2;
    while (hex < line.n && is_lower_hex(line.p[hex]))
        hex++;
    size_t from = hex;
    while (from < line.n && line.p[from] == ' ')
        from++;
    size_t first = word_end(line, from);
    size_t second = first < line.n ? word_end(line, first + 1) : line.n;

    *address = slice_cut(line, 0, hex);
    if (second < line.n)
        *function = slice_cut(line, from, first);
    else if (from - hex >= 2 || (from > hex && first < line.n))
        *function = slice_of("", 0);
    else
        return false;
    return true;
}

/* Whether Perl takes the stack for empty: it is, or its text is "0". */
static bool is_false(const struct aix *s)
{
    return s->stack.count == 0
           || (s->stack.count == 1
               && slice_is(frametab_name(&s->folded->frames, s->stack.frames[0]), "0"));
}

static void take_frame(struct aix *s, struct slice address, struct slice function)
{
    size_t parenthesis = slice_find(function, '(');

    if (parenthesis != SLICE_NONE)
        function.n = parenthesis;
    if (function.n >= 2 && slice_starts(function, "[") && slice_ends(function, "]"))
        function = address;
    if (is_false(s))
        s->stack.count = 0;
    if (function.n > 0 || s->stack.count > 0)
        backtrace_add(&s->stack, s->folded, function);
}

static void aix_begin(void *state, struct foldtab *folded)
{
    struct aix *s = state;

    s->folded = folded;
}

static bool aix_line(void *state, struct slice line, struct position position)
{
    struct aix *s = state;
    struct slice name, address;

    if (parse_frame(line, &address, &name)) {
        take_frame(s, address, name);
    } else if (is_thread(line)) {
        end_thread(s);
    } else if (parse_process(line, &name)) {
        end_thread(s);
        strbuf_clear(&s->process);
        strbuf_add(&s->process, name);
    } else if (line.n > 0) {
        unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void aix_end(void *state)
{
    struct aix *s = state;

    end_thread(s);
    unrecognized_report(&s->unrecognized, format);
    strbuf_free(&s->process);
    stack_free(&s->stack);
}

static const char usage[] =
    "[FILE...] > FOLDED\n"
    "Turns the text of procstack, one run or many, into folded stacks. Without\n"
    "FILE, or for -, it reads standard input.\n"
    "\n"
    "  for i in $(seq 100); do procstack PID; sleep 1; done |\n"
    "    stackcollapse-aix | flamegraph > threads.svg\n"
    "\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct collapser aix = {
    .program = {usage, collapse_options},
    .begin = aix_begin,
    .line = aix_line,
    .end = aix_end
};

int main(int argc, char **argv)
{
    struct aix state = {0};

    return collapse_main(&aix, &state, argc, argv);
}
