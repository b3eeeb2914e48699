/* SPDX-License-Identifier: MIT */
#include "color.h"

#include <stdint.h>
#include <string.h>

#include "base/double.h"
#include "base/hash.h"
#include "base/utf8.h"

void color_init(struct color *c, const struct palette *palette, enum color_mode mode)
{
    uint32_t seed;

    c->palette = palette;
    c->mode = mode;
    random_bytes(&seed, sizeof seed);
    perl_srand(&c->random, seed);
}

/* The first random number, 0 <= v < 1, after the sum of the code points as a seed. */
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

/* The position after "MODULE`", a module being a character at least; 0 without one. */
static size_t module_end(struct slice name)
{
    uint32_t code;
    size_t first = name.n > 0 ? utf8_decode(name, &code) : 0;
    size_t at = slice_find(slice_from(name, first), '`');

    return at == SLICE_NONE ? 0 : first + at + 1;
}

/* A weighted mean of up to three characters. */
struct name_hash {
    double sum;
    double max;
    double weight;
    int modulus;
};

/* False when no more characters are needed. */
static bool name_hash_add(struct name_hash *v, uint32_t code)
{
    double part = double_divide((double)(code % (uint32_t)v->modulus), v->modulus - 1);

    v->modulus++;
    v->sum = double_add(v->sum, double_multiply(part, v->weight));
    v->max = double_add(v->max, v->weight);
    v->weight = double_multiply(v->weight, 0.70);
    return v->modulus <= 12;
}

static const struct name_hash no_characters = {0, 1, 1, 10};

/* The value of the first characters after the module. */
static double hash_value(struct slice name)
{
    struct name_hash v = no_characters;
    struct slice rest = slice_from(name, module_end(name));
    uint32_t code;

    while (rest.n > 0) {
        rest = slice_from(rest, utf8_decode(rest, &code));
        if (!name_hash_add(&v, code))
            break;
    }
    return double_subtract(1, double_divide(v.sum, v.max));
}

/* The value of the name read backwards, whose module is what follows the last "`", again
 * a character at least. */
static double reversed_hash_value(struct slice name)
{
    struct name_hash v = no_characters;
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
        if (!name_hash_add(&v, code))
            break;
    }
    return double_subtract(1, double_divide(v.sum, v.max));
}

/* Three values: all equal by default, the last two equal with --hash. */
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

static void add_rgb(struct perl_number r, struct perl_number g, struct perl_number b,
                    struct strbuf *to)
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

/* The level of a channel for the values of a color. */
static struct perl_number channel_level(struct palette_channel channel, const double v[3])
{
    int level = channel.base + (int)double_multiply(channel.range, v[channel.value]);

    return perl_integer((uint64_t)level);
}

void color_of_name(struct color *c, struct slice name, struct strbuf *to)
{
    const struct palette *palette = c->palette;
    double v[3];

    if (palette->choose != NULL)
        palette = palette->choose(name);
    choose_values(c, name, v);
    add_rgb(channel_level(palette->rgb[0], v), channel_level(palette->rgb[1], v),
            channel_level(palette->rgb[2], v), to);
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
    struct perl_number left =
        sign > 0 ? perl_subtract(largest, delta) : perl_add(largest, delta);
    struct perl_number pale =
        perl_truncate(perl_divide(perl_multiply(perl_integer(210), left), largest));
    if (sign > 0)
        add_rgb(full, pale, pale, to);
    else
        add_rgb(pale, pale, full, to);
}
