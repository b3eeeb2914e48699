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

/* "o.e.Indexer.run", written into `to`; empty without a package. */
struct slice javaname_shorten(struct slice function, struct strbuf *to);

#endif
