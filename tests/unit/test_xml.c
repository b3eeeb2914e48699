/* SPDX-License-Identifier: MIT */
#include "documents/xml.h"

#include "source_text.h"
#include "test.h"

/* What the parser makes of a text: "<name", with the values of the attributes a
 * and b in brackets, "/name", "'text'", and with '!' the line and the words of an
 * error. */
static void describe(struct source *source, struct strbuf *to)
{
    struct xml x = {0};
    enum xml_token token;
    struct slice value;

    strbuf_clear(to);
    xml_init(&x, source);
    while ((token = xml_next(&x)) != XML_DONE && token != XML_ERROR) {
        strbuf_add_char(to, token == XML_BEGIN ? '<' : token == XML_END ? '/' : '\'');
        strbuf_add(to, token == XML_TEXT ? strbuf_slice(&x.text) : x.name);
        for (const char *name = "a\0b\0"; token == XML_BEGIN && *name != '\0'; name += 2) {
            if (!xml_attribute(&x, name, &value))
                continue;
            strbuf_add_char(to, '[');
            strbuf_add(to, value);
            strbuf_add_char(to, ']');
        }
        if (token == XML_TEXT)
            strbuf_add_char(to, '\'');
    }
    if (token == XML_ERROR) {
        add_error(to, source, x.error);
        CHECK(xml_next(&x) == XML_ERROR);
    }
    xml_free(&x);
}

#define EARLY "unexpected end of input"
#define ENTITY "unknown entity"
#define OUTSIDE "text outside the root element"
#define NOT_OPEN "end tag without a start tag"

static const struct {
    const char *text;
    const char *tokens;
} cases[] = {
    {"<x/>", "<x/x"},
    {"<x></x>", "<x/x"},
    {"<x ></x\n>", "<x/x"},
    {"<?xml version=\"1.0\"?>\n<!-- c --><x/> <!-- d -->\n<?p i?>", "<x/x"},
    {"\xef\xbb\xbf<x/>", "<x/x"},
    {"<!DOCTYPE plist PUBLIC \"-//A\" \"http://x\">\n<plist/>", "<plist/plist"},
    {"<x><y><z/></y><y/></x>", "<x<y<z/z/y<y/y/x"},
    {"<x>a<y>b</y>c</x>", "<x'a'<y'b'/y'c'/x"},
    {"<x> \n </x>", "<x' \n '/x"},
    {"<n:x-1.2_\xc3\xa4/>", "<n:x-1.2_\xc3\xa4/n:x-1.2_\xc3\xa4"},

    /* attributes */
    {"<x a=\"1\" b='2'/>", "<x[1][2]/x"},
    {"<x a = \"1\"\n b\t=\t'\"'></x>", "<x[1][\"]/x"},
    {"<x b='' />", "<x[]/x"},
    {"<x a='1' a='2'/>", "<x[1]/x"},
    {"<x a='>'/>", "<x[>]/x"},
    {"<x a='&lt;&amp;&#65;&#x20AC;'/>", "<x[<&A\xe2\x82\xac]/x"},
    {"<x a='1\n\t2'/>", "<x[1  2]/x"},
    {"<x aa='1' ab='2'/>", "<x/x"},
    {"<x a='1'b='2'/>", "!1 expected '>'"},
    {"<x a=1/>", "!1 missing quote"},
    {"<x a/>", "!1 expected '='"},
    {"<x a='<'/>", "!1 missing quote"},
    {"<x 1='2'/>", "!1 expected a name"},
    {"<x / >", "!1 expected '>'"},

    /* text */
    {"<x>&lt;&gt;&amp;&quot;&apos;</x>", "<x'<>&\"''/x"},
    {"<x>&#65;&#x42;&#x1F600;</x>", "<x'AB\xf0\x9f\x98\x80'/x"},
    {"<x>&amp;lt;</x>", "<x'&lt;'/x"},
    {"<x><![CDATA[<a>&amp;]]]]><![CDATA[>]]></x>", "<x'<a>&amp;]]''>'/x"},
    {"<x><![CDATA[]]></x>", "<x/x"},
    {"<x>a<!-- - -- -->b</x>", "<x'a''b'/x"},
    {"<x><!--> --></x>", "<x/x"},
    {"<x>\xff</x>", "<x'\xff'/x"},
    {"<x>\r\n</x>", "<x'\r\n'/x"},
    {"<x>&nbsp;</x>", "<x!1 " ENTITY},
    {"<x>&;</x>", "<x!1 " ENTITY},
    {"<x>& </x>", "<x!1 " ENTITY},
    {"<x>&lt</x>", "<x!1 " ENTITY},
    {"<x>&#xfffe;</x>", "<x'\xef\xbf\xbe'/x"},
    {"<x>&#0;</x>", "<x!1 " ENTITY},
    {"<x>&#x1;</x>", "<x!1 " ENTITY},
    {"<x>&#xd800;</x>", "<x!1 " ENTITY},
    {"<x>&#x110000;</x>", "<x!1 " ENTITY},
    {"<x>&#99999999999999999999;</x>", "<x!1 " ENTITY},
    {"<x>&#;</x>", "<x!1 " ENTITY},
    {"<x>&#x;</x>", "<x!1 " ENTITY},
    {"<x>&#-65;</x>", "<x!1 " ENTITY},
    {"<x>&# 65;</x>", "<x!1 " ENTITY},
    {"<x>&#x0x41;</x>", "<x!1 " ENTITY},
    {"<x>&#X41;</x>", "<x!1 " ENTITY},
    {"<x>\n\001</x>", "<x!2 control character"},

    /* the document */
    {"", "!1 " EARLY},
    {" \n", "!2 " EARLY},
    {"<!-- only -->", "!1 " EARLY},
    {"x", "!1 " OUTSIDE},
    {"<x/>y", "<x/x!1 " OUTSIDE},
    {"<![CDATA[x]]><x/>", "!1 " OUTSIDE},
    {"<x/><y/>", "<x/x!1 unexpected data after the end of the document"},
    {"<x>\n</y>", "<x'\n'!2 " NOT_OPEN},
    {"<x></X>", "<x!1 " NOT_OPEN},
    {"<xy></x>", "<xy!1 " NOT_OPEN},
    {"</x>", "!1 " NOT_OPEN},
    {"<x><y></x>", "<x<y!1 " NOT_OPEN},
    {"<x></x y>", "<x!1 expected '>'"},
    {"< x/>", "!1 expected a name"},
    {"<-x/>", "!1 expected a name"},
    {"<>", "!1 expected a name"},
    {"<!x>", "!1 unknown markup"},
    {"<!- x -->", "!1 unknown markup"},
    {"<x><!DOCTYPE x></x>", "<x!1 unknown markup"},
    {"<!DOCTYPE x [<!ENTITY e \"eee\">]><x>&e;</x>", "!1 declarations in a document type"},
    {"<!DOCTYPE x>\n<x>&e;</x>", "<x!2 " ENTITY},
    {"\xff\xfe<", "!1 " OUTSIDE}
};

