/*
 * stackcollapse-sample: the text of macOS' `sample` to folded stacks.
 *
 *     Call graph:
 *         2555 Thread_8749954   DispatchQueue_1: com.apple.main-thread  (serial)
 *         + 2555 start  (in libdyld.dylib) + 1  [0x7fff5a1e9015]
 *         +   2500 -[NSApplication run]  (in AppKit) + 764  [0x7fff3a1f5d3e]
 *         +   ! 2500 mach_msg_trap  (in libsystem_kernel.dylib) + 10  [0x7fff5a32d]
 *     (an empty line)
 *     Total number in stack (recursive counted multiple, when >=5):
 *
 * Within a thread each two columns are a level, and a count contains those of
 * the levels below it. When the lines go back to a level, the stacks above it
 * are printed, each with what is left of its count, but for threads that
 * end in a function that waits.
 */
#include <stdlib.h>
#include <string.h>

#include "awk/assign.h"
#include "awk/fields.h"
#include "awk/number.h"
#include "base/alloc.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "collapse.h"

static const char format[] = "a call graph of sample";

/* The blanks that all lines of the graph begin with, and the width of a level. */
enum { MARGIN = 4, STEP = 2 };

/* What is known of the present stack at a column. */
struct level {
    struct strbuf name;
    enum { COUNT_NONE, COUNT_TEXT, COUNT_NUMBER } kind;
    struct strbuf text;     /* the count as it was read */
    double number;          /* its value, or what is left of it */
};

struct sample {
    struct program_options common;
    bool modules;

    struct output *out;
    struct unrecognized unrecognized;

    bool seen;              /* there was a call graph */
    bool in_graph;
    struct level **levels;  /* by column; NULL where there was none yet */
    size_t capacity;
    bool any;               /* there was a line, at `column` */
    size_t column;
    struct strbuf name;
};

static struct level *level_at(struct sample *s, size_t column)
{
    size_t before = s->capacity;

    s->levels = grow_array(s->levels, &s->capacity, column + 1, sizeof(struct level *));
    for (size_t i = before; i < s->capacity; i++)
        s->levels[i] = NULL;
    if (s->levels[column] == NULL)
        s->levels[column] = xcalloc(1, sizeof(struct level));
    return s->levels[column];
}

/* Whether a thread in this function waits. */
static bool is_waiting(struct slice name)
{
    static const char kernel[] = "libsystem_kernel`";
    static const char *const functions[] = {
        "__psynch_cvwait", "__select", "__semwait_signal", "__ulock_wait", "__wait4",
        "__workq_kernreturn", "kevent", "mach_msg_trap", "read", "semaphore_wait_trap"
    };

    if (slice_starts(name, kernel))
        name = slice_from(name, strlen(kernel));
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (slice_is(name, functions[i]))
            return true;
    return false;
}

/* A level without a line of its own has no name. The one in column 0 is the
 * root even of a stack in odd columns. */
static void print_stack(struct sample *s, size_t column)
{
    const struct level *leaf = s->levels[column];
    char number[AWK_NUMBER_TEXT];

    for (size_t i = 0; i <= column; i += STEP) {
        if (i > 0)
            output_char(s->out, ';');
        if (s->levels[i] != NULL)
            output_add(s->out, strbuf_slice(&s->levels[i]->name));
    }
    output_char(s->out, ' ');
    if (leaf->kind == COUNT_TEXT)
        output_add(s->out, strbuf_slice(&leaf->text));
    else
        output_add(s->out, slice_of(number, awk_number_text(leaf->number, number)));
    output_char(s->out, '\n');
}

/* Prints and forgets the levels from the present one back to that at `column`,
 * the deepest first. */
static void go_back(struct sample *s, size_t column)
{
    bool shown = !is_waiting(strbuf_slice(&level_at(s, s->column)->name));

    for (size_t i = s->column; i >= column; i -= STEP) {
        struct level *level = s->levels[i];
        if (level != NULL) {
            if (shown && level->kind != COUNT_NONE)
                print_stack(s, i);
            strbuf_clear(&level->name);
            level->kind = COUNT_NONE;
            level->number = 0;
        }
        if (i < STEP)
            break;
    }
}

/* Where the module is named in "(in MODULE)", if it is. */
static bool find_module(struct slice line, struct slice *module)
{
    size_t at = slice_search(line, "(in ");

    if (at == SLICE_NONE)
        return false;
    line = slice_from(line, at + strlen("(in "));
    size_t end = slice_find(line, ')');
    if (end == SLICE_NONE)
        return false;
    *module = slice_cut(line, 0, end);
    return true;
}

