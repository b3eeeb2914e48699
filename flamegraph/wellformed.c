/* SPDX-License-Identifier: MIT */
#include "wellformed.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "base/utf8.h"
#include "documents/xmlname.h"

static size_t skip_xml_spaces(struct slice s, size_t at)
{
    while (at < s.n && xml_is_space(s.p[at]))
        at++;
    return at;
}

/* The end of the name at `at`, or `at` if there is none. */
static size_t skip_name(struct slice s, size_t at)
{
    size_t start = at;

    if (slice_starts(slice_from(s, at), "xlink:"))
        start += strlen("xlink:");
    else if (slice_starts(slice_from(s, at), "xml:"))
        start += strlen("xml:");
    size_t end = start;
    while (end < s.n && (end == start ? xml_name_start(s.p[end]) : xml_name_part(s.p[end])))
        end++;
    return end > start ? end : at;
}

/* The end of the reference at `at`, where there is a '&'; 0 if it is not one. */
static size_t skip_reference(struct slice s, size_t at)
{
    size_t length = slice_find(slice_from(s, at), ';');

    if (length == SLICE_NONE)
        return 0;
    uint32_t code = xml_reference(slice_cut(s, at + 1, at + length));
    return xml_character(code) ? at + length + 1 : 0;
}

/* The end of the text from `at` on, which a '<' ends or, unless it is 0, the byte
 * `quote`. *fine becomes false at an invalid character or entity and, outside quotes, at
 * a "]]>". */
static size_t skip_text(struct slice s, size_t at, char quote, bool *fine)
{
    while (*fine && at < s.n && s.p[at] != '<' && (quote == 0 || s.p[at] != quote)) {
        uint32_t code;
        size_t next = at + utf8_decode(slice_from(s, at), &code);
        if (code == '&')
            next = skip_reference(s, at);
        *fine = next > 0 && xml_character(code)
                && (quote != 0 || !slice_starts(slice_from(s, at), "]]>"));
        at = next;
    }
    return at;
}

bool wellformed_value(struct slice text)
{
    bool fine = true;

    return skip_text(text, 0, '"', &fine) == text.n && fine;
}

/* An element with more is not accepted. */
enum { MOST_ATTRIBUTES = 256 };

/* Adds a name to the list of taken ones; false if it is there already. */
static bool add_taken_name(struct strbuf *taken, struct slice name)
{
    struct strbuf word = {0};

    strbuf_add_char(&word, ' ');
    strbuf_add(&word, name);
    strbuf_add_char(&word, ' ');
    bool is_new = slice_search(strbuf_slice(taken), strbuf_str(&word)) == SLICE_NONE;
    strbuf_add(taken, slice_from(strbuf_slice(&word), 1));
    strbuf_free(&word);
    return is_new;
}

/* The end of the attribute at `at`: name = "value" or 'value'. */
static size_t skip_attribute(struct slice s, size_t at, struct strbuf *taken, bool *fine)
{
    size_t end = skip_name(s, at);

    struct slice name = slice_cut(s, at, end);
    *fine = end > at && !slice_is(name, "xmlns") && add_taken_name(taken, name);
    at = skip_xml_spaces(s, end);
    *fine = *fine && at < s.n && s.p[at] == '=';
    at = skip_xml_spaces(s, *fine ? at + 1 : at);
    char quote = at < s.n ? s.p[at] : '\0';
    *fine = *fine && (quote == '"' || quote == '\'');
    if (*fine)
        at = skip_text(s, at + 1, quote, fine);
    *fine = *fine && at < s.n && s.p[at] == quote;
    return at + 1;
}

/* The end of the attributes at `at`, with blanks between them. */
static size_t skip_attributes(struct slice s, size_t at, struct strbuf *taken, bool *fine)
{
    for (int count = 0; *fine && at < s.n && s.p[at] != '>' && s.p[at] != '/'; count++) {
        at = skip_attribute(s, at, taken, fine);
        size_t next = *fine ? skip_xml_spaces(s, at) : at;
        if (next == at)
            break;
        at = next;
        *fine = count < MOST_ATTRIBUTES;
    }
    return at;
}

