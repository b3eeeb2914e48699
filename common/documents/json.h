/* SPDX-License-Identifier: MIT */
/*
 * JSON (RFC 8259), pulled token by token:
 *
 *     json_init(&j, &source);
 *     while ((token = json_next(&j)) != JSON_DONE && token != JSON_ERROR)
 *         ...
 *
 * Each source holds one document. The tokens come in a valid order only: a value of
 * an object after its key, an end after its beginning. Nesting takes a byte of
 * memory per level and no recursion, so it may be as deep as the input is long.
 *
 * Like Python's reader, it also accepts the numbers NaN, Infinity and -Infinity.
 * Bytes beyond ASCII are copied unchecked; half a surrogate pair becomes U+FFFD.
 */
#ifndef FG_DOCUMENTS_JSON_H
#define FG_DOCUMENTS_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "io/source.h"

enum json_token {
    JSON_DONE,          /* the end of the source, after the whole document */
    JSON_ERROR,         /* see json.error; every later call returns it again */
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_KEY,           /* text: decoded, in UTF-8 */
    JSON_STRING,        /* text: as for a key */
    JSON_NUMBER,        /* text: as written */
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL
};

struct json {
    struct strbuf text;     /* of the newest key, string or number */
    const char *error;      /* what is wrong at source->line; NULL without an error */
    bool is_unended;        /* the error is that the source ended, but for its brackets and a
                             * comma, after a value */

    struct source *source;
    enum json_want {
        JSON_WANT_VALUE,
        JSON_WANT_ELEMENT_OR_END,
        JSON_WANT_KEY_OR_END,
        JSON_WANT_COMMA_OR_END
    } want;
    struct strbuf open;     /* a '{' or '[' for each open object or array */
    uint32_t half;          /* the first half of a surrogate pair, or 0 */
};

/* Begins a document, in a zeroed struct or in that of an earlier document, whose
 * memory is reused. The source must outlive the document. */
void json_init(struct json *j, struct source *source);

/* The next token; its text is valid until the next call. */
enum json_token json_next(struct json *j);

/* Skips the rest of the value that began with the token `first`: an object or array
 * to its end, nothing of any other value. False after an error. */
bool json_skip(struct json *j, enum json_token first);

void json_free(struct json *j);

#endif
