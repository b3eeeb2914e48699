/* SPDX-License-Identifier: MIT */
/* palette.map: what was read and written is, when it is read again, what is written again. Names that
 * it does not have get colors, and keep them. */
#include <fcntl.h>

#include "base/utf8.h"
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

/* Asks for the color of each line without its first byte, a name that the file rarely has. Its length
 * chooses the palette, and the way to it. */
static void color_lines(struct palettemap *map, struct slice lines)
{
    static const char *const palettes[] = {"hot", "java", "js", "perl", "wakeup", "chain", "mem",
                                           "aqua"};

    while (lines.n > 0) {
        struct slice line = slice_before(lines, '\n');
        struct color colors;
        lines = slice_from(lines, line.n < lines.n ? line.n + 1 : line.n);
        line = slice_from(line, line.n > 0);
        if (!utf8_valid(line) || slice_search(line, "->") != SLICE_NONE)
            continue;
        color_init(&colors, palette_find(palettes[line.n % 8], line.n & 8),
                   (enum color_mode)(line.n / 16 % 3));
        struct slice color = palettemap_color(map, &colors, line);
        EXPECT(slice_equal(color, palettemap_color(map, &colors, line)));
    }
}

static void copy_map(struct slice lines, struct strbuf *to)
{
    struct palettemap map;

    palettemap_init(&map);
    EXPECT(palettemap_read(&map));
    color_lines(&map, lines);
    EXPECT(palettemap_write(&map));
    read_map(to);
    frametab_free(&map.names);
    arena_free(&map.arena);
    free(map.colors);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice input = fuzz_input(bytes, n);
    struct strbuf once = {0}, twice = {0};

    write_map(input);
    copy_map(input, &once);
    copy_map(input, &twice);
    EXPECT(slice_equal(strbuf_slice(&once), strbuf_slice(&twice)));
    strbuf_free(&once);
    strbuf_free(&twice);
    return 0;
}
