/* SPDX-License-Identifier: MIT */
#include "documents/json.h"

#include "base/chars.h"
#include "base/utf8.h"

enum { REPLACEMENT = 0xfffd };

void json_init(struct json *j, struct source *source)
{
    j->error = NULL;
    j->is_unended = false;
    j->source = source;
    j->want = JSON_WANT_VALUE;
    strbuf_clear(&j->open);
}

void json_free(struct json *j)
{
    strbuf_free(&j->text);
    strbuf_free(&j->open);
}

static enum json_token json_fail(struct json *j, const char *error)
{
    j->error = source_peek(j->source) == SOURCE_END ? "unexpected end of input" : error;
    return JSON_ERROR;
}

static void json_skip_blanks(struct json *j)
{
    int c;

    while ((c = source_peek(j->source)) == ' ' || c == '\t' || c == '\n' || c == '\r')
        source_skip(j->source);
}

/* Nothing completes the first half of a surrogate pair. */
static void json_end_half(struct json *j)
{
    if (j->half != 0)
        utf8_append(&j->text, REPLACEMENT);
    j->half = 0;
}

static void json_add_code(struct json *j, uint32_t code)
{
    bool is_second = code >= 0xdc00 && code <= 0xdfff;

    if (is_second && j->half != 0) {
        utf8_append(&j->text, 0x10000 + ((j->half - 0xd800) << 10) + (code - 0xdc00));
        j->half = 0;
        return;
    }
    json_end_half(j);
    if (code >= 0xd800 && code <= 0xdbff)
        j->half = code;
    else
        utf8_append(&j->text, is_second ? REPLACEMENT : code);
}

/* The four digits after "\u". */
static bool json_read_code(struct json *j)
{
    uint32_t code = 0;

    for (int i = 0; i < 4; i++) {
        int c = source_peek(j->source);
        int digit = c == SOURCE_END ? -1 : hex_digit((char)c);
        if (digit < 0)
            return false;
        code = code << 4 | (uint32_t)digit;
        source_skip(j->source);
    }
    json_add_code(j, code);
    return true;
}

/* What follows a backslash. */
static bool json_read_escape(struct json *j)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";

    if (source_take(j->source, 'u'))
        return json_read_code(j);
    for (size_t i = 0; letters[i] != '\0'; i++) {
        if (source_take(j->source, letters[i])) {
            json_add_code(j, (uint32_t)meanings[i]);
            return true;
        }
    }
    return false;
}

/* The bytes up to a quote, a backslash or a control character. */
static void json_read_plain(struct json *j)
{
    struct source *s = j->source;

    while (source_peek(s) != SOURCE_END) {
        const char *from = s->p;
        while (s->p < s->end && *s->p != '"' && *s->p != '\\' && (unsigned char)*s->p >= 0x20)
            s->p++;
        if (s->p == from)
            break;
        json_end_half(j);
        strbuf_add(&j->text, slice_of(from, (size_t)(s->p - from)));
    }
}

/* A string or a key, after its first quote. */
static enum json_token json_read_string(struct json *j, enum json_token kind)
{
    strbuf_clear(&j->text);
    j->half = 0;
    for (;;) {
        json_read_plain(j);
        if (source_take(j->source, '"'))
            break;
        if (!source_take(j->source, '\\'))
            return json_fail(j, "control character in a string");
        if (!json_read_escape(j))
            return json_fail(j, "unknown escape in a string");
    }
    json_end_half(j);
    return kind;
}

static bool json_read_digits(struct json *j)
{
    bool some = false;
    int c;

    while ((c = source_peek(j->source)) >= '0' && c <= '9') {
        strbuf_add_char(&j->text, (char)c);
        source_skip(j->source);
        some = true;
    }
    return some;
}

/* Moves the next byte to the text if it is `c`. */
static bool json_read_char(struct json *j, char c)
{
    if (!source_take(j->source, c))
        return false;
    strbuf_add_char(&j->text, c);
    return true;
}

static bool json_read_word(struct json *j, const char *word)
{
    while (*word != '\0' && json_read_char(j, *word))
        word++;
    return *word == '\0';
}

static bool json_read_exponent(struct json *j)
{
    if (!json_read_char(j, 'e') && !json_read_char(j, 'E'))
        return true;
    if (!json_read_char(j, '-'))
        json_read_char(j, '+');
    return json_read_digits(j);
}

