/* Names of Java methods as the options of several scripts shorten them. */
#ifndef FG_JAVANAME_H
#define FG_JAVANAME_H

#include "slice.h"
#include "strbuf.h"

/* The class and the method, "Indexer.run" of "org.example.search.Indexer.run";
 * "" if there is no package before them. */
struct slice javaname_method(struct slice function);

/* Appends "o.e.s.Indexer.run" for "org.example.search.Indexer.run"; nothing if
 * there is no package. */
void javaname_shorten(struct slice function, struct strbuf *to);

#endif
