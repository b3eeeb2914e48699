/* SPDX-License-Identifier: MIT */
/*
 * The profile that a Haskell program writes as JSON, with +RTS -pj:
 *
 *     {"program": "queens", "total_ticks": 401,
 *      "cost_centres": [{"id": 256, "label": "main", "module": "Main"}],
 *      "profile": {"id": 256, "entries": 1, "alloc": 4096, "ticks": 10, "children": [...]}}
 */
#ifndef FG_FORMATS_GHCPROF_JSON_H
#define FG_FORMATS_GHCPROF_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "collapse.h"

enum ghcprof_value { GHCPROF_TIME, GHCPROF_TICKS, GHCPROF_BYTES };

/* Counts the stacks of a document: tenths of a percent of the time, ticks, or bytes. False
 * at an error, of which *error tells and *line, from 1, where; what precedes it is counted. */
bool ghcprof_read_json(struct collapse *c, struct slice text, enum ghcprof_value value,
                       const char **error, size_t *line);

#endif
