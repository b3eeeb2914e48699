/* SPDX-License-Identifier: MIT */
#include "recognize/magic.h"

#include "test.h"

static const struct {
    const char *head;
    size_t n;
    const char *format;     /* a part of it; NULL: unknown */
} rows[] = {
    {"\x1f\x8b\x08", 3, "gzip"},
    {"\xfd" "7zXZ\0", 6, "xz"},
    {"\x28\xb5\x2f\xfd\0", 5, "zstd"},
    {"BZh9", 4, "bzip2"},
    {"PK\x03\x04", 4, "zip"},
    {"PERFILE2h\0", 10, "perf record"},
    {"2ELIFREP\0", 9, "perf record"},
    {"FLR\0\0\2", 6, "Flight Recorder"},
    {"\xff\xfe" "a\0", 4, "UTF-16"},
    {"\xfe\xff\0a", 4, "UTF-16"},
    {"\x7f" "ELF", 4, "program"},
    {"<?xml version=\"1.0\"?>\n<svg>", 27, "SVG"},
    {"\n <!DOCTYPE HTML>", 17, "HTML"},
    {"<html>", 6, "HTML"},
    {"<?xml version=\"1.0\"?>\n<trace>", 29, NULL},
    {"a;b <svg 1", 10, NULL},
    {"FLR", 3, NULL},
    {"", 0, NULL}
};

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct magic *found = magic_find(slice_of(rows[i].head, rows[i].n));
        test_case = rows[i].format;
        CHECK((found != NULL) == (rows[i].format != NULL));
        if (found != NULL && rows[i].format != NULL)
            CHECK(slice_has(slice_str(found->format), rows[i].format));
    }
    return test_report();
}
