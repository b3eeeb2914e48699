#include "perl/getopt_long.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/chars.h"
#include "base/message.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "perl/number.h"

/* One reading of a command line. */
struct parse {
    const struct getopt_option *options;
    char *values;
    int argc;
    char **argv;
    int next;           /* the next word */
    bool posix;         /* POSIXLY_CORRECT is set */
    bool failed;
};

/* What a word names. */
struct match {
    const struct getopt_option *option;
    bool negated;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* How `word` fits the name `prefix` + `name`: 2 wholly, 1 as its beginning. */
static int fit(struct slice word, const char *prefix, const char *name)
{
    size_t at = 0;

    for (int part = 0; part < 2; part++)
        for (const char *c = part == 0 ? prefix : name; *c != '\0'; c++) {
            if (at == word.n)
                return 1;
            if (lower(word.p[at++]) != *c)
                return 0;
        }
    return at == word.n ? 2 : 0;
}

/* Looks for `word` among Perl's options or among the added ones, which are not
 * to be shortened. Returns 2 for a whole name, else how many options it may be
 * the beginning of, at most 2, in which case it is ambiguous: *match is then
 * empty and `names` lists them. */
static int look_up(const struct parse *p, struct slice word, bool added,
                   struct match *match, struct strbuf *names)
{
    static const char *const prefixes[] = {"", "no", "no-"};
    int hits = 0;

    match->option = NULL;
    for (const struct getopt_option *o = p->options; o->name != NULL; o++) {
        if (o->added != added)
            continue;
        /* --noname and --no-name are one option, --name is another. */
        for (size_t i = 0; i < (o->kind == GETOPT_NEGATABLE ? 3 : 1); i++) {
            int how = fit(word, prefixes[i], o->name);
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

static bool is_integer(const char *s)
{
    if (*s == '-' || *s == '+')
        s++;
    s += strspn(s, "_");
    if (!is_digit(*s))
        return false;
    s += strspn(s, "0123456789_");
    return *s == '\0' || strcmp(s, "\n") == 0;
}

/* A sign, digits, a point with digits, an exponent, all but the digits optional.
 * The point may be any character, since Getopt::Long does not escape it. */
static bool is_float(const char *s)
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

/* Numifies what is_integer() accepted. */
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

/* Takes the "_" out of what is_float() accepted. */
static void remove_underscores(char *text)
{
    char *to = text;

    for (; *text != '\0'; text++)
        if (*text != '_')
            *to++ = *text;
    *to = '\0';
}

static bool store(const struct parse *p, const struct getopt_option *o, char *text)
{
    void *to = p->values + o->offset;

    if ((o->kind == GETOPT_INTEGER && !is_integer(text))
        || (o->kind == GETOPT_FLOAT && !is_float(text))) {
        warn("option --%s wants a%s, not '%s'", o->name,
             o->kind == GETOPT_INTEGER ? " whole number" : " number", text);
        return false;
    }
    if (o->kind == GETOPT_FLOAT)
        remove_underscores(text);
    if (o->kind == GETOPT_INTEGER)
        *(struct perl_number *)to = integer_value(text);
    else
        *(const char **)to = text;
    return true;
}

/* Deals with the word `word`, which began with an option's "-"; `text` is
 * what stands behind that. False: the word is wrong. */
static bool take_option(struct parse *p, char *word, char *text)
{
    bool splits = !p->posix || strncmp(word, "--", 2) == 0;
    char *equals = splits && *text != '\0' ? strchr(text + 1, '=') : NULL;
    struct slice name = slice_str(text);
    struct strbuf names = {0};
    struct match match = {NULL, false};

    if (equals != NULL)
        name.n = (size_t)(equals - text);
    int hits = name.n > 0 ? look_up(p, name, false, &match, &names) : 0;
    if (hits == 0 && name.n > 0)
        hits = look_up(p, name, true, &match, &names);
    if (match.option == NULL) {
        if (hits > 1)
            warn("option '%s' is ambiguous (%s)", word, strbuf_str(&names));
        else
            warn("unknown option '%s'", word);
        strbuf_free(&names);
        return false;
    }
    strbuf_free(&names);

    const struct getopt_option *o = match.option;
    if (o->kind == GETOPT_FLAG || o->kind == GETOPT_NEGATABLE) {
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
    return store(p, o, equals != NULL ? equals + 1 : p->argv[p->next++]);
}

/* What stands behind the word's "--", "-" or "+"; NULL for an operand. */
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

int getopt_long_perl(int argc, char **argv, const struct getopt_option *options,
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
        } else if (!take_option(&p, word, text)) {
            p.failed = true;
        }
    }
    while (p.next < argc)
        operands[count++] = argv[p.next++];
    return p.failed ? -1 : count;
}