static void test_cases(void)
{
    struct strbuf got = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_case = cases[i].text;
        describe_text(describe, slice_str(cases[i].text), &got);
        CHECK_EQ_SLICE(strbuf_slice(&got), slice_str(cases[i].tokens));
    }
    test_case = NULL;
    describe_text(describe, slice_of("<x>&lt\0;</x>", 12), &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str("<x!1 " ENTITY));
    describe_text(describe, slice_of("<x>&#65\0;</x>", 13), &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str("<x!1 " ENTITY));
    describe_text(describe, slice_of("<x>\0</x>", 8), &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str("<x!1 control character"));
    strbuf_free(&got);
}

static const char document[] =
    "<?xml version='1.0'?><!DOCTYPE d><doc a='1&#x41;' b=\"&quot;\">te&amp;xt<!-- c -->\n"
    "<e/><![CDATA[<>]]></doc>";
static const char document_tokens[] = "<doc[1A][\"]'te&xt''\n'<e/e'<>'/doc";

/* Every beginning but the whole is too short. */
static void test_truncated(void)
{
    struct strbuf got = {0};

    for (size_t n = 0; n < sizeof document - 1; n++) {
        describe_text(describe, slice_of(document, n), &got);
        CHECK(slice_ends(strbuf_slice(&got), EARLY));
    }
    strbuf_free(&got);
}

/* Nothing limits nesting, names and attributes but memory. */
static void test_large(void)
{
    enum { COUNT = 300000 };
    struct strbuf text = {0};
    struct source source;
    struct xml x = {0};
    size_t tokens = 0;
    enum xml_token token;

    for (size_t i = 0; i < COUNT; i++)
        strbuf_add_str(&text, "<abc>");
    source_text(&source, strbuf_slice(&text));
    xml_init(&x, &source);
    while ((token = xml_next(&x)) != XML_ERROR)
        tokens++;
    CHECK_EQ_SIZE(tokens, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        strbuf_add_str(&text, "</abc>");
    source_text(&source, strbuf_slice(&text));
    xml_init(&x, &source);
    for (tokens = 0; (token = xml_next(&x)) != XML_DONE && token != XML_ERROR; tokens++)
        CHECK(slice_is(x.name, "abc"));
    CHECK_EQ_SIZE(tokens, 2 * COUNT);

    strbuf_clear(&text);
    strbuf_add_str(&text, "<x");
    for (size_t i = 0; i < COUNT; i++)
        strbuf_add_str(&text, " c='&amp;'");
    strbuf_add_str(&text, " a='1'/>");
    source_text(&source, strbuf_slice(&text));
    xml_init(&x, &source);
    struct slice value = {NULL, 0};
    CHECK(xml_next(&x) == XML_BEGIN && xml_attribute(&x, "a", &value) && value.n == 1);
    CHECK(xml_next(&x) == XML_END && xml_next(&x) == XML_DONE);
    xml_free(&x);
    strbuf_free(&text);
}

int main(void)
{
    test_cases();
    test_truncated();
    check_blocks(describe, document, document_tokens);
    test_large();
    return test_report();
}
