/* SPDX-License-Identifier: MIT */
/*
 * Text as a sequence of code points. All functions but utf8_valid(), utf8_repair()
 * and utf8_hide_controls() need valid UTF-8.
 */
#ifndef FG_BASE_UTF8_H
#define FG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* Whether the bytes are UTF-8: no surrogates, nothing above U+10FFFF, no overlong
 * forms. */
bool utf8_valid(struct slice text);

/* Appends the text with U+FFFD for each part that is not UTF-8. As in browsers, a cut
 * character is one part. */
void utf8_repair(struct slice text, struct strbuf *to);

/* Replaces control characters, U+0080 to U+009F too, by '?' for each byte. */
void utf8_hide_controls(char *text, size_t n);

/* Sets *code to the first character of a text that is not empty; returns its length. */
size_t utf8_decode(struct slice text, uint32_t *code);

/* The position of the last character of a text that is not empty. */
size_t utf8_last(struct slice text);

/* Appends the character `code`. */
void utf8_append(struct strbuf *to, uint32_t code);

/* The number of characters. */
size_t utf8_count(struct slice text);

/* As Perl's substr(text, 0, count): the first `count` characters. A count of 2^64 or
 * more is -1 to Perl, which leaves out the last character. */
struct slice utf8_substr(struct slice text, double count);

/* Whether Perl's \s and \d match the character (Unicode 14). */
bool utf8_is_space(uint32_t code);
bool utf8_is_digit(uint32_t code);

#endif
