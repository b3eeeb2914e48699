/* SPDX-License-Identifier: MIT */
/*
 * Whether a text can be part of an XML document as it is. The texts of options are
 * copied into the SVG unchanged, as the Perl script does it, where that is well-formed
 * XML, and are escaped where it is not.
 *
 * Stricter than XML: names are ASCII, since parsers disagree about others; there are no
 * prefixes but xlink: and xml:, and no xmlns; an element has at most 256 attributes.
 */
#ifndef FG_WELLFORMED_H
#define FG_WELLFORMED_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* The text is valid UTF-8 in all of these. */

/* As the content of an element: text, entities, closed elements. */
bool wellformed_content(struct slice text);

/* Between the quotes of an attribute="...". */
bool wellformed_value(struct slice text);

/* As attributes: name="value" name="value". No name may be in `taken`, a list with a
 * blank before and after each name; the names are appended to it. */
bool wellformed_attributes(struct slice text, struct strbuf *taken);

#endif
