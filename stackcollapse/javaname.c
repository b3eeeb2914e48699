/* SPDX-License-Identifier: MIT */
#include "javaname.h"

#include "base/chars.h"
#include "base/scan.h"

/* Names of generated classes, and the number after them that differs from run to run. */
static const struct generated {
    const char *name;
    const char *separator;
    size_t (*skip)(struct slice s, size_t at);
    bool first;     /* the class's name begins with it */
} generated[] = {
    {"$$Lambda", "$", skip_digits, false},
    {"$Proxy", "", skip_digits, true},
    {"jdk.proxy", "", skip_digits, true},
    {"jdk/proxy", "", skip_digits, true},
    {"GeneratedMethodAccessor", "", skip_digits, true},
    {"GeneratedConstructorAccessor", "", skip_digits, true},
    {"GeneratedSerializationConstructorAccessor", "", skip_digits, true},
    {"ByCGLIB", "$$", skip_hex, false},
    {"BySpringCGLIB", "$$", skip_hex, false},
    {"$MockitoMock", "$", skip_word, false},
    {"$HibernateProxy", "$", skip_word, false},
    {"$ByteBuddy", "$", skip_word, false},
    {"_$$_jvst", "", skip_word, false}
};

bool javaname_parse_frame(struct slice line, struct slice *function)
{
    line = trim_left(line);
    if (!scan_text(&line, "at "))
        return false;
    *function = slice_before(line, '(');
    return true;
}

struct slice javaname_method(struct slice function)
{
    struct slice none = slice_of("", 0);
    size_t method = slice_find_last(function, '.');

    if (method == SLICE_NONE || method + 1 == function.n)
        return none;
    size_t class_name = slice_find_last(slice_cut(function, 0, method), '.');
    if (class_name == SLICE_NONE || class_name + 1 == method)
        return none;
    return slice_from(function, class_name + 1);
}

struct slice javaname_any_method(struct slice function)
{
    size_t from = slice_find_last(function, '.');

    if (from == SLICE_NONE)
        return function;
    while (from > 0 && function.p[from - 1] != '.' && function.p[from - 1] != '/')
        from--;
    return slice_from(function, from);
}

struct slice javaname_shorten(struct slice function, struct slice method, struct strbuf *to)
{
    strbuf_clear(to);
    if (method.n == 0)
        return method;
    for (size_t i = 0; i < function.n - method.n; i++)
        if (!is_word(function.p[i]) || i == 0 || !is_word(function.p[i - 1]))
            strbuf_add_char(to, function.p[i]);
    strbuf_add(to, method);
    return strbuf_slice(to);
}

static bool ends_word(struct slice s, size_t at)
{
    return at == s.n || !is_word(s.p[at]);
}

/* The end of the address of a hidden class that begins at `at`, "/0x00007f0c" or, before
 * Java 9, "/1234"; or `at`. */
static size_t skip_address(struct slice s, size_t at)
{
    struct slice rest = slice_from(s, at);

    if (!scan_text(&rest, "/"))
        return at;
    size_t from = scan_text(&rest, "0x") ? at + 3 : at + 1;
    size_t end = from == at + 3 ? skip_hex(s, from) : skip_digits(s, from);
    return end > from && ends_word(s, end) ? end : at;
}

/* Whether the name of a generated class begins at `at`: it is *keep bytes long, and with
 * its number *length. */
static bool is_generated(struct slice s, size_t at, size_t *keep, size_t *length)
{
    bool first = at == 0 || s.p[at - 1] == '.' || s.p[at - 1] == '/';

    for (size_t i = 0; i < sizeof generated / sizeof *generated; i++) {
        const struct generated *g = &generated[i];
        struct slice rest = slice_from(s, at);
        if (s.p[at] != *g->name || (g->first && !first) || !scan_text(&rest, g->name)
            || !scan_text(&rest, g->separator))
            continue;
        size_t from = s.n - rest.n;
        size_t end = g->skip(s, from);
        if (end == from || !ends_word(s, end))
            continue;
        *keep = strlen(g->name);
        *length = end - at;
        return true;
    }
    return false;
}

/* Where the next address or generated name can begin, from `at` on. */
static size_t skip_plain(struct slice s, size_t at)
{
    while (at < s.n && s.p[at] != '/' && s.p[at] != '$' && s.p[at] != '_' && s.p[at] != 'B'
           && ((s.p[at] != 'j' && s.p[at] != 'G')
               || (at > 0 && s.p[at - 1] != '.' && s.p[at - 1] != '/')))
        at++;
    return at;
}

/* The length of the module before the class, "java.base@21/", "app//" or "app/shop@1/"; 0
 * without one. What precedes a '/' is a package if the class has no other. */
static size_t module_length(struct slice function)
{
    size_t slash = slice_find_last(function, '/');

    if (slash == SLICE_NONE)
        return 0;
    struct slice module = slice_cut(function, 0, slash);
    struct slice rest = slice_from(function, slash + 1);
    bool has_package = slice_find(rest, '.') != slice_find_last(rest, '.');
    if (has_package || slice_find(module, '@') != SLICE_NONE || slice_ends(module, "/")
        || slice_find(module, '.') != SLICE_NONE)
        return slash + 1;
    return 0;
}

static bool may_be_unclean(struct slice function)
{
    return slice_find(function, '$') != SLICE_NONE || slice_find(function, '/') != SLICE_NONE
           || slice_starts(function, "sun.reflect.Generated")
           || slice_starts(function, "jdk.internal.reflect.Generated");
}

unsigned javaname_clean(struct slice function, struct strbuf *to)
{
    unsigned found = 0;

    if (!may_be_unclean(function))
        return 0;
    strbuf_clear(to);
    for (size_t i = 0; i < function.n;) {
        size_t plain = skip_plain(function, i);
        strbuf_add(to, slice_cut(function, i, plain));
        i = plain;
        if (i == function.n)
            break;
        size_t keep = 0, length = skip_address(function, i) - i;
        if (length == 0 && !is_generated(function, i, &keep, &length))
            keep = length = 1;
        else
            found |= JAVANAME_NUMBER;
        strbuf_add(to, slice_cut(function, i, i + keep));
        i += length;
    }
    size_t module = module_length(strbuf_slice(to));
    if (module > 0) {
        found |= JAVANAME_MODULE;
        to->n -= module;
        memmove(to->p, to->p + module, to->n);
    }
    return found;
}
