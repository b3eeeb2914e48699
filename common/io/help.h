/* SPDX-License-Identifier: MIT */
/*
 * The text of `--help`, made from a program's descriptor.
 */
#ifndef FG_IO_HELP_H
#define FG_IO_HELP_H

#include "base/option.h"
#include "io/output.h"
#include "io/program.h"

/* Writes the usage line, what the program does, an example and its options, which are
 * those of `rows`. Text is wrapped at 80 bytes. */
void help_print(const struct program *p, const struct option *rows, struct output *o);

/* Writes a row of a list, "  NAME  HELP", whose help begins at `column` or, after a name
 * that is too long, on a line of its own. */
void help_row(struct output *o, const char *name, const char *help, size_t column);

#endif
