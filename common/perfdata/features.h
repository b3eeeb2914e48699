/* SPDX-License-Identifier: MIT */
/*
 * What a recording says about itself before or after the records: events, build-ids, machine.
 * In a file these are sections, in a pipe records.
 */
#ifndef FG_PERFDATA_FEATURES_H
#define FG_PERFDATA_FEATURES_H

#include "base/strbuf.h"
#include "perfdata/evlist.h"
#include "perfdata/modules.h"
#include "perfdata/records.h"

struct features {
    struct evlist *events;
    struct modules *modules;
    struct strbuf arch;         /* as uname names the processor */
    bool traced;                /* tracepoints are described */
    uint64_t ids;               /* of the events of a file, so far */
    const char *needs_perf;     /* the reason, or NULL */
};

/* Reads the content of a feature, given by its number of enum abi_feature; false if it is
 * malformed. */
bool features_read(struct features *f, uint64_t feature, struct slice content, bool swap);

/* Reads a record of a pipe that says what a build-id is. `content` begins with its header. */
bool features_build_id(struct features *f, struct slice content, bool swap);

/* Adds the event that an attribute of a pipe describes, with its ids. */
bool features_attr(struct features *f, struct slice content, bool swap);

/* Reads a record that changes an event. */
bool features_event_update(struct features *f, struct slice content, bool swap);

/*
 * Files
 */

/* Where everything is in a file. */
struct features_layout {
    uint64_t attrs, attrs_size, attr_size;
    uint64_t data, data_size;
    unsigned char bits[32];     /* the features, lowest bit first */
};

/* Reads the header of a file. */
bool features_layout(struct features_layout *l, struct slice header, bool swap);

/* Reads the events of a file and its features. What is wrong, and where, or NULL. */
const char *features_file(struct features *f, struct records *r, const struct features_layout *l,
                          uint64_t *position);

void features_free(struct features *f);

#endif
