/*
 * The frames of Java stacks: their names are printed whole or shortened, and with --fix
 * without what the JVM puts into them.
 *
 * The notes of a format that uses it begin with JAVAFRAMES_NOTES.
 */
#ifndef FG_JAVAFRAMES_H
#define FG_JAVAFRAMES_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "memo.h"

enum { JAVAFRAMES_MODULE, JAVAFRAMES_NUMBER, JAVAFRAMES_EMPTY, JAVAFRAMES_COUNT };

struct javaframes {
    bool shorten_pkgs;
    bool no_pkgs;
    bool repair;            /* as with --fix */
    struct memo checked;    /* functions: what javaname_clean() found in them */
    struct strbuf clean;
    struct strbuf shortened;
    struct note found[JAVAFRAMES_COUNT];    /* in the current stack */
};

#define JAVAFRAMES_NOTES \
    {"frame begins with the name of its module, as in java.base/java.lang.Thread.run", \
     "frames begin with the names of their modules, as in java.base/java.lang.Thread.run", \
     NULL, true}, \
    {"frame has the number of a lambda, proxy or accessor, so that one function may become " \
     "several", \
     "frames have the numbers of lambdas, proxies or accessors, so that one function may " \
     "become several", NULL, true}, \
    {"frame loses its name: it has no package with dots to shorten", \
     "frames lose their names: they have no packages with dots to shorten", NULL, true}

/* Pushes the caller of the frames before, and returns its name as it is printed, valid
 * until the next call. */
struct slice javaframes_push(struct javaframes *f, struct collapse *c, struct slice function);

/* The stack ended. What was found in its frames is noted if it was counted. */
void javaframes_end(struct javaframes *f, struct collapse *c, bool counted);

#endif
