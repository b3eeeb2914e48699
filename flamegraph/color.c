#include "color.h"

#include <stdint.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"

void color_init(struct color *c, const char *palette, enum color_mode mode)
{
    uint32_t seed;

    c->palette = palette;
    c->mode = mode;
    random_bytes(&seed, sizeof seed);
    perl_srand(&c->random, seed);
}

/* A sum of the code points as a seed, and one draw: 0 <= v < 1. */
static double name_value(struct slice name)
{
    struct perl_rand rand;
    uint32_t sum = 0;
    uint32_t code;

    while (name.n > 0) {
        name = slice_from(name, utf8_decode(name, &code));
        sum += code;
    }
    perl_srand(&rand, sum);
    return perl_rand(&rand);
}

/* The position behind "module`", of which the first character does not count;
 * 0 without it. */
static size_t module_end(struct slice name)
{
    uint32_t code;
    size_t first = name.n > 0 ? utf8_decode(name, &code) : 0;
    size_t at = slice_find(slice_from(name, first), '`');

    return at == SLICE_NONE ? 0 : first + at + 1;
}

/* What up to three characters, the first weighing most, come to. */
struct vector {
    double sum;
    double max;
    double weight;
    int modulus;
};

static bool add_character(struct vector *v, uint32_t code)
{
    double part = (double)(code % (uint32_t)v->modulus) / (v->modulus - 1);

    v->modulus++;
    v->sum += part * v->weight;
    v->max += v->weight;
    v->weight *= 0.70;
    return v->modulus <= 12;
}

static const struct vector no_vector = {0, 1, 1, 10};

/* The value by the first characters of a name behind its module. */
static double hash_value(struct slice name)
{
    struct vector v = no_vector;
    struct slice rest = slice_from(name, module_end(name));
    uint32_t code;

    while (rest.n > 0) {
        rest = slice_from(rest, utf8_decode(rest, &code));
        if (!add_character(&v, code))
            break;
    }
    return 1 - v.sum / v.max;
}

/* The same for the name read backwards: there the module is what stands behind
 * the last "`", with one character behind that at least. */
