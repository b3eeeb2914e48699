/* The files in assets/, as bytes; the build makes them (assets/embed.cmake). */
#ifndef FG_ASSETS_H
#define FG_ASSETS_H

#include "base/slice.h"

extern const struct slice asset_script;     /* flamegraph.js */
extern const struct slice asset_style;      /* flamegraph.css */
extern const struct slice asset_dark;       /* dark.css */

#endif
