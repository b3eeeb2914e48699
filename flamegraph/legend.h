/* SPDX-License-Identifier: MIT */
/*
 * The legend: what the colors mean, where they mean anything.
 */
#ifndef FG_LEGEND_H
#define FG_LEGEND_H

#include "io/output.h"
#include "options.h"

/* Writes the rows as an option of the page's script, ",legend:[[COLOR,MEANING],...]";
 * nothing if the colors have no meaning. `differs`: there are differences of two counts. */
void legend_draw(const struct options *options, bool differs, struct output *o);

#endif
