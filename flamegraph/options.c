#include "options.h"

#include <string.h>

#include "base/message.h"
#include "base/slice.h"

static const char usage[] =
    "[OPTION...] [FILE...] > SVG\n"
    "       flamegraph --diff [--normalize] [--strip-hex] [OPTION...] BEFORE AFTER > SVG\n"
    "Draws folded stacks, lines of \"STACK COUNT\", as a flame graph. Without FILE,\n"
    "or for -, it reads standard input. Two counts in a line make a differential\n"
    "graph: red is more than before, blue is less.\n"
    "\n"
    "Picture:\n"
    "  --title TEXT      heading\n"
    "  --subtitle TEXT   second heading\n"
    "  --width N         width in pixels (1200)\n"
    "  --height N        height of a frame in pixels (16)\n"
    "  --minwidth N[%]   leave out frames narrower than N pixels, or than N percent\n"
    "                    of the whole (0.1)\n"
    "  --fonttype FONT   font (Verdana)\n"
    "  --fontsize N      its size (12)\n"
    "  --fontwidth N     average width of a character as a part of it (0.59)\n"
    "  --countname TEXT  what is counted (samples)\n"
    "  --nametype TEXT   what the names are (Function:)\n"
    "  --encoding NAME   encoding to declare in the XML\n"
    "  --notes TEXT      put TEXT into a comment of the SVG\n"
    "Colors:\n"
    "  --colors PALETTE  hot, mem, io, wakeup, chain, java, js, perl, red, green,\n"
    "                    blue, aqua, yellow, purple or orange (hot)\n"
    "  --bgcolors COLOR  yellow, blue, green, grey or #rrggbb\n"
    "  --dark auto       dark where the reader's system is\n"
    "  --hash            the hue tells the name\n"
    "  --random          random hues\n"
    "  --cp              the same color as in earlier graphs, by palette.map in the\n"
    "                    working directory, which is read and written\n"
    "  --negate          swap red and blue of a differential graph\n"
    "Contents:\n"
    "  --reverse         from the leaves: merge the stacks by their callees\n"
    "  --inverted        icicles, the root at the top\n"
    "  --flamechart      in the order of the input, from left to right\n"
    "  --total N         the whole, if it is more than the sum of the counts\n"
    "  --factor N        multiply the counts by N\n"
    "  --nameattr FILE   attributes for frames: lines of NAME TAB ATTRIBUTE=VALUE ...\n"
    "  --diff            draw the difference of two folded files\n"
    "  --normalize       ... with the counts of BEFORE scaled to the total of AFTER\n"
    "  --strip-hex       ... with hexadecimal numbers written as 0x...\n"
    "Others:\n"
    "  --help, --version print this, or the version\n";

#define ROW(name, kind, field) {name, kind, offsetof(struct options, field), false}
#define ADDED(name, kind, field) {name, kind, offsetof(struct options, field), true}

static const struct getopt_option rows[] = {
    ROW("fonttype", GETOPT_TEXT, fonttype),
    ROW("width", GETOPT_INTEGER, width),
    ROW("height", GETOPT_INTEGER, height),
    ROW("encoding", GETOPT_TEXT, encoding),
    ROW("fontsize", GETOPT_FLOAT, fontsize),
    ROW("fontwidth", GETOPT_FLOAT, fontwidth),
    ROW("minwidth", GETOPT_TEXT, minwidth),
    ROW("title", GETOPT_TEXT, title),
    ROW("subtitle", GETOPT_TEXT, subtitle),
    ROW("nametype", GETOPT_TEXT, nametype),
    ROW("countname", GETOPT_TEXT, countname),
    ROW("nameattr", GETOPT_TEXT, nameattr),
    ROW("total", GETOPT_TEXT, total),
    ROW("factor", GETOPT_FLOAT, factor),
    ROW("colors", GETOPT_TEXT, colors),
    ROW("bgcolors", GETOPT_TEXT, bgcolors),
    ROW("hash", GETOPT_FLAG, hash),
    ROW("random", GETOPT_FLAG, random),
    ROW("cp", GETOPT_FLAG, cp),
    ROW("reverse", GETOPT_FLAG, reverse),
    ROW("inverted", GETOPT_FLAG, inverted),
    ROW("flamechart", GETOPT_FLAG, flamechart),
    ROW("negate", GETOPT_FLAG, negate),
    ROW("notes", GETOPT_TEXT, notes),
    ROW("help", GETOPT_FLAG, common.help),
    ADDED("diff", GETOPT_FLAG, diff),
    ADDED("normalize", GETOPT_FLAG, normalize),
    ADDED("strip-hex", GETOPT_FLAG, strip_hex),
    ADDED("dark", GETOPT_TEXT, dark),
    PROGRAM_VERSION,
    {NULL, GETOPT_FLAG, 0, false}
};

