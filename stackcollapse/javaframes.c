#include "javaframes.h"

#include "javaname.h"

static void javaframes_add(struct javaframes *f, const struct collapse *c, size_t kind)
{
    struct note *note = &f->found[kind];

    if (note->count++ == 0) {
        note->file = c->input.name;
        note->line = c->input.line;
    }
}

static struct slice javaframes_clean(struct javaframes *f, const struct collapse *c,
                                     struct slice function)
{
    bool repair = c->options.fix || f->repair;
    unsigned found;

    if (function.n == 0)
        return function;
    if (repair || !memo_find(&f->checked, function, &found)) {
        found = javaname_clean(function, &f->clean);
        memo_set(&f->checked, function, found);
    }
    if (found == 0)
        return function;
    if (repair)
        return strbuf_slice(&f->clean);
    if (found & JAVANAME_MODULE)
        javaframes_add(f, c, JAVAFRAMES_MODULE);
    if (found & JAVANAME_NUMBER)
        javaframes_add(f, c, JAVAFRAMES_NUMBER);
    return function;
}

static struct slice javaframes_shorten(struct javaframes *f, const struct collapse *c,
                                       struct slice function)
{
    struct slice method = c->options.fix || f->repair ? javaname_any_method(function)
                                                      : javaname_method(function);

    if (method.n == 0)
        javaframes_add(f, c, JAVAFRAMES_EMPTY);
    return f->no_pkgs ? method : javaname_shorten(function, method, &f->shortened);
}

struct slice javaframes_push(struct javaframes *f, struct collapse *c, struct slice function)
{
    function = javaframes_clean(f, c, function);
    if (f->shorten_pkgs || f->no_pkgs)
        function = javaframes_shorten(f, c, function);
    collapse_push_caller(c, function);
    return function;
}

void javaframes_end(struct javaframes *f, struct collapse *c, bool counted)
{
    for (size_t i = 0; i < JAVAFRAMES_COUNT; i++) {
        if (counted && f->found[i].count > 0)
            collapse_note_at(c, i, f->found[i].count, f->found[i].file, f->found[i].line);
        f->found[i].count = 0;
    }
}
