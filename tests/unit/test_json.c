/* SPDX-License-Identifier: MIT */
#include "documents/json.h"

#include "source_text.h"
#include "test.h"

/* What the parser makes of a text: its tokens, and with '!' the line and the
 * words of an error. */
static void describe(struct source *source, struct strbuf *to)
{
    static const char marks[] = "..{}[]ks#tfn";
    struct json j = {0};
    enum json_token token;

    strbuf_clear(to);
    json_init(&j, source);
    while ((token = json_next(&j)) != JSON_DONE && token != JSON_ERROR) {
        strbuf_add_char(to, marks[token]);
        if (token == JSON_KEY || token == JSON_STRING || token == JSON_NUMBER) {
            strbuf_add(to, strbuf_slice(&j.text));
            strbuf_add_char(to, ' ');
        }
    }
    if (token == JSON_ERROR) {
        add_error(to, source, j.error);
        CHECK(json_next(&j) == JSON_ERROR);
    }
    json_free(&j);
}

#define EARLY "unexpected end of input"
#define AFTER "unexpected data after the end of the document"
#define ESCAPE "unknown escape in a string"

static const struct {
    const char *text;
    const char *tokens;
} cases[] = {
    {"{}", "{}"},
    {" [ ] ", "[]"},
    {"\t\r\n{ \"a\" : 1 , \"b\" : [ true , false , null ] }\n", "{ka #1 kb [tfn]}"},
    {"[[],{},[{}]]", "[[]{}[{}]]"},
    {"\"\"", "s "},
    {"12", "#12 "},
    {"true", "t"},
    {"{\"\":\"\"}", "{k s }"},
    {"{\"a\":1,\"a\":2}", "{ka #1 ka #2 }"},

    /* numbers */
    {"[0,-0,0.0,-1.5e+3,1E9,1e-9]", "[#0 #-0 #0.0 #-1.5e+3 #1E9 #1e-9 ]"},
    {"[NaN,Infinity,-Infinity]", "[#NaN #Infinity #-Infinity ]"},
    {"1e999999999999", "#1e999999999999 "},
    {"99999999999999999999999999999999", "#99999999999999999999999999999999 "},
    {"[01]", "[#0 !1 expected ',' or ']'"},
    {"[1.]", "[!1 number without digits"},
    {"[.5]", "[!1 expected a value"},
    {"[-]", "[!1 number without digits"},
    {"[+1]", "[!1 expected a value"},
    {"[1e]", "[!1 number without digits"},
    {"[1e+]", "[!1 number without digits"},
    {"[-NaN]", "[!1 number without digits"},
    {"[-Inf]", "[!1 number without digits"},
    {"[0x1f]", "[#0 !1 expected ',' or ']'"},
    {"[1 2]", "[#1 !1 expected ',' or ']'"},

    /* strings */
    {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "s\"\\/\b\f\n\r\t "},
    {"\"a\\u0041\\u00e9\\u20AC\"", "saA\xc3\xa9\xe2\x82\xac "},
    {"\"\\ud83d\\ude00\"", "s\xf0\x9f\x98\x80 "},
    {"\"\\uDBFF\\uDFFF\"", "s\xf4\x8f\xbf\xbf "},
    {"\"\\ud83d\"", "s\xef\xbf\xbd "},
    {"\"\\ude00\"", "s\xef\xbf\xbd "},
    {"\"\\ud83dx\"", "s\xef\xbf\xbdx "},
    {"\"\\ud83d\\n\"", "s\xef\xbf\xbd\n "},
    {"\"\\ud83d\\u0041\"", "s\xef\xbf\xbd" "A "},
    {"\"\\ud83d\\ud83d\\ude00\"", "s\xef\xbf\xbd\xf0\x9f\x98\x80 "},
    {"\"\\ude00\\ud83d\"", "s\xef\xbf\xbd\xef\xbf\xbd "},
    {"[\"\\ud83d\",\"\\ude00\"]", "[s\xef\xbf\xbd s\xef\xbf\xbd ]"},
    {"\"\xff\xc3\x7f\"", "s\xff\xc3\x7f "},
    {"\"\\x\"", "!1 " ESCAPE},
    {"\"\\U0041\"", "!1 " ESCAPE},
    {"\"\\u00g0\"", "!1 " ESCAPE},
    {"\"\\u 041\"", "!1 " ESCAPE},
    {"\"\\u-041\"", "!1 " ESCAPE},
    {"\"\\ud83d\\u12\"", "!1 " ESCAPE},
    {"\"\\", "!1 " EARLY},
    {"\"a\nb\"", "!1 control character in a string"},
    {"\n\"a\tb\"", "!2 control character in a string"},

    /* the order of tokens */
    {"", "!1 " EARLY},
    {" \n ", "!2 " EARLY},
    {"[", "[!1 " EARLY},
    {"[1", "[#1 !1 " EARLY},
    {"[1,", "[#1 !1 " EARLY},
    {"[1,]", "[#1 !1 expected a value"},
    {"[,1]", "[!1 expected a value"},
    {"[1}", "[#1 !1 expected ',' or ']'"},
    {"{\"a\":1]", "{ka #1 !1 expected ',' or '}'"},
    {"{\"a\":1,}", "{ka #1 !1 expected a key in double quotes"},
    {"{,}", "{!1 expected a key in double quotes"},
    {"{a:1}", "{!1 expected a key in double quotes"},
    {"{'a':1}", "{!1 expected a key in double quotes"},
    {"{\"a\"}", "{!1 expected ':' after a key"},
    {"{\"a\" 1}", "{!1 expected ':' after a key"},
    {"{\"a\":}", "{ka !1 expected a value"},
    {"{\"a\":1 \n \"b\":2}", "{ka #1 !2 expected ',' or '}'"},
    {"]", "!1 expected a value"},
    {"1 2", "#1 !1 " AFTER},
    {"{}{}", "{}!1 " AFTER},
    {"truE", "!1 unknown word"},
    {"nul", "!1 " EARLY},
    {"[nullx]", "[n!1 expected ',' or ']'"},
    {"\xef\xbb\xbf{}", "!1 expected a value"},
    {"// c\n1", "!1 expected a value"}
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
    describe_text(describe, slice_of("\"\0\"", 3), &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str("!1 control character in a string"));
    describe_text(describe, slice_of("1\0", 2), &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_str("#1 !1 " AFTER));
    strbuf_free(&got);
}

