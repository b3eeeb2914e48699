/* SPDX-License-Identifier: MIT */
/*
 * The frames of `perf script` as perf means them: where symbol and module begin and end.
 *
 *             55e0c1f3a21b Shop::price(int)+0x1b (/srv/app (deleted))
 *             ^address     ^symbol               ^module
 */
#ifndef FG_PERFSCRIPT_FRAME_H
#define FG_PERFSCRIPT_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "perfscript/text.h"

/* Corrects the parts of a frame, given the line: the module is the last text in
 * parentheses, which may contain others; a symbol that is missing is "[unknown]"; a module
 * that is missing is empty; neither has an offset. */
void perfscript_meant_frame(struct slice line, struct perfscript_frame *f);

/* Parses a frame that perf printed without a module; false if the line is not one. */
bool perfscript_bare_frame(struct slice line, struct perfscript_frame *f);

/* Whether a line is the source line that perf prints after a frame: two blanks before
 * something other than an address. */
bool perfscript_is_source_line(struct slice line);

/* The length of the tag of a name that V8 wrote, such as "LazyCompile:"; 0 if there is
 * none. */
size_t perfscript_v8_tag(struct slice name);

/* The position of the '(' that belongs to the ')' at the end; SLICE_NONE if none does. */
size_t perfscript_matching_parenthesis(struct slice s);

#endif
