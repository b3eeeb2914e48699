/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a recording: from a descriptor, in big blocks, or from memory; whole records,
 * or any number of bytes.
 */
#ifndef FG_PERFDATA_RECORDS_H
#define FG_PERFDATA_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "io/reader.h"

struct record {
    uint32_t type;      /* of enum abi_record */
    uint16_t misc;
    uint64_t position;  /* in the file */
    struct slice all;   /* with its header */
};

struct records {
    struct reader reader;   /* fd < 0: all is in the buffer */
    char *buffer;
    size_t from, to, capacity;
    uint64_t position;      /* of buffer[from] in the file */
    uint64_t end;           /* records end there, which may be behind the end of the file */
    bool seekable;
    bool borrowed;          /* the buffer is not ours */
    bool swap;
};

/* Reads from a descriptor; `head` are the bytes that the caller has read from a pipe. */
void records_open(struct records *r, int fd, struct slice head);

/* Reads from memory, which stays the caller's and unchanged. */
void records_open_bytes(struct records *r, struct slice bytes);

/* The bytes from `position` on, at most `n` of them, valid until the next call: fewer where the
 * file ends. Not for a pipe. */
struct slice records_at(struct records *r, uint64_t position, uint64_t n);

/* Goes on at `position`, up to `end`. A pipe can only be read on. */
void records_seek(struct records *r, uint64_t position, uint64_t end);

/* The next `n` bytes, valid until the next call; false if the file ends before. */
bool records_take(struct records *r, uint64_t n, struct slice *bytes);

enum records_event { RECORDS_NEXT, RECORDS_END, RECORDS_CUT, RECORDS_WRONG };

/* The next record, valid until the next call. */
enum records_event records_next(struct records *r, struct record *record);

/* Reads the header of a record at the beginning of `all`. */
struct record records_header(struct slice all, uint64_t position, bool swap);

void records_free(struct records *r);

#endif
