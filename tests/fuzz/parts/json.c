/* SPDX-License-Identifier: MIT */
/* JSON: the tokens come in a valid order, an error stays one, and a skipped value ends where
 * it ends when its tokens are read. */
#include "documents/json.h"
#include "part.h"

/* Reads the rest of a value token by token; false after an error. */
static bool read_value(struct json *j, enum json_token token)
{
    size_t depth = 0;

    for (;; token = json_next(j)) {
        if (token == JSON_ERROR)
            return false;
        EXPECT(token != JSON_DONE);
        if (token == JSON_OBJECT || token == JSON_ARRAY)
            depth++;
        if (token == JSON_OBJECT_END || token == JSON_ARRAY_END) {
            EXPECT(depth > 0);
            depth--;
        }
        if (depth == 0 && token != JSON_KEY)
            return true;
    }
}

static size_t end_of_value(struct slice input, bool skip)
{
    struct source source;
    struct json j = {0};

    source_text(&source, input);
    json_init(&j, &source);
    enum json_token token = json_next(&j);
    bool valid = token != JSON_DONE
                 && (skip ? token != JSON_ERROR && json_skip(&j, token) : read_value(&j, token));
    size_t end = valid ? (size_t)(source.p - input.p) : SLICE_NONE;
    if (!valid && token != JSON_DONE) {
        EXPECT(j.error != NULL);
        EXPECT(json_next(&j) == JSON_ERROR);
    }
    if (valid && json_next(&j) != JSON_DONE)
        EXPECT(json_next(&j) == JSON_ERROR);
    json_free(&j);
    return end;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice input = fuzz_input(bytes, n);

    EXPECT(end_of_value(input, true) == end_of_value(input, false));
    return 0;
}
