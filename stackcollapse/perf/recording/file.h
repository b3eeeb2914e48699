/* SPDX-License-Identifier: MIT */
/*
 * perf.data as bytes: where its records are, in either byte order, as a file or as
 * `perf record -o -` writes it to a pipe. The file may be hostile, or shrink while it is read.
 */
#ifndef FG_PERF_RECORDING_FILE_H
#define FG_PERF_RECORDING_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* The length of the head of the pipe form; that of the file form is longer. */
enum { FILE_HEAD = 16 };

struct file {
    int fd;             /* of a regular file */
    bool swapped;       /* it has the other byte order */
    bool piped;         /* it has the pipe form */
    uint64_t data, data_end;            /* where the records are */
    uint64_t attrs, attrs_end, attr_size;   /* the descriptions of its events; file form only */
    bool has_times;     /* a feature of the file form: */
    uint64_t first_time, last_time;

    char *buffer;       /* the bytes read last, */
    uint64_t at;        /* from here on */
    size_t n;
};

/* Whether a recording that begins with these FILE_HEAD bytes has the pipe form. */
bool file_is_piped(const char *head);

/* Reads the head; false if it is malformed. */
bool file_open(struct file *f, int fd);

/* The n bytes at `at`, up to 64 KiB, valid until the next call; NULL if they are not there. */
const char *file_bytes(struct file *f, uint64_t at, size_t n);

/* A number of the file. */
uint16_t file_u16(const struct file *f, const char *p);
uint32_t file_u32(const struct file *f, const char *p);
uint64_t file_u64(const struct file *f, const char *p);

void file_close(struct file *f);

#endif
