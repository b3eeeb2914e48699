/*
 * stackcollapse-vtune-mc: the top-down report of VTune's memory consumption, as CSV, to
 * folded stacks of allocations or of bytes.
 *
 *     war: a warning may come first
 *     Function Stack,Allocation Size:Self,Deallocation Size:Self,Allocations:Self,Module
 *     main,0,0,0,app
 *      "load(int, char**)",65536,0,4,app
 *
 * A blank before a function is a level. Quotes mean nothing, so that a function with
 * commas ends before the first three fields that are numbers or empty.
 */
#include "base/chars.h"
#include "base/message.h"
#include "collapse.h"

struct vtune_mc {
    struct collapse collapse; /* the stack: the newest frame of each level */
    bool size;

    bool header_seen;
    struct strbuf line;
    struct strbuf frame;
};

struct vtune_mc_row {
    struct slice function;
    struct slice bytes;
    struct slice allocations;
    struct slice module;
};

/* Cuts the first field off `s`, with the comma after it, if it holds digits and at most
 * one point. */
static bool vtune_mc_cut_number(struct slice *s, struct slice *number)
{
    size_t end = skip_digits(*s, 0);

    if (end < s->n && s->p[end] == '.')
        end = skip_digits(*s, end + 1);
    if (end == s->n || s->p[end] != ',')
        return false;
    *number = slice_cut(*s, 0, end);
    *s = slice_from(*s, end + 1);
    return true;
}

/* The fields of a line without the blanks before it. */
static bool vtune_mc_parse_row(struct slice s, struct vtune_mc_row *row)
{
    struct slice freed;
    size_t length;

    for (size_t at = 0; (length = slice_find(slice_from(s, at), ',')) != SLICE_NONE;
         at += length + 1) {
        row->function = slice_cut(s, 0, at + length);
        row->module = slice_from(s, at + length + 1);
        if (vtune_mc_cut_number(&row->module, &row->bytes)
            && vtune_mc_cut_number(&row->module, &freed)
            && vtune_mc_cut_number(&row->module, &row->allocations))
            return true;
    }
    return false;
}

/* What the row counts, as it is written; empty if it does not count. */
static struct slice vtune_mc_count(const struct vtune_mc *s, const struct vtune_mc_row *row)
{
    if (s->size)
        return row->bytes;
    bool none = perl_is_zero(perl_numify(row->allocations));
    return none ? slice_of("", 0) : row->allocations;
}

static enum collapse_step vtune_mc_line(void *state, struct slice line)
{
    struct vtune_mc *s = state;
    struct collapse *c = &s->collapse;
    struct vtune_mc_row row;

    if (!s->header_seen) {
        s->header_seen = !slice_starts(line, "war:");
        return MORE;
    }
    strbuf_clear(&s->line);
    strbuf_add_without(&s->line, line, '"');
    line = strbuf_slice(&s->line);
    size_t level = skip_spaces(line, 0);
    if (!vtune_mc_parse_row(slice_from(line, level), &row))
        return collapse_failed(c, "not a line of a memory consumption report; '%s --help' "
                                  "lists the columns that it needs", program_name());
    strbuf_clear(&s->frame);
    strbuf_add(&s->frame, row.function);
    strbuf_add_char(&s->frame, '(');
    strbuf_add(&s->frame, row.module);
    strbuf_add_char(&s->frame, ')');
    collapse_set_frame(c, level, strbuf_slice(&s->frame));
    struct slice count = vtune_mc_count(s, &row);
    if (count.n > 0)
        collapse_print(c, level + 1, count);
    return MORE;
}

static const struct option options[] = {
    OPTION("size", OPTION_FLAG, struct vtune_mc, size, NULL, "count bytes, not allocations"),
    OPTION_END
};

static const struct collapser vtune_mc = {
    .program = {
        .name = "stackcollapse-vtune-mc",
        .synopsis = "[--size] [FILE] > FOLDED",
        .about = "Folds the stacks of Intel VTune's memory consumption, a top-down report as "
                 "CSV with the columns below, in allocations. Reads standard input without "
                 "FILE, or for -.",
        .example = "  amplxe-cl -R top-down -call-stack-mode all -format csv \\\n"
                   "    -column=\"Allocations:Self\",\"Allocation Size:Self\",\"Module\" \\\n"
                   "    -csv-delimiter comma -report-out memory.csv -r RESULT\n"
                   "  @stackcollapse-vtune-mc memory.csv |\n"
                   "    @flamegraph --countname=allocations > memory.svg\n",
        .options = options,
    },
    .name = "a VTune memory consumption report",
    .failure = FG_PERL_DIES,
    .one_file = true,
    .line = vtune_mc_line,
};

int main(int argc, char **argv)
{
    static struct vtune_mc state;

    return collapse_main(&vtune_mc, &state, argc, argv);
}