bool wellformed_attributes(struct slice text, struct strbuf *taken)
{
    bool fine = true;

    return skip_attributes(text, skip_xml_spaces(text, 0), taken, &fine) == text.n && fine;
}

/* The names of the elements that are open. */
struct open_elements {
    struct slice *names;
    size_t count;
    size_t capacity;
};

/* The end of the tag at `at`, where there is a '<'. */
static size_t skip_tag(struct slice s, size_t at, struct open_elements *open, bool *fine)
{
    bool closing = at + 1 < s.n && s.p[at + 1] == '/';
    size_t name = at + 1 + closing;
    size_t end = skip_name(s, name);
    bool empty = false;

    *fine = end > name;
    at = skip_xml_spaces(s, end);
    if (*fine && closing) {
        *fine = open->count > 0
                && slice_equal(open->names[--open->count], slice_cut(s, name, end));
    } else if (*fine) {
        struct strbuf taken = {0};
        strbuf_add_char(&taken, ' ');
        if (at > end)
            at = skip_attributes(s, at, &taken, fine);
        strbuf_free(&taken);
        empty = at < s.n && s.p[at] == '/';
        at += empty;
    }
    if (*fine && !closing && !empty) {
        open->names = grow_array(open->names, &open->capacity, open->count + 1,
                                 sizeof *open->names);
        open->names[open->count++] = slice_cut(s, name, end);
    }
    *fine = *fine && at < s.n && s.p[at] == '>';
    return at + 1;
}

/* The end of the section that starts with `begin` at `at` and goes on to the next `end`,
 * all in characters that XML allows. */
static size_t skip_section(struct slice s, size_t at, const char *begin, const char *end,
                           bool *fine)
{
    size_t from = at + strlen(begin);
    size_t length = slice_search(slice_from(s, from), end);

    if (length == SLICE_NONE) {
        *fine = false;
        return s.n;
    }
    for (size_t i = from; *fine && i < from + length;) {
        uint32_t code;
        i += utf8_decode(slice_from(s, i), &code);
        *fine = xml_character(code);
    }
    return from + length + strlen(end);
}

/* The end of a processing instruction, <?name text?>. Its name is not "xml" and has no
 * colon. */
static size_t skip_instruction(struct slice s, size_t at, bool *fine)
{
    size_t name = at + 2;
    size_t end = skip_name(s, name);
    bool xml = end - name == 3 && strncasecmp(s.p + name, "xml", 3) == 0;

    *fine = end > name && !xml && slice_find(slice_cut(s, name, end), ':') == SLICE_NONE
            && end < s.n && (xml_is_space(s.p[end]) || slice_starts(slice_from(s, end), "?>"));
    return *fine ? skip_section(s, end, "", "?>", fine) : s.n;
}

/* The end of the tag, comment, section or instruction at `at`, where there is a '<'. */
static size_t skip_markup(struct slice s, size_t at, struct open_elements *open, bool *fine)
{
    struct slice rest = slice_from(s, at);

    if (slice_starts(rest, "<!--")) {
        size_t end = skip_section(s, at, "<!--", "--", fine);
        *fine = *fine && end < s.n && s.p[end] == '>';
        return end + 1;
    }
    if (slice_starts(rest, "<![CDATA["))
        return skip_section(s, at, "<![CDATA[", "]]>", fine);
    if (slice_starts(rest, "<?"))
        return skip_instruction(s, at, fine);
    return skip_tag(s, at, open, fine);
}

bool wellformed_content(struct slice text)
{
    struct open_elements open = {NULL, 0, 0};
    bool fine = true;
    size_t at = 0;

    while (fine && at < text.n)
        at = text.p[at] == '<' ? skip_markup(text, at, &open, &fine)
                               : skip_text(text, at, 0, &fine);
    free(open.names);
    return fine && open.count == 0;
}
