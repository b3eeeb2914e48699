/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <string.h>

#include "base/message.h"
#include "base/slice.h"
#include "io/size.h"

#define ROW(name, kind, member, value, help) \
    OPTION(name, kind, struct options, member, value, help)
#define ADDED_ROW(name, kind, member, value, help) \
    ADDED_OPTION(name, kind, struct options, member, value, help)

static const struct option rows[] = {
    HEADING("Picture:"),
    ROW("title", OPTION_TEXT, title, "TEXT", "heading (Flame Graph)"),
    ROW("subtitle", OPTION_TEXT, subtitle, "TEXT", "second heading"),
    ROW("width", OPTION_INTEGER, width, "N", "width in pixels (1200)"),
    ROW("height", OPTION_INTEGER, height, "N", "height of a frame in pixels (16)"),
    ROW("minwidth", OPTION_TEXT, minwidth, "N[%]",
        "leave out frames narrower than N pixels, or than N percent of the total (0.1)"),
    ROW("fonttype", OPTION_TEXT, fonttype, "FONT", "font (Verdana)"),
    ROW("fontsize", OPTION_FLOAT, fontsize, "N", "font size (12)"),
    ROW("fontwidth", OPTION_FLOAT, fontwidth, "N",
        "average width of a character as a fraction of the font size (0.59)"),
    ROW("countname", OPTION_TEXT, countname, "TEXT", "what the counts are (samples)"),
    ROW("nametype", OPTION_TEXT, nametype, "TEXT", "what the names are (Function:)"),
    ROW("encoding", OPTION_TEXT, encoding, "NAME", "encoding to declare in the XML"),
    ROW("notes", OPTION_TEXT, notes, "TEXT", "put TEXT into a comment of the SVG"),
    ADDED_ROW("compact", OPTION_FLAG, compact, NULL,
              "draw frames under a pixel as lines: a smaller file that opens sooner"),

    HEADING("Colors:"),
    ROW("colors", OPTION_TEXT, colors, "PALETTE", "palette of the frames (hot); see below"),
    ROW("bgcolors", OPTION_TEXT, bgcolors, "COLOR",
        "background: yellow, blue, green, grey or #rrggbb; each palette has its own default"),
    ADDED_ROW("dark", OPTION_TEXT, dark, "auto", "dark where the reader's system is"),
    ROW("hash", OPTION_FLAG, hash, NULL, "give similar names similar hues"),
    ROW("random", OPTION_FLAG, random, NULL, "choose random hues"),
    ROW("cp", OPTION_FLAG, cp, NULL,
        "keep colors from graph to graph: read and write palette.map in the working directory"),
    ROW("negate", OPTION_FLAG, negate, NULL, "swap red and blue in a differential graph"),

    HEADING("Contents:"),
    ROW("reverse", OPTION_FLAG, reverse, NULL, "start from the leaves: merge stacks by callee"),
    ROW("inverted", OPTION_FLAG, inverted, NULL, "draw icicles, with the root at the top"),
    ROW("flamechart", OPTION_FLAG, flamechart, NULL,
        "keep the order of the input, from left to right"),
    ROW("total", OPTION_TEXT, total, "N",
        "the total, if it is more than the sum of the counts"),
    ROW("factor", OPTION_FLOAT, factor, "N", "multiply the counts by N"),
    ROW("nameattr", OPTION_TEXT, nameattr, "FILE",
        "read attributes of frames from FILE, lines of NAME<tab>ATTRIBUTE=VALUE"),
    ADDED_ROW("diff", OPTION_FLAG, diff, NULL, "draw the difference of two folded files"),
    ADDED_ROW("normalize", OPTION_FLAG, difference.normalize, NULL,
              "with --diff: scale the counts of BEFORE to the total of AFTER"),
    ADDED_ROW("strip-hex", OPTION_FLAG, difference.strip_hex, NULL,
              "with --diff: write hexadecimal numbers as 0x..."),

    HEADING("Speed:"),
    ADDED_ROW("threads", OPTION_INTEGER, threads, "N",
              "use N threads; by default, or for 0, one for each processor, 8 at most, and one for "
              "a small input"),
    ADDED_ROW("block-size", OPTION_INTEGER, block_size, "N",
              "read N bytes at a time; by default, or for 0, 131072"),

    HEADING("Others:"),
    OPTION_END
};

const struct program flamegraph_program = {
    .name = "flamegraph",
    .reads = "",
    .synopsis = "[OPTION...] [FILE...] > SVG\n"
                "       @flamegraph --diff [OPTION...] BEFORE AFTER > SVG",
    .about = "Draws folded stacks, lines of \"STACK COUNT\", as a flame graph. Lines with "
             "two counts, before and after, make a differential graph: red frames grew, "
             "blue ones shrank. Reads standard input without FILE, or for -.",
    .example =
        "  perf script | @stackcollapse-perf | @flamegraph --title=\"My service\" > cpu.svg\n",
    .options = rows,
    .script_has_help = true,
    .more_help = palettes_help,
};

