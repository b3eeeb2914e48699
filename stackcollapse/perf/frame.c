#include "perf/frame.h"

#include <string.h>

#include "base/chars.h"

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
    for (size_t i = from; i < to->n; i++)
        if (to->p[i] == ' ')
            to->p[i] = '_';
}

struct slice perf_frame_functions(struct slice symbol)
{
    size_t end = skip_lower_hex_back(symbol, symbol.n);

    if (end < symbol.n && slice_ends(slice_cut(symbol, 0, end), "+0x"))
        symbol.n = end - 3;
    if (slice_starts(symbol, "("))
        symbol.n = 0;
    /* Perl's split drops empty fields at the end. */
    while (slice_ends(symbol, "->"))
        symbol.n -= 2;
    return symbol;
}

bool perf_frame_next(struct slice *functions, struct slice *function)
{
    if (functions->n == 0)
        return false;
    size_t arrow = slice_search(*functions, "->");
    if (arrow == SLICE_NONE)
        arrow = functions->n;
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
    struct slice module = frame->module;

    if (slice_is(module, "[unknown]"))
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

/* Cleans the name that begins at `from`, in place: ';', which separates frames, becomes
 * ':'; arguments, quotes and the L before a Java class are removed. */
static void clean_name(struct strbuf *to, size_t from, bool java)
{
    struct slice name = slice_from(strbuf_slice(to), from);
    size_t kept = from;

    if (!is_go_method(name))
        name.n = arguments_at(name);
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

static bool is_kernel_module(struct slice module)
{
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

    if (slice_is(function, "[unknown]"))
        add_unknown_name(options, frame, to);
    else
        strbuf_add(to, function);
    clean_name(to, from, java);
    if (inlined)
        annotate(to, from, "_[i]");
    else if (options->annotate_kernel && is_kernel_module(frame->module))
        strbuf_add_str(to, "_[k]");
    else if (options->annotate_jit && is_perf_map(frame->module))
        annotate(to, from, "_[j]");
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
