/* SPDX-License-Identifier: MIT */
#include "bpftrace_maps.h"

#include "base/scan.h"

bool bpftrace_scan_name(struct slice *line, struct slice *name)
{
    size_t end;

    if (!slice_starts(*line, "@"))
        return false;
    end = skip_word(*line, 1);
    if (end == line->n || line->p[end] != '[')
        return false;
    *name = slice_cut(*line, 0, end);
    *line = slice_from(*line, end + 1);
    return true;
}

bool bpftrace_parse_end(struct slice line, struct slice *keys, struct slice *value)
{
    size_t end = slice_search_last(line, "]: ");

    if (end == SLICE_NONE && !slice_ends(line, "]:"))
        return false;
    if (end == SLICE_NONE)
        end = line.n - strlen("]:");
    *keys = slice_cut(line, 0, end);
    *value = trim_spaces(slice_from(line, end + strlen("]:")));
    return true;
}

/* The position of "+808" at the end, or before "@file.c:12". */
static size_t bpftrace_find_offset(struct slice s)
{
    size_t plus = slice_find_last(s, '+');

    if (plus == SLICE_NONE)
        return SLICE_NONE;
    size_t end = skip_digits(s, plus + 1);
    return end > plus + 1 && (end == s.n || s.p[end] == '@') ? plus : SLICE_NONE;
}

/* "ADDRESS NAME (MODULE)", as stack_mode=perf prints it, to the name and what is in
 * parentheses. */
static bool bpftrace_parse_perf(struct slice line, struct slice *name, struct slice *module)
{
    size_t open;

    if (!scan_text(&line, "\t") || scan_lower_hex(&line).n == 0 || !scan_text(&line, " "))
        return false;
    *name = line;
    *module = slice_of("", 0);
    open = slice_search_last(line, " (");
    if (open != SLICE_NONE && slice_ends(line, ")")) {
        *name = slice_cut(line, 0, open);
        *module = slice_cut(line, open + strlen(" ("), line.n - 1);
    }
    return true;
}

bool bpftrace_has_address(struct slice line)
{
    struct slice name, module;

    return bpftrace_parse_perf(line, &name, &module);
}

struct slice bpftrace_function(struct slice line, struct strbuf *to)
{
    struct slice name, module = slice_of("", 0);

    if (!bpftrace_parse_perf(line, &name, &module))
        name = trim_left(line);
    bool inlined = slice_is(module, "inlined") || scan_text(&name, "[inlined]");
    name = trim_left(name);
    size_t offset = bpftrace_find_offset(name);
    if (offset != SLICE_NONE && offset > 0)
        name.n = offset;
    if (!inlined)
        return name;
    strbuf_clear(to);
    strbuf_add(to, name);
    strbuf_add_str(to, "_[i]");
    return strbuf_slice(to);
}

void bpftrace_maps_begin(struct bpftrace_maps *m, struct slice name, struct slice before)
{
    bpftrace_maps_cut(m);
    m->place = BPFTRACE_STACK;
    strbuf_clear(&m->name);
    strbuf_add(&m->name, name);
    strbuf_clear(&m->before);
    strbuf_add(&m->before, before);
    strbuf_clear(&m->frames);
}

static void bpftrace_maps_push(struct bpftrace_maps *m, struct slice frame)
{
    strbuf_add_char(&m->frames, '\n');
    strbuf_add(&m->frames, frame);
}

void bpftrace_maps_frame(struct bpftrace_maps *m, struct slice line)
{
    if (m->collapse->options.fix) {
        bpftrace_maps_push(m, bpftrace_function(line, &m->function));
        return;
    }
    if (bpftrace_has_address(line))
        collapse_note(m->collapse, BPFTRACE_ADDRESS, 1);
    bpftrace_maps_push(m, trim_left(line));
}

/* Appends the frames, the root first. */
static void bpftrace_add_stack(struct strbuf *to, struct slice frames)
{
    size_t at;

    for (; (at = slice_find_last(frames, '\n')) != SLICE_NONE; frames.n = at) {
        strbuf_add_char(to, ';');
        strbuf_add(to, slice_from(frames, at + 1));
    }
}

static void bpftrace_maps_hold(struct bpftrace_maps *m, struct slice value)
{
    if (m->count++ == 0) {
        m->file = m->collapse->input.name;
        m->line = m->collapse->input.line;
        strbuf_add(&m->first, strbuf_slice(&m->name));
    }
    if (!output_is_empty(&m->collapse->out))
        return;     /* what the script reads is printed; this is left out, and noted */
    m->several |= !slice_equal(strbuf_slice(&m->first), strbuf_slice(&m->name));
    strbuf_add(&m->held, strbuf_slice(&m->name));
    if (m->before.n > 0) {
        strbuf_add_char(&m->held, ';');
        strbuf_add(&m->held, strbuf_slice(&m->before));
    }
    bpftrace_add_stack(&m->held, strbuf_slice(&m->frames));
    strbuf_add_char(&m->held, ' ');
    strbuf_add(&m->held, value);
    strbuf_add_char(&m->held, '\n');
}