static bool json_read_number(struct json *j)
{
    if (json_read_char(j, '-') && source_peek(j->source) == 'I')
        return json_read_word(j, "Infinity");
    if (!json_read_char(j, '0') && !json_read_digits(j))
        return false;
    if (json_read_char(j, '.') && !json_read_digits(j))
        return false;
    return json_read_exponent(j);
}

/* A word or a number. */
static enum json_token json_read_scalar(struct json *j)
{
    static const struct {
        const char *word;
        enum json_token token;
    } words[] = {
        {"true", JSON_TRUE}, {"false", JSON_FALSE}, {"null", JSON_NULL},
        {"NaN", JSON_NUMBER}, {"Infinity", JSON_NUMBER}
    };
    int c = source_peek(j->source);

    strbuf_clear(&j->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (c == words[i].word[0])
            return json_read_word(j, words[i].word) ? words[i].token
                                                    : json_fail(j, "unknown word");
    if (c != '-' && (c < '0' || c > '9'))
        return json_fail(j, "expected a value");
    return json_read_number(j) ? JSON_NUMBER : json_fail(j, "number without digits");
}

static enum json_token json_begin(struct json *j, char bracket)
{
    strbuf_add_char(&j->open, bracket);
    j->want = bracket == '{' ? JSON_WANT_KEY_OR_END : JSON_WANT_ELEMENT_OR_END;
    return bracket == '{' ? JSON_OBJECT : JSON_ARRAY;
}

static enum json_token json_end(struct json *j)
{
    j->want = JSON_WANT_COMMA_OR_END;
    return j->open.p[--j->open.n] == '{' ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static enum json_token json_read_value(struct json *j)
{
    if (source_take(j->source, '{'))
        return json_begin(j, '{');
    if (source_take(j->source, '['))
        return json_begin(j, '[');
    j->want = JSON_WANT_COMMA_OR_END;
    return source_take(j->source, '"') ? json_read_string(j, JSON_STRING) : json_read_scalar(j);
}

static enum json_token json_read_key(struct json *j)
{
    if (!source_take(j->source, '"'))
        return json_fail(j, "expected a key in double quotes");
    if (json_read_string(j, JSON_KEY) == JSON_ERROR)
        return JSON_ERROR;
    json_skip_blanks(j);
    if (!source_take(j->source, ':'))
        return json_fail(j, "expected ':' after a key");
    j->want = JSON_WANT_VALUE;
    return JSON_KEY;
}

/* The token after a value. */
static enum json_token json_read_next(struct json *j)
{
    if (j->open.n == 0)
        return source_peek(j->source) == SOURCE_END
                   ? JSON_DONE
                   : json_fail(j, "unexpected data after the end of the document");
    bool object = j->open.p[j->open.n - 1] == '{';
    if (source_take(j->source, object ? '}' : ']'))
        return json_end(j);
    bool comma = source_take(j->source, ',');
    json_skip_blanks(j);
    j->is_unended = source_peek(j->source) == SOURCE_END;
    if (!comma)
        return json_fail(j, object ? "expected ',' or '}'" : "expected ',' or ']'");
    return object ? json_read_key(j) : json_read_value(j);
}

enum json_token json_next(struct json *j)
{
    if (j->error != NULL)
        return JSON_ERROR;
    json_skip_blanks(j);
    switch (j->want) {
    case JSON_WANT_KEY_OR_END:
        return source_take(j->source, '}') ? json_end(j) : json_read_key(j);
    case JSON_WANT_ELEMENT_OR_END:
        j->is_unended = source_peek(j->source) == SOURCE_END;
        return source_take(j->source, ']') ? json_end(j) : json_read_value(j);
    case JSON_WANT_COMMA_OR_END:
        return json_read_next(j);
    case JSON_WANT_VALUE:
        break;
    }
    return json_read_value(j);
}

bool json_skip(struct json *j, enum json_token first)
{
    size_t depth = j->open.n - 1;

    if (first == JSON_OBJECT || first == JSON_ARRAY)
        while (j->open.n > depth && first != JSON_ERROR)
            first = json_next(j);
    return first != JSON_ERROR;
}
