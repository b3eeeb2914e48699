/* SPDX-License-Identifier: MIT */
#include "symbols/language.h"

#include "base/chars.h"

bool language_ocaml(struct slice name, struct strbuf *to)
{
    if (!slice_starts(name, "caml") || name.n < 5 || name.p[4] < 'A' || name.p[4] > 'Z')
        return false;
    for (size_t i = 4; i < name.n; i++) {
        struct slice rest = slice_from(name, i);
        if (slice_starts(rest, "__")) {
            strbuf_add_char(to, '.');
            i++;
        } else if (rest.n > 2 && rest.p[0] == '$' && hex_digit(rest.p[1]) >= 0
                   && hex_digit(rest.p[2]) >= 0) {
            strbuf_add_char(to, (char)(hex_digit(rest.p[1]) << 4 | hex_digit(rest.p[2])));
            i += 2;
        } else
            strbuf_add_char(to, rest.p[0]);
    }
    return true;
}

/* Which part of "Lpackage/Class;method(types)" a byte belongs to. */
enum java_part { JAVA_BEFORE, JAVA_CLASS, JAVA_METHOD, JAVA_TYPES, JAVA_CLASS_TYPE };

struct java {
    enum java_part part;
    size_t types;       /* so far */
    size_t dimensions;  /* of the array that is next */
    struct strbuf *to;
};

static const char *language_basic_type(char c)
{
    switch (c) {
    case 'B': return "byte";
    case 'C': return "char";
    case 'D': return "double";
    case 'F': return "float";
    case 'I': return "int";
    case 'J': return "long";
    case 'S': return "short";
    case 'Z': return "boolean";
    default: return NULL;
    }
}

static void language_comma(struct java *j)
{
    if (j->types++ > 0)
        strbuf_add_str(j->to, ", ");
}

/* A letter that begins a type, where types are. */
static bool language_type(struct java *j, char c)
{
    const char *basic = language_basic_type(c);

    if (j->part != JAVA_TYPES || (basic == NULL && c != 'V'))
        return false;
    if (basic != NULL)
        language_comma(j);
    strbuf_add_str(j->to, basic != NULL ? basic : "void");
    for (; j->dimensions > 0; j->dimensions--)
        strbuf_add_str(j->to, "[]");
    return true;
}

static bool language_class_begins(struct java *j)
{
    if (j->part == JAVA_BEFORE)
        j->part = JAVA_CLASS;
    else if (j->part == JAVA_TYPES) {
        language_comma(j);
        j->part = JAVA_CLASS_TYPE;
    } else
        return false;
    return true;
}

/* A byte that separates parts; false where it may not be. */
static bool language_mark(struct java *j, char c, char next)
{
    bool in_class = j->part == JAVA_CLASS || j->part == JAVA_CLASS_TYPE;

    switch (c) {
    case '[':
        j->dimensions++;
        return j->part == JAVA_TYPES;
    case '(':
        strbuf_add_char(j->to, c);
        if (j->part != JAVA_METHOD)
            return false;
        j->part = JAVA_TYPES;
        return true;
    case ')':
        strbuf_add_char(j->to, c);
        j->types = 0;
        return j->part == JAVA_TYPES;
    case ';':
        if (j->part == JAVA_CLASS && ((next | 0x20) >= 'a' && (next | 0x20) <= 'z'))
            strbuf_add_char(j->to, '.');
        j->part = j->part == JAVA_CLASS ? JAVA_METHOD : JAVA_TYPES;
        return in_class;
    default:
        strbuf_add_char(j->to, '.');
        return in_class;
    }
}

bool language_java(struct slice name, struct strbuf *to)
{
    struct java j = {JAVA_BEFORE, 0, 0, to};
    size_t before = to->n, end = slice_find_last(name, ')');

    for (size_t i = 0; end != SLICE_NONE && i <= end; i++) {
        char c = name.p[i];
        if (c != '\0' && strchr("[();/", c) != NULL) {
            if (!language_mark(&j, c, i < end ? name.p[i + 1] : '\0')) {
                to->n = before;
                return false;
            }
        } else if (!(c == 'L' && language_class_begins(&j)) && !language_type(&j, c))
            strbuf_add_char(to, c);
    }
    return end != SLICE_NONE;
}
