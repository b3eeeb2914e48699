/* SPDX-License-Identifier: MIT */
/*
 * Whether a text is well-formed XML 1.0 in UTF-8, without entities of its own. It shares
 * no code with the programs.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

enum { MOST_DEPTH = 256 };

struct scan {
    const char *p, *end;
    const char *problem;
    struct text open[MOST_DEPTH];
    int depth;
    int roots;
};

static bool scan_fail(struct scan *s, const char *problem)
{
    if (s->problem == NULL)
        s->problem = problem;
    return false;
}

static bool take(struct scan *s, const char *word)
{
    size_t n = strlen(word);

    if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0)
        return false;
    s->p += n;
    return true;
}

/* Skips up to and with a word. */
static bool take_to(struct scan *s, const char *word)
{
    while (s->p < s->end)
        if (take(s, word))
            return true;
        else
            s->p++;
    return scan_fail(s, "XML: something has no end");
}

static void take_spaces(struct scan *s)
{
    while (s->p < s->end && isspace((unsigned char)*s->p))
        s->p++;
}

/* The bytes of the whole text are UTF-8 of characters that XML allows. */
static bool are_characters(struct text t)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

    for (size_t i = 0; i < t.n;) {
        unsigned char c = (unsigned char)t.p[i];
        size_t n = c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 5;
        if (n > 4 || i + n > t.n)
            return false;
        uint32_t code = n == 1 ? c : c & (0x7fu >> n);
        for (size_t k = 1; k < n; k++) {
            if ((t.p[i + k] & 0xc0) != 0x80)
                return false;
            code = code << 6 | (t.p[i + k] & 0x3f);
        }
        if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)
            || code == 0xfffe || code == 0xffff
            || (code < ' ' && code != '\t' && code != '\n' && code != '\r'))
            return false;
        i += n;
    }
    return true;
}

static bool is_allowed(uint64_t code)
{
    return code == 9 || code == 10 || code == 13 || (code >= 32 && code < 0xd800)
           || (code >= 0xe000 && code <= 0x10ffff && code != 0xfffe && code != 0xffff);
}

static bool take_reference(struct scan *s)
{
    static const char *const names[] = {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (take(s, names[i]))
            return true;
    if (take(s, "&#")) {
        int base = take(s, "x") ? 16 : 10;
        char *end;
        uint64_t code = isxdigit((unsigned char)*s->p) ? strtoull(s->p, &end, base) : 0;
        if (is_allowed(code) && *end == ';') {
            s->p = end + 1;
            return true;
        }
    }
    return scan_fail(s, "XML: a wrong reference");
}

/* Characters up to one of `ends`. */
static bool take_characters(struct scan *s, const char *ends)
{
    while (s->p < s->end && strchr(ends, *s->p) == NULL)
        if (*s->p != '&')
            s->p++;
        else if (!take_reference(s))
            return false;
    return true;
}

static struct text take_name(struct scan *s)
{
    struct text name = {(char *)s->p, 0};

    while (s->p < s->end && (isalnum((unsigned char)*s->p) || (unsigned char)*s->p >= 0x80
                             || strchr("_:-.", *s->p) != NULL))
        s->p++;
    name.n = (size_t)(s->p - name.p);
    if (name.n == 0 || isdigit((unsigned char)*name.p) || *name.p == '-' || *name.p == '.')
        scan_fail(s, "XML: a wrong name");
    return name;
}

static bool same(struct text a, struct text b)
{
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* The attributes of a tag, up to its '>' or "/>". */
static bool take_attributes(struct scan *s)
{
    struct text names[64];
    size_t count = 0;

    for (;;) {
        const char *before = s->p;
        take_spaces(s);
        if (s->p == s->end || *s->p == '>' || *s->p == '/')
            return s->p < s->end || scan_fail(s, "XML: a tag has no end");
        if (s->p == before || count == 64)
            return scan_fail(s, "XML: no blank before an attribute");
        names[count] = take_name(s);
        for (size_t i = 0; i < count; i++)
            if (same(names[i], names[count]))
                return scan_fail(s, "XML: an attribute twice");
        count++;
        take_spaces(s);
        if (s->problem != NULL || !take(s, "="))
            return scan_fail(s, "XML: an attribute without a value");
        take_spaces(s);
        if (*s->p != '"' && *s->p != '\'')
            return scan_fail(s, "XML: an attribute without a value");
        char ends[] = {*s->p++, '<', '\0'};
        if (!take_characters(s, ends) || s->p == s->end || *s->p++ != ends[0])
            return scan_fail(s, "XML: a wrong value");
    }
}

static bool take_tag(struct scan *s)
{
    if (take(s, "</")) {
        struct text name = take_name(s);
        take_spaces(s);
        return (s->depth > 0 && same(name, s->open[--s->depth]) && take(s, ">"))
               || scan_fail(s, "XML: a wrong end tag");
    }
    s->p++;
    struct text name = take_name(s);
    s->roots += s->depth == 0;
    if (s->problem != NULL || !take_attributes(s))
        return false;
    if (take(s, "/>"))
        return true;
    if (!take(s, ">") || s->depth == MOST_DEPTH)
        return scan_fail(s, "XML: a wrong tag");
    s->open[s->depth++] = name;
    return true;
}

static bool take_markup(struct scan *s)
{
    if (take(s, "<!--"))
        return take_to(s, "--") && (take(s, ">") || scan_fail(s, "XML: -- in a comment"));
    if (take(s, "<?"))
        return take_to(s, "?>");
    if (s->depth > 0 && take(s, "<![CDATA["))
        return take_to(s, "]]>");
    if (s->roots == 0 && take(s, "<!DOCTYPE "))
        return take_to(s, ">");
    return take_tag(s);
}

static bool take_text(struct scan *s)
{
    const char *begin = s->p;

    if (!take_characters(s, "<"))
        return false;
    for (; begin < s->p; begin++) {
        if (s->depth == 0 && !isspace((unsigned char)*begin))
            return scan_fail(s, "XML: text outside the root");
        if (s->p - begin >= 3 && memcmp(begin, "]]>", 3) == 0)
            return scan_fail(s, "XML: ]]> in a text");
    }
    return true;
}

const char *check_xml(struct text svg)
{
    static struct scan s;

    s.p = svg.p;
    s.end = svg.p + svg.n;
    if (!are_characters(svg))
        return "XML: a wrong character";
    if (!take(&s, "<?xml ") || !take_to(&s, "?>"))
        return "XML: no declaration";
    while (s.p < s.end && (*s.p == '<' ? take_markup(&s) : take_text(&s)))
        continue;
    if (s.problem == NULL && (s.depth > 0 || s.roots != 1))
        scan_fail(&s, "XML: not one whole element");
    return s.problem;
}
