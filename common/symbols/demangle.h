/* SPDX-License-Identifier: MIT */
/*
 * Names as perf prints them: C++ and Rust by one c++filt, which is asked for one name after
 * another; OCaml and Java here. A name is asked for once. Names come from files, so one with a
 * byte that c++filt would not take as a part of a name is cut there, or left as it is.
 */
#ifndef FG_SYMBOLS_DEMANGLE_H
#define FG_SYMBOLS_DEMANGLE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/htab.h"
#include "io/child.h"

struct demangle_name;

/* A zeroed struct has asked for nothing. */
struct demangle {
    int patience;           /* milliseconds to wait for a name; 0: as long as is usual */
    size_t given_up;        /* names that took longer, and stay as they are */
    bool running, keyed;
    struct child process;
    struct strbuf failure;  /* why names stay as they are; empty while they do not */
    struct hash_key key;
    struct htab index;
    struct demangle_name *names;
    size_t count, capacity;
    struct arena text;
};

/* Appends the name that perf prints for one of a file. */
void demangle(struct demangle *d, struct slice name, struct strbuf *to);

void demangle_free(struct demangle *d);

#endif
