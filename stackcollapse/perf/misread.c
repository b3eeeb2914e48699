/* SPDX-License-Identifier: MIT */
#include "perf/misread.h"

#include "base/chars.h"
#include "perf/repair.h"
#include "perfscript/frame.h"

/* Whether the frame has something that --fix may read differently. */
static bool may_be_misread(const struct perf_frame_options *options,
                           const struct perfscript_line *line)
{
    const struct perfscript_frame *f = &line->frame;
    struct slice symbol = f->symbol;
    size_t digits = skip_lower_hex_back(symbol, symbol.n);

    if (slice_ends(slice_cut(symbol, 0, digits), "+0x"))
        symbol.n = digits - 3;
    return slice_find(symbol, '(') != SLICE_NONE || slice_has(f->module, "+0x")
           || ((slice_find(symbol, '+') != SLICE_NONE || slice_has(symbol, "->"))
               && perfscript_v8_tag(symbol) == 0)
           || slice_find(f->module, '(') != SLICE_NONE || symbol.p == f->pc.p + f->pc.n
           || slice_is(symbol, " ")
           || options->annotate_kernel || options->annotate_jit;
}

static struct slice without_mark(struct slice name)
{
    if (slice_ends(name, "_[k]") || slice_ends(name, "_[j]"))
        name.n -= strlen("_[k]");
    return name;
}

/* Whether the names are the same but for V8's mark in the first. */
static bool is_same_name(struct slice read, struct slice meant)
{
    size_t tag = perfscript_v8_tag(read);

    if (!perf_v8_mark(read, tag))
        return slice_equal(read, meant);
    return meant.n + 1 == read.n
           && slice_equal(slice_from(read, tag + 1), slice_from(meant, tag));
}

enum perf_misread perf_misread(struct strbuf *room, const struct perf_frame_options *options,
                               struct perfscript_line line, bool java, struct slice read)
{
    struct perf_frame_options fixed = *options;

    if (options->fix || !may_be_misread(options, &line))
        return PERF_READ;
    if (read.n == 0)
        return PERF_SKIPPED;
    fixed.fix = true;
    strbuf_clear(room);
    perf_frame_names(&fixed, &line, java, room);
    struct slice meant = strbuf_slice(room);
    if (is_same_name(read, meant))
        return PERF_READ;
    return is_same_name(without_mark(read), without_mark(meant)) ? PERF_MISMARKED
                                                                 : PERF_MISNAMED;
}