/* Appends the module's name without any ".dylib". */
static void add_module(struct strbuf *to, struct slice module)
{
    static const char suffix[] = ".dylib";
    size_t at;

    while ((at = slice_search(module, suffix)) != SLICE_NONE) {
        strbuf_add(to, slice_cut(module, 0, at));
        module = slice_from(module, at + strlen(suffix));
    }
    strbuf_add(to, module);
}

/* "MODULE`FUNCTION"; the function's name is a word, or two for a method of
 * Objective-C, "-[NSApplication run]". `line` begins with the count. */
static void read_name(struct sample *s, struct slice line, struct strbuf *to)
{
    struct slice module, first, second;
    struct slice rest = line;

    strbuf_clear(to);
    if (s->modules && find_module(line, &module)) {
        add_module(to, module);
        strbuf_add_char(to, '`');
    }
    awk_field(&rest, &first);
    awk_field(&rest, &first);
    strbuf_add(to, first);
    if (awk_field(&rest, &second) && !slice_is(second, "(in")) {
        strbuf_add_char(to, '.');
        strbuf_add(to, second);
    }
}

/* A line of the graph, whose first digit stands at `column` behind the margin. */
static void take_call(struct sample *s, size_t column, struct slice line)
{
    struct slice rest = line;
    struct slice count;

    if (s->any && column <= s->column)
        go_back(s, column);
    struct level *level = level_at(s, column);
    awk_field(&rest, &count);
    read_name(s, line, &level->name);
    strbuf_clear(&level->text);
    strbuf_add(&level->text, count);
    level->kind = COUNT_TEXT;
    level->number = awk_number(count);
    if (column >= STEP) {
        struct level *parent = level_at(s, column - STEP);
        parent->number -= level->number;
        parent->kind = COUNT_NUMBER;
    }
    s->any = true;
    s->column = column;
}

static void sample_begin_output(void *state, struct output *out)
{
    struct sample *s = state;

    s->out = out;
}

static bool sample_line(void *state, struct slice line, struct position position)
{
    struct sample *s = state;
    size_t digit = 0;

    if (slice_starts(line, "Call graph"))
        s->seen = s->in_graph = true;
    if (slice_starts(line, "Total number")) {
        s->in_graph = false;
        if (s->any)
            go_back(s, 0);
    }
    if (!s->in_graph || slice_starts(line, "Call graph") || line.n == 0)
        return true;
    while (digit < line.n && !is_digit(line.p[digit]))
        digit++;
    if (slice_starts(line, "    ") && digit < line.n)
        take_call(s, digit - MARGIN, slice_from(line, digit));
    else
        unrecognized_line(&s->unrecognized, format, line, position);
    return true;
}

static void sample_end(void *state)
{
    struct sample *s = state;

    unrecognized_report(&s->unrecognized, format);
    if (!s->seen)
        warn("no line begins with Call graph");
    else if (s->in_graph && s->any)
        warn("the input ends within the call graph; the last stack was dropped");
    for (size_t i = 0; i < s->capacity; i++)
        if (s->levels[i] != NULL) {
            strbuf_free(&s->levels[i]->name);
            strbuf_free(&s->levels[i]->text);
            free(s->levels[i]);
        }
    free(s->levels);
}

static const struct awk_variable variables[] = {
    {"MODULES", offsetof(struct sample, modules)},
    {NULL, 0}
};

static bool sample_assign(void *state, const char *operand)
{
    return awk_assign(variables, state, operand);
}

static const char usage[] =
    "[OPTION...] [FILE...] > FOLDED\n"
    "Turns the call graph that macOS' `sample` prints into folded stacks. Threads that\n"
    "wait are left out. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  sample PID -file /dev/stdout | stackcollapse-sample | flamegraph > app.svg\n"
    "\n"
    "  --no-modules       main instead of app`main\n"
    "  -v MODULES=0       the same, as for awk; also without -v among the FILEs, for\n"
    "                     those behind it\n"
    "  --no-progress      show no progress on a terminal\n"
    "  --help, --version  print this, or the version\n";

static const struct getopt_option options[] = {
    {"modules", GETOPT_NEGATABLE, offsetof(struct sample, modules), false},
    COLLAPSE_OPTIONS,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct collapser sample = {
    .program = {usage, options},
    .begin_output = sample_begin_output,
    .assign = sample_assign,
    .line = sample_line,
    .end = sample_end
};

int main(int argc, char **argv)
{
    struct sample state = {0};

    state.modules = true;
    argc = awk_take_options(argc, argv, variables, &state);
    return collapse_main(&sample, &state, argc, argv);
}
