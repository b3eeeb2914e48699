#include "documents/xml.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/utf8.h"

/* Where its texts are in the tag. */
struct xml_attribute {
    size_t name;
    size_t value;
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

static bool fail(struct xml *x, const char *error)
{
    if (x->error == NULL)
        x->error = source_peek(x->source) == SOURCE_END ? "it ends too early" : error;
    return false;
}

static bool is_xml_space(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether the byte may not stand anywhere. */
static bool is_control(int c)
{
    return c < 0x20 && !is_xml_space(c);
}

/* Passes over blanks; false if there are none. */
static bool skip_blanks(struct xml *x)
{
    bool some = false;

    while (is_xml_space(source_peek(x->source))) {
        source_skip(x->source);
        some = true;
    }
    return some;
}

static bool take_word(struct xml *x, const char *word)
{
    while (*word != '\0' && source_take(x->source, *word))
        word++;
    return *word == '\0' || fail(x, "unknown markup");
}

static bool is_name_start(int c)
{
    return c >= 0x80 || c == ':' || (c != SOURCE_END && is_word((char)c) && !is_digit((char)c));
}

static bool is_name_part(int c)
{
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* Appends a name. */
static bool take_name(struct xml *x, struct strbuf *to)
{
    int c = source_peek(x->source);

    if (!is_name_start(c))
        return fail(x, "a name is missing");
    for (; is_name_part(c); c = source_peek(x->source)) {
        strbuf_add_char(to, (char)c);
        source_skip(x->source);
    }
    return true;
}

/* Passes over all up to and with `end`, of three bytes at most, and appends what
 * was before it to `to`, unless that is NULL. */
static bool take_until(struct xml *x, const char *end, struct strbuf *to)
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
        if (to != NULL && is_control(c))
            return fail(x, "a control character");
    }
    return fail(x, "");
}

/* The character of a reference, "#38" or "#x26"; 0 if it is none. */
static uint32_t reference(struct slice name)
{
    bool hex = slice_starts(name, "#x");
    uint32_t code = 0;

    if (!slice_starts(name, "#"))
        return 0;
    for (size_t i = 1 + hex; i < name.n; i++) {
        char c = name.p[i];
        if (hex && c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        if (hex ? !is_lower_hex(c) : !is_digit(c))
            return 0;
        code = code * (hex ? 16 : 10) + (uint32_t)(is_digit(c) ? c - '0' : c - 'a' + 10);
        if (code > 0x10ffff)
            return 0;
    }
    return is_control((int)code) || (code >= 0xd800 && code <= 0xdfff) ? 0 : code;
}

/* Appends what an entity stands for, of which the '&' is taken. */
static bool take_entity(struct xml *x, struct strbuf *to)
{
    static const struct {
        const char *name;
        char c;
    } known[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
    char text[12];
    struct slice name = {text, 0};
    int c;

    while (((c = source_peek(x->source)) == '#' || is_name_part(c)) && name.n < sizeof text) {
        text[name.n++] = (char)c;
        source_skip(x->source);
    }
    if (!source_take(x->source, ';'))
        return fail(x, "an unknown entity");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (slice_is(name, known[i].name)) {
            strbuf_add_char(to, known[i].c);
            return true;
        }
    }
    uint32_t code = reference(name);
    if (code == 0)
        return fail(x, "an unknown entity");
    utf8_append(to, code);
    return true;
}

/* The value of an attribute. Blanks of all kinds are spaces. */
static bool take_value(struct xml *x)
{
    int quote = source_peek(x->source);
    int c;

    if (quote != '"' && quote != '\'')
        return fail(x, "a quote is missing");
    source_skip(x->source);
    while ((c = source_peek(x->source)) != quote) {
        if (c == SOURCE_END || c == '<' || is_control(c))
            return fail(x, "a quote is missing");
        source_skip(x->source);
        if (c != '&')
            strbuf_add_char(&x->tag, is_xml_space(c) ? ' ' : (char)c);
        else if (!take_entity(x, &x->tag))
            return false;
    }
    source_skip(x->source);
    return true;
}

static bool take_attribute(struct xml *x)
{
    struct xml_attribute a = {x->tag.n, 0, 0};

    if (!take_name(x, &x->tag))
        return false;
    a.value = x->tag.n;
    skip_blanks(x);
    if (!source_take(x->source, '='))
        return fail(x, "a '=' is missing");
    skip_blanks(x);
    if (!take_value(x))
        return false;
    a.end = x->tag.n;
    x->attributes = grow_array(x->attributes, &x->capacity, x->count + 1,
                               sizeof *x->attributes);
    x->attributes[x->count++] = a;
    return true;
}

/* An element, of which the '<' is taken. */
static bool take_begin(struct xml *x)
{
    if (x->depth == 0 && x->root)
        return fail(x, "more behind the document's end");
    size_t start = x->open.n;
    if (!take_name(x, &x->open))
        return false;
    x->starts = grow_array(x->starts, &x->starts_capacity, x->depth + 1, sizeof *x->starts);
    x->starts[x->depth++] = start;
    x->root = true;
    x->count = 0;
    strbuf_clear(&x->tag);
    int c = 0;
    while (skip_blanks(x) && (c = source_peek(x->source)) != '>' && c != '/')
        if (!take_attribute(x))
            return false;
    x->empty = source_take(x->source, '/');
    if (!source_take(x->source, '>'))
        return fail(x, "a '>' is missing");
    x->name = slice_from(strbuf_slice(&x->open), start);
    return true;
}

/* The innermost element ends; its name stays where it is until the next call. */
static enum xml_token end_element(struct xml *x)
{
    size_t start = x->starts[--x->depth];

    x->name = slice_from(strbuf_slice(&x->open), start);
    x->open.n = start;
    return XML_END;
}

/* The end of an element, of which "</" is taken. */
static bool take_end(struct xml *x)
{
    strbuf_clear(&x->tag);
    if (!take_name(x, &x->tag))
        return false;
    size_t start = x->depth > 0 ? x->starts[x->depth - 1] : 0;
    if (x->depth == 0
        || !slice_equal(strbuf_slice(&x->tag), slice_from(strbuf_slice(&x->open), start)))
        return fail(x, "the end of an element that is not open");
    skip_blanks(x);
    return source_take(x->source, '>') || fail(x, "a '>' is missing");
}

static bool skip_document_type(struct xml *x)
{
    int c;

    if (x->root)
        return fail(x, "unknown markup");
    while ((c = source_peek(x->source)) != '>') {
        if (c == SOURCE_END || c == '[')
            return fail(x, "a document type with declarations");
        source_skip(x->source);
    }
    source_skip(x->source);
    return true;
}

/* What begins with "<!". Only a section gives text. */
static bool take_declaration(struct xml *x)
{
    if (source_take(x->source, '-'))
        return take_word(x, "-") && take_until(x, "-->", NULL);
    if (source_peek(x->source) == 'D')
        return take_word(x, "DOCTYPE") && skip_document_type(x);
    if (!take_word(x, "[CDATA["))
        return false;
    return (x->depth > 0 || fail(x, "text outside the outermost element"))
           && take_until(x, "]]>", &x->text);
}

/* The text up to a '<'. */
static bool take_text(struct xml *x)
{
    struct source *s = x->source;
    int c;

    while ((c = source_peek(s)) != SOURCE_END && c != '<') {
        const char *from = s->p;
        while (s->p < s->end && *s->p != '<' && *s->p != '&' && *s->p != '\n'
               && !is_control((unsigned char)*s->p))
            s->p++;
        strbuf_add(&x->text, slice_of(from, (size_t)(s->p - from)));
        if (s->p == s->end || *s->p == '<')
            continue;
        c = *s->p;
        source_skip(s);
        if (c == '\n')
            strbuf_add_char(&x->text, '\n');
        else if (c != '&')
            return fail(x, "a control character");
        else if (!take_entity(x, &x->text))
            return false;
    }
    return true;
}

/* Text outside the outermost element: blanks, and the mark that UTF-8 may begin
 * with. */
static bool skip_outside(struct xml *x)
{
    struct slice text = strbuf_slice(&x->text);

    if (!x->root && slice_starts(text, "\xef\xbb\xbf"))
        text = slice_from(text, 3);
    for (size_t i = 0; i < text.n; i++)
        if (!is_xml_space(text.p[i]))
            x->error = "text outside the outermost element";
    strbuf_clear(&x->text);
    return x->error == NULL;
}

/* What begins with a '<'. XML_TEXT: only perhaps. */
static enum xml_token take_markup(struct xml *x)
{
    bool valid;

    source_skip(x->source);
    if (source_take(x->source, '/'))
        return take_end(x) ? end_element(x) : XML_ERROR;
    if (source_take(x->source, '!'))
        valid = take_declaration(x);
    else if (source_take(x->source, '?'))
        valid = take_until(x, "?>", NULL);
    else
        return take_begin(x) ? XML_BEGIN : XML_ERROR;
    return valid ? XML_TEXT : XML_ERROR;
}

enum xml_token xml_next(struct xml *x)
{
    enum xml_token token = XML_TEXT;

    if (x->error != NULL)
        return XML_ERROR;
    if (x->empty) {
        x->empty = false;
        return end_element(x);
    }
    strbuf_clear(&x->text);
    while (token == XML_TEXT && x->text.n == 0) {
        if (!take_text(x) || (x->depth == 0 && !skip_outside(x)))
            return XML_ERROR;
        if (x->text.n > 0)
            break;
        if (source_peek(x->source) == SOURCE_END)
            return x->root && x->depth == 0 ? XML_DONE : (fail(x, ""), XML_ERROR);
        token = take_markup(x);
    }
    return token;
}
