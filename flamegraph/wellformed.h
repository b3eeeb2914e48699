/*
 * Whether a text may stand in an XML document as it is. The options' texts are
 * put into the SVG unchanged where that gives well-formed XML, as the Perl
 * script puts them, and are escaped where it does not.
 *
 * Stricter than XML in its names: they are ASCII, since parsers differ about the
 * others, there are no prefixes but xlink: and xml:, and no xmlns; and elements
 * have 256 attributes at most.
 */
#ifndef FG_WELLFORMED_H
#define FG_WELLFORMED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* Whether XML 1.0 allows the character in a document. */
bool xml_character(uint32_t code);

/* All of these want valid UTF-8. */

/* As the content of an element: text, entities, elements that are closed. */
bool wellformed_content(struct slice text);

/* Between the quotes of an attribute="...". */
bool wellformed_value(struct slice text);

/* As attributes, name="value" and so on. None of them may have a name that is
 * in `taken`, a list with a blank before and behind each name; their own names
 * are appended to it. */
bool wellformed_attributes(struct slice text, struct strbuf *taken);

#endif
