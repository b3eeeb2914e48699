#include "wellformed.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/utf8.h"

bool xml_character(uint32_t code)
{
    if (code < 0x20)
        return code == '\t' || code == '\n' || code == '\r';
    return code != 0xfffe && code != 0xffff;
}

static bool is_xml_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_xml_spaces(struct slice s, size_t at)
{
    while (at < s.n && is_xml_space(s.p[at]))
        at++;
    return at;
}

/* NameStartChar and NameChar as far as they are ASCII, without ':'. */

static bool is_name_start(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_name_part(char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
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
    while (end < s.n && (end == start ? is_name_start(s.p[end]) : is_name_part(s.p[end])))
        end++;
    return end > start ? end : at;
}

/* The digits of a character reference, "38" or "x26". */
static bool is_reference(struct slice digits)
{
    bool hex = slice_starts(digits, "x");
    uint32_t code = 0;

    if (hex)
        digits = slice_from(digits, 1);
    for (size_t i = 0; i < digits.n; i++) {
        char c = digits.p[i];
        bool letter = hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
        if (!letter && (c < '0' || c > '9'))
            return false;
        uint32_t digit = letter ? (uint32_t)((c | 0x20) - 'a' + 10) : (uint32_t)(c - '0');
        code = code * (hex ? 16 : 10) + digit;
        if (code > 0x10ffff)
            return false;
    }
    return digits.n > 0 && xml_character(code) && (code < 0xd800 || code > 0xdfff);
}

/* The end of the entity at `at`, where there is a '&'; 0 if it is none. */
static size_t skip_entity(struct slice s, size_t at)
{
    static const char *const names[] = {"amp", "lt", "gt", "quot", "apos"};
    size_t length = slice_find(slice_from(s, at), ';');

    if (length == SLICE_NONE)
        return 0;
    struct slice name = slice_cut(s, at + 1, at + length);
    bool known = slice_starts(name, "#") && is_reference(slice_from(name, 1));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        known = known || slice_is(name, names[i]);
    return known ? at + length + 1 : 0;
}

/* The end of the text from `at` on that has neither a '<' nor, if it is not 0,
 * the byte `quote`; *fine is set to false if a character or an entity in it is
 * wrong, or, outside quotes, if it has a "]]>". */
static size_t skip_text(struct slice s, size_t at, char quote, bool *fine)
{
    while (*fine && at < s.n && s.p[at] != '<' && (quote == 0 || s.p[at] != quote)) {
        uint32_t code;
        size_t next = at + utf8_decode(slice_from(s, at), &code);
        if (code == '&')
            next = skip_entity(s, at);
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

/* An element with more is not looked at any further. */
enum { MOST_ATTRIBUTES = 256 };

/* Enters a name into the list of taken ones; false if it is there already. */
static bool take(struct strbuf *taken, struct slice name)
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
    *fine = end > at && !slice_is(name, "xmlns") && take(taken, name);
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

/* The end of the attributes, with a blank before each but the first, at `at`. */
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

/* The end of what begins with `begin` at `at` and goes on to the first `end`
 * behind that; all characters between are to be XML's. */
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

/* The end of a processing instruction, <?name text?>. The name is not "xml",
 * nor may it have a colon. */
static size_t skip_instruction(struct slice s, size_t at, bool *fine)
{
    size_t name = at + 2;
    size_t end = skip_name(s, name);
    bool xml = end - name == 3 && strncasecmp(s.p + name, "xml", 3) == 0;

    *fine = end > name && !xml && slice_find(slice_cut(s, name, end), ':') == SLICE_NONE
            && end < s.n && (is_xml_space(s.p[end]) || slice_starts(slice_from(s, end), "?>"));
    return *fine ? skip_section(s, end, "", "?>", fine) : s.n;
}

/* The end of what begins with the '<' at `at`. */
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
