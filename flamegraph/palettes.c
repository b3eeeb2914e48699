/* SPDX-License-Identifier: MIT */
#include "palettes.h"

#include <string.h>

#include "base/chars.h"
#include "io/help.h"

static palette_chooser choose_chain, choose_java, choose_java_fixed, choose_js, choose_perl;

enum {
    HOT, MEM, IO, WAKEUP, CHAIN, JAVA, JS, PERL, RED, GREEN, BLUE, AQUA, YELLOW, PURPLE, ORANGE,
    COUNT
};

/* The numbers: the base, the range and the value of red, green and blue. */
static const struct palette palettes[COUNT] = {
    [HOT] = {"hot", {{205, 50, 2}, {0, 230, 0}, {0, 55, 1}}, NULL, "yellow",
             "red to yellow, for time on CPU (the default)"},
    [MEM] = {"mem", {{0, 0, 0}, {190, 50, 1}, {0, 210, 0}}, NULL, "green",
             "green to aqua, for memory"},
    [IO] = {"io", {{80, 60, 0}, {80, 60, 0}, {190, 55, 1}}, NULL, "blue",
            "blue, for I/O and other time off CPU"},
    [WAKEUP] = {"wakeup", {{50, 60, 0}, {165, 55, 0}, {165, 55, 0}}, NULL, "blue",
                "aqua, for wakeups"},
    [CHAIN] = {"chain", {{0}}, choose_chain, "blue",
               "blocked stacks blue, their wakers aqua, for chain graphs"},
    [JAVA] = {"java", {{0}}, choose_java, "yellow",
              "Java green, inlined Java aqua, C++ yellow, kernel orange, others red"},
    [JS] = {"js", {{0}}, choose_js, "yellow",
            "JavaScript green, built-in aqua, C++ yellow, kernel orange, others red"},
    [PERL] = {"perl", {{0}}, choose_perl, "yellow",
              "Perl green, C++ yellow, kernel orange, others red"},
    [RED] = {"red", {{200, 55, 0}, {50, 80, 0}, {50, 80, 0}}, NULL, "grey",
             "shades of red"},
    [GREEN] = {"green", {{50, 60, 0}, {200, 55, 0}, {50, 60, 0}}, NULL, "grey",
               "shades of green"},
    [BLUE] = {"blue", {{80, 60, 0}, {80, 60, 0}, {205, 50, 0}}, NULL, "grey",
              "shades of blue"},
    [AQUA] = {"aqua", {{50, 60, 0}, {165, 55, 0}, {165, 55, 0}}, NULL, "grey",
              "shades of aqua"},
    [YELLOW] = {"yellow", {{175, 55, 0}, {175, 55, 0}, {50, 20, 0}}, NULL, "grey",
                "shades of yellow"},
    [PURPLE] = {"purple", {{190, 65, 0}, {80, 60, 0}, {190, 65, 0}}, NULL, "grey",
                "shades of purple"},
    [ORANGE] = {"orange", {{190, 65, 0}, {90, 65, 0}, {0, 0, 0}}, NULL, "grey",
                "shades of orange"},
};

static const struct palette java_fixed = {"java", {{0}}, choose_java_fixed, "yellow", ""};
static const struct palette black = {"", {{0}}, NULL, "yellow", ""};

static const struct palette *choose_chain(struct slice name)
{
    return &palettes[slice_has(name, "_[w]") ? AQUA : BLUE];
}

/* Whether the name begins with a package of Java's, with or without an L. */
static bool is_java_package(struct slice name)
{
    static const char *const packages[] = {
        "java/", "javax/", "jdk/", "net/", "org/", "com/", "io/", "sun/"
    };

    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        if (slice_starts(name, packages[i])
            || (slice_starts(name, "L") && slice_starts(slice_from(name, 1), packages[i])))
            return true;
    return false;
}

static const struct palette *choose_java(struct slice name)
{
    if (slice_ends(name, "_[j]"))
        return &palettes[GREEN];
    if (slice_ends(name, "_[i]"))
        return &palettes[AQUA];
    if (is_java_package(name) || slice_has(name, ":::"))
        return &palettes[GREEN];
    if (slice_has(name, "::"))      /* C++ */
        return &palettes[YELLOW];
    return &palettes[slice_ends(name, "_[k]") ? ORANGE : RED];
}

bool palette_is_annotated(struct slice name)
{
    return name.n > 4 && name.p[name.n - 1] == ']' && name.p[name.n - 3] == '['
           && name.p[name.n - 4] == '_' && name.p[name.n - 2] >= '0' && name.p[name.n - 2] <= '6';
}

