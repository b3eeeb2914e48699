/* SPDX-License-Identifier: MIT */
#include "io/help.h"

#include <string.h>

#include "base/chars.h"
#include "base/message.h"

enum { LINE_LENGTH = 80, MARGIN = 2, GAP = 2, WIDEST_NAME = 24 };

/* Writes `text` with the prefix of the installed names in place of each "@" that begins a
 * word; those of "@[kstack]" and "[@schema]" stay. */
static void print_names(const struct program *p, struct output *o, const char *text)
{
    struct strbuf prefix = {0};
    bool begins = true;

    program_sibling(p, "", &prefix);
    for (; *text != '\0'; begins = is_space(*text++)) {
        if (*text == '@' && begins && is_word(text[1]))
            output_add(o, strbuf_slice(&prefix));
        else
            output_char(o, *text);
    }
    strbuf_free(&prefix);
}

/* Writes a paragraph whose first line begins at `column` and whose other lines are
 * indented by `indent`. */
static void print_paragraph(struct output *o, struct slice text, size_t column, size_t indent)
{
    while (text.n > 0) {
        size_t length = slice_find(text, ' ');
        struct slice word = length == SLICE_NONE ? text : slice_cut(text, 0, length);
        if (column > indent && column + 1 + word.n > LINE_LENGTH) {
            output_char(o, '\n');
            for (column = 0; column < indent; column++)
                output_char(o, ' ');
        } else if (column > indent) {
            output_char(o, ' ');
            column++;
        }
        output_add(o, word);
        column += word.n;
        text = slice_from(text, length == SLICE_NONE ? text.n : length + 1);
    }
    output_char(o, '\n');
}

static void print_about(struct output *o, const char *about)
{
    struct slice text = slice_str(about);
    size_t end;

    while ((end = slice_find(text, '\n')) != SLICE_NONE) {
        print_paragraph(o, slice_cut(text, 0, end), 0, 0);
        text = slice_from(text, end + 1);
    }
    print_paragraph(o, text, 0, 0);
}

/* Whether the row that follows is the letter of this one, as -h is of --help. */
static bool has_letter(const struct option *o)
{
    return o[1].name != NULL && o[1].kind != OPTION_HEADING && o[1].help == NULL
           && o[1].offset == o->offset;
}

/* Appends "--name=VALUE", "-n, --name=VALUE", "--[no-]name" or "-n VALUE". */
static void add_option_name(struct strbuf *to, const struct option *o)
{
    bool letter = o->name[1] == '\0';

    if (has_letter(o))
        strbuf_printf(to, "-%s, ", o[1].name);
    strbuf_add_str(to, letter ? "-" : "--");
    strbuf_add_str(to, o->kind == OPTION_NEGATABLE ? "[no-]" : "");
    strbuf_add_str(to, o->name);
    if (o->value != NULL) {
        strbuf_add_char(to, letter ? ' ' : '=');
        strbuf_add_str(to, o->value);
    }
}

static size_t widest_name(const struct option *o)
{
    struct strbuf name = {0};
    size_t widest = 0;

    for (; o->name != NULL; o++) {
        strbuf_clear(&name);
        if (o->help != NULL)
            add_option_name(&name, o);
        if (name.n > widest && name.n <= WIDEST_NAME)
            widest = name.n;
    }
    strbuf_free(&name);
    return widest;
}

void help_row(struct output *o, const char *name, const char *help, size_t column)
{
    size_t at = MARGIN + strlen(name);

    output_str(o, "  ");
    output_str(o, name);
    if (at + GAP > column) {
        output_char(o, '\n');
        at = 0;
    }
    for (; at < column; at++)
        output_char(o, ' ');
    print_paragraph(o, slice_str(help), column, column);
}

static void print_options(struct output *out, const struct option *o, size_t column)
{
    struct strbuf name = {0};

    for (; o->name != NULL; o++) {
        if (o->kind == OPTION_HEADING) {
            output_str(out, o->name);
            output_char(out, '\n');
        } else if (o->help != NULL) {
            strbuf_clear(&name);
            add_option_name(&name, o);
            help_row(out, strbuf_str(&name), o->help, column);
        }
    }
    strbuf_free(&name);
}

void help_print(const struct program *p, const struct option *rows, struct output *o)
{
    output_str(o, "usage: ");
    output_str(o, program_name());
    output_char(o, ' ');
    print_names(p, o, p->synopsis);
    output_str(o, "\n\n");
    print_about(o, p->about);
    if (p->example != NULL) {
        output_char(o, '\n');
        print_names(p, o, p->example);
    }
    output_char(o, '\n');
    print_options(o, rows, MARGIN + widest_name(rows) + GAP);
    if (p->more_help != NULL)
        p->more_help(o);
}
