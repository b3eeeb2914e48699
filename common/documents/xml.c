/* SPDX-License-Identifier: MIT */
#include "documents/xml.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "documents/xmlname.h"

/* Positions in xml.tag. */
struct xml_attribute {
    size_t name;
    size_t value;   /* and the end of the name */
    size_t end;
};

void xml_init(struct xml *x, struct source *source)
{
    x->error = NULL;
    x->source = source;
    x->root = false;
    x->empty = false;
    x->depth = 0;
    x->count = 0;
    strbuf_clear(&x->open);
}

void xml_free(struct xml *x)
{
    strbuf_free(&x->text);
    strbuf_free(&x->tag);
    strbuf_free(&x->open);
    free(x->attributes);
    free(x->starts);
}

bool xml_attribute(const struct xml *x, const char *name, struct slice *value)
{
    struct slice tag = strbuf_slice(&x->tag);

    for (size_t i = 0; i < x->count; i++) {
        const struct xml_attribute *a = &x->attributes[i];
        if (!slice_is(slice_cut(tag, a->name, a->value), name))
            continue;
        *value = slice_cut(tag, a->value, a->end);
        return true;
    }
    return false;
}

static bool xml_fail(struct xml *x, const char *error)
{
    if (x->error == NULL)
        x->error = source_peek(x->source) == SOURCE_END ? "unexpected end of input" : error;
    return false;
}

/* U+FFFE and U+FFFF, which XML does not allow either, pass: bytes beyond ASCII are
 * not looked at. */
static bool xml_is_control(int c)
{
    return c < 0x20 && !xml_is_space(c);
}

/* False if there are no blanks. */
static bool xml_skip_blanks(struct xml *x)
{
    bool some = false;

    while (xml_is_space(source_peek(x->source))) {
        source_skip(x->source);
        some = true;
    }
    return some;
}

static bool xml_read_word(struct xml *x, const char *word)
{
    while (*word != '\0' && source_take(x->source, *word))
        word++;
    return *word == '\0' || xml_fail(x, "unknown markup");
}

static bool is_xml_name_start(int c)
{
    return c >= 0x80 || c == ':' || xml_name_start(c);
}

static bool is_xml_name_part(int c)
{
    return c >= 0x80 || c == ':' || xml_name_part(c);
}

/* Appends a name. */
static bool xml_read_name(struct xml *x, struct strbuf *to)
{
    int c = source_peek(x->source);

    if (!is_xml_name_start(c))
        return xml_fail(x, "expected a name");
    for (; is_xml_name_part(c); c = source_peek(x->source)) {
        strbuf_add_char(to, (char)c);
        source_skip(x->source);
    }
    return true;
}

/* Skips everything up to the end of `end`, which has three bytes at most, and appends
 * what precedes it to `to`, unless that is NULL. */
static bool xml_read_until(struct xml *x, const char *end, struct strbuf *to)
{
    size_t n = strlen(end);
    char last[3] = {0};
    int c;

    while ((c = source_peek(x->source)) != SOURCE_END) {
        memmove(last, last + 1, 2);
        last[2] = (char)c;
        source_skip(x->source);
        if (to != NULL)
            strbuf_add_char(to, (char)c);
        if (memcmp(last + 3 - n, end, n) == 0) {
            if (to != NULL)
                to->n -= n;
            return true;
        }
        if (to != NULL && xml_is_control(c))
            return xml_fail(x, "control character");
    }
    return xml_fail(x, "");
}

/* Appends the character of a reference, after its '&'. */
static bool xml_read_reference(struct xml *x, struct strbuf *to)
{
    char text[12];
    struct slice name = {text, 0};
    int c;

    while (((c = source_peek(x->source)) == '#' || is_xml_name_part(c))
           && name.n < sizeof text) {
        text[name.n++] = (char)c;
        source_skip(x->source);
    }
    uint32_t code = source_take(x->source, ';') ? xml_reference(name) : 0;
    if (xml_is_control((int)code))
        return xml_fail(x, "unknown entity");
    utf8_append(to, code);
    return true;
}

/* The value of an attribute, in which every blank becomes a space. */
static bool xml_read_value(struct xml *x)
{
    int quote = source_peek(x->source);
    int c;

    if (quote != '"' && quote != '\'')
        return xml_fail(x, "missing quote");
    source_skip(x->source);
    while ((c = source_peek(x->source)) != quote) {
        if (c == SOURCE_END || c == '<' || xml_is_control(c))
            return xml_fail(x, "missing quote");
        source_skip(x->source);
        if (c != '&')
            strbuf_add_char(&x->tag, xml_is_space(c) ? ' ' : (char)c);
        else if (!xml_read_reference(x, &x->tag))
            return false;
    }
    source_skip(x->source);
    return true;
}

static bool xml_read_attribute(struct xml *x)
{
    struct xml_attribute a = {x->tag.n, 0, 0};

    if (!xml_read_name(x, &x->tag))
        return false;
    a.value = x->tag.n;
    xml_skip_blanks(x);
    if (!source_take(x->source, '='))
        return xml_fail(x, "expected '='");
    xml_skip_blanks(x);
    if (!xml_read_value(x))
        return false;
    a.end = x->tag.n;
    x->attributes = grow_array(x->attributes, &x->capacity, x->count + 1,
                               sizeof *x->attributes);
    x->attributes[x->count++] = a;
    return true;
}

