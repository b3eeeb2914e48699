/* SPDX-License-Identifier: MIT */
#include "symbols/vdso.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "symbols/text.h"

enum { LARGEST = 1024 * 1024 };

/* Where it is, by the maps of the process. */
static bool vdso_find(struct slice maps, unsigned long long *start, unsigned long long *end)
{
    while (maps.n > 0) {
        struct slice line = slice_before(maps, '\n');
        maps = slice_from(maps, line.n + (line.n < maps.n));
        if (slice_ends(line, " [vdso]") && line.n < 256) {
            char copy[256];
            memcpy(copy, line.p, line.n);
            copy[line.n] = '\0';
            char *rest;
            *start = strtoull(copy, &rest, 16);
            *end = *rest == '-' ? strtoull(rest + 1, NULL, 16) : 0;
            return *end > *start && *end - *start <= LARGEST;
        }
    }
    return false;
}

/* A system call that reads the memory fails where a pointer to it would crash. */
bool vdso_read(struct strbuf *memory, int *failure)
{
    struct strbuf maps = {0};
    unsigned long long start = 0, end = 0;
    bool found = text_read("/proc/self/maps", &maps, failure)
                 && vdso_find(strbuf_slice(&maps), &start, &end);
    int fd = found ? open("/proc/self/mem", O_RDONLY | O_CLOEXEC) : -1;

    strbuf_free(&maps);
    if (fd < 0)
        return false;
    strbuf_reserve(memory, (size_t)(end - start));
    ssize_t got = pread(fd, memory->p, (size_t)(end - start), (off_t)start);
    memory->n = got > 0 ? (size_t)got : 0;
    close(fd);
    return memory->n > 0;
}
