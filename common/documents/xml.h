/*
 * XML 1.0, pulled token by token: elements, attributes and text.
 *
 *     xml_init(&x, &source);
 *     while ((token = xml_next(&x)) != XML_DONE && token != XML_ERROR)
 *         ...
 *
 * One document a source, UTF-8, whose bytes beyond ASCII are not looked at. The
 * tokens are those of a well-formed document as far as they go: each end has its
 * beginning, and there is one element around all. Comments and instructions are
 * passed over. There is no DTD: a document type without one is passed over, one
 * with declarations is an error, and so is every entity but lt, gt, amp, quot,
 * apos and those with a number; nothing expands. Nesting takes memory for the
 * names that are open and no stack. Of attributes with the same name the first
 * counts. Line ends in text stay as they are.
 */
#ifndef FG_DOCUMENTS_XML_H
#define FG_DOCUMENTS_XML_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/source.h"

enum xml_token {
    XML_DONE,       /* the end of the source, behind the whole document */
    XML_ERROR,      /* see xml.error; nothing follows but this again */
    XML_BEGIN,      /* an element: name, and xml_attribute() */
    XML_END,        /* name; follows for <a/> too */
    XML_TEXT        /* text, in one piece between tags, comments and sections */
};

struct xml_attribute;

struct xml {
    struct slice name;      /* of the element that begins or ends */
    struct strbuf text;
    const char *error;      /* what is wrong in source->line, once something is */

    struct source *source;
    bool root;              /* the outermost element has begun */
    bool empty;             /* the element that began has no content: "<a/>" */
    struct strbuf tag;      /* names and values of attributes */
    struct xml_attribute *attributes;
    size_t count;
    size_t capacity;
    struct strbuf open;     /* the names of the open elements */
    size_t *starts;         /* where each of them begins */
    size_t depth;
    size_t starts_capacity;
};

/* Begins a document; the memory of the one before is used again. A zeroed
 * struct has none. The source must outlive the document. */
void xml_init(struct xml *x, struct source *source);

/* The next token; what belongs to it is valid until the next call. */
enum xml_token xml_next(struct xml *x);

/* The value of an attribute of the element that has begun; false without it. */
bool xml_attribute(const struct xml *x, const char *name, struct slice *value);

void xml_free(struct xml *x);

#endif
