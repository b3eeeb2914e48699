/* SPDX-License-Identifier: MIT */
#include "svg.h"

#include <string.h>

#include "base/double.h"
#include "base/utf8.h"
#include "documents/xmlname.h"
#include "wellformed.h"

/* A name is escaped in pieces, so that a long one needs no memory. */
enum { PIECE = 64 * 1024 };

static const char replacement[] = "\xef\xbf\xbd";

void svg_name(struct output *o, struct slice name, bool quotes)
{
    while (name.n > 0) {
        size_t end = name.n > PIECE ? utf8_last(slice_cut(name, 0, PIECE)) : name.n;
        xml_escape(slice_cut(name, 0, end), quotes, &o->pending);
        output_add(o, slice_of("", 0));     /* which may write it */
        name = slice_from(name, end);
    }
}

/* Writes a text as it is if it fits, else escaped. */
static void add_user_text(struct output *o, struct slice text, bool (*fits)(struct slice))
{
    struct strbuf repaired = {0};

    utf8_repair(text, &repaired);
    text = strbuf_slice(&repaired);
    if (fits(text))
        output_add(o, text);
    else
        svg_name(o, text, true);
    strbuf_free(&repaired);
}

void svg_content(struct output *o, struct slice text)
{
    add_user_text(o, text, wellformed_content);
}

void svg_value(struct output *o, struct slice text)
{
    add_user_text(o, text, wellformed_value);
}

void svg_comment(struct output *o, struct slice text)
{
    struct strbuf repaired = {0};

    utf8_repair(text, &repaired);
    text = strbuf_slice(&repaired);
    for (size_t at = 0; at < text.n;) {
        uint32_t code;
        size_t next = at + utf8_decode(slice_from(text, at), &code);
        if (!xml_character(code))
            output_str(o, replacement);
        else
            output_add(o, slice_cut(text, at, next));
        if (code == '-' && next < text.n && text.p[next] == '-')
            output_char(o, ' ');
        at = next;
    }
    strbuf_free(&repaired);
}

static void add_hex_digits(struct output *o, unsigned value, int digits)
{
    while (digits-- > 0)
        output_char(o, "0123456789abcdef"[value >> 4 * digits & 15]);
}

/* Writes a character that is not allowed where the text goes. */
typedef void escape(struct output *o, uint32_t code);

/* Writes a text of the user: characters that XML forbids as U+FFFD, other control characters
 * and those in `special` by `instead`. */
static void add_escaped(struct output *o, struct slice text, const char *special,
                        escape *instead)
{
    struct strbuf repaired = {0};

    utf8_repair(text, &repaired);
    text = strbuf_slice(&repaired);
    while (text.n > 0) {
        uint32_t code;
        size_t length = utf8_decode(text, &code);
        if (!xml_character(code))
            output_str(o, replacement);
        else if (code < 0x20 || (code < 0x80 && strchr(special, (int)code) != NULL))
            instead(o, code);
        else
            output_add(o, slice_cut(text, 0, length));
        text = slice_from(text, length);
    }
    strbuf_free(&repaired);
}

static void escape_css(struct output *o, uint32_t code)
{
    output_char(o, '\\');
    add_hex_digits(o, code, 6);
}

/* Whether the quotes are of one kind and come in pairs. */
static bool has_plain_quotes(struct slice text)
{
    size_t single = 0;
    size_t doubled = 0;

    for (size_t i = 0; i < text.n; i++) {
        single += text.p[i] == '\'';
        doubled += text.p[i] == '"';
    }
    return single % 2 == 0 && doubled % 2 == 0 && (single == 0 || doubled == 0);
}

/* Nothing in it ends the declaration, the rule or the element. The name of a font may
 * have quotes. */
void svg_css(struct output *o, struct slice text)
{
    add_escaped(o, text, has_plain_quotes(text) ? "{}();:<>&\\/@!" : "{}();:<>&\\/@!\"'",
                escape_css);
}

static void escape_script(struct output *o, uint32_t code)
{
    output_str(o, "\\u");
    add_hex_digits(o, code, 4);
}

void svg_script_string(struct output *o, struct slice text)
{
    output_char(o, '"');
    add_escaped(o, text, "\"'\\<>&]", escape_script);
    output_char(o, '"');
}

static void list_space(struct svg_list *list)
{
    if (list->begun)
        output_char(list->o, ' ');
    list->begun = true;
}

void svg_list_attribute(struct svg_list *list, const char *name, struct slice value,
                        struct strbuf *taken)
{
    list_space(list);
    output_str(list->o, name);
    output_str(list->o, "=\"");
    svg_value(list->o, value);
    output_char(list->o, '"');
    strbuf_add_str(taken, name);
    strbuf_add_char(taken, ' ');
}

void svg_list_extra(struct svg_list *list, struct slice text, struct strbuf *taken)
{
    if (!wellformed_attributes(text, taken))
        return;
    list_space(list);
    output_add(list->o, text);
}

/* Writes the number with one digit after the point; returns the value as written. */
static double add_tenths(struct output *o, double value)
{
    char text[PERL_NUMBER_FIXED_TEXT];

    output_add(o, slice_of(text, perl_number_fixed(value, 1, text)));
    return perl_tenths(value);
}

void svg_rectangle(struct output *o, double x1, struct perl_number y1, double x2,
                   struct perl_number y2, struct slice fill, const char *extra)
{
    output_str(o, "<rect x=\"");
    double left = add_tenths(o, x1);
    output_str(o, "\" y=\"");
    output_number(o, y1);
    output_str(o, "\" width=\"");
    add_tenths(o, double_subtract(perl_tenths(x2), left));
    output_str(o, "\" height=\"");
    add_tenths(o, perl_double(perl_subtract(y2, y1)));
    output_str(o, "\" fill=\"");
    output_add(o, fill);
    output_str(o, "\" ");
    output_str(o, extra);
    output_str(o, " />\n");
}

void svg_text_begin(struct output *o, const char *id, double x, struct perl_number y,
                    const char *extra)
{
    char text[PERL_NUMBER_FIXED_TEXT];

    output_str(o, "<text ");
    if (id != NULL) {
        output_str(o, "id=\"");
        output_str(o, id);
        output_char(o, '"');
    }
    output_str(o, " x=\"");
    output_add(o, slice_of(text, perl_number_fixed(x, 2, text)));
    output_str(o, "\" y=\"");
    output_number(o, y);
    output_str(o, "\" ");
    output_str(o, extra);
    output_char(o, '>');
}

void svg_text_end(struct output *o)
{
    output_str(o, "</text>\n");
}
