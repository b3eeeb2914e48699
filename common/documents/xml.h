/* SPDX-License-Identifier: MIT */
/*
 * XML 1.0, pulled token by token: elements, attributes and text.
 *
 *     xml_init(&x, &source);
 *     while ((token = xml_next(&x)) != XML_DONE && token != XML_ERROR)
 *         ...
 *
 * Each source holds one document in UTF-8, whose bytes beyond ASCII are copied
 * unchecked. The tokens are those of a well-formed document as far as they go: every
 * end has its beginning, and one element contains all others. Comments, instructions
 * and a document type are skipped.
 *
 * A document type with declarations is an error, and so is every entity but lt, gt,
 * amp, quot, apos and character references, so that nothing expands. Nesting takes
 * memory for the open names and no recursion. Of attributes with the same name the
 * first counts. Line ends in text stay as they are.
 */
#ifndef FG_DOCUMENTS_XML_H
#define FG_DOCUMENTS_XML_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/source.h"

enum xml_token {
    XML_DONE,       /* the end of the source, after the whole document */
    XML_ERROR,      /* see xml.error; every later call returns it again */
    XML_BEGIN,      /* a start tag: name, and xml_attribute() */
    XML_END,        /* an end tag: name; after <a/> too */
    XML_TEXT        /* text, whole between tags, comments and sections */
};

struct xml_attribute;

struct xml {
    struct slice name;      /* of the element that begins or ends */
    struct strbuf text;
    const char *error;      /* what is wrong at source->line; NULL without an error */

    struct source *source;
    bool root;              /* the root element has begun */
    bool empty;             /* the newest start tag was "<a/>" */
    struct strbuf tag;      /* names and values of attributes */
    struct xml_attribute *attributes;
    size_t count;
    size_t capacity;
    struct strbuf open;     /* the names of the open elements */
    size_t *starts;         /* where each of them begins */
    size_t depth;
    size_t starts_capacity;
};

/* Begins a document, in a zeroed struct or in that of an earlier document, whose
 * memory is reused. The source must outlive the document. */
void xml_init(struct xml *x, struct source *source);

/* The next token; its name, attributes and text are valid until the next call. */
enum xml_token xml_next(struct xml *x);

/* The value of an attribute of the newest start tag; false if it has none of that
 * name. */
bool xml_attribute(const struct xml *x, const char *name, struct slice *value);

void xml_free(struct xml *x);

/* A blank of XML. */
static inline bool is_xml_space(int c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The character of the entity &NAME;, such as "lt", "#38" or "#x26"; 0 if it has none. */
uint32_t xml_entity(struct slice name);

#endif
