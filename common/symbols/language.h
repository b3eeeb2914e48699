/* SPDX-License-Identifier: MIT */
/*
 * Names of OCaml and Java, as perf makes them readable:
 *
 *     camlStdlib__array__map_154          Stdlib.array.map_154
 *     Ljava/lang/String;substring(II)V    java.lang.String.substring(int, int)
 */
#ifndef FG_SYMBOLS_LANGUAGE_H
#define FG_SYMBOLS_LANGUAGE_H

#include <stdbool.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* They append to `to`, or return false, with nothing appended, if the name is not of the
 * language. */
bool language_ocaml(struct slice name, struct strbuf *to);
bool language_java(struct slice name, struct strbuf *to);

#endif
