/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include "test.h"

/* The characters that Perl's \s matches. */
static const uint32_t spaces[] = {
    0x9, 0xa, 0xb, 0xc, 0xd, 0x20, 0x85, 0xa0, 0x1680, 0x2000,
    0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
    0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000
};

/* The first of each ten that Perl's \d matches. */
static const uint32_t zeros[] = {
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6,
    0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0,
    0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0,
    0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0,
    0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0,
    0x1e950, 0x1fbf0
};

static bool listed(const uint32_t *list, size_t count, uint32_t code, uint32_t width)
{
    for (size_t i = 0; i < count; i++)
        if (code >= list[i] && code < list[i] + width)
            return true;
    return false;
}

static void test_classes(void)
{
    size_t wrong_spaces = 0;
    size_t wrong_digits = 0;

    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        wrong_spaces += utf8_is_space(code)
                        != listed(spaces, sizeof spaces / sizeof *spaces, code, 1);
        wrong_digits += utf8_is_digit(code)
                        != listed(zeros, sizeof zeros / sizeof *zeros, code, 10);
    }
    CHECK_EQ_SIZE(wrong_spaces, 0);
    CHECK_EQ_SIZE(wrong_digits, 0);
}

/* Texts and what they are repaired to, with '?' for U+FFFD. */
static const struct {
    const char *text, *repaired;
} repairs[] = {
    {"", ""},
    {"plain ASCII that is longer than a word", "plain ASCII that is longer than a word"},
    {"eight ASCII bytes, then \xff", "eight ASCII bytes, then ?"},
    {"\xc3\xa9", "\xc3\xa9"},
    {"\xe2\x82\xac", "\xe2\x82\xac"},
    {"\xf0\x9f\x94\xa5", "\xf0\x9f\x94\xa5"},
    {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
    {"\xef\xbf\xbf", "\xef\xbf\xbf"},
    {"\xed\x9f\xbf", "\xed\x9f\xbf"},
    {"\xee\x80\x80", "\xee\x80\x80"},
    {"\x80", "?"},
    {"\xbf\xbf", "??"},
    {"\xff" "a", "?a"},
    {"\xc3", "?"},
    {"\xc3(", "?("},
    {"\xc3\xa9\xa9", "\xc3\xa9?"},
    {"\xc0\x80", "??"},
    {"\xc1\xbf", "??"},
    {"\xe0\x80\x80", "???"},
    {"\xe0\x9f\xbf", "???"},
    {"\xe2\x82", "?"},
    {"\xe2\x82(", "?("},
    {"\xe2(\x82", "?(?"},
    {"\xed\xa0\x80", "???"},
    {"\xed\xbf\xbf", "???"},
    {"\xf0\x80\x80\x80", "????"},
    {"\xf0\x8f\xbf\xbf", "????"},
    {"\xf0\x9f\x94", "?"},
    {"\xf0\x9f\x94\xf0\x9f", "??"},
    {"\xf0\x9f" "a", "?a"},
    {"\xf4\x90\x80\x80", "????"},
    {"\xf5\x80\x80\x80", "????"},
    {"\xf8\x88\x80\x80\x80", "?????"}
};

static void test_repair(void)
{
    struct strbuf got = {0};
    struct strbuf wanted = {0};

    for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++) {
        bool valid = strcmp(repairs[i].text, repairs[i].repaired) == 0;
        test_case = repairs[i].repaired;
        strbuf_clear(&got);
        strbuf_clear(&wanted);
        utf8_repair(slice_str(repairs[i].text), &got);
        for (const char *c = repairs[i].repaired; *c != '\0'; c++)
            strbuf_add(&wanted, *c == '?' ? slice_str("\xef\xbf\xbd") : slice_of(c, 1));
        CHECK_EQ_SLICE(strbuf_slice(&got), strbuf_slice(&wanted));
        CHECK(utf8_valid(slice_str(repairs[i].text)) == valid);
        CHECK(utf8_valid(strbuf_slice(&got)));
    }
    test_case = NULL;
    strbuf_clear(&got);
    utf8_repair(slice_of("a\0b", 3), &got);
    CHECK_EQ_SLICE(strbuf_slice(&got), slice_of("a\0b", 3));
    CHECK(utf8_valid(slice_of("a\0b", 3)));
    CHECK(utf8_valid(slice_of(NULL, 0)));
    strbuf_free(&got);
    strbuf_free(&wanted);
}

/* A text that is cut within a character is not valid, wherever that is. */
static void test_cut(void)
{
    struct slice text = slice_str("0123456\xf0\x9f\x94\xa5\xe2\x82\xac");

    for (size_t n = 0; n <= text.n; n++)
        CHECK(utf8_valid(slice_cut(text, 0, n)) == (n <= 7 || n == 11 || n == 14));
}

static const struct {
    const char *bytes;
    uint32_t code;
} characters[] = {
    {"a", 'a'}, {"\x7f", 0x7f}, {"\xc2\x80", 0x80}, {"\xdf\xbf", 0x7ff}, {"\xe0\xa0\x80", 0x800},
    {"\xef\xbf\xbd", 0xfffd}, {"\xf0\x90\x80\x80", 0x10000}, {"\xf4\x8f\xbf\xbf", 0x10ffff}
};

/* Walks through all of the characters above in one text. */
static void test_characters(void)
{
    enum { COUNT = sizeof characters / sizeof *characters };
    struct strbuf text = {0};
    size_t at = 0;
    uint32_t code;

    for (size_t i = 0; i < COUNT; i++)
        strbuf_add_str(&text, characters[i].bytes);
    struct slice all = strbuf_slice(&text);
    CHECK_EQ_SIZE(utf8_count(all), COUNT);
    CHECK_EQ_SIZE(utf8_substr(all, COUNT).n, all.n);
    CHECK_EQ_SIZE(utf8_substr(all, COUNT + 1).n, all.n);
    for (size_t i = 0; i < COUNT; i++) {
        size_t length = strlen(characters[i].bytes);
        test_case = characters[i].bytes;
        CHECK_EQ_SIZE(utf8_substr(all, (double)i).n, at);
        CHECK_EQ_SIZE(utf8_decode(slice_from(all, at), &code), length);
        CHECK_EQ_SIZE(code, characters[i].code);
        CHECK_EQ_SIZE(utf8_last(slice_cut(all, 0, at + length)), at);
        at += length;
    }
    test_case = NULL;
    CHECK_EQ_SIZE(utf8_count(slice_of(NULL, 0)), 0);
    CHECK_EQ_SIZE(utf8_substr(slice_of("", 0), 3).n, 0);
    strbuf_free(&text);
}

static void test_hide_controls(void)
{
    char text[] = "a\tb\x7f\xc2\x85\xc2\xa0\xc3\x85\xc2";

    utf8_hide_controls(text, sizeof text - 1);
    CHECK_EQ_SLICE(slice_str(text), slice_str("a?b???\xc2\xa0\xc3\x85\xc2"));
}

int main(void)
{
    test_hide_controls();
    test_classes();
    test_repair();
    test_cut();
    test_characters();
    return test_report();
}
