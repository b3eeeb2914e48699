/*
 * stackcollapse-ibmjava: javacores, the dumps of the JVMs of IBM and OpenJ9, to
 * folded stacks of their threads.
 *
 *     3XMTHREADINFO      "pool-1-thread-7" J9VMThread:0x0F010500, ..., state:R, prio=5
 *     3XMTHREADINFO1            (native thread ID:0x814, native priority:0x5, ...)
 *     3XMTHREADINFO3           Java callstack:
 *     4XESTACKTRACE                at java/io/FileInputStream.read(FileInputStream.java:182)
 *     4XESTACKTRACE                at com/example/Indexer.run(Indexer.java:17)
 *     3XMTHREADINFO3           Native callstack:
 *
 * The last of these lines ends a thread. What comes before it is the thread's,
 * even if there are several headers.
 */
#include "backtrace.h"
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"
#include "javaname.h"

static const char format[] = "a javacore";

struct ibmjava {
    struct program_options common;
    bool include_tname;
    bool include_tid;
    bool shorten_pkgs;
    struct foldtab *folded;
    struct unrecognized unrecognized;
    size_t emptied;         /* names of which --shorten-pkgs left nothing */

    /* The present thread. */
    bool named;
    struct strbuf name;
    struct stack stack;     /* the leaf first, without the thread */
    struct strbuf function;
};

/* What stands behind `before`, with which the line has to begin. */
static bool parse_rest(struct slice line, const char *before, struct slice *rest)
{
    if (!slice_starts(line, before))
        return false;
    *rest = slice_from(line, strlen(before));
    return true;
}

/* A name, up to a quote or to the last " state:" that has a ", " somewhere
 * behind it. */
static bool parse_header(struct slice line, struct slice *name)
{
    struct slice rest;
    static const char state[] = " state:";

    if (!parse_rest(line, "3XMTHREADINFO      \"", &rest))
        return false;
    size_t end = slice_search_last(rest, ", ");
    if (end == SLICE_NONE)
        return false;
    size_t length = slice_search_last(slice_cut(rest, 0, end), state);
    if (length == SLICE_NONE)
        return false;
    *name = slice_cut(rest, 0, length);
    size_t quote = slice_find(*name, '"');
    if (quote != SLICE_NONE)
        name->n = quote;
    return true;
}

/* The word behind "ID:", without its comma. */
static bool parse_id(struct slice line, struct slice *id)
{
    struct slice rest;

    if (!parse_rest(line, "3XMTHREADINFO1            (native thread ID:", &rest))
        return false;
    size_t end = slice_find(rest, ' ');
    if (end == SLICE_NONE || end == 0 || rest.p[end - 1] != ','
        || !slice_starts(slice_from(rest, end), " native priority"))
        return false;
    *id = slice_cut(rest, 0, end - 1);
    return true;
}

static bool parse_frame(struct slice line, struct slice *function)
{
    struct slice rest;

    if (!parse_rest(line, "4XESTACKTRACE                at ", &rest))
        return false;
    *function = javaname_function(rest);
    return true;
}

static void name_thread(struct ibmjava *s, struct slice name)
{
    strbuf_clear(&s->name);
    strbuf_add(&s->name, name);
    s->named = true;
}

static void add_id(struct ibmjava *s, struct slice id)
{
    if (!s->named)
        name_thread(s, slice_of("", 0));
    strbuf_add_char(&s->name, '-');
    strbuf_add(&s->name, id);
}

static void take_frame(struct ibmjava *s, struct slice function)
{
    if (s->shorten_pkgs) {
        strbuf_clear(&s->function);
        javaname_shorten(function, &s->function);
        function = strbuf_slice(&s->function);
        s->emptied += function.n == 0;
    }
    backtrace_add(&s->stack, s->folded, function);
}

static void end_thread(struct ibmjava *s)
{
    if (s->named)
        backtrace_add(&s->stack, s->folded, strbuf_slice(&s->name));
    if (s->stack.count > 0)
        backtrace_count(&s->stack, s->folded, perl_integer(1));
    s->named = false;
}

/* Every line of a javacore begins with a tag, "3XMCPUTIME" or "NULL". */
static bool has_tag(struct slice line)
{
    return line.n == 0 || is_digit(line.p[0]) || slice_starts(line, "NULL");
}

static void ibmjava_begin(void *state, struct foldtab *folded)
{
    struct ibmjava *s = state;

    s->folded = folded;
}

static bool ibmjava_line(void *state, struct slice line, struct position position)
{
    struct ibmjava *s = state;
    struct slice word;

    if (slice_starts(line, "#"))
        return true;
    if (slice_starts(line, "3XMTHREADINFO3           Native callstack:")) {
        end_thread(s);
    } else if (parse_header(line, &word)) {
        if (s->include_tname)
            name_thread(s, word);
    } else if (slice_has(line, "3XMTHREADINFO      Anonymous native thread")) {
        name_thread(s, slice_str("Anonymous native thread"));
    } else if (parse_id(line, &word)) {
        if (s->include_tname && s->include_tid)
            add_id(s, word);
    } else if (parse_frame(line, &word)) {
        take_frame(s, word);
    } else if (!has_tag(line)) {
        unrecognized_line(&s->unrecognized, format, line, position);
    }
    return true;
}

static void ibmjava_end(void *state)
{
    struct ibmjava *s = state;

    unrecognized_report(&s->unrecognized, format);
    if (s->emptied > 0)
        warn("%zu names became empty: --shorten-pkgs knows packages by dots, not by '/'",
             s->emptied);
    if (s->stack.count > 0)
        warn("the input ends within a thread, which was dropped; a javacore without native"
             " stacks has no ends of threads");
    strbuf_free(&s->name);
    stack_free(&s->stack);
    strbuf_free(&s->function);
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns javacores, one or many, into folded stacks of their threads. Without FILE,\n"
    "or for -, it reads standard input.\n"
    "\n"
    "  --no-include-tname  leave out the names of the threads\n"
    "  --include-tid       put the native number of a thread behind its name\n"
    "  --shorten-pkgs      o.e.s.Indexer.run instead of org.example.search.Indexer.run;\n"
    "                      names with '/' become empty\n"
    "  --no-progress       show no progress on a terminal\n"
    "  --help, --version   print this, or the version\n"
    "Each of the first three also exists with and without \"no-\".\n";

static const struct getopt_option options[] = {
    {"include-tname", GETOPT_NEGATABLE, offsetof(struct ibmjava, include_tname), false},
    {"include-tid", GETOPT_NEGATABLE, offsetof(struct ibmjava, include_tid), false},
    {"shorten-pkgs", GETOPT_NEGATABLE, offsetof(struct ibmjava, shorten_pkgs), false},
    {"help", GETOPT_FLAG, offsetof(struct ibmjava, common.help), false},
    COLLAPSE_PROGRESS,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser ibmjava = {
    .program = {usage, options},
    .begin = ibmjava_begin,
    .line = ibmjava_line,
    .end = ibmjava_end
};

int main(int argc, char **argv)
{
    struct ibmjava state = {0};

    state.include_tname = true;
    return collapse_main(&ibmjava, &state, argc, argv);
}
