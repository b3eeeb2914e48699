/* SPDX-License-Identifier: MIT */
#include "color.h"

#include "test.h"

/* Palettes and names, with the colors that flamegraph.pl gives them, without
 * and with --hash. */
static const struct {
    const char *palette, *name;
    const char *color, *hashed;
} cases[] = {
    {"hot", "main", "rgb(243,179,42)", "rgb(247,83,46)"},
    {"mem", "main", "rgb(0,228,163)", "rgb(0,232,76)"},
    {"io", "main", "rgb(126,126,232)", "rgb(101,101,236)"},
    {"red", "main", "rgb(242,112,112)", "rgb(219,79,79)"},
    {"green", "main", "rgb(96,242,96)", "rgb(71,219,71)"},
    {"blue", "main", "rgb(126,126,243)", "rgb(101,101,223)"},
    {"yellow", "main", "rgb(217,217,65)", "rgb(194,194,57)"},
    {"purple", "main", "rgb(240,126,240)", "rgb(213,101,213)"},
    {"aqua", "main", "rgb(96,207,207)", "rgb(71,184,184)"},
    {"orange", "main", "rgb(240,140,0)", "rgb(213,113,0)"},
    {"nosuch", "main", "rgb(0,0,0)", "rgb(0,0,0)"},
    {"", "main", "rgb(0,0,0)", "rgb(0,0,0)"},
    {"hot", "", "rgb(213,39,9)", "rgb(255,230,55)"},
    {"hot", "caf\303\251", "rgb(233,130,31)", "rgb(245,93,44)"},
    {"hot", "\360\235\237\227x", "rgb(242,172,41)", "rgb(255,160,55)"},
    {"hot", "libc`malloc", "rgb(212,33,7)", "rgb(222,112,18)"},
    {"hot", "`x", "rgb(218,60,14)", "rgb(255,113,55)"},
    {"hot", "a`b`c", "rgb(224,87,20)", "rgb(231,115,29)"},
    {"hot", "x`", "rgb(218,60,14)", "rgb(229,230,27)"},
    {"hot", "ab`", "rgb(233,132,31)", "rgb(232,230,30)"},
    {"java", "java/lang/X:::m", "rgb(55,204,55)", "rgb(77,224,77)"},
    {"java", "Ljava/util/A.m", "rgb(59,208,59)", "rgb(87,234,87)"},
    {"java", "x_[j]", "rgb(105,250,105)", "rgb(94,241,94)"},
    {"java", "x_[i]", "rgb(53,168,168)", "rgb(94,206,206)"},
    {"java", "a::b", "rgb(229,229,69)", "rgb(205,205,61)"},
    {"java", "a:::b", "rgb(79,227,79)", "rgb(83,230,83)"},
    {"java", "x_[k]", "rgb(241,141,0)", "rgb(238,138,0)"},
    {"java", "LLjava/x", "rgb(252,126,126)", "rgb(223,84,84)"},
    {"java", "comx/y", "rgb(241,109,109)", "rgb(235,102,102)"},
    {"java", "com/y", "rgb(65,213,65)", "rgb(89,235,89)"},
    {"java", "Lx", "rgb(246,117,117)", "rgb(227,89,89)"},
    {"java", "sys_read", "rgb(217,75,75)", "rgb(240,108,108)"},
    {"perl", "a::b", "rgb(229,229,69)", "rgb(205,205,61)"},
    {"perl", "Perl_x", "rgb(69,217,69)", "rgb(102,247,102)"},
    {"perl", "x.pl", "rgb(68,216,68)", "rgb(104,249,104)"},
    {"perl", "x_[k]", "rgb(241,141,0)", "rgb(238,138,0)"},
    {"perl", "read", "rgb(251,125,125)", "rgb(244,114,114)"},
    {"js", "x_[j]", "rgb(105,215,215)", "rgb(94,206,206)"},
    {"js", "/a_[j]", "rgb(99,245,99)", "rgb(74,222,74)"},
    {"js", "a::b", "rgb(229,229,69)", "rgb(205,205,61)"},
    {"js", "/x.js", "rgb(55,205,55)", "rgb(73,221,73)"},
    {"js", "x.js/", "rgb(205,57,57)", "rgb(244,115,115)"},
    {"js", "x.js:1", "rgb(70,184,184)", "rgb(98,209,209)"},
    {"js", "x/y.js:1", "rgb(88,235,88)", "rgb(105,250,105)"},
    {"js", " ", "rgb(52,202,52)", "rgb(103,248,103)"},
    {"js", "f_[k]", "rgb(197,97,0)", "rgb(234,134,0)"},
    {"js", "f_[k]x", "rgb(230,130,0)", "rgb(234,134,0)"},
    {"js", "f", "rgb(254,129,129)", "rgb(248,121,121)"},
    {"wakeup", "x", "rgb(90,201,201)", "rgb(110,220,220)"},
    {"chain", "x_[w]", "rgb(64,178,178)", "rgb(94,206,206)"},
    {"chain", "x", "rgb(120,120,238)", "rgb(140,140,255)"},
    {"chain", "x_[w]y", "rgb(86,198,198)", "rgb(94,206,206)"}
};

