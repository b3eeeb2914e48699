/* SPDX-License-Identifier: MIT */
#include "documents/xmlname.h"

#include "base/chars.h"
#include "base/utf8.h"

bool xml_character(uint32_t code)
{
    if (code < 0x20)
        return xml_is_space((int)code);
    return code != 0xfffe && code != 0xffff;
}

/* What is written for a character; NULL: the character itself. */
static const char *escaped_character(uint32_t code, bool quotes)
{
    switch (code) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return quotes ? "&quot;" : NULL;
    default:
        return xml_character(code) ? NULL : "\xef\xbf\xbd";
    }
}

void xml_escape(struct slice text, bool quotes, struct strbuf *to)
{
    size_t plain = 0;   /* from here to `at` nothing needs escaping */

    for (size_t at = 0; at < text.n;) {
        uint32_t code;
        size_t next = at + utf8_decode(slice_from(text, at), &code);
        const char *instead = escaped_character(code, quotes);
        if (instead != NULL) {
            strbuf_add(to, slice_cut(text, plain, at));
            strbuf_add_str(to, instead);
            plain = next;
        }
        at = next;
    }
    strbuf_add(to, slice_from(text, plain));
}

/* The code point that a character reference gives, after its '#'. */
static uint32_t numeric_reference(struct slice digits)
{
    int base = 10;
    uint32_t code = 0;

    if (slice_starts(digits, "x")) {
        base = 16;
        digits = slice_from(digits, 1);
    }
    for (size_t i = 0; i < digits.n; i++) {
        int digit = hex_digit(digits.p[i]);
        if (digit < 0 || digit >= base)
            return 0;
        code = code * (uint32_t)base + (uint32_t)digit;
        if (code > 0x10ffff)
            return 0;
    }
    return code >= 0xd800 && code <= 0xdfff ? 0 : code;
}

uint32_t xml_reference(struct slice text)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};

    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (slice_is(text, entities[i].name))
            return (uint32_t)entities[i].c;
    return slice_starts(text, "#") ? numeric_reference(slice_from(text, 1)) : 0;
}
