#include "documents/json.h"

#include "base/chars.h"
#include "base/utf8.h"

enum { REPLACEMENT = 0xfffd };

void json_init(struct json *j, struct source *source)
{
    j->error = NULL;
    j->source = source;
    j->want = JSON_WANT_VALUE;
    strbuf_clear(&j->open);
}

void json_free(struct json *j)
{
    strbuf_free(&j->text);
    strbuf_free(&j->open);
}

static enum json_token fail(struct json *j, const char *error)
{
    j->error = source_peek(j->source) == SOURCE_END ? "it ends too early" : error;
    return JSON_ERROR;
}

/* The next byte that is no blank. */
static int peek_token(struct json *j)
{
    int c;

    while ((c = source_peek(j->source)) == ' ' || c == '\t' || c == '\n' || c == '\r')
        source_skip(j->source);
    return c;
}

/* The first half of a surrogate pair is all there is. */
static void end_half(struct json *j)
{
    if (j->half != 0)
        utf8_append(&j->text, REPLACEMENT);
    j->half = 0;
}

static void add_code(struct json *j, uint32_t code)
{
    bool is_second = code >= 0xdc00 && code <= 0xdfff;

    if (is_second && j->half != 0) {
        utf8_append(&j->text, 0x10000 + ((j->half - 0xd800) << 10) + (code - 0xdc00));
        j->half = 0;
        return;
    }
    end_half(j);
    if (code >= 0xd800 && code <= 0xdbff)
        j->half = code;
    else
        utf8_append(&j->text, is_second ? REPLACEMENT : code);
}

/* The four digits behind "\u". */
static bool take_code(struct json *j)
{
    uint32_t code = 0;

    for (int i = 0; i < 4; i++) {
        int c = source_peek(j->source);
        if (c >= 'A' && c <= 'F')
            c += 'a' - 'A';
        if (c == SOURCE_END || !is_lower_hex((char)c))
            return false;
        code = code << 4 | (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        source_skip(j->source);
    }
    add_code(j, code);
    return true;
}

/* What stands behind a backslash. */
static bool take_escape(struct json *j)
{
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";

    if (source_take(j->source, 'u'))
        return take_code(j);
    for (size_t i = 0; letters[i] != '\0'; i++) {
        if (source_take(j->source, letters[i])) {
            add_code(j, (uint32_t)meanings[i]);
            return true;
        }
    }
    return false;
}

/* The bytes up to one that means something. */
static void take_plain(struct json *j)
{
    struct source *s = j->source;

    while (source_peek(s) != SOURCE_END) {
        const char *from = s->p;
        while (s->p < s->end && *s->p != '"' && *s->p != '\\' && (unsigned char)*s->p >= 0x20)
            s->p++;
        if (s->p == from)
            break;
        end_half(j);
        strbuf_add(&j->text, slice_of(from, (size_t)(s->p - from)));
    }
}

/* A string, of which the quote is taken. */
static enum json_token take_string(struct json *j, enum json_token kind)
{
    strbuf_clear(&j->text);
    j->half = 0;
    for (;;) {
        take_plain(j);
        if (source_take(j->source, '"'))
            break;
        if (!source_take(j->source, '\\'))
            return fail(j, "a control character in a string");
        if (!take_escape(j))
            return fail(j, "an unknown escape in a string");
    }
    end_half(j);
    return kind;
}

static bool take_digits(struct json *j)
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

/* Takes the byte `c` into the text if it is the next one. */
static bool take_char(struct json *j, char c)
{
    if (!source_take(j->source, c))
        return false;
    strbuf_add_char(&j->text, c);
    return true;
}

static bool take_word(struct json *j, const char *word)
{
    while (*word != '\0' && take_char(j, *word))
        word++;
    return *word == '\0';
}

static bool take_exponent(struct json *j)
{
    if (!take_char(j, 'e') && !take_char(j, 'E'))
        return true;
    if (!take_char(j, '-'))
        take_char(j, '+');
    return take_digits(j);
}

static bool take_number(struct json *j)
{
    if (take_char(j, '-') && source_peek(j->source) == 'I')
        return take_word(j, "Infinity");
    if (!take_char(j, '0') && !take_digits(j))
        return false;
    if (take_char(j, '.') && !take_digits(j))
        return false;
    return take_exponent(j);
}

/* A word or a number. */
static enum json_token take_scalar(struct json *j)
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
            return take_word(j, words[i].word) ? words[i].token : fail(j, "an unknown word");
    if (c != '-' && (c < '0' || c > '9'))
        return fail(j, "a value is missing");
    return take_number(j) ? JSON_NUMBER : fail(j, "a number without digits");
}

static enum json_token begin(struct json *j, char bracket)
{
    strbuf_add_char(&j->open, bracket);
    j->want = bracket == '{' ? JSON_WANT_KEY_OR_END : JSON_WANT_ELEMENT_OR_END;
    return bracket == '{' ? JSON_OBJECT : JSON_ARRAY;
}

static enum json_token end(struct json *j)
{
    j->want = JSON_WANT_COMMA_OR_END;
    return j->open.p[--j->open.n] == '{' ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static enum json_token take_value(struct json *j)
{
    if (source_take(j->source, '{'))
        return begin(j, '{');
    if (source_take(j->source, '['))
        return begin(j, '[');
    j->want = JSON_WANT_COMMA_OR_END;
    return source_take(j->source, '"') ? take_string(j, JSON_STRING) : take_scalar(j);
}

static enum json_token take_key(struct json *j)
{
    if (!source_take(j->source, '"'))
        return fail(j, "a key in quotes is missing");
    if (take_string(j, JSON_KEY) == JSON_ERROR)
        return JSON_ERROR;
    peek_token(j);
    if (!source_take(j->source, ':'))
        return fail(j, "a ':' is missing behind a key");
    j->want = JSON_WANT_VALUE;
    return JSON_KEY;
}

/* What may stand behind a value. */
static enum json_token take_next(struct json *j)
{
    if (j->open.n == 0)
        return source_peek(j->source) == SOURCE_END ? JSON_DONE
                                                    : fail(j, "more behind the document's end");
    bool object = j->open.p[j->open.n - 1] == '{';
    if (source_take(j->source, object ? '}' : ']'))
        return end(j);
    if (!source_take(j->source, ','))
        return fail(j, object ? "a ',' or '}' is missing" : "a ',' or ']' is missing");
    peek_token(j);
    return object ? take_key(j) : take_value(j);
}

enum json_token json_next(struct json *j)
{
    if (j->error != NULL)
        return JSON_ERROR;
    peek_token(j);
    switch (j->want) {
    case JSON_WANT_KEY_OR_END:
        return source_take(j->source, '}') ? end(j) : take_key(j);
    case JSON_WANT_ELEMENT_OR_END:
        return source_take(j->source, ']') ? end(j) : take_value(j);
    case JSON_WANT_COMMA_OR_END:
        return take_next(j);
    case JSON_WANT_VALUE:
        break;
    }
    return take_value(j);
}

bool json_skip(struct json *j, enum json_token first)
{
    size_t depth = j->open.n - 1;

    if (first == JSON_OBJECT || first == JSON_ARRAY)
        while (j->open.n > depth && first != JSON_ERROR)
            first = json_next(j);
    return first != JSON_ERROR;
}
