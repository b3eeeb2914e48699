/* SPDX-License-Identifier: MIT */
#include "perfscript/meant.h"

#include "base/chars.h"
#include "perfscript/frame.h"

/* What follows an address, which is any word as in the fast path, and blanks; empty if the
 * line does not begin like that. */
static struct slice meant_after_address(struct slice text)
{
    size_t from = skip_spaces(text, 0);
    size_t end = skip_word(text, from);
    size_t next = skip_spaces(text, end);

    return slice_from(text, end > from && next > end ? next : text.n);
}

/* Whether a header without an event is one, and not what perf prints after a stack. */
static bool meant_bare_header(struct slice text, bool within, struct slice comm)
{
    if (text.p[0] == ' ' || text.p[0] == '#')
        return false;
    return !within || (slice_find(comm, ' ') == SLICE_NONE && !slice_ends(comm, ":"));
}

/* Whether the line is a header. One without a time may be anything within a sample, and
 * one after '#' a comment. */
static bool meant_header(const struct perfscript_line *line, bool within,
                           struct perfscript_header *header)
{
    struct slice text = line->text;
    bool comment = line->kind == PERFSCRIPT_COMMENT;

    if (text.p[0] == '\t' || (comment && (text.n < 2 || is_space(text.p[1]))))
        return false;
    bool plain = line->kind == PERFSCRIPT_EVENT && line->event.plain;
    if (plain || !perfscript_parse_header(text, header)) {
        if (line->kind != PERFSCRIPT_EVENT || (within && !plain))
            return false;
        header->event = line->event;
        header->cpu = header->time = header->record = header->rest = slice_of(NULL, 0);
        return true;
    }
    return header->event.event.p != NULL || header->record.p != NULL
           || meant_bare_header(text, within, header->event.comm);
}

enum perfscript_meant perfscript_meant(struct perfscript_line *line, bool within,
                                       struct perfscript_header *header)
{
    struct slice text = line->text;

    if (slice_ends(text, "\r")) {
        text.n--;
        perfscript_parse(text, line);
    }
    if (text.n == 0)
        return PERFSCRIPT_MEANT_END;
    if (meant_header(line, within, header))
        return PERFSCRIPT_MEANT_HEADER;
    if (line->kind == PERFSCRIPT_COMMENT)
        return PERFSCRIPT_MEANT_NOTHING;
    if (line->kind == PERFSCRIPT_OTHER && text.p[0] == '\t'
        && perfscript_bare_frame(text, &line->frame))
        return PERFSCRIPT_MEANT_FRAME;
    struct slice symbol = meant_after_address(text);
    bool insn = slice_has(text, "\tinsn:");
    if (line->kind == PERFSCRIPT_FRAME && symbol.n > 0 && !insn)
        return PERFSCRIPT_MEANT_FRAME;
    bool column = insn || skip_hex(symbol, 0) == skip_non_spaces(symbol, 0);
    return within && column && (is_space(text.p[0]) || text.p[0] == '|') ? PERFSCRIPT_MEANT_NOTHING
                                                                         : PERFSCRIPT_MEANT_OTHER;
}
