/* SPDX-License-Identifier: MIT */
#include "perf/frame.h"

#include <string.h>

#include "base/chars.h"
#include "perf/repair.h"
#include "perfscript/frame.h"

void perf_process_name(const struct perf_frame_options *options,
                       const struct perfscript_event *event, struct strbuf *to)
{
    bool both = event->second.p != NULL && !slice_is(event->second, "0");
    size_t from = to->n;

    strbuf_add(to, event->comm);
    if (options->pid || options->tid) {
        strbuf_add_char(to, '-');
        strbuf_add(to, both ? event->first : slice_str("?"));
    }
    if (options->tid) {
        strbuf_add_char(to, '/');
        strbuf_add(to, both ? event->second : event->first);
    }
    strbuf_replace(to, from, ' ', '_');
}

/* A symbol without what the script takes for its offset. */
static struct slice without_offset(struct slice symbol)
{
    size_t end = skip_lower_hex_back(symbol, symbol.n);

    if (end < symbol.n && slice_ends(slice_cut(symbol, 0, end), "+0x"))
        symbol.n = end - 3;
    return symbol;
}

/* The same for text that perf script prints without offsets. It prints none for inlined functions
 * in any case. */
static struct slice bare_symbol(const struct perfscript_frame *frame)
{
    if (slice_is(frame->module, "inlined"))
        return without_offset(frame->symbol);
    return trim_spaces(frame->symbol).n > 0 ? frame->symbol : slice_of("", 0);
}

struct slice perf_frame_functions(const struct perf_frame_options *options,
                                  struct perfscript_line *line)
{
    if (options->fix) {
        perfscript_meant_frame(line->text, &line->frame);
        return perf_repair_symbol(line->frame.symbol);
    }
    struct slice symbol = options->bare ? bare_symbol(&line->frame)
                                        : without_offset(line->frame.symbol);
    if (slice_starts(symbol, "("))
        symbol.n = 0;
    /* Perl's split drops empty fields at the end. */
    while (slice_ends(symbol, "->"))
        symbol.n -= 2;
    return symbol;
}

bool perf_frame_next(const struct perf_frame_options *options, struct slice *functions,
                     struct slice *function)
{
    if (functions->n == 0)
        return false;
    size_t arrow = slice_search(*functions, "->");
    if (arrow == SLICE_NONE)
        arrow = functions->n;
    else if (options->fix)
        arrow = perf_repair_arrow(*functions);
    *function = slice_cut(*functions, 0, arrow);
    *functions = slice_from(*functions, arrow < functions->n ? arrow + 2 : arrow);
    return true;
}

bool perf_frame_is_unknown(struct slice function, struct slice module)
{
    return slice_is(function, "[unknown]") && slice_is(module, "[unknown]");
}

static void add_unknown_name(const struct perf_frame_options *options,
                        const struct perfscript_frame *frame, struct strbuf *to)
{
    struct slice module = options->fix ? perf_repair_file(frame->module) : frame->module;

    if (slice_is(module, "[unknown]") || (options->fix && module.n == 0))
        module = slice_str("unknown");
    size_t slash = slice_find_last(module, '/');
    if (slash != SLICE_NONE)
        module = slice_from(module, slash + 1);
    strbuf_add_char(to, '[');
    strbuf_add(to, module);
    if (options->addresses) {
        strbuf_add_str(to, " <");
        strbuf_add(to, frame->pc);
        strbuf_add_char(to, '>');
    }
    strbuf_add_char(to, ']');
}

/* Whether the name has ".(" and later ").", as "main.(*Table).Add" has. */
static bool is_go_method(struct slice name)
{
    size_t open = slice_search(name, ".(");
    size_t close = slice_search_last(name, ").");

    return open != SLICE_NONE && close != SLICE_NONE && close >= open + 2;
}

/* Where the arguments begin: the position of the first '(' that does not begin
 * "(anonymous namespace)"; the length if there is none. */
static size_t arguments_at(struct slice name)
{
    for (size_t at = 0; at < name.n; at++) {
        size_t open = slice_find(slice_from(name, at), '(');
        if (open == SLICE_NONE)
            break;
        at += open;
        if (!slice_starts(slice_from(name, at), "(anonymous namespace)"))
            return at;
    }
    return name.n;
}

/* The length of a name without its arguments. */
static size_t name_length(const struct perf_frame_options *options, struct slice name)
{
    if (slice_find(name, '(') == SLICE_NONE || is_go_method(name))
        return name.n;
    if (!options->fix)
        return arguments_at(name);
    return perfscript_v8_tag(name) > 0 ? name.n : perf_repair_arguments(name);
}

