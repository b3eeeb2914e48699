/* SPDX-License-Identifier: MIT */
#include "perf/inline/inline.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/chars.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "folded/frametab.h"
#include "perf/inline/lookup.h"
#include "perf/inline/nm.h"
#include "perl/number.h"

enum {
    MOST_RUNNING = 64,      /* modules with processes at a time */
    SHOWN_FAILURES = 10     /* modules that messages name */
};

struct module {
    struct lookup lookup;
    bool running;
    bool failed;            /* after a message */
    bool has_symbols;
    struct nm symbols;
};

struct inliner {
    bool context;
    struct frametab module_names;
    struct module *modules;         /* by the id of the name */
    size_t module_count, module_capacity;
    uint32_t running[MOST_RUNNING]; /* the modules whose processes were started last */
    size_t started;
    size_t failures;                /* modules that failed */
    bool broken;                    /* one of them because this system failed */

    /* The answers by "PC MODULE", the address as it is written. */
    struct frametab questions;
    struct slice *answers;
    size_t answer_capacity;
    struct arena arena;

    struct strbuf key;
};

struct inliner *inliner_new(bool context)
{
    struct inliner *in = xcalloc(1, sizeof *in);

    in->context = context;
    frametab_init(&in->module_names);
    frametab_init(&in->questions);
    signal(SIGPIPE, SIG_IGN);
    return in;
}

static struct module *inliner_module(struct inliner *in, struct slice name, uint32_t *id)
{
    *id = frametab_intern(&in->module_names, name);
    if (*id < in->module_count)
        return &in->modules[*id];
    in->modules = grow_array(in->modules, &in->module_capacity, in->module_count + 1,
                             sizeof *in->modules);
    struct module *m = &in->modules[in->module_count++];
    memset(m, 0, sizeof *m);
    lookup_init(&m->lookup, name);
    return m;
}

/* Ends the processes that were started first, if there would be too many. */
static void limit_processes(struct inliner *in, struct module *m, uint32_t id)
{
    if (m->running)
        return;
    m->running = true;
    uint32_t *place = &in->running[in->started++ % MOST_RUNNING];
    if (in->started > MOST_RUNNING) {
        lookup_stop(&in->modules[*place].lookup);
        in->modules[*place].running = false;
    }
    *place = id;
}

static void report_failure(struct inliner *in, struct module *m)
{
    in->broken = in->broken || m->lookup.broken;
    if (m->failed || m->lookup.failure.n == 0)
        return;
    m->failed = true;
    if (in->failures++ < SHOWN_FAILURES)
        warn("no inlined functions of '%s': %s", m->lookup.any.module,
             strbuf_str(&m->lookup.failure));
}

static void read_symbols(struct inliner *in, struct module *m)
{
    struct strbuf failure = {0};

    if (!m->has_symbols && !nm_read(&m->symbols, m->lookup.any.module, &failure))
        warn("symbols of '%s' may be missing: %s", m->lookup.any.module, strbuf_str(&failure));
    m->has_symbols = true;
    in->broken = in->broken || m->symbols.broken;
    strbuf_free(&failure);
}

/* Whether the module is not for addr2line: its name contains "kernel.", or text in
 * brackets, or "perf-", digits, any character and "map". */
static bool is_no_file(struct slice module)
{
    size_t at;

    if (slice_search(module, "kernel.") != SLICE_NONE)
        return true;
    size_t close = slice_find_last(module, ']');
    for (at = 0; close != SLICE_NONE && at + 1 < close; at++)
        if (module.p[at] == '[' && module.p[at + 1] != ']')
            return true;
    while ((at = slice_search(module, "perf-")) != SLICE_NONE) {
        module = slice_from(module, at + strlen("perf-"));
        size_t end = skip_digits(module, 0);
        if (end > 0 && end < module.n && slice_starts(slice_from(module, end + 1), "map"))
            return true;
    }
    return false;
}

/* Whether the answer has the lines "...??" and "??:0...", which addr2line prints for an
 * unknown address. */
static bool is_unknown_address(struct slice answer)
{
    return slice_search(answer, "?\?\n?\?:0") != SLICE_NONE;
}

/* Appends a line without the first " (discriminator N)". */
static void add_answer_line(struct slice line, struct strbuf *to)
{
    static const char mark[] = " (discriminator ";
    size_t from = 0;
    size_t at;

    while ((at = slice_search(slice_from(line, from), mark)) != SLICE_NONE) {
        size_t number = from + at + strlen(mark);
        size_t end = skip_non_spaces(line, number);
        size_t close = slice_find_last(slice_cut(line, number, end), ')');
        if (close != SLICE_NONE && close > 0) {
            strbuf_add(to, slice_cut(line, 0, from + at));
            strbuf_add(to, slice_from(line, number + close + 1));
            return;
        }
        from = number;
    }
    strbuf_add(to, line);
}

