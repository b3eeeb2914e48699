/* SPDX-License-Identifier: MIT */
/*
 * SVG: how texts, numbers and shapes are written. All escaping is done here.
 */
#ifndef FG_SVG_H
#define FG_SVG_H

#include <stdbool.h>

#include "base/slice.h"
#include "io/output.h"
#include "perl/number.h"

/* The name of a frame, which is valid UTF-8: & < > and, with `quotes`, " are escaped,
 * and characters that XML forbids become U+FFFD. */
void svg_name(struct output *o, struct slice name, bool quotes);

/* A text of the user, any bytes, as the content of an element or as the value of an
 * attribute: unchanged if it is well-formed, else escaped. */
void svg_content(struct output *o, struct slice text);
void svg_value(struct output *o, struct slice text);

/* A text of the user within a comment. */
void svg_comment(struct output *o, struct slice text);

/* A text of the user in a property of the style, and as a string, with its quotes, in
 * the script or in JSON. Neither can end the property or the string. */
void svg_css(struct output *o, struct slice text);
void svg_script_string(struct output *o, struct slice text);

/* The attributes of a tag, with blanks between them. */
struct svg_list {
    struct output *o;
    bool begun;
};

/* Writes name="value", a text of the user. The name is appended to `taken`, a list of
 * names with a blank before the first and after each. */
void svg_list_attribute(struct svg_list *list, const char *name, struct slice value,
                        struct strbuf *taken);

/* Writes the user's own attributes, name="value" name="value", and appends their names.
 * If they are not well-formed or a name is taken, they are left out. */
void svg_list_extra(struct svg_list *list, struct slice text, struct strbuf *taken);

/* A rectangle from (x1, y1) to (x2, y2); `fill` and `extra` are XML text. */
void svg_rectangle(struct output *o, double x1, struct perl_number y1, double x2,
                   struct perl_number y2, struct slice fill, const char *extra);

/* The tags of a text at (x, y); `id` may be NULL; `extra` is XML text. */
void svg_text_begin(struct output *o, const char *id, double x, struct perl_number y,
                    const char *extra);
void svg_text_end(struct output *o);

#endif
