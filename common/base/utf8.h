/*
 * Text as Perl sees it behind ":utf8": a sequence of code points. Every
 * function here that takes text wants valid UTF-8, but for utf8_valid() and
 * utf8_repair().
 */
#ifndef FG_BASE_UTF8_H
#define FG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* Whether the bytes are UTF-8 of Unicode characters: no surrogates, nothing
 * beyond U+10FFFF, no longer forms than needed. */
bool utf8_valid(struct slice text);

/* Appends the text with U+FFFD for each part that is not UTF-8 (the longest
 * beginning of a character counts as one part, as browsers do it). */
void utf8_repair(struct slice text, struct strbuf *to);

/* The code point at the beginning of a text that is not empty, and how many
 * bytes it takes. */
size_t utf8_decode(struct slice text, uint32_t *code);

/* The position of the last character of a text that is not empty. */
size_t utf8_last(struct slice text);

/* Appends the character `code`, which is one of Unicode's. */
void utf8_append(struct strbuf *to, uint32_t code);

/* How many characters there are. */
size_t utf8_count(struct slice text);

/* As Perl's substr(text, 0, count): the first `count` characters. A count of
 * 2^64 or more wraps round to -1, so that the last character is left out. */
struct slice utf8_substr(struct slice text, double count);

/* Whether Perl's \s and \d match the character (Unicode 14). */
bool utf8_is_space(uint32_t code);
bool utf8_is_digit(uint32_t code);

#endif
