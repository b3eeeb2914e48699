/* SPDX-License-Identifier: MIT */
/*
 * The file of --nameattr: attributes for all frames of a name, one name per line.
 *
 *     NAME <tab> ATTRIBUTE=VALUE <tab> ATTRIBUTE=VALUE ...
 */
#ifndef FG_NAMEATTR_H
#define FG_NAMEATTR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "folded/frametab.h"

/* The attributes of a frame's group. One whose p is NULL is not set. */
struct attributes {
    struct slice id;
    struct slice class_name;
    struct slice href;
    struct slice target;
    struct slice title;
    struct slice g_extra;   /* more attributes of the group or link, as XML text */
    struct slice a_extra;   /* more attributes of a link, as XML text */
    struct slice tag;       /* the group's start tag, once it is drawn */
};

struct nameattr {
    struct frametab names;
    struct attributes *attributes;  /* by the id of the name */
    size_t capacity;
    struct arena arena;
};

/* Starts with no names. */
void nameattr_init(struct nameattr *n);

/* Reads a file. False, after a message, if it cannot be read or a line has no tab. */
bool nameattr_read(struct nameattr *n, const char *file);

/* The attributes of a name, NULL without any; valid as long as *n. */
struct attributes *nameattr_find(struct nameattr *n, struct slice name);

#endif
