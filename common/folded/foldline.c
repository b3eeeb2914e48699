/* SPDX-License-Identifier: MIT */
#include "folded/foldline.h"

#include "base/chars.h"
#include "base/utf8.h"

/* The position of the last character of a text that is not empty, and its code point.
 * For FOLDLINE_BYTES every byte is a character. */
static size_t last_char(struct slice s, enum foldline_text text, uint32_t *code)
{
    *code = (unsigned char)s.p[s.n - 1];
    if (*code < 0x80 || text == FOLDLINE_BYTES)
        return s.n - 1;
    size_t at = utf8_last(s);
    utf8_decode(slice_from(s, at), code);
    return at;
}

static bool is_count_blank(uint32_t code, enum foldline_text text)
{
    return code < 0x80 || text == FOLDLINE_UTF8 ? utf8_is_space(code) : false;
}

static bool is_count_digit(uint32_t code, enum foldline_text text)
{
    if (code < 0x80)
        return code >= '0' && code <= '9';
    return text == FOLDLINE_UTF8 && utf8_is_digit(code);
}

bool foldline_cut(struct slice line, enum foldline_text text,
                  struct slice *stack, struct slice *count)
{
    struct slice rest = line;
    size_t end = line.n;    /* where the count begins, as far as it is read */
    bool dot = false;
    bool digit_before_dot = false;

    while (rest.n > 0) {
        uint32_t code;
        rest.n = last_char(rest, text, &code);
        if (is_count_blank(code, text)) {
            if (end == line.n || !digit_before_dot)
                return false;
            *count = slice_from(line, end);
            *stack = rest;
            return true;
        }
        if (is_count_digit(code, text)) {
            digit_before_dot = true;
        } else if (code == '.' && !dot) {
            dot = true;
            digit_before_dot = false;
        } else {
            return false;
        }
        end = rest.n;
    }
    return false;
}

bool foldline_cut_integer(struct slice *line, uint64_t *value)
{
    uint64_t sum = 0;
    uint64_t power = 1;
    size_t at = line->n;
    size_t least = line->n > 18 ? line->n - 18 : 0;

    for (; at > least && is_digit(line->p[at - 1]); at--) {
        sum += power * (uint64_t)(line->p[at - 1] - '0');
        power *= 10;
    }
    if (at == line->n || at == 0 || !is_space(line->p[at - 1]))
        return false;
    *value = sum;
    line->n = at - 1;
    return true;
}

struct perl_number foldline_value(struct slice count)
{
    if (count.n > 0 && (count.p[0] == '.' || count.p[0] == '+'))
        return perl_numify(count);
    for (size_t i = 0; i < count.n; i++)
        if ((unsigned char)count.p[i] > '9')
            return perl_numify(count);
    return perl_count(count);
}
