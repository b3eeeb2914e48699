/* SPDX-License-Identifier: MIT */
/*
 * bpftrace's maps as they are meant, also those that the script does not read: with names,
 * with keys before the stack, as JSON. The stacks are held until the end of the input, or only
 * counted where the script prints some.
 *
 *     @kstack[cc1,
 *         tcp_recvmsg+808
 *     ]: 3
 *     {"type": "map", "data": {"@kstack": {"\ntcp_recvmsg+808\n": 3}}}
 */
#ifndef FG_BPFTRACE_MAPS_H
#define FG_BPFTRACE_MAPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "base/strbuf.h"
#include "collapse.h"
#include "documents/json.h"

/* The notes of stackcollapse-bpftrace. */
enum bpftrace_note {
    BPFTRACE_MIXED,
    BPFTRACE_LEFT_OUT,
    BPFTRACE_NO_COUNT,
    BPFTRACE_CUT,
    BPFTRACE_SEPARATOR,
    BPFTRACE_ADDRESS,
    BPFTRACE_NO_STACK,
    BPFTRACE_NOTES
};

/* A zeroed struct with its collapse set is ready. */
struct bpftrace_maps {
    struct collapse *collapse;
    enum bpftrace_place {
        BPFTRACE_OUTSIDE,
        BPFTRACE_STACK,
        BPFTRACE_ROWS       /* of a histogram, up to an empty line */
    } place;
    struct strbuf name;     /* of the current map: "@kstack" */
    struct strbuf before;   /* the keys before the stack */
    struct strbuf frames;   /* of the current stack: a newline and a name each, the leaf first */
    struct strbuf function; /* of an inlined frame */
    struct strbuf first;    /* the name of the first map with stacks */
    bool several;           /* maps have stacks */
    struct strbuf held;     /* "@kstack;main;free 3" and a newline for each stack */
    size_t count;           /* of the stacks that are held */
    const char *file;       /* of the first of them */
    size_t line;
    size_t entries;         /* that have no stack */
    struct json json;
};

/* Takes a line; false if it is not of a map. */
bool bpftrace_maps_line(struct bpftrace_maps *m, struct slice line);

/* The input ends, or something else begins: a stack that has not ended is lost. */
void bpftrace_maps_cut(struct bpftrace_maps *m);

/* Prints what is held; the names of the maps are the roots if there are several. */
void bpftrace_maps_print(struct bpftrace_maps *m);

/* Whether a line begins an entry of a map: "@name[", which is then removed from *line. */
bool bpftrace_scan_name(struct slice *line, struct slice *name);

/* Whether a line ends an entry: "KEYS]: VALUE", or "KEYS]:" before the rows of a histogram. */
bool bpftrace_parse_end(struct slice line, struct slice *keys, struct slice *value);

/* Whether a line of a stack begins with an address, as with stack_mode=perf. */
bool bpftrace_has_address(struct slice line);

/* The name of the function in a line of a stack; may be in `to`. */
struct slice bpftrace_function(struct slice line, struct strbuf *to);

/* Begins a stack of the map `name`, adds a line of it, and ends it. */
void bpftrace_maps_begin(struct bpftrace_maps *m, struct slice name, struct slice before);
void bpftrace_maps_frame(struct bpftrace_maps *m, struct slice line);
void bpftrace_maps_end(struct bpftrace_maps *m, struct slice keys, struct slice value);

/* Takes a line of JSON. */
void bpftrace_json_line(struct bpftrace_maps *m, struct slice line);

#endif