/* Appends a function. With --fix, V8's mark for the compiler is left out. */
static void add_function(const struct perf_frame_options *options, struct slice function,
                         struct strbuf *to)
{
    size_t tag = options->fix ? perfscript_v8_tag(function) : 0;

    if (perf_v8_mark(function, tag)) {
        strbuf_add(to, slice_cut(function, 0, tag));
        function = slice_from(function, tag + 1);
    }
    strbuf_add(to, function);
}

/* Cleans the name that begins at `from`, in place, and cuts it to `length`: ';', which
 * separates frames, becomes ':'; quotes and the L before a Java class are removed. */
static void clean_name(struct strbuf *to, size_t from, size_t length, bool java)
{
    struct slice name = slice_of(NULL, length);
    size_t kept = from;

    for (size_t i = from; i < from + name.n; i++) {
        char c = to->p[i];
        if (c != '"' && c != '\'')
            to->p[kept++] = c == ';' ? ':' : c;
    }
    to->n = kept;

    name = slice_from(strbuf_slice(to), from);
    if (java && slice_starts(name, "L") && slice_find(name, '/') != SLICE_NONE) {
        memmove(to->p + from, to->p + from + 1, name.n - 1);
        to->n--;
    }
}

static bool is_kernel_module(const struct perf_frame_options *options, struct slice module)
{
    if (options->fix)
        return perf_repair_is_kernel(module);
    return (slice_starts(module, "[") || slice_ends(module, "vmlinux"))
           && slice_search(module, "unknown") == SLICE_NONE;
}

/* Whether "/tmp/perf-PID.map" is in the module's name. */
static bool is_perf_map(struct slice module)
{
    size_t at;

    while ((at = slice_search(module, "/tmp/perf-")) != SLICE_NONE) {
        size_t pid = at + strlen("/tmp/perf-");
        size_t end = skip_digits(module, pid);
        if (end > pid && slice_starts(slice_from(module, end), ".map"))
            return true;
        module = slice_from(module, pid);
    }
    return false;
}

static bool is_jit_module(const struct perf_frame_options *options, struct slice module)
{
    return is_perf_map(module) || (options->fix && perf_repair_is_jit(module));
}

/* Appends an annotation unless the name that begins at `from` contains it. */
static void annotate(struct strbuf *to, size_t from, const char *annotation)
{
    if (slice_search(slice_from(strbuf_slice(to), from), annotation) == SLICE_NONE)
        strbuf_add_str(to, annotation);
}

void perf_frame_name(const struct perf_frame_options *options,
                     const struct perfscript_frame *frame, struct slice function,
                     bool inlined, bool java, struct strbuf *to)
{
    size_t from = to->n;

    bool unknown = slice_is(function, "[unknown]");

    if (unknown)
        add_unknown_name(options, frame, to);
    else
        add_function(options, function, to);
    struct slice name = slice_from(strbuf_slice(to), from);
    clean_name(to, from, options->fix && unknown ? name.n : name_length(options, name), java);
    if (inlined)
        annotate(to, from, "_[i]");
    else if (options->annotate_kernel && is_kernel_module(options, frame->module))
        strbuf_add_str(to, "_[k]");
    else if (options->annotate_jit && is_jit_module(options, frame->module))
        annotate(to, from, "_[j]");
}

size_t perf_frame_names(const struct perf_frame_options *options, struct perfscript_line *line,
                        bool java, struct strbuf *to)
{
    struct slice functions = perf_frame_functions(options, line);
    struct slice function;
    size_t count = 0;

    for (; perf_frame_next(options, &functions, &function); count++) {
        if (count > 0)
            strbuf_add_char(to, ';');
        perf_frame_name(options, &line->frame, function, count > 0, java, to);
    }
    return count;
}

void perf_frame_source(struct slice text, struct strbuf *to)
{
    size_t colon = to->n;
    size_t open, close;

    strbuf_add_char(to, ':');
    while ((open = slice_find(text, '[')) != SLICE_NONE
           && (close = slice_find(slice_from(text, open), ']')) != SLICE_NONE) {
        strbuf_add(to, slice_cut(text, 0, open));
        text = slice_from(text, open + close + 1);
    }
    strbuf_add(to, text);

    struct slice place = trim_spaces(slice_from(strbuf_slice(to), colon + 1));
    memmove(to->p + colon + 1, place.p, place.n);
    to->n = place.n > 0 ? colon + 1 + place.n : colon;
}
