/* SPDX-License-Identifier: MIT */
/*
 * The frames of Java stacks: their names are printed whole or shortened, and with --fix
 * without what the JVM puts into them.
 *
 * The notes of a format that uses it begin with JAVAFRAMES_NOTES.
 */
#ifndef FG_JAVAFRAMES_H
#define FG_JAVAFRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "known.h"

enum { JAVAFRAMES_MODULE, JAVAFRAMES_NUMBER, JAVAFRAMES_EMPTY, JAVAFRAMES_COUNT };

/* What is known of a function, found out when it is first seen. */
struct javafunction {
    struct slice printed;   /* its name as it is printed; valid to the end of the run */
    uint32_t frame;         /* that as a frame; FRAMETAB_NONE: a ';' makes several of it */
    unsigned found;         /* a bit for each of JAVAFRAMES_MODULE and so on */
    bool known;             /* this is filled in, */
    bool repaired;          /* as with --fix */
    unsigned char kind;     /* for the format's own use, 0 at first */
};

struct javaframes {
    bool shorten_pkgs;
    bool no_pkgs;
    bool repair;            /* as with --fix */
    struct known functions; /* a struct javafunction for each name in the input */
    struct arena names;
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

/* Pushes the caller of the frames before, and returns what is known of it, valid until the
 * next call. */
struct javafunction *javaframes_push(struct javaframes *f, struct collapse *c,
                                     struct slice function);

/* The stack ended. What was found in its frames is noted if it was counted. */
void javaframes_end(struct javaframes *f, struct collapse *c, bool counted);

#endif
