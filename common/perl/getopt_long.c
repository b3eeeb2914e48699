/* SPDX-License-Identifier: MIT */
#include "perl/getopt_long.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/chars.h"
#include "base/message.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "perl/number.h"

/* The reading of a command line. */
struct parse {
    const struct option *options;
    char *values;
    int argc;
    char **argv;
    int next;           /* the next word */
    bool posix;         /* POSIXLY_CORRECT is set */
    bool failed;
};

/* The option that a word names. */
struct match {
    const struct option *option;
    bool negated;
};

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* 2 if the word is `prefix` and `name`, 1 if it is the beginning of that, else 0. */
static int match_name(struct slice word, const char *prefix, const char *name)
{
    size_t at = 0;

    for (int part = 0; part < 2; part++)
        for (const char *c = part == 0 ? prefix : name; *c != '\0'; c++) {
            if (at == word.n)
                return 1;
            if (ascii_lower(word.p[at++]) != *c)
                return 0;
        }
    return at == word.n ? 2 : 0;
}

/* Looks for `word` among the script's options or among the added ones, which cannot be
 * abbreviated. Returns 2 for a full name, else how many options begin with the word: if
 * there are several it is ambiguous, *match is empty and `names` lists them. */
static int find_option(const struct parse *p, struct slice word, bool added,
                   struct match *match, struct strbuf *names)
{
    static const char *const prefixes[] = {"", "no", "no-"};
    int hits = 0;

    match->option = NULL;
    for (const struct option *o = p->options; o->name != NULL; o++) {
        if (o->added != added || o->kind == OPTION_HEADING)
            continue;
        /* --noname and --no-name are one option, --name is another. */
        for (size_t i = 0; i < (o->kind == OPTION_NEGATABLE ? 3 : 1); i++) {
            int how = match_name(word, prefixes[i], o->name);
            struct match found = {o, i > 0};
            if (how == 2) {
                *match = found;
                return 2;
            }
            if (how == 0 || p->posix || added
                || (hits > 0 && match->option == o && match->negated == (i > 0)))
                continue;
            strbuf_add_str(names, hits++ > 0 ? ", " : "");
            strbuf_add_str(names, i > 0 ? "no" : "");
            strbuf_add_str(names, o->name);
            *match = found;
        }
    }
    if (hits > 1)
        match->option = NULL;
    return hits;
}

static bool is_integer_text(const char *s)
{
    if (*s == '-' || *s == '+')
        s++;
    s += strspn(s, "_");
    if (!is_digit(*s))
        return false;
    s += strspn(s, "0123456789_");
    return *s == '\0' || strcmp(s, "\n") == 0;
}

/* A sign, digits, a point with digits, an exponent; only the digits are required. The
 * point may be any character, since Getopt::Long does not escape it. */
static bool is_float_text(const char *s)
{
    static const char digits[] = "0123456789_";

    if (*s == '-' || *s == '+')
        s++;
    if (!is_digit(*s) && *s != '.')
        return false;
    s += strspn(s, digits);
    for (int fraction = 1; fraction >= 0; fraction--) {
        const char *end = s;
        if (fraction) {
            if (*end == '\0' || *end == '\n' || strspn(end + 1, digits) == 0)
                continue;
            end += 1 + strspn(end + 1, digits);
        }
        if (*end == 'e' || *end == 'E') {
            const char *power = end + 1 + (end[1] == '-' || end[1] == '+');
            if (strspn(power, digits) > 0)
                end = power + strspn(power, digits);
        }
        if (*end == '\0' || strcmp(end, "\n") == 0)
            return true;
    }
    return false;
}

/* The value of a text that is_integer_text() accepted. */
static struct perl_number integer_value(const char *s)
{
    struct strbuf digits = {0};

    for (; *s != '\0'; s++)
        if (*s != '_')
            strbuf_add_char(&digits, *s);
    struct perl_number value = perl_numify(strbuf_slice(&digits));
    strbuf_free(&digits);
    return value;
}

/* Removes the "_" of a text that is_float_text() accepted. */
static void remove_underscores(char *text)
{
    char *to = text;

    for (; *text != '\0'; text++)
        if (*text != '_')
            *to++ = *text;
    *to = '\0';
}

static bool store_value(const struct parse *p, const struct option *o, char *text)
{
    void *to = p->values + o->offset;

    if ((o->kind == OPTION_INTEGER && !is_integer_text(text))
        || (o->kind == OPTION_FLOAT && !is_float_text(text))) {
        warn("option --%s needs a%s, not '%s'", o->name,
             o->kind == OPTION_INTEGER ? " whole number" : " number", text);
        return false;
    }
    if (o->kind == OPTION_FLOAT)
        remove_underscores(text);
    if (o->kind == OPTION_INTEGER)
        *(struct perl_number *)to = integer_value(text);
    else
        *(const char **)to = text;
    return true;
}

/* Reads the option `word`; `text` is the word without its "--", "-" or "+". False, after
 * a message, if it is wrong. */
static bool read_option(struct parse *p, char *word, char *text)
{
    bool splits = !p->posix || strncmp(word, "--", 2) == 0;
    char *equals = splits && *text != '\0' ? strchr(text + 1, '=') : NULL;
    struct slice name = slice_str(text);
    struct strbuf names = {0};
    struct match match = {NULL, false};

    if (equals != NULL)
        name.n = (size_t)(equals - text);
    int hits = name.n > 0 ? find_option(p, name, false, &match, &names) : 0;
    if (hits == 0 && name.n > 0)
        hits = find_option(p, name, true, &match, &names);
    if (match.option == NULL) {
        if (hits > 1)
            warn("option '%s' is ambiguous (%s)", word, strbuf_str(&names));
        else
            warn("unknown option '%s'", word);
        strbuf_free(&names);
        return false;
    }
    strbuf_free(&names);

    const struct option *o = match.option;
    if (o->kind == OPTION_FLAG || o->kind == OPTION_NEGATABLE) {
        if (equals != NULL) {
            warn("option --%s takes no value", o->name);
            return false;
        }
        *(bool *)(p->values + o->offset) = !match.negated;
        return true;
    }
    if (equals != NULL ? equals[1] == '\0' : p->next == p->argc) {
        warn("option --%s needs a value", o->name);
        return false;
    }
    return store_value(p, o, equals != NULL ? equals + 1 : p->argv[p->next++]);
}

/* The word without its "--", "-" or "+"; NULL for an operand. */
static char *option_text(const struct parse *p, char *word)
{
    if (strcmp(word, "-") == 0)
        return NULL;
    if (strncmp(word, "--", 2) == 0)
        return word + 2;
    if (word[0] == '-' || (word[0] == '+' && !p->posix))
        return word + 1;
    return NULL;
}

int getopt_long_perl(int argc, char **argv, const struct option *options,
                     void *values, char **operands)
{
    struct parse p = {options, values, argc, argv, 1, false, false};
    int count = 0;

    p.posix = getenv("POSIXLY_CORRECT") != NULL;
    while (p.next < argc) {
        char *word = argv[p.next++];
        if (strcmp(word, "--") == 0)
            break;
        char *text = option_text(&p, word);
        if (text == NULL) {
            operands[count++] = word;
            if (p.posix)
                break;
        } else if (!read_option(&p, word, text)) {
            p.failed = true;
        }
    }
    while (p.next < argc)
        operands[count++] = argv[p.next++];
    return p.failed ? -1 : count;
}
