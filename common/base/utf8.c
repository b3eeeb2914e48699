/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* The length of the character at the beginning of `text` or, with *valid false, of the
 * part to replace. */
static size_t utf8_scan(struct slice text, bool *valid)
{
    unsigned char first = (unsigned char)text.p[0];
    unsigned char low = 0x80;   /* bounds of the second byte */
    unsigned char high = 0xbf;
    size_t length;

    *valid = first < 0x80;
    if (first < 0xc2 || first > 0xf4)
        return 1;
    length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (first == 0xe0)
        low = 0xa0;
    else if (first == 0xed)
        high = 0x9f;
    else if (first == 0xf0)
        low = 0x90;
    else if (first == 0xf4)
        high = 0x8f;
    for (size_t i = 1; i < length; i++) {
        if (i == text.n || (unsigned char)text.p[i] < low
            || (unsigned char)text.p[i] > high)
            return i;
        low = 0x80;
        high = 0xbf;
    }
    *valid = true;
    return length;
}

/* The number of bytes before the first one that is not ASCII. */
static size_t ascii_prefix(struct slice text)
{
    size_t i = 0;

    for (uint64_t words[4]; i + sizeof words <= text.n; i += sizeof words) {
        memcpy(words, text.p + i, sizeof words);
        if (((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) != 0)
            break;
    }
    for (uint64_t word; i + sizeof word <= text.n; i += sizeof word) {
        memcpy(&word, text.p + i, sizeof word);
        if ((word & 0x8080808080808080u) != 0)
            break;
    }
    while (i < text.n && (unsigned char)text.p[i] < 0x80)
        i++;
    return i;
}

bool utf8_valid(struct slice text)
{
    bool valid = true;
    size_t i = ascii_prefix(text);

    while (i < text.n && valid)
        i += utf8_scan(slice_from(text, i), &valid);
    return valid;
}

void utf8_repair(struct slice text, struct strbuf *to)
{
    for (size_t i = 0; i < text.n;) {
        bool valid;
        size_t length = utf8_scan(slice_from(text, i), &valid);
        strbuf_add(to, valid ? slice_cut(text, i, i + length)
                             : slice_str("\xef\xbf\xbd"));
        i += length;
    }
}

void utf8_hide_controls(char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        unsigned char next = i + 1 < n ? (unsigned char)text[i + 1] : 0;
        if (c == 0xc2 && next >= 0x80 && next <= 0x9f)
            text[i] = text[i + 1] = '?';
        else if (c < 0x20 || c == 0x7f)
            text[i] = '?';
    }
}

size_t utf8_decode(struct slice text, uint32_t *code)
{
    unsigned char first = (unsigned char)text.p[0];
    size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    *code = length == 1 ? first : first & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; i++)
        *code = *code << 6 | ((unsigned char)text.p[i] & 0x3f);
    return length;
}

void utf8_append(struct strbuf *to, uint32_t code)
{
    static const unsigned char marks[] = {0, 0xc0, 0xe0, 0xf0};
    int more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;

    strbuf_add_char(to, (char)(marks[more] | code >> 6 * more));
    while (more-- > 0)
        strbuf_add_char(to, (char)(0x80 | (code >> 6 * more & 0x3f)));
}

size_t utf8_last(struct slice text)
{
    size_t at = text.n - 1;

    while (at > 0 && is_continuation(text.p[at]))
        at--;
    return at;
}

size_t utf8_count(struct slice text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.n; i++)
        count += !is_continuation(text.p[i]);
    return count;
}

struct slice utf8_substr(struct slice text, double count)
{
    if (count >= 18446744073709551616.0)
        return text.n > 0 ? slice_cut(text, 0, utf8_last(text)) : text;
    for (size_t i = 0; i < text.n; i++)
        if (!is_continuation(text.p[i]) && count-- < 1)
            return slice_cut(text, 0, i);
    return text;
}

bool utf8_is_space(uint32_t code)
{
    return (code >= 0x09 && code <= 0x0d) || code == 0x20 || code == 0x85
           || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a)
           || code == 0x2028 || code == 0x2029 || code == 0x202f
           || code == 0x205f || code == 0x3000;
}

bool utf8_is_digit(uint32_t code)
{
    /* The zero of each script; nine more digits follow it. */
    static const uint32_t zeros[] = {
        0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6,
        0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090,
        0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40,
        0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
        0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450,
        0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50,
        0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec,
        0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0
    };

    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (code >= zeros[i] && code <= zeros[i] + 9)
            return true;
    return false;
}
