/* SPDX-License-Identifier: MIT */
/* The files in assets/ as bytes, made by the build (assets/embed.cmake). */
#ifndef FG_ASSETS_H
#define FG_ASSETS_H

#include "base/slice.h"

extern const struct slice asset_script; /* the *.js, joined */
extern const struct slice asset_style;  /* flamegraph.css */
extern const struct slice asset_dark;   /* dark.css */

#endif
