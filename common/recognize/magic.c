/* SPDX-License-Identifier: MIT */
#include "recognize/magic.h"

#include <strings.h>

#include "base/chars.h"

#define BYTES(text) {text, sizeof(text) - 1}

static const struct magic magics[] = {
    {"compressed by gzip", "gunzip -c", NULL, BYTES("\x1f\x8b")},
    {"compressed by xz", "xz -dc", NULL, BYTES("\xfd" "7zXZ")},
    {"compressed by zstd", "zstd -dc", NULL, BYTES("\x28\xb5\x2f\xfd")},
    {"compressed by bzip2", "bzip2 -dc", NULL, BYTES("BZh")},
    {"a zip archive", "unzip -p", NULL, BYTES("PK\x03\x04")},
    {"a recording of perf record", "perf script -i", NULL, BYTES("PERFILE2")},
    {"a recording of perf record", "perf script -i", NULL, BYTES("2ELIFREP")},
    {"a recording of Java Flight Recorder", NULL,
     "convert it to folded stacks first, as async-profiler's jfrconv does", BYTES("FLR\0")},
    {"UTF-16 text", "iconv -f UTF-16 -t UTF-8", NULL, BYTES("\xff\xfe")},
    {"UTF-16 text", "iconv -f UTF-16 -t UTF-8", NULL, BYTES("\xfe\xff")},
    {"a program or a library", NULL, "give the profile, not the program", BYTES("\x7f" "ELF")}
};

static const struct magic svg = {
    "an SVG", NULL, "give the folded stacks that it was drawn from", {NULL, 0}
};
static const struct magic html = {
    "an HTML page, perhaps of a failed download", NULL, "get the file again", {NULL, 0}
};

static bool begins_with(struct slice head, struct slice bytes)
{
    return head.n >= bytes.n && memcmp(head.p, bytes.p, bytes.n) == 0;
}

/* The same for a text, in any case of letters. */
static bool begins_with_tag(struct slice head, const char *tag)
{
    return head.n >= strlen(tag) && strncasecmp(head.p, tag, strlen(tag)) == 0;
}

const struct magic *magic_find(struct slice head)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (begins_with(head, magics[i].bytes))
            return &magics[i];
    head = trim_spaces(head);
    if (begins_with_tag(head, "<!doctype html") || begins_with_tag(head, "<html"))
        return &html;
    if (begins_with_tag(head, "<") && slice_has(head, "<svg"))
        return &svg;
    return NULL;
}