/* A start tag, after its '<'. */
static bool xml_read_begin(struct xml *x)
{
    if (x->depth == 0 && x->root)
        return xml_fail(x, "unexpected data after the end of the document");
    size_t start = x->open.n;
    if (!xml_read_name(x, &x->open))
        return false;
    x->starts = grow_array(x->starts, &x->starts_capacity, x->depth + 1, sizeof *x->starts);
    x->starts[x->depth++] = start;
    x->root = true;
    x->count = 0;
    strbuf_clear(&x->tag);
    int c = 0;
    while (xml_skip_blanks(x) && (c = source_peek(x->source)) != '>' && c != '/')
        if (!xml_read_attribute(x))
            return false;
    x->empty = source_take(x->source, '/');
    if (!source_take(x->source, '>'))
        return xml_fail(x, "expected '>'");
    x->name = slice_from(strbuf_slice(&x->open), start);
    return true;
}

/* Ends the innermost element, whose name stays in `open` until the next call. */
static enum xml_token xml_end_element(struct xml *x)
{
    size_t start = x->starts[--x->depth];

    x->name = slice_from(strbuf_slice(&x->open), start);
    x->open.n = start;
    return XML_END;
}

/* An end tag, after its "</". */
static bool xml_read_end(struct xml *x)
{
    strbuf_clear(&x->tag);
    if (!xml_read_name(x, &x->tag))
        return false;
    size_t start = x->depth > 0 ? x->starts[x->depth - 1] : 0;
    if (x->depth == 0
        || !slice_equal(strbuf_slice(&x->tag), slice_from(strbuf_slice(&x->open), start)))
        return xml_fail(x, "end tag without a start tag");
    xml_skip_blanks(x);
    return source_take(x->source, '>') || xml_fail(x, "expected '>'");
}

static bool xml_skip_doctype(struct xml *x)
{
    int c;

    if (x->root)
        return xml_fail(x, "unknown markup");
    while ((c = source_peek(x->source)) != '>') {
        if (c == SOURCE_END || c == '[')
            return xml_fail(x, "declarations in a document type");
        source_skip(x->source);
    }
    source_skip(x->source);
    return true;
}

/* A comment, a document type or a CDATA section, after its "<!". */
static bool xml_read_declaration(struct xml *x)
{
    if (source_take(x->source, '-'))
        return xml_read_word(x, "-") && xml_read_until(x, "-->", NULL);
    if (source_peek(x->source) == 'D')
        return xml_read_word(x, "DOCTYPE") && xml_skip_doctype(x);
    if (!xml_read_word(x, "[CDATA["))
        return false;
    return (x->depth > 0 || xml_fail(x, "text outside the root element"))
           && xml_read_until(x, "]]>", &x->text);
}

/* Text up to a '<'. */
static bool xml_read_text(struct xml *x)
{
    struct source *s = x->source;
    int c;

    while ((c = source_peek(s)) != SOURCE_END && c != '<') {
        const char *from = s->p;
        while (s->p < s->end && *s->p != '<' && *s->p != '&' && *s->p != '\n'
               && !xml_is_control((unsigned char)*s->p))
            s->p++;
        strbuf_add(&x->text, slice_of(from, (size_t)(s->p - from)));
        if (s->p == s->end || *s->p == '<')
            continue;
        c = source_peek(s);
        source_skip(s);
        if (c == '\n')
            strbuf_add_char(&x->text, '\n');
        else if (c != '&')
            return xml_fail(x, "control character");
        else if (!xml_read_reference(x, &x->text))
            return false;
    }
    return true;
}

/* Text outside the root element: blanks, and a byte order mark at the beginning. */
static bool xml_skip_outside(struct xml *x)
{
    struct slice text = strbuf_slice(&x->text);

    if (!x->root && slice_starts(text, "\xef\xbb\xbf"))
        text = slice_from(text, 3);
    for (size_t i = 0; i < text.n; i++)
        if (!xml_is_space(text.p[i]))
            x->error = "text outside the root element";
    strbuf_clear(&x->text);
    return x->error == NULL;
}

/* Markup, from its '<' on. XML_TEXT: of a kind that has no token, or a section, which
 * may have added text. */
static enum xml_token xml_read_markup(struct xml *x)
{
    bool valid;

    source_skip(x->source);
    if (source_take(x->source, '/'))
        return xml_read_end(x) ? xml_end_element(x) : XML_ERROR;
    if (source_take(x->source, '!'))
        valid = xml_read_declaration(x);
    else if (source_take(x->source, '?'))
        valid = xml_read_until(x, "?>", NULL);
    else
        return xml_read_begin(x) ? XML_BEGIN : XML_ERROR;
    return valid ? XML_TEXT : XML_ERROR;
}

enum xml_token xml_next(struct xml *x)
{
    enum xml_token token = XML_TEXT;

    if (x->error != NULL)
        return XML_ERROR;
    if (x->empty) {
        x->empty = false;
        return xml_end_element(x);
    }
    strbuf_clear(&x->text);
    while (token == XML_TEXT && x->text.n == 0) {
        if (!xml_read_text(x) || (x->depth == 0 && !xml_skip_outside(x)))
            return XML_ERROR;
        if (x->text.n > 0)
            break;
        if (source_peek(x->source) == SOURCE_END)
            return x->root && x->depth == 0 ? XML_DONE : (xml_fail(x, ""), XML_ERROR);
        token = xml_read_markup(x);
    }
    return token;
}