static const struct program program = {usage, rows};

/* Digits and points, perhaps a "%", and, as Perl's $ allows, a newline. */
static void check_minwidth(struct options *o)
{
    size_t digits = strspn(o->minwidth, "0123456789.");
    const char *rest = o->minwidth + digits;

    o->minwidth_is_share = *rest == '%';
    rest += o->minwidth_is_share;
    if (digits == 0 || (*rest != '\0' && strcmp(rest, "\n") != 0))
        die(FG_USAGE, "option --minwidth wants a number, with or without %%, not '%s'",
            o->minwidth);
    o->minwidth_value = perl_numify(slice_of(o->minwidth, digits));
}

static const char *default_title(const struct options *o)
{
    if (o->flamechart)
        return "Flame Chart";
    return o->inverted ? "Icicle Graph" : "Flame Graph";
}

/* As Perl's /^(word|word)$/, which allows a newline at the end. */
static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        size_t n = strlen(*words);
        if (strncmp(word, *words, n) == 0
            && (word[n] == '\0' || strcmp(word + n, "\n") == 0))
            return true;
    }
    return false;
}

/* The background that suits a palette. */
static const char *default_background(const char *colors)
{
    static const char *const waiting[] = {"io", "wakeup", "chain", NULL};
    static const char *const flat[] = {"red", "green", "blue", "aqua", "yellow",
                                       "purple", "orange", NULL};

    if (strcmp(colors, "mem") == 0)
        return "green";
    if (is_one_of(colors, waiting))
        return "blue";
    return is_one_of(colors, flat) ? "grey" : "yellow";
}

static void choose_background(struct options *o)
{
    static const char *const gradients[][3] = {
        {"yellow", "#eeeeee", "#eeeeb0"},
        {"blue", "#eeeeee", "#e0e0ff"},
        {"green", "#eef2ee", "#e0ffe0"},
        {"grey", "#f8f8f8", "#e8e8e8"}
    };
    const char *name = o->bgcolors[0] != '\0' ? o->bgcolors : default_background(o->colors);

    for (size_t i = 0; i < sizeof gradients / sizeof *gradients; i++)
        if (strcmp(name, gradients[i][0]) == 0) {
            o->background[0] = gradients[i][1];
            o->background[1] = gradients[i][2];
            return;
        }
    /* "#" and any six bytes but newlines, and perhaps a newline behind them. */
    size_t length = strlen(name);
    if (name[0] != '#' || strcspn(name, "\n") != 7 || length > 7 + (name[7] == '\n'))
        die(FG_PERL_DIES, "option --bgcolors wants yellow, blue, green, grey or #rrggbb,"
            " not '%s'", name);
    o->background[0] = o->background[1] = name;
}

size_t options_read(struct options *o, int argc, char **argv)
{
    struct options defaults = {
        .title = "", .subtitle = "", .minwidth = "0.1", .fonttype = "Verdana",
        .fontsize = "12", .fontwidth = "0.59", .countname = "samples",
        .nametype = "Function:", .notes = "", .colors = "hot", .bgcolors = "",
        .dark = "",
        .factor = "1"
    };

    *o = defaults;
    o->width = perl_integer(1200);
    o->height = perl_integer(16);
    size_t operands = program_start(&program, argc, argv, o);

    if (o->title[0] == '\0')
        o->title = default_title(o);
    if (strpbrk(o->notes, "<>") != NULL)
        die(FG_PERL_DIES, "option --notes wants a text without < and >");
    if (o->dark[0] != '\0' && strcmp(o->dark, "auto") != 0)
        die(FG_USAGE, "option --dark wants auto, not '%s'", o->dark);
    check_minwidth(o);
    choose_background(o);
    if (o->diff && operands != 2)
        die(FG_USAGE, "--diff wants two folded files, BEFORE and AFTER");
    o->fontsize_value = perl_numify(slice_str(o->fontsize));
    o->fontwidth_value = perl_numify(slice_str(o->fontwidth));
    o->factor_value = perl_numify(slice_str(o->factor));
    return operands;
}
