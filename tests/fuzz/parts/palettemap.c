/* SPDX-License-Identifier: MIT */
/* palette.map: what was read and written is, when it is read again, what is written again. */
#include <fcntl.h>

#include "memfile.h"
#include "palettemap.h"

static void write_map(struct slice content)
{
    int fd = open("palette.map", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    EXPECT(fd >= 0 && write(fd, content.p, content.n) == (ssize_t)content.n);
    close(fd);
}

static void read_map(struct strbuf *to)
{
    char block[4096];
    ssize_t got;
    int fd = open("palette.map", O_RDONLY);

    while ((got = read(fd, block, sizeof block)) > 0)
        strbuf_add(to, slice_of(block, (size_t)got));
    close(fd);
}

static void copy_map(struct strbuf *to)
{
    struct palettemap map;

    palettemap_init(&map);
    EXPECT(palettemap_read(&map) && palettemap_write(&map));
    read_map(to);
    frametab_free(&map.names);
    arena_free(&map.arena);
    free(map.colors);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct strbuf once = {0}, twice = {0};

    write_map(fuzz_input(bytes, n));
    copy_map(&once);
    copy_map(&twice);
    EXPECT(slice_equal(strbuf_slice(&once), strbuf_slice(&twice)));
    strbuf_free(&once);
    strbuf_free(&twice);
    return 0;
}
