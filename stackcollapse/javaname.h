/* SPDX-License-Identifier: MIT */
/* The names of Java methods in stack traces, and how several scripts shorten them. */
#ifndef FG_JAVANAME_H
#define FG_JAVANAME_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* Whether the line is a frame, "   at org.example.Indexer.run(Indexer.java:17)": *function
 * is then "org.example.Indexer.run". */
bool javaname_parse_frame(struct slice line, struct slice *function);

/* The class and the method, "Indexer.run"; empty without a package. */
struct slice javaname_method(struct slice function);

/* The same, and the function itself without a package; the packages of a javacore,
 * "org/example/Indexer.run", are packages too. */
struct slice javaname_any_method(struct slice function);

/* "o.e.Indexer.run", written into `to`, where `method` is the end of the function that
 * stays as it is; empty if that is empty. */
struct slice javaname_shorten(struct slice function, struct slice method, struct strbuf *to);

/* What a JVM puts into names. */
enum {
    JAVANAME_MODULE = 1,    /* "java.base@21/" at the beginning */
    JAVANAME_NUMBER = 2     /* of a generated class: "$$Lambda$14/0x00007f.run" */
};

/* Writes the function without these into `to`; returns the sum of those that it has. If
 * that is 0, `to` may be left as it was. */
unsigned javaname_clean(struct slice function, struct strbuf *to);

#endif
