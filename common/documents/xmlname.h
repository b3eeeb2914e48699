/* SPDX-License-Identifier: MIT */
/*
 * The smallest parts of XML 1.0: characters, names and references.
 */
#ifndef FG_DOCUMENTS_XMLNAME_H
#define FG_DOCUMENTS_XMLNAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* Whether a document may contain the character. */
bool xml_character(uint32_t code);

static inline bool xml_is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether a name may begin with a character, or contain it: of ASCII, and without ':',
 * which is for prefixes. */
static inline bool xml_name_start(int c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static inline bool xml_name_part(int c)
{
    return xml_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* Appends a text, which is valid UTF-8, as the content of an element, or with `quotes` as the
 * value of an attribute. What XML does not allow becomes U+FFFD. */
void xml_escape(struct slice text, bool quotes, struct strbuf *to);

/* The character of a reference, which is the text between '&' and ';': "amp", "#38",
 * "#x26". 0 if it is none. xml_character() may still refuse the character. */
uint32_t xml_reference(struct slice text);

#endif
