/* SPDX-License-Identifier: MIT */
/*
 * A POSIX extended regular expression for names of functions. As regexec() reads C strings,
 * a name ends at a NUL.
 */
#ifndef FG_CHECK_PATTERN_H
#define FG_CHECK_PATTERN_H

#include <regex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"

/* A zeroed struct matches nothing. */
struct pattern {
    regex_t regex;
    bool set;
    struct strbuf name;
    unsigned char *known;   /* by id: 0, or 1 + whether the name matches */
    size_t count, capacity;
};

/* Compiles `text`; false after a message that calls it --`option`. */
bool pattern_set(struct pattern *p, const char *text, const char *option);

bool pattern_matches(struct pattern *p, struct slice name);

/* The same for a name that has an id; it is matched once. */
bool pattern_matches_id(struct pattern *p, uint32_t id, struct slice name);

void pattern_free(struct pattern *p);

#endif
