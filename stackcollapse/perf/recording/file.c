/* SPDX-License-Identifier: MIT */
#include "perf/recording/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

enum {
    WINDOW = 1024 * 1024,   /* bytes to read at once */
    HEAD = 104,             /* of the file form */
    ATTRS_AT = 24, DATA_AT = 40, FEATURES_AT = 72,
    SAMPLE_TIME = 21,       /* the feature: the times of the first and the last sample */
    SECTION = 16            /* an offset and a length */
};

static uint64_t file_number(const struct file *f, const char *p, size_t n)
{
    uint64_t value = 0;
    uint16_t one = 1;
    bool little = *(const char *)&one == 1;

    for (size_t i = 0; i < n; i++) {
        size_t at = little != f->swapped ? n - 1 - i : i;
        value = value << 8 | (unsigned char)p[at];
    }
    return value;
}

uint16_t file_u16(const struct file *f, const char *p)
{
    return (uint16_t)file_number(f, p, sizeof(uint16_t));
}

uint32_t file_u32(const struct file *f, const char *p)
{
    return (uint32_t)file_number(f, p, sizeof(uint32_t));
}

uint64_t file_u64(const struct file *f, const char *p)
{
    return file_number(f, p, sizeof(uint64_t));
}

const char *file_bytes(struct file *f, uint64_t at, size_t n)
{
    if (at >= f->at && at - f->at <= f->n && f->n - (at - f->at) >= n)
        return f->buffer + (at - f->at);
    f->at = at;
    f->n = 0;
    while (f->n < WINDOW && at <= INT64_MAX - WINDOW) {
        ssize_t got = pread(f->fd, f->buffer + f->n, WINDOW - f->n, (off_t)(at + f->n));
        if (got == 0 || (got < 0 && errno != EINTR))
            break;
        f->n += got > 0 ? (size_t)got : 0;
    }
    return f->n >= n ? f->buffer : NULL;
}

/* "PERFILE2" is the number 0x32454c4946524550 of a machine that puts the low byte first. */
static bool file_is_swapped(const char *magic)
{
    uint64_t number;

    memcpy(&number, magic, sizeof number);
    return number != UINT64_C(0x32454c4946524550);
}

bool file_is_piped(const char *head)
{
    struct file f = {.swapped = file_is_swapped(head)};

    return file_u64(&f, head + 8) == FILE_HEAD;
}

static bool file_section(struct file *f, uint64_t at, uint64_t *from, uint64_t *to)
{
    const char *p = file_bytes(f, at, SECTION);

    if (p == NULL)
        return false;
    *from = file_u64(f, p);
    uint64_t n = file_u64(f, p + 8);
    *to = *from + n;
    return *to >= *from;
}

/* Reads the feature SAMPLE_TIME, whose section comes after those of the features below it. */
static void file_read_times(struct file *f)
{
    const char *features = file_bytes(f, FEATURES_AT, sizeof(uint64_t));
    uint64_t from, to;
    uint64_t at = f->data_end;

    if (features == NULL)
        return;
    uint64_t bits = file_u64(f, features);
    for (int i = 0; i < SAMPLE_TIME; i++)
        at += (bits >> i & 1) * SECTION;
    if ((bits >> SAMPLE_TIME & 1) == 0 || !file_section(f, at, &from, &to) || to - from != SECTION)
        return;
    const char *times = file_bytes(f, from, SECTION);
    if (times == NULL)
        return;
    f->has_times = true;
    f->first_time = file_u64(f, times);
    f->last_time = file_u64(f, times + 8);
}

bool file_open(struct file *f, int fd)
{
    struct stat status;

    memset(f, 0, sizeof *f);
    f->fd = fd;
    f->buffer = xmalloc(WINDOW);
    const char *head = file_bytes(f, 0, FILE_HEAD);
    if (head == NULL || fstat(fd, &status) != 0)
        return false;
    f->swapped = file_is_swapped(head);
    f->piped = file_is_piped(head);
    if (f->piped) {
        f->data = FILE_HEAD;
        f->data_end = (uint64_t)status.st_size;
        return true;
    }
    head = file_bytes(f, 0, HEAD);
    if (head == NULL)
        return false;
    f->attr_size = file_u64(f, head + 16);
    if (!file_section(f, ATTRS_AT, &f->attrs, &f->attrs_end)
        || !file_section(f, DATA_AT, &f->data, &f->data_end))
        return false;
    file_read_times(f);
    return true;
}

void file_close(struct file *f)
{
    free(f->buffer);
    f->buffer = NULL;
}
