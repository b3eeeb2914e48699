/* SPDX-License-Identifier: MIT */
/* perfscript.h for the files of this project, whose text is a struct slice. */
#ifndef FG_PERFSCRIPT_TEXT_H
#define FG_PERFSCRIPT_TEXT_H

#include "base/slice.h"

#define PERFSCRIPT_TEXT struct slice
#include "perfscript/perfscript.h"

#endif