/* Joins the pairs of lines of an answer, the last pair first, with ';'. */
static void join_names(struct inliner *in, struct slice answer, struct strbuf *to)
{
    struct strbuf text = {0};
    size_t *ends = NULL;
    size_t count = 0, capacity = 0;

    while (answer.n > 0) {
        size_t from = text.n;
        add_answer_line(addr2line_cut_line(&answer), &text);
        if (text.n == from)
            continue;
        if (answer.n == 0)
            break;
        struct slice place = addr2line_cut_line(&answer);
        if (in->context) {
            strbuf_add_char(&text, ':');
            add_answer_line(place, &text);
        }
        ends = grow_array(ends, &capacity, count + 1, sizeof *ends);
        ends[count++] = text.n;
    }
    while (count-- > 0) {
        size_t from = count > 0 ? ends[count - 1] : 0;
        strbuf_add(to, slice_cut(strbuf_slice(&text), from, ends[count]));
        strbuf_add_str(to, count > 0 ? ";" : "");
    }
    strbuf_free(&text);
    free(ends);
}

static struct slice names_at(struct inliner *in, struct slice pc, struct slice symbol,
                             struct slice module, bool fall_back);

/* The names at OFFSET of the symbol "NAME+0xOFFSET", whose address nm knows; false if it
 * does not. */
static bool names_by_symbol(struct inliner *in, struct slice symbol, struct slice module,
                            struct slice *names)
{
    size_t digits = skip_lower_hex_back(symbol, symbol.n);
    uint32_t id;
    uint64_t base;
    char pc[32];

    if (digits == symbol.n || digits < 4 || !slice_ends(slice_cut(symbol, 0, digits), "+0x"))
        return false;
    struct module *m = inliner_module(in, module, &id);
    read_symbols(in, m);
    if (!nm_find(&m->symbols, slice_cut(symbol, 0, digits - 3), &base))
        return false;
    uint64_t offset = perl_hex(slice_from(symbol, digits));
    uint64_t address = offset > UINT64_MAX - base ? UINT64_MAX : base + offset;
    int length = snprintf(pc, sizeof pc, "0x%" PRIx64, address);
    *names = names_at(in, slice_of(pc, (size_t)length), symbol, module, false);
    return true;
}

/* A symbol without its +0x offset. */
static struct slice symbol_name(struct slice symbol)
{
    size_t plus = slice_search_last(symbol, "+0x");

    return plus == SLICE_NONE ? symbol : slice_cut(symbol, 0, plus);
}

/* Asks for the names, and copies them into the arena. */
static struct slice find_names(struct inliner *in, struct slice pc, struct slice symbol,
                               struct slice module, bool fall_back)
{
    uint32_t id;
    struct slice names;
    struct strbuf answer = {0};
    struct strbuf joined = {0};

    struct module *m = inliner_module(in, module, &id);
    limit_processes(in, m, id);
    lookup_ask(&m->lookup, perl_hex(pc), symbol_name(symbol), &answer);
    report_failure(in, m);
    if (!fall_back || !is_unknown_address(strbuf_slice(&answer))
        || !names_by_symbol(in, symbol, module, &names)) {
        join_names(in, strbuf_slice(&answer), &joined);
        names = arena_copy(&in->arena, strbuf_slice(&joined));
    }
    strbuf_free(&answer);
    strbuf_free(&joined);
    return names;
}

/* The names for an address. They are cached as by the Perl script: by the address as it is
 * written and the module, whatever the symbol. `fall_back`: use the symbol if addr2line
 * does not know the address. */
static struct slice names_at(struct inliner *in, struct slice pc, struct slice symbol,
                             struct slice module, bool fall_back)
{
    size_t before = in->questions.count;

    strbuf_clear(&in->key);
    strbuf_add(&in->key, pc);
    strbuf_add_char(&in->key, ' ');
    strbuf_add(&in->key, module);
    uint32_t question = frametab_intern(&in->questions, strbuf_slice(&in->key));
    if (question < before)
        return in->answers[question];
    in->answers = grow_array(in->answers, &in->answer_capacity, in->questions.count,
                             sizeof *in->answers);
    in->answers[question] = slice_of("", 0);    /* until it is known */
    struct slice names = find_names(in, pc, symbol, module, fall_back);
    in->answers[question] = names;
    return names;
}

struct slice inliner_names(struct inliner *in, const struct perfscript_frame *frame)
{
    static const struct slice none = {"", 0};

    if (is_no_file(frame->module))
        return none;
    struct slice names = names_at(in, frame->pc, frame->symbol, frame->module, true);
    return slice_is(names, "??") || slice_is(names, "??:?\?:0") ? none : names;
}

bool inliner_end(struct inliner *in)
{
    for (size_t i = 0; i < in->module_count; i++)
        lookup_stop(&in->modules[i].lookup);
    if (in->failures > SHOWN_FAILURES)
        warn("no inlined functions of %zu more module%s", in->failures - SHOWN_FAILURES,
             in->failures - SHOWN_FAILURES == 1 ? "" : "s");
    return !in->broken;
}