static double reversed_hash_value(struct slice name)
{
    struct vector v = no_vector;
    struct slice rest = name;
    uint32_t code;

    if (name.n > 0) {
        size_t last = utf8_last(name);
        size_t at = slice_find_last(slice_cut(name, 0, last), '`');
        if (at != SLICE_NONE)
            rest.n = at;
    }
    while (rest.n > 0) {
        rest.n = utf8_last(rest);
        utf8_decode(slice_of(rest.p + rest.n, name.n - rest.n), &code);
        if (!add_character(&v, code))
            break;
    }
    return 1 - v.sum / v.max;
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

static const char *java_hue(struct slice name)
{
    if (slice_ends(name, "_[j]"))
        return "green";
    if (slice_ends(name, "_[i]"))
        return "aqua";
    if (is_java_package(name) || slice_has(name, ":::"))
        return "green";
    if (slice_has(name, "::"))    /* C++ */
        return "yellow";
    return slice_ends(name, "_[k]") ? "orange" : "red";
}

static const char *perl_hue(struct slice name)
{
    if (slice_has(name, "::"))    /* C++ */
        return "yellow";
    if (slice_has(name, "Perl") || slice_has(name, ".pl"))
        return "green";
    return slice_ends(name, "_[k]") ? "orange" : "red";
}

static const char *js_hue(struct slice name)
{
    size_t slash = slice_find(name, '/');

    if (slice_ends(name, "_[j]"))   /* of a source file, or built in */
        return slash != SLICE_NONE ? "green" : "aqua";
    if (slice_has(name, "::"))    /* C++ */
        return "yellow";
    if (slash != SLICE_NONE && slice_has(slice_from(name, slash + 1), ".js"))
        return "green";
    if (slice_has(name, ":"))     /* built in */
        return "aqua";
    if (slice_is(name, " "))    /* no symbol */
        return "green";
    return slice_has(name, "_[k]") ? "orange" : "red";
}

/* The palette of one hue that a palette of several has for a name. */
static const char *hue_of(const char *palette, struct slice name)
{
    if (strcmp(palette, "java") == 0)
        return java_hue(name);
    if (strcmp(palette, "perl") == 0)
        return perl_hue(name);
    if (strcmp(palette, "js") == 0)
        return js_hue(name);
    if (strcmp(palette, "wakeup") == 0)
        return "aqua";
    if (strcmp(palette, "chain") == 0)
        return slice_has(name, "_[w]") ? "aqua" : "blue";
    return palette;
}

/* A channel is base + int(range * v), with v one of three values. */
struct channel {
    int base;
    int range;
    int value;
};

static const struct hue {
    const char *name;
    struct channel rgb[3];
} hues[] = {
    {"hot", {{205, 50, 2}, {0, 230, 0}, {0, 55, 1}}},
    {"mem", {{0, 0, 0}, {190, 50, 1}, {0, 210, 0}}},
    {"io", {{80, 60, 0}, {80, 60, 0}, {190, 55, 1}}},
    {"red", {{200, 55, 0}, {50, 80, 0}, {50, 80, 0}}},
    {"green", {{50, 60, 0}, {200, 55, 0}, {50, 60, 0}}},
    {"blue", {{80, 60, 0}, {80, 60, 0}, {205, 50, 0}}},
    {"yellow", {{175, 55, 0}, {175, 55, 0}, {50, 20, 0}}},
    {"purple", {{190, 65, 0}, {80, 60, 0}, {190, 65, 0}}},
    {"aqua", {{50, 60, 0}, {165, 55, 0}, {165, 55, 0}}},
    {"orange", {{190, 65, 0}, {90, 65, 0}, {0, 0, 0}}}
};

/* Three values, of which the hash makes the last two alike; one name makes
 * them all alike by default. */
static void choose_values(struct color *c, struct slice name, double v[3])
{
    switch (c->mode) {
    case COLOR_BY_NAME:
        v[0] = v[1] = v[2] = name_value(name);
        break;
    case COLOR_HASH:
        v[0] = hash_value(name);
        v[1] = v[2] = reversed_hash_value(name);
        break;
    case COLOR_RANDOM:
        for (int i = 0; i < 3; i++)
            v[i] = perl_rand(&c->random);
        break;
    }
}

static void add_rgb(struct perl_number r, struct perl_number g, struct perl_number b, struct strbuf *to)
{
    struct perl_number rgb[3] = {r, g, b};
    char text[PERL_NUMBER_TEXT];

    strbuf_add_str(to, "rgb(");
    for (int i = 0; i < 3; i++) {
        strbuf_add_str(to, i > 0 ? "," : "");
        strbuf_add(to, slice_of(text, perl_number_text(rgb[i], text)));
    }
    strbuf_add_char(to, ')');
}

void color_of_name(struct color *c, struct slice name, struct strbuf *to)
{
    const char *palette = hue_of(c->palette, name);
    struct perl_number rgb[3] = {perl_integer(0), perl_integer(0), perl_integer(0)};
    double v[3];

    choose_values(c, name, v);
    for (size_t i = 0; i < sizeof hues / sizeof *hues; i++) {
        if (strcmp(hues[i].name, palette) != 0)
            continue;
        for (int k = 0; k < 3; k++) {
            struct channel channel = hues[i].rgb[k];
            int level = channel.base + (int)(channel.range * v[channel.value]);
            rgb[k] = perl_integer((uint64_t)level);
        }
    }
    add_rgb(rgb[0], rgb[1], rgb[2], to);
}

void color_of_delta(struct perl_number delta, struct perl_number largest, struct strbuf *to)
{
    struct perl_number zero = perl_integer(0);
    struct perl_number full = perl_integer(255);
    int sign = perl_compare(delta, zero);

    if (sign == 0) {
        add_rgb(full, full, full, to);
        return;
    }
    struct perl_number left = sign > 0 ? perl_subtract(largest, delta) : perl_add(largest, delta);
    struct perl_number pale = perl_truncate(
        perl_divide(perl_multiply(perl_integer(210), left), largest));
    if (sign > 0)
        add_rgb(full, pale, pale, to);
    else
        add_rgb(pale, pale, full, to);
}
