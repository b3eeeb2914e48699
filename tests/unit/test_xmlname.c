/* SPDX-License-Identifier: MIT */
#include "documents/xmlname.h"

#include "test.h"

static void test_characters(void)
{
    static const struct {
        uint32_t code;
        bool allowed;
    } cases[] = {
        {0x00, false}, {0x01, false}, {0x08, false}, {0x09, true}, {0x0a, true}, {0x0b, false},
        {0x0c, false}, {0x0d, true}, {0x0e, false}, {0x1f, false}, {0x20, true}, {0x7f, true},
        {0x85, true}, {0xd7ff, true}, {0xe000, true}, {0xfffd, true}, {0xfffe, false},
        {0xffff, false}, {0x10000, true}, {0x1fffe, true}, {0x10ffff, true}
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK(xml_character(cases[i].code) == cases[i].allowed);
}

static void test_names(void)
{
    static const char start[] = "azAZ_";
    static const char part[] = "09-.";
    static const char neither[] = ":;/@[`{^ ";

    for (const char *c = start; *c != '\0'; c++)
        CHECK(xml_name_start(*c) && xml_name_part(*c));
    for (const char *c = part; *c != '\0'; c++)
        CHECK(!xml_name_start(*c) && xml_name_part(*c));
    for (const char *c = neither; *c != '\0'; c++)
        CHECK(!xml_name_start(*c) && !xml_name_part(*c));
    CHECK(!xml_name_part('\0') && !xml_name_part((char)0xc3) && !xml_name_part(-1));
}

static void test_references(void)
{
    static const struct {
        const char *text;
        uint32_t code;
    } cases[] = {
        {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''},
        {"#38", '&'}, {"#x26", '&'}, {"#x0026", '&'}, {"#xe9", 0xe9}, {"#xE9", 0xe9},
        {"#1114111", 0x10ffff}, {"#x10ffff", 0x10ffff}, {"#x1", 1}, {"#xfffe", 0xfffe},
        {"", 0}, {"#", 0}, {"#x", 0}, {"#0", 0}, {"LT", 0}, {"nbsp", 0}, {"38", 0}, {"x26", 0},
        {"#X26", 0}, {"#3a", 0}, {"#x2g", 0}, {"# 38", 0}, {"#-38", 0}, {"#x0x26", 0},
        {"#xd800", 0}, {"#xdfff", 0}, {"#x110000", 0}, {"#99999999999999999999", 0}
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_case = cases[i].text;
        CHECK(xml_reference(slice_str(cases[i].text)) == cases[i].code);
    }
    test_case = NULL;
    CHECK(xml_reference(slice_of("lt\0", 3)) == 0);
}

static void test_escape(void)
{
    struct slice text = slice_str("a<\"&>\xef\xbf\xbe\x01\xc3\xa9");
    struct strbuf to = {0};

    xml_escape(text, false, &to);
    CHECK_EQ_SLICE(strbuf_slice(&to),
                   slice_str("a&lt;\"&amp;&gt;\xef\xbf\xbd\xef\xbf\xbd\xc3\xa9"));
    strbuf_clear(&to);
    xml_escape(text, true, &to);
    CHECK_EQ_SLICE(strbuf_slice(&to),
                   slice_str("a&lt;&quot;&amp;&gt;\xef\xbf\xbd\xef\xbf\xbd\xc3\xa9"));
    strbuf_free(&to);
}

int main(void)
{
    test_escape();
    test_characters();
    test_names();
    test_references();
    return test_report();
}