void bpftrace_maps_end(struct bpftrace_maps *m, struct slice keys, struct slice value)
{
    scan_text(&keys, ",");
    if (keys.n > 0 && is_space(keys.p[0]))
        scan_bytes(&keys, 1);
    if (keys.n > 0)
        bpftrace_maps_push(m, keys);
    m->place = value.n > 0 ? BPFTRACE_OUTSIDE : BPFTRACE_ROWS;
    if (value.n > 0 && skip_digits(value, 0) == value.n)
        bpftrace_maps_hold(m, value);
    else
        collapse_note(m->collapse, BPFTRACE_NO_COUNT, 1);
}

/* "KEY, " before a stack; without the comma. */
static bool bpftrace_strip_comma(struct slice *keys)
{
    struct slice text = slice_cut(*keys, 0, skip_spaces_back(*keys, keys->n));

    if (!slice_ends(text, ","))
        return false;
    *keys = slice_cut(text, 0, text.n - 1);
    return true;
}

/* What follows "@name[". */
static bool bpftrace_maps_entry(struct bpftrace_maps *m, struct slice name, struct slice line)
{
    struct slice keys, value;

    if (!bpftrace_parse_end(line, &keys, &value)) {
        if (line.n > 0 && !bpftrace_strip_comma(&line))
            return false;
        bpftrace_maps_begin(m, name, line);
        return true;
    }
    bpftrace_maps_cut(m);
    if (!slice_starts(keys, ", ") && !bpftrace_strip_comma(&keys)) {
        m->entries++;
        m->place = value.n > 0 ? BPFTRACE_OUTSIDE : BPFTRACE_ROWS;
        return true;
    }
    bpftrace_maps_begin(m, name, slice_of("", 0));
    bpftrace_maps_end(m, keys, value);
    return true;
}

/* "@total: 13", or "@sizes:" before the rows of a histogram. */
static bool bpftrace_maps_scalar(struct bpftrace_maps *m, struct slice line)
{
    size_t end = slice_starts(line, "@") ? skip_word(line, 1) : 0;

    if (end == 0 || !slice_starts(slice_from(line, end), ":"))
        return false;
    bpftrace_maps_cut(m);
    m->entries++;
    m->place = end + 1 == line.n ? BPFTRACE_ROWS : BPFTRACE_OUTSIDE;
    return true;
}

/* A line inside a stack. */
static void bpftrace_maps_inside(struct bpftrace_maps *m, struct slice line)
{
    struct slice keys, value;

    if (!slice_starts(line, "]") && !slice_starts(line, ",")) {
        if (line.n > 0)
            bpftrace_maps_frame(m, line);
    } else if (bpftrace_parse_end(line, &keys, &value)) {
        bpftrace_maps_end(m, keys, value);
    } else if (scan_text(&line, ",")) {
        bpftrace_strip_comma(&line);
        line = trim_spaces(line);
        if (line.n > 0)
            bpftrace_maps_push(m, line);
    }
}

bool bpftrace_maps_line(struct bpftrace_maps *m, struct slice line)
{
    struct slice rest = line, name;

    if (bpftrace_scan_name(&rest, &name) ? bpftrace_maps_entry(m, name, rest)
                                         : bpftrace_maps_scalar(m, line))
        return true;
    if (slice_starts(line, "{\"type\": \"")) {
        bpftrace_json_line(m, line);
        return true;
    }
    if (m->place == BPFTRACE_OUTSIDE)
        return false;
    if (m->place == BPFTRACE_STACK)
        bpftrace_maps_inside(m, line);
    else if (line.n == 0)
        m->place = BPFTRACE_OUTSIDE;
    return true;
}

void bpftrace_maps_cut(struct bpftrace_maps *m)
{
    if (m->place == BPFTRACE_STACK)
        collapse_note(m->collapse, BPFTRACE_CUT, 1);
    m->place = BPFTRACE_OUTSIDE;
}

void bpftrace_maps_print(struct bpftrace_maps *m)
{
    struct slice rest = strbuf_slice(&m->held), line;

    while (scan_to(&rest, '\n', &line)) {
        if (!m->several) {
            line = slice_from(line, m->first.n);
            scan_text(&line, ";");
        }
        output_add(&m->collapse->out, line);
        output_char(&m->collapse->out, '\n');
    }
}
