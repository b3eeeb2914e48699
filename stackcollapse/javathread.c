/* SPDX-License-Identifier: MIT */
#include "javathread.h"

const struct option javathread_options[] = {
    OPTION("include-tname", OPTION_NEGATABLE, struct javathread, include_tname, NULL,
           "begin each stack with the thread's name (the default)"),
    OPTION("include-tid", OPTION_NEGATABLE, struct javathread, include_tid, NULL,
           "end the thread's name with its number"),
    OPTION("shorten-pkgs", OPTION_NEGATABLE, struct javathread, frames.shorten_pkgs,
           NULL, "print o.e.s.Indexer.run for org.example.search.Indexer.run"),
    OPTION_END
};

void javathread_set_name(struct javathread *t, struct slice name)
{
    t->named = true;
    strbuf_clear(&t->name);
    strbuf_add(&t->name, name);
}

struct javafunction *javathread_push(struct javathread *t, struct slice function)
{
    return javaframes_push(&t->frames, &t->collapse, function);
}

static void javathread_push_name(struct javathread *t)
{
    struct collapse *c = &t->collapse;

    if (c->options.fix)
        strbuf_replace(&t->name, 0, ';', ':');
    else if (slice_find(strbuf_slice(&t->name), ';') != SLICE_NONE)
        collapse_note(c, JAVATHREAD_SEMICOLON, 1);
    collapse_push_caller(c, strbuf_slice(&t->name));
}

void javathread_end(struct javathread *t, bool counted)
{
    struct collapse *c = &t->collapse;

    javaframes_end(&t->frames, c, counted);
    if (counted && t->named)
        javathread_push_name(t);
    if (counted && c->stack.count > 0)
        collapse_count_leaf_first(c, perl_integer(1));
    c->stack.count = 0;
    strbuf_clear(&t->name);
    t->named = false;
}