/* "java.lang.Thread.run", "kotlin/Unit.toString", "Lscala/Option;::get" */
static bool is_java_method(struct slice name)
{
    static const char *const packages[] = {
        "java.", "javax.", "jdk.", "net.", "org.", "com.", "io.", "sun."
    };
    size_t slash = slice_find_last(name, '/');

    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++)
        if (slice_starts(name, packages[i]) && slice_find(name, '/') == SLICE_NONE)
            return true;
    return slash != SLICE_NONE && is_word(name.p[0]) && slice_find(name, ' ') == SLICE_NONE
           && slice_find(slice_from(name, slash), '.') != SLICE_NONE;
}

static const struct palette *choose_java_fixed(struct slice name)
{
    /* Interpreted, compiled, inlined, native, C++, kernel, compiled by C1. */
    static const int kinds[] = {GREEN, GREEN, AQUA, RED, YELLOW, ORANGE, GREEN};

    if (palette_is_annotated(name))
        return &palettes[kinds[name.p[name.n - 2] - '0']];
    if (!slice_ends(name, "_[j]") && !slice_ends(name, "_[i]") && !slice_ends(name, "_[k]")
        && is_java_method(name))
        return &palettes[GREEN];
    return choose_java(name);
}

bool palette_mistakes_java(struct slice name)
{
    return choose_java(name) != choose_java_fixed(name);
}

static const struct palette *choose_js(struct slice name)
{
    size_t slash = slice_find(name, '/');

    if (slice_ends(name, "_[j]"))   /* of a source file, or built in */
        return &palettes[slash != SLICE_NONE ? GREEN : AQUA];
    if (slice_has(name, "::"))      /* C++ */
        return &palettes[YELLOW];
    if (slash != SLICE_NONE && slice_has(slice_from(name, slash + 1), ".js"))
        return &palettes[GREEN];
    if (slice_has(name, ":"))       /* built in */
        return &palettes[AQUA];
    if (slice_is(name, " "))        /* no symbol */
        return &palettes[GREEN];
    return &palettes[slice_has(name, "_[k]") ? ORANGE : RED];
}

static const struct palette *choose_perl(struct slice name)
{
    if (slice_has(name, "::"))      /* C++ */
        return &palettes[YELLOW];
    if (slice_has(name, "Perl") || slice_has(name, ".pl"))
        return &palettes[GREEN];
    return &palettes[slice_ends(name, "_[k]") ? ORANGE : RED];
}

const struct palette *palette_find(const char *name, bool fix)
{
    if (fix && strcmp(name, java_fixed.name) == 0)
        return &java_fixed;
    for (size_t i = 0; i < COUNT; i++)
        if (strcmp(name, palettes[i].name) == 0)
            return &palettes[i];
    return &black;
}

bool palette_is_known(const struct palette *palette)
{
    return palette != &black;
}

void palettes_list(struct strbuf *to)
{
    for (size_t i = 0; i < COUNT; i++)
        strbuf_printf(to, "%s%s", i > 0 ? ", " : "", palettes[i].name);
}

/* Here, and for all names but "mem", Perl's patterns allow a newline after the name. */
static const char *background_of_palette(const char *name)
{
    size_t n = strcspn(name, "\n");

    for (size_t i = 0; i < COUNT; i++)
        if (strlen(palettes[i].name) == n && strncmp(name, palettes[i].name, n) == 0
            && (name[n] == '\0' || (i != MEM && strcmp(name + n, "\n") == 0)))
            return palettes[i].background;
    return black.background;
}

/* "#", six bytes other than newlines and, as Perl's $ allows, a newline. */
static bool is_hex_color(const char *name)
{
    return name[0] == '#' && strcspn(name, "\n") == 7
           && (name[7] == '\0' || strcmp(name + 7, "\n") == 0);
}

bool palette_background(const char *bgcolors, const char *colors, const char *background[2])
{
    static const char *const gradients[][3] = {
        {"yellow", "#eeeeee", "#eeeeb0"},
        {"blue", "#eeeeee", "#e0e0ff"},
        {"green", "#eef2ee", "#e0ffe0"},
        {"grey", "#f8f8f8", "#e8e8e8"}
    };
    const char *name = bgcolors[0] != '\0' ? bgcolors : background_of_palette(colors);

    for (size_t i = 0; i < sizeof gradients / sizeof *gradients; i++)
        if (strcmp(name, gradients[i][0]) == 0) {
            background[0] = gradients[i][1];
            background[1] = gradients[i][2];
            return true;
        }
    background[0] = background[1] = name;
    return is_hex_color(name);
}

void palettes_help(struct output *o)
{
    output_str(o, "Palettes of --colors:\n");
    for (size_t i = 0; i < COUNT; i++)
        help_row(o, palettes[i].name, palettes[i].help, 10);
}
