/* SPDX-License-Identifier: MIT */
/*
 * What stackcollapse-perf.pl loses or misreads in the text of perf script, as notes.
 */
#ifndef FG_PERF_FAULTS_H
#define FG_PERF_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "collapse.h"
#include "perf/events.h"
#include "perf/misread.h"
#include "perfscript/header.h"
#include "perfscript/text.h"

enum perf_fault {
    PERF_NO_STACK,          /* recorded without -g */
    PERF_MERGED,            /* a header comes before the empty line of a sample */
    PERF_ALL_LOST,          /* no sample has an empty line */
    PERF_CUT,               /* the last one has none */
    PERF_CARRIAGE_RETURN,
    PERF_COMM_GLUED,        /* a command name of one character, or a pid of -1 */
    PERF_COMM_CUT,          /* a command name that ends in a number */
    PERF_COMM_SPLIT,        /* a command name with ';' */
    PERF_COMM_HIDDEN,       /* a command name that begins with '#' */
    PERF_NOT_FILTERED,      /* frames of a dropped sample go to a line before it */
    PERF_NEGATIVE,          /* a period below 0 */
    PERF_LOST_EVENTS,       /* by perf record */
    PERF_LOST_CHUNKS,
    PERF_FRAME_SKIPPED,     /* its name begins with '(' */
    PERF_FRAME_MISNAMED,
    PERF_FRAME_MISMARKED,   /* with _[k] or _[j] */
    PERF_FRAME_BARE,        /* it has no module */
    PERF_SOURCE_FRAME,      /* a source line becomes a frame */
    PERF_SOURCE_SKIPPED,    /* a source line without --srcline */
    PERF_FAULTS
};

extern const struct note_kind perf_faults[PERF_FAULTS];

/* A place in the input, to which a count may belong. */
struct perf_place {
    const char *file;
    size_t line;
    size_t count;
};

/* Counts one more; the place is that of the first. */
void perf_place_add(struct perf_place *p, const char *file, size_t line);

/* Samples whose headers go on after the event's name, so that the script sees neither
 * the event nor the period. */
struct perf_columns {
    struct perf_place place;
    size_t weighted;            /* so many of them have a period other than 1 */
    struct perl_number periods; /* of all of them */
    size_t others;              /* so many are of an event that should be dropped */
    struct strbuf first;        /* the first event */
};

struct perf_faults {
    struct collapse *collapse;
    const struct perf_events *events;
    struct perf_place merged;
    struct perf_place carriage_returns;
    struct perf_columns columns;
};

/* What the script misreads in a header that is not plain, which it reads as `read`: a set of bits
 * 1 << fault. PERF_HEADER_OTHER: that is for perf_faults_header() to tell. Any thread may ask. */
#define PERF_HEADER_OTHER (1u << PERF_FAULTS)
unsigned perf_header_misread(struct slice line, const struct perfscript_event *read);

/* Notes them for line `number` of `file`. */
void perf_faults_note(struct perf_faults *f, unsigned faults, const char *file, size_t number);

/* Looks at a header that is not plain, which the script reads as `read`, at line `number`
 * of `file`. True: it is not a sample's, but one of PERF_RECORD_.... */
bool perf_faults_header(struct perf_faults *f, struct slice line,
                        const struct perfscript_event *read, const char *file, size_t number);

/* Looks at a line that the script takes for a comment, a frame or nothing. True: it is a
 * header, or another line that is known. */
bool perf_faults_line(struct perf_faults *f, const struct perfscript_line *line,
                      const char *file, size_t number);

/* Notes what perf record lost, as one of its lines tells. */
void perf_faults_lost(struct collapse *c, const struct perfscript_header *record,
                      const char *file, size_t number);

/* The same for "Processed 5000 events and lost 3 chunks!", which perf script prints on
 * standard error; false for another line. */
bool perf_chunks_lost(struct collapse *c, struct slice text, const char *file, size_t number);

/* As perf_faults_header(), for the text of a header that the parser has not seen. */
void perf_faults_text(struct perf_faults *f, struct slice line, const char *file, size_t number);

/* Notes frames of a sample, or of line `number`, that are misread: their numbers by enum
 * perf_misread. */
void perf_faults_frames(struct perf_faults *f, const uint32_t misread[PERF_MISREADINGS],
                        const char *file, size_t number);

/* At the end: `open` is the place of a sample that did not end, if its file is not NULL. */
void perf_faults_end(struct perf_faults *f, const struct perf_place *open);

/* What a sample counts: 1 without a period, for "0", and for a negative one, but 0 for
 * "00". */
struct perl_number perf_period(struct slice period);

#endif