static bool check_texts(const struct options *o)
{
    if (strpbrk(o->notes, "<>") != NULL) {
        warn("option --notes needs a text without < and >");
        return false;
    }
    if (o->dark[0] != '\0' && strcmp(o->dark, "auto") != 0) {
        warn("option --dark needs auto, not '%s'", o->dark);
        return false;
    }
    return true;
}

/* Digits and points, optionally a "%" and, as Perl's $ allows, a newline. */
static bool read_minwidth(struct options *o)
{
    size_t digits = strspn(o->minwidth, "0123456789.");
    const char *rest = o->minwidth + digits;

    o->minwidth_is_share = *rest == '%';
    rest += o->minwidth_is_share;
    if (digits == 0 || (*rest != '\0' && strcmp(rest, "\n") != 0)) {
        warn("option --minwidth needs a number, with or without %%, not '%s'", o->minwidth);
        return false;
    }
    o->minwidth_value = perl_numify(slice_of(o->minwidth, digits));
    return true;
}

static bool choose_colors(struct options *o)
{
    o->palette = palette_find(o->colors, o->common.fix);
    if (palette_background(o->bgcolors, o->colors, o->background))
        return true;
    warn("option --bgcolors needs yellow, blue, green, grey or #rrggbb, not '%s'", o->bgcolors);
    return false;
}

static void report_palette(const struct options *o)
{
    struct strbuf list = {0};

    if (palette_is_known(o->palette))
        return;
    palettes_list(&list);
    warn("unknown palette '%s': all frames are black; the palettes are %s", o->colors,
         strbuf_str(&list));
    strbuf_free(&list);
}

static bool is_positive(struct perl_number n)
{
    return perl_compare(n, perl_integer(0)) > 0;
}

/* Says which sizes make a picture without frames, or with frames turned inside out. */
static void report_sizes(struct options *o)
{
    const struct {
        const char *option;
        struct perl_number value;
        const char *what;
    } sizes[] = {
        {"--width", perl_subtract(o->width, perl_integer(LAYOUT_MARGINS)),
         "leaves no room for frames; use more than 20"},
        {"--height", o->height, "leaves no room for frames; use 1 or more"},
        {"--fontsize", o->fontsize_value, "is not the size of a font; use more than 0"},
        {"--fontwidth", o->fontwidth_value, "is not the width of a character; use more than 0"},
        {"--factor", o->factor_value, "makes counts that are not positive; use more than 0"}
    };

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (!is_positive(sizes[i].value)) {
            warn("%s %s", sizes[i].option, sizes[i].what);
            o->odd_size = true;
        }
}

static bool check_operands(const struct options *o, size_t operands)
{
    if (!o->diff || operands == 2)
        return true;
    warn("option --diff needs two folded files, BEFORE and AFTER, not %zu", operands);
    return false;
}

static bool read_sizes(struct options *o)
{
    enum { MOST_THREADS = 1024, MOST_BYTES = 1024 * 1024 * 1024 };

    return size_option(o->threads, 0, MOST_THREADS, "threads", &o->threads_given)
           && size_option(o->block_size, 0, MOST_BYTES, "block-size", &o->block_bytes);
}

static const char *default_title(const struct options *o)
{
    if (o->flamechart)
        return "Flame Chart";
    return o->inverted ? "Icicle Graph" : "Flame Graph";
}

/* Perl takes "" and "0" for no file. */
static const char *file_given(const char *name)
{
    return name == NULL || name[0] == '\0' || strcmp(name, "0") == 0 ? NULL : name;
}

bool options_read(struct options *o, int argc, char **argv, size_t *operands, int *status)
{
    static const struct options defaults = {
        .title = "", .subtitle = "", .minwidth = "0.1", .fonttype = "Verdana",
        .fontsize = "12", .fontwidth = "0.59", .countname = "samples",
        .nametype = "Function:", .notes = "", .colors = "hot", .bgcolors = "", .dark = "",
        .factor = "1",
    };

    *o = defaults;
    o->width = perl_integer(1200);
    o->height = perl_integer(16);
    if (!program_start(&flamegraph_program, argc, argv, o, operands, status))
        return false;
    if (!check_texts(o) || !read_minwidth(o) || !read_sizes(o) || !choose_colors(o)
        || !check_operands(o, *operands)) {
        *status = program_usage(&flamegraph_program, NULL);
        return false;
    }
    if (o->title[0] == '\0')
        o->title = default_title(o);
    o->nameattr = file_given(o->nameattr);
    o->fontsize_value = perl_numify(slice_str(o->fontsize));
    o->fontwidth_value = perl_numify(slice_str(o->fontwidth));
    o->factor_value = perl_numify(slice_str(o->factor));
    report_palette(o);
    report_sizes(o);
    return true;
}
