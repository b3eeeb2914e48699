#include "javathread.h"

#include "base/message.h"
#include "javaname.h"

const struct option javathread_options[] = {
    OPTION("include-tname", OPTION_NEGATABLE, struct javathread, include_tname, NULL,
           "begin each stack with the thread's name (the default)"),
    OPTION("include-tid", OPTION_NEGATABLE, struct javathread, include_tid, NULL,
           "end the thread's name with its number"),
    OPTION("shorten-pkgs", OPTION_NEGATABLE, struct javathread, shorten_pkgs, NULL,
           "print o.e.s.Indexer.run for org.example.search.Indexer.run"),
    OPTION_END
};

void javathread_set_name(struct javathread *t, struct slice name)
{
    t->named = true;
    strbuf_clear(&t->name);
    strbuf_add(&t->name, name);
}

struct slice javathread_push(struct javathread *t, struct slice function)
{
    if (t->shorten_pkgs) {
        function = javaname_shorten(function, &t->function);
        t->emptied += function.n == 0;
    }
    collapse_push_caller(&t->collapse, function);
    return function;
}

void javathread_end(struct javathread *t, bool counted)
{
    struct collapse *c = &t->collapse;

    if (counted && t->named)
        collapse_push_caller(c, strbuf_slice(&t->name));
    if (counted && c->stack.count > 0)
        collapse_count_leaf_first(c, perl_integer(1));
    c->stack.count = 0;
    strbuf_clear(&t->name);
    t->named = false;
}

void javathread_report(const struct javathread *t)
{
    if (t->emptied > 0)
        warn("--shorten-pkgs emptied frames that have no package with dots: %zu", t->emptied);
}
