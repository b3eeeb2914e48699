/* SPDX-License-Identifier: MIT */
/* XML: each element that begins ends, with its name, and an error stays one. */
#include "base/strbuf.h"
#include "base/utf8.h"
#include "documents/xml.h"
#include "documents/xmlname.h"
#include "part.h"

/* The names of the open elements, each after a '/'. */
static struct strbuf open_names;

static void check_end(struct slice name)
{
    size_t at = slice_find_last(strbuf_slice(&open_names), '/');

    EXPECT(at != SLICE_NONE);
    EXPECT(slice_equal(slice_from(strbuf_slice(&open_names), at + 1), name));
    open_names.n = at;
}

static void check_begin(const struct xml *x)
{
    struct slice value;

    EXPECT(x->name.n > 0 && slice_find(x->name, '/') == SLICE_NONE);
    strbuf_add_char(&open_names, '/');
    strbuf_add(&open_names, x->name);
    if (xml_attribute(x, "id", &value) || xml_attribute(x, "ref", &value))
        EXPECT(value.p != NULL);
}

static void check_escape(struct slice text)
{
    struct strbuf repaired = {0}, escaped = {0};

    utf8_repair(text, &repaired);
    xml_escape(strbuf_slice(&repaired), true, &escaped);
    EXPECT(slice_find(strbuf_slice(&escaped), '<') == SLICE_NONE);
    EXPECT(slice_find(strbuf_slice(&escaped), '"') == SLICE_NONE);
    strbuf_free(&repaired);
    strbuf_free(&escaped);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct source source;
    struct xml x = {0};
    enum xml_token token;

    strbuf_clear(&open_names);
    source_text(&source, fuzz_input(bytes, n));
    xml_init(&x, &source);
    while ((token = xml_next(&x)) != XML_DONE && token != XML_ERROR) {
        if (token == XML_BEGIN)
            check_begin(&x);
        else if (token == XML_END)
            check_end(x.name);
        else
            check_escape(strbuf_slice(&x.text));
    }
    EXPECT(token == XML_ERROR ? x.error != NULL && xml_next(&x) == XML_ERROR
                              : open_names.n == 0);
    xml_free(&x);
    strbuf_free(&open_names);
    return 0;
}
