/* SPDX-License-Identifier: MIT */
#include "wellformed.h"

#include "test.h"

/* Texts, and whether they may stand in an element and between quotes. */
static const struct {
    const char *text;
    bool content, value;
} texts[] = {
    {"", true, true},
    {"plain", true, true},
    {"caf\xc3\xa9 \xf0\x9f\x94\xa5", true, true},
    {"it's", true, true},
    {"a > b", true, true},
    {"say \"x\"", true, false},
    {"tab\tline\nreturn\r", true, true},
    {"\x01", false, false},
    {"\x1b[1m", false, false},
    {"\xef\xbf\xbe", false, false},
    {"\xef\xbf\xbd", true, true},
    {"a & b", false, false},
    {"a &amp; b", true, true},
    {"&lt;&gt;&quot;&apos;", true, true},
    {"&nbsp;", false, false},
    {"&AMP;", false, false},
    {"&amp", false, false},
    {"&;", false, false},
    {"&amp b;", false, false},
    {"&#38;", true, true},
    {"&#x26;&#xFf;", true, true},
    {"&#X26;", false, false},
    {"&#;", false, false},
    {"&#x;", false, false},
    {"&#3a;", false, false},
    {"&#xg;", false, false},
    {"&# 38;", false, false},
    {"&#0;", false, false},
    {"&#1;", false, false},
    {"&#9;&#10;", true, true},
    {"&#xd800;", false, false},
    {"&#xdfff;", false, false},
    {"&#xe000;", true, true},
    {"&#xfffe;", false, false},
    {"&#x10ffff;", true, true},
    {"&#x110000;", false, false},
    {"&#4294967334;", false, false},
    {"&#x100000026;", false, false},
    {"]]>", false, true},
    {"]] >", true, true},
    {"<", false, false},
    {"a < b", false, false},
    {"<b>x</b>", true, false},
    {"<b/>", true, false},
    {"<b />", true, false},
    {"<b></b >", true, false},
    {"<b>", false, false},
    {"</b>", false, false},
    {"<b></c>", false, false},
    {"<b><c></b></c>", false, false},
    {"<b><c></c></b><b/>", true, false},
    {"<B></b>", false, false},
    {"<bb></b>", false, false},
    {"</b><b>", false, false},
    {"< b/>", false, false},
    {"<b", false, false},
    {"<b/", false, false},
    {"<b/ >", false, false},
    {"<b></ b>", false, false},
    {"<b></b/>", false, false},
    {"<b></b x='1'>", false, false},
    {"<>", false, false},
    {"</>", false, false},
    {"<1b/>", false, false},
    {"<b-1.c_d/>", true, false},
    {"<b x='1' y=\"2\"/>", true, false},
    {"<b x = '1'\n\ty\r=\n'2' >z</b>", true, false},
    {"<b x='1'y='2'/>", false, false},
    {"<b x='1' x='2'/>", false, false},
    {"<b x='1' xx='2'/>", true, false},
    {"<b x=1/>", false, false},
    {"<b x/>", false, false},
    {"<b x=/>", false, false},
    {"<b x='1/>", false, false},
    {"<b x='<'/>", false, false},
    {"<b x='>'/>", true, false},
    {"<b x='&'/>", false, false},
    {"<b x='&amp;\"'/>", true, false},
    {"<b x=\"'\"/>", true, false},
    {"<b 'x'/>", false, false},
    {"<b xlink:href='u'/>", true, false},
    {"<b xml:space='preserve'/>", true, false},
    {"<b foo:href='u'/>", false, false},
    {"<b xlink:='u'/>", false, false},
    {"<foo:b/>", false, false},
    {"<tspan x='1'>a &lt; b</tspan>", true, false},
    {"<!-- x -->", true, false},
    {"<!---->", true, false},
    {"<!--->", false, false},
    {"<!-- a -- b -->", false, false},
    {"<!-- a --->", false, false},
    {"<!-- <b> & -->", true, false},
    {"<!-- \x01 -->", false, false},
    {"<!--", false, false},
    {"<![CDATA[x]]>", true, false},
    {"<![CDATA[<&>]]>", true, false},
    {"<![CDATA[x]]>]]>", false, false},
    {"<![CDATA[x", false, false},
    {"<?x y?>", true, false},
    {"<?x?>", true, false},
    {"<?x", false, false},
    {"<? x?>", false, false},
    {"<?xML y?>", false, false},
    {"<?xlink:a y?>", false, false},
    {"<!DOCTYPE a>", false, false},
    {"<b x='\x02'/>", false, false},
    {"</text><script>x()</script><text>", false, false}
};

static void test_texts(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        test_case = texts[i].text;
        CHECK(wellformed_content(slice_str(texts[i].text)) == texts[i].content);
        CHECK(wellformed_value(slice_str(texts[i].text)) == texts[i].value);
    }
    test_case = NULL;
    CHECK(!wellformed_content(slice_of("a\0b", 3)));
    CHECK(!wellformed_value(slice_of("a\0b", 3)));
}

/* Every beginning of a well-formed text is looked at within its bounds. */
static void test_cut(void)
{
    static const char text[] = "a<b x='1' xlink:y=\"&#x26;\"><c/>&amp;</b>";
    const size_t wellformed_at[] = {0, 1, sizeof text - 1};

    for (size_t n = 0; n < sizeof text; n++) {
        bool wanted = false;
        for (size_t i = 0; i < sizeof wellformed_at / sizeof *wellformed_at; i++)
            wanted = wanted || wellformed_at[i] == n;
        CHECK(wellformed_content(slice_of(text, n)) == wanted);
    }
}

/* Attributes where id and href are taken, and what is taken then. */
static const struct {
    const char *text;
    bool wellformed;
    const char *taken;
} attributes[] = {
    {"", true, " id href "},
    {"  ", true, " id href "},
    {"x=\"1\"", true, " id href x "},
    {" x = '1'\ty='2' ", true, " id href x y "},
    {"hre='1' ref='2' d='3'", true, " id href hre ref d "},
    {"href='1'", false, NULL},
    {"x='1' id='2'", false, NULL},
    {"x='1' x='1'", false, NULL},
    {"HREF='1'", true, " id href HREF "},
    {"xlink:href='1'", true, " id href xlink:href "},
    {"x='1'y='2'", false, NULL},
    {"x", false, NULL},
    {"x=", false, NULL},
    {"x='1", false, NULL},
    {"x='1' /", false, NULL},
    {"x='1'><script>", false, NULL},
    {"/", false, NULL},
    {">", false, NULL},
    {"x='<'", false, NULL},
    {"x='a&b'", false, NULL},
    {"x='a&amp;b'", true, " id href x "}
};

static void test_attributes(void)
{
    struct strbuf taken = {0};

    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        test_case = attributes[i].text;
        strbuf_clear(&taken);
        strbuf_add_str(&taken, " id href ");
        CHECK(wellformed_attributes(slice_str(attributes[i].text), &taken)
              == attributes[i].wellformed);
        if (attributes[i].wellformed)
            CHECK_EQ_SLICE(strbuf_slice(&taken), slice_str(attributes[i].taken));
    }
    test_case = NULL;
    strbuf_free(&taken);
}

int main(void)
{
    test_texts();
    test_cut();
    test_attributes();
    return test_report();
}
