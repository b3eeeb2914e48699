/* SPDX-License-Identifier: MIT */
#include "symbols/demangle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/chars.h"
#include "symbols/language.h"

enum {
    LONGEST_WORD = 32000,       /* c++filt cuts longer words into pieces */
    /* A few hundred bytes can stand for a name of any length. */
    LONGEST_ANSWER = 16 * 1024 * 1024,
    PATIENCE = 10 * 1000,
    MOST_GIVEN_UP = 3           /* names, before all are left as they are */
};

struct demangle_name {
    struct slice raw, name;
};

static char *demangle_program(void)
{
    char *program = getenv("CXXFILT");

    return program != NULL && *program != '\0' ? program : (char *)"c++filt";
}

static bool demangle_start(struct demangle *d)
{
    char *argv[] = {demangle_program(), (char *)"-p", (char *)"-i", NULL};
    int error = child_start(&d->process, argv, CHILD_ANSWERS);

    d->running = error == 0;
    if (error != 0)
        strbuf_printf(&d->failure, "cannot run '%s': %s", argv[0], strerror(error));
    return d->running;
}

static void demangle_fail(struct demangle *d)
{
    int status = child_stop(&d->process);

    d->running = false;
    if (d->process.error == ETIMEDOUT || d->process.error == EFBIG) {
        if (++d->given_up == MOST_GIVEN_UP)
            strbuf_printf(&d->failure, "'%s' takes too long", demangle_program());
    } else if (status == CHILD_NOT_FOUND)
        strbuf_printf(&d->failure, "cannot run '%s'", demangle_program());
    else
        strbuf_printf(&d->failure, "'%s' gave no valid answer", demangle_program());
}

/* Whether an answer can be what the word was turned into. */
static bool demangle_is_answer(struct slice line)
{
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)line.p[i] < ' ' || line.p[i] == 127)
            return false;
    return line.n > 0;
}

/* Asks for a word, to which `more` is added. */
static bool demangle_ask(struct demangle *d, struct slice word, const char *more,
                         struct slice *answer)
{
    struct strbuf line = {0};

    if (d->failure.n > 0 || (!d->running && !demangle_start(d)))
        return false;
    strbuf_add(&line, word);
    strbuf_add_str(&line, more);
    strbuf_add_char(&line, '\n');
    bool done = child_write(&d->process, strbuf_slice(&line))
                && child_line_within(&d->process, d->patience > 0 ? d->patience : PATIENCE,
                                     LONGEST_ANSWER, answer)
                && demangle_is_answer(*answer);
    strbuf_free(&line);
    if (!done)
        demangle_fail(d);
    return done;
}

/* The beginning of a name that c++filt takes as one word. */
static struct slice demangle_word(struct slice name)
{
    size_t n = 0;

    while (n < name.n && (is_word(name.p[n]) || name.p[n] == '$' || name.p[n] == '.'))
        n++;
    return slice_cut(name, 0, n);
}

static bool demangle_is_mangled(struct slice name)
{
    return slice_starts(name, "_Z") || slice_starts(name, "_R") || slice_starts(name, "_GLOBAL_");
}

/* What follows the name of a function of C++ is ignored, and makes a name of Rust one of C++
 * or none. So c++filt need not see all of it, but that there is something: '_'. */
static struct slice demangle_new(struct demangle *d, struct slice raw)
{
    struct slice word = demangle_word(raw), answer;

    if (word.n > LONGEST_WORD || !demangle_ask(d, word, word.n < raw.n ? "_" : "", &answer)
        || (answer.n >= word.n && slice_equal(slice_cut(answer, 0, word.n), word)))
        return raw;
    return arena_copy(&d->text, answer);
}

static struct slice demangle_known(struct demangle *d, struct slice raw)
{
    uint32_t id;

    if (!d->keyed)
        hash_key_init(&d->key);
    d->keyed = true;
    struct htab_probe probe = htab_probe(&d->index, hash_bytes(&d->key, raw.p, raw.n));
    while ((id = htab_next(&d->index, &probe)) != HTAB_NONE)
        if (slice_equal(d->names[id].raw, raw))
            return d->names[id].name;
    d->names = grow_array(d->names, &d->capacity, d->count + 1, sizeof *d->names);
    raw = arena_copy(&d->text, raw);
    d->names[d->count].raw = raw;
    d->names[d->count].name = demangle_new(d, raw);
    htab_insert(&d->index, &probe, (uint32_t)d->count);
    return d->names[d->count++].name;
}

void demangle(struct demangle *d, struct slice name, struct strbuf *to)
{
    struct slice known = demangle_is_mangled(name) ? demangle_known(d, name) : name;

    if (!slice_equal(known, name) || !(language_ocaml(name, to) || language_java(name, to)))
        strbuf_add(to, known);
}

void demangle_free(struct demangle *d)
{
    if (d->running)
        child_stop(&d->process);
    strbuf_free(&d->failure);
    htab_free(&d->index);
    free(d->names);
    arena_free(&d->text);
    memset(d, 0, sizeof *d);
}
