/*
 * stackcollapse-vtune-mc: the top-down report of VTune's memory consumption, as
 * CSV, to folded stacks of allocations or of bytes.
 *
 *     war: a warning may come first
 *     Function Stack,Allocation Size:Self,Deallocation Size:Self,Allocations:Self,Module
 *     main,0,0,0,app
 *      "load(int, char**)",65536,0,4,app
 *
 * A function has commas too: it ends where the first three fields follow that
 * are numbers, or empty.
 */
#include "base/chars.h"
#include "base/message.h"
#include "filter.h"
#include "formats/vtune_tree.h"
#include "perl/number.h"

struct vtune_mc {
    struct program_options common;
    bool size;

    struct vtune_tree tree;
    bool header_seen;
};

struct row {
    struct slice function;
    struct slice bytes;
    struct slice allocations;
    struct slice module;
};

/* Takes the field before the next comma off `rest`, if it holds digits and at
 * most one point. */
static bool take_number(struct slice *rest, struct slice *number)
{
    size_t end = skip_digits(*rest, 0);

    if (end < rest->n && rest->p[end] == '.')
        end = skip_digits(*rest, end + 1);
    if (end == rest->n || rest->p[end] != ',')
        return false;
    *number = slice_cut(*rest, 0, end);
    *rest = slice_from(*rest, end + 1);
    return true;
}

/* The fields of a line without the blanks before it. */
static bool parse_row(struct slice s, struct row *row)
{
    struct slice released;
    size_t length;

    for (size_t at = 0; (length = slice_find(slice_from(s, at), ',')) != SLICE_NONE;
         at += length + 1) {
        row->function = slice_cut(s, 0, at + length);
        row->module = slice_from(s, at + length + 1);
        if (take_number(&row->module, &row->bytes) && take_number(&row->module, &released)
            && take_number(&row->module, &row->allocations))
            return true;
    }
    return false;
}

/* What the stack counts, as it is written; empty if it does not count. */
static struct slice count_of(const struct vtune_mc *s, const struct row *row)
{
    if (s->size)
        return row->bytes;
    bool none = perl_is_zero(perl_numify(row->allocations));
    return none ? slice_of("", 0) : row->allocations;
}

static bool vtune_mc_line(void *state, struct slice line, struct position position,
                          struct output *out)
{
    struct vtune_mc *s = state;
    struct row row;

    if (!s->header_seen) {
        s->header_seen = !slice_starts(line, "war:");
        return true;
    }
    line = vtune_tree_line(&s->tree, line);
    size_t depth = skip_spaces(line, 0);
    if (!parse_row(slice_from(line, depth), &row)) {
        warn("%s:%zu: not a line of a memory consumption report; '%s --help' tells which"
             " columns it needs", position.file, position.line, program_name());
        return false;
    }
    struct strbuf *frame = vtune_tree_frame(&s->tree, depth);
    strbuf_add(frame, row.function);
    strbuf_add_char(frame, '(');
    strbuf_add(frame, row.module);
    strbuf_add_char(frame, ')');
    struct slice count = count_of(s, &row);
    if (count.n > 0) {
        vtune_tree_print(&s->tree, depth, out);
        output_add(out, count);
        output_char(out, '\n');
    }
    return true;
}

static void vtune_mc_release(void *state)
{
    struct vtune_mc *s = state;

    vtune_tree_free(&s->tree);
}

static const char usage[] =
    "[--size] [FILE] > FOLDED\n"
    "Turns the memory consumption of Intel VTune, a top-down report as CSV, into\n"
    "folded stacks of allocations. Without FILE, or for -, it reads standard input.\n"
    "\n"
    "  --size             bytes instead of allocations\n"
    "  --help, --version  print this, or the version\n"
    "\n"
    "The report has to have these columns:\n"
    "  amplxe-cl -R top-down -call-stack-mode all -format csv -csv-delimiter comma \\\n"
    "      -column=\"Allocations:Self\",\"Allocation Size:Self\",\"Module\" \\\n"
    "      -report-out memory.csv -r RESULT\n"
    "  stackcollapse-vtune-mc memory.csv | flamegraph --countname=allocations > memory.svg\n";

static const struct getopt_option options[] = {
    {"size", GETOPT_FLAG, offsetof(struct vtune_mc, size), false},
    PROGRAM_HELP,
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct filter vtune_mc = {
    .program = {usage, options},
    .one_file = true,
    .line = vtune_mc_line,
    .release = vtune_mc_release
};

int main(int argc, char **argv)
{
    struct vtune_mc state = {0};

    return filter_main(&vtune_mc, &state, argc, argv);
}
