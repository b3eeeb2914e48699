/*
 * JSON (RFC 8259), pulled token by token:
 *
 *     json_init(&j, &source);
 *     while ((token = json_next(&j)) != JSON_DONE && token != JSON_ERROR)
 *         ...
 *
 * One document a source. The tokens come in a valid order only: each value of
 * an object behind its key, each end for its beginning. Nesting takes a byte of
 * memory a level and no stack, so that it may be as deep as the input is long.
 *
 * As Python's reader it also takes NaN, Infinity and -Infinity for numbers.
 * Bytes beyond ASCII are not looked at; half a surrogate pair becomes U+FFFD.
 */
#ifndef FG_DOCUMENTS_JSON_H
#define FG_DOCUMENTS_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/source.h"

enum json_token {
    JSON_DONE,          /* the end of the source, behind the whole document */
    JSON_ERROR,         /* see json.error; nothing follows but this again */
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_KEY,           /* text: decoded, in UTF-8 */
    JSON_STRING,        /* likewise */
    JSON_NUMBER,        /* text: as it stands there */
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL
};

struct json {
    struct strbuf text;     /* of the newest key, string or number */
    const char *error;      /* what is wrong in source->line, once something is */

    struct source *source;
    enum json_want {
        JSON_WANT_VALUE,
        JSON_WANT_ELEMENT_OR_END,
        JSON_WANT_KEY_OR_END,
        JSON_WANT_COMMA_OR_END
    } want;
    struct strbuf open;     /* '{' and '[' of what is not closed */
    uint32_t half;          /* the first half of a surrogate pair, or 0 */
};

/* Begins a document; the memory of the one before is used again. A zeroed
 * struct has none. The source must outlive the document. */
void json_init(struct json *j, struct source *source);

/* The next token; its text is valid until the next call. */
enum json_token json_next(struct json *j);

/* Passes over the rest of the value that `first` began: to the end of an
 * object or array, and nothing of others. False if an error came. */
bool json_skip(struct json *j, enum json_token first);

void json_free(struct json *j);

#endif
