/* Names of Java methods in stack traces, and shortened as several scripts do it. */
#ifndef FG_JAVANAME_H
#define FG_JAVANAME_H

#include "base/slice.h"
#include "base/strbuf.h"

/* The function of a frame, "Indexer.run" of "Indexer.run(Indexer.java:17)". */
struct slice javaname_function(struct slice frame);

/* The class and the method, "Indexer.run" of "org.example.search.Indexer.run";
 * "" if there is no package before them. */
struct slice javaname_method(struct slice function);

/* Appends "o.e.s.Indexer.run" for "org.example.search.Indexer.run"; nothing if
 * there is no package. */
void javaname_shorten(struct slice function, struct strbuf *to);

#endif