/* The same for differences, with the largest one. */
static const struct {
    const char *delta, *largest;
    const char *color;
} deltas[] = {
    {"0", "10", "rgb(255,255,255)"},
    {"10", "10", "rgb(255,0,0)"},
    {"5", "10", "rgb(255,105,105)"},
    {"1", "3", "rgb(255,140,140)"},
    {"-1", "3", "rgb(140,140,255)"},
    {"-10", "10", "rgb(0,0,255)"},
    {"-5", "10", "rgb(105,105,255)"},
    {"2.5", "10", "rgb(255,157,157)"},
    {"1", "1000", "rgb(255,209,209)"},
    {"1e-9", "10", "rgb(255,209,209)"},
    {"18446744073709551615", "18446744073709551615", "rgb(255,0,0)"}
};

static void check_color(const char *palette, enum color_mode mode, const char *name,
                        const char *wanted)
{
    struct color c;
    struct strbuf got = {0};

    color_init(&c, palette_find(palette, false), mode);
    strbuf_add_str(&got, "fill=");
    color_of_name(&c, slice_str(name), &got);
    CHECK(slice_starts(strbuf_slice(&got), "fill="));
    CHECK_EQ_SLICE(slice_from(strbuf_slice(&got), 5), slice_str(wanted));
    strbuf_free(&got);
}

static void test_names(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_case = cases[i].name;
        check_color(cases[i].palette, COLOR_BY_NAME, cases[i].name, cases[i].color);
        check_color(cases[i].palette, COLOR_HASH, cases[i].name, cases[i].hashed);
    }
    test_case = NULL;
}

static void test_deltas(void)
{
    struct strbuf got = {0};

    for (size_t i = 0; i < sizeof deltas / sizeof *deltas; i++) {
        test_case = deltas[i].delta;
        strbuf_clear(&got);
        color_of_delta(perl_numify(slice_str(deltas[i].delta)),
                       perl_numify(slice_str(deltas[i].largest)), &got);
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(deltas[i].color));
    }
    test_case = NULL;
    strbuf_free(&got);
}

/* Random colors stay within the palette and differ, for one name and from
 * run to run. */
static void test_random(void)
{
    struct color c, d;
    struct strbuf first = {0};
    struct strbuf next = {0};
    size_t changes = 0;

    color_init(&c, palette_find("hot", false), COLOR_RANDOM);
    color_init(&d, palette_find("hot", false), COLOR_RANDOM);
    CHECK(c.random.state != d.random.state);
    for (int i = 0; i < 200; i++) {
        int red, green, blue;
        strbuf_clear(&next);
        color_of_name(&c, slice_str("main"), &next);
        CHECK(sscanf(strbuf_str(&next), "rgb(%d,%d,%d)", &red, &green, &blue) == 3);
        CHECK(red >= 205 && red < 255 && green >= 0 && green < 230 && blue >= 0 && blue < 55);
        changes += !slice_equal(strbuf_slice(&first), strbuf_slice(&next));
        strbuf_clear(&first);
        strbuf_add(&first, strbuf_slice(&next));
    }
    CHECK(changes > 190);
    strbuf_free(&first);
    strbuf_free(&next);
}

int main(void)
{
    test_names();
    test_deltas();
    test_random();
    return test_report();
}