static const char document[] =
    "{\"a\\u00e9\\ud83d\\ude00\": [-12.5e+10, \"x\\ty\", {}, [], true, false, null],\n"
    " \"b\": {\"c\": NaN, \"d\": -Infinity}, \"\": \"\"}";
static const char document_tokens[] =
    "{ka\xc3\xa9\xf0\x9f\x98\x80 [#-12.5e+10 sx\ty {}[]tfn]kb {kc #NaN kd #-Infinity }k s }";

/* Every beginning but the whole is too short, and its tokens are the first of
 * the whole's; the last one may be the beginning of a number. */
static void test_truncated(void)
{
    struct strbuf got = {0};

    for (size_t n = 0; n < sizeof document - 1; n++) {
        describe_text(describe, slice_of(document, n), &got);
        struct slice tokens = strbuf_slice(&got);
        CHECK(slice_ends(tokens, EARLY));
        tokens.n = slice_find_last(tokens, '!');
        tokens.n -= slice_ends(tokens, " ");
        CHECK(memcmp(tokens.p, document_tokens, tokens.n) == 0);
    }
    strbuf_free(&got);
}

/* Nothing limits the nesting but memory. */
static void test_deep(void)
{
    enum { DEPTH = 1000000 };
    struct strbuf text = {0};
    struct source source;
    struct json j = {0};
    size_t tokens = 0;
    enum json_token token;

    for (size_t i = 0; i < DEPTH; i++)
        strbuf_add_str(&text, "{\"a\":[");
    source_text(&source, strbuf_slice(&text));
    json_init(&j, &source);
    while ((token = json_next(&j)) != JSON_ERROR)
        tokens++;
    CHECK_EQ_SIZE(tokens, 3 * DEPTH);
    for (size_t i = 0; i < DEPTH; i++)
        strbuf_add_str(&text, "]}");
    source_text(&source, strbuf_slice(&text));
    json_init(&j, &source);
    CHECK(json_next(&j) == JSON_OBJECT);
    CHECK(json_skip(&j, JSON_OBJECT));
    CHECK(json_next(&j) == JSON_DONE);
    json_free(&j);
    strbuf_free(&text);
}

static void test_skip(void)
{
    struct source source;
    struct json j = {0};

    source_text(&source, slice_str("[1,[2,[3],{\"a\":4}],5,[6}"));
    json_init(&j, &source);
    CHECK(json_next(&j) == JSON_ARRAY);
    CHECK(json_skip(&j, json_next(&j)));
    CHECK(json_skip(&j, json_next(&j)));
    CHECK(json_next(&j) == JSON_NUMBER);
    CHECK_EQ_SLICE(strbuf_slice(&j.text), slice_str("5"));
    CHECK(!json_skip(&j, json_next(&j)));
    CHECK(!json_skip(&j, JSON_ERROR));
    json_free(&j);
}

/* Where a document without its end may have ended. */
static void test_unended(void)
{
    static const struct {
        const char *text;
        bool unended;
    } ends[] = {
        {"[", true}, {"[1", true}, {"[1, ", true}, {"[{\"a\":1},\n", true}, {"[[1]", true},
        {"[tr", false}, {"[\"a", false}, {"[{\"a\":", false}, {"[1,,", false}, {"[1]]", false},
        {"", false}
    };
    struct json j = {0};

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct source source;
        enum json_token token;
        source_text(&source, slice_str(ends[i].text));
        json_init(&j, &source);
        while ((token = json_next(&j)) != JSON_ERROR)
            continue;
        CHECK(j.is_unended == ends[i].unended);
    }
    json_free(&j);
}

int main(void)
{
    test_cases();
    test_truncated();
    check_blocks(describe, document, document_tokens);
    test_deep();
    test_skip();
    test_unended();
    return test_report();
}
