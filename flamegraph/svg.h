/*
 * SVG: how texts, numbers and shapes are written. This is the only place that
 * escapes anything, and nothing else knows how.
 */
#ifndef FG_SVG_H
#define FG_SVG_H

#include <stdbool.h>

#include "base/slice.h"
#include "io/output.h"
#include "perl/number.h"

/* The name of a frame, which is valid UTF-8, as text: & < > escaped, with
 * `quotes` also ", and U+FFFD for characters that XML forbids. */
void svg_name(struct output *o, struct slice name, bool quotes);

/* A text of the user's, any bytes, as the content of an element or as the
 * value of an attribute: unchanged if it is well-formed, else escaped. */
void svg_content(struct output *o, struct slice text);
void svg_value(struct output *o, struct slice text);

/* A text of the user's within a comment. */
void svg_comment(struct output *o, struct slice text);

/* A text of the user's in a property of the style, and as a string, with its
 * quotes, in the script. Neither can end what it stands in. */
void svg_css(struct output *o, struct slice text);
void svg_script_string(struct output *o, struct slice text);

/* The attributes of a tag, one after another, with blanks between them. */
struct svg_list {
    struct output *o;
    bool begun;
};

/* Writes name="value", with the user's text as the value. The name is appended
 * to `taken`, a list of names with a blank behind each, one before the first. */
void svg_list_attribute(struct svg_list *list, const char *name, struct slice value,
                        struct strbuf *taken);

/* Writes the user's own attributes, name="value" name="value". If they are not
 * well-formed, or name a taken one, they are left out. Appends their names. */
void svg_list_extra(struct svg_list *list, struct slice text, struct strbuf *taken);

/* A rectangle from (x1, y1) to (x2, y2); `fill` and `extra` are XML text. */
void svg_rectangle(struct output *o, double x1, struct perl_number y1, double x2,
                   struct perl_number y2, struct slice fill, const char *extra);

/* The tags of a text at (x, y); `id` may be NULL; `extra` is XML text. */
void svg_text_begin(struct output *o, const char *id, double x, struct perl_number y,
                    const char *extra);
void svg_text_end(struct output *o);

#endif
