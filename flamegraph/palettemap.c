/* SPDX-License-Identifier: MIT */
#include "palettemap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "io/operands.h"
#include "io/output.h"

static const char file_name[] = "palette.map";

void palettemap_init(struct palettemap *m)
{
    memset(m, 0, sizeof *m);
    frametab_init(&m->names);
}

static void set_name_color(struct palettemap *m, struct slice name, struct slice color)
{
    uint32_t id = frametab_intern(&m->names, name);

    m->colors = grow_array(m->colors, &m->capacity, m->names.count, sizeof *m->colors);
    m->colors[id] = arena_copy(&m->arena, color);
}

/* "NAME->COLOR"; what follows a second "->" is lost, as in Perl. */
static void palettemap_add_line(struct palettemap *m, struct slice line)
{
    size_t arrow = slice_search(line, "->");
    struct slice color = slice_of("", 0);

    if (arrow != SLICE_NONE) {
        color = slice_from(line, arrow + 2);
        line.n = arrow;
        arrow = slice_search(color, "->");
        if (arrow != SLICE_NONE)
            color.n = arrow;
    }
    set_name_color(m, line, color);
}

bool palettemap_read(struct palettemap *m)
{
    struct operands input;
    struct slice line;
    struct strbuf repaired = {0};

    if (access(file_name, F_OK) != 0)
        return true;
    operands_open_file(&input, file_name);
    while (operands_line(&input, &line)) {
        strbuf_clear(&repaired);
        utf8_repair(line, &repaired);
        palettemap_add_line(m, strbuf_slice(&repaired));
    }
    operands_close(&input);
    strbuf_free(&repaired);
    return !input.failed;
}

struct slice palettemap_color(struct palettemap *m, struct color *colors, struct slice name)
{
    uint32_t id = frametab_find(&m->names, name);

    if (id == FRAMETAB_NONE) {
        struct strbuf color = {0};
        color_of_name(colors, name, &color);
        set_name_color(m, name, strbuf_slice(&color));
        strbuf_free(&color);
        id = frametab_find(&m->names, name);
    }
    return m->colors[id];
}

struct map_line {
    struct slice name;
    struct slice color;
};

static int compare_map_names(const void *x, const void *y)
{
    const struct map_line *a = x;
    const struct map_line *b = y;

    return slice_compare(a->name, b->name);
}

/* Writes all lines to a descriptor, which is closed. */
static bool write_map(const struct palettemap *m, int fd)
{
    struct map_line *lines = xcalloc(m->names.count, sizeof *lines);
    struct output out;

    for (uint32_t i = 0; i < m->names.count; i++) {
        lines[i].name = frametab_name(&m->names, i);
        lines[i].color = m->colors[i];
    }
    qsort(lines, m->names.count, sizeof *lines, compare_map_names);
    output_open(&out, fd);
    for (size_t i = 0; i < m->names.count; i++) {
        output_add(&out, lines[i].name);
        output_str(&out, "->");
        output_add(&out, lines[i].color);
        output_char(&out, '\n');
    }
    free(lines);
    return output_close(&out, file_name) == FG_OK;
}

/* Writes a new file beside `path` and renames it to that. */
static bool replace_map(const struct palettemap *m, const char *path, mode_t mode)
{
    struct strbuf temporary = {0};

    strbuf_add_str(&temporary, path);
    strbuf_add_str(&temporary, ".XXXXXX");
    strbuf_str(&temporary);
    int fd = mkstemp(temporary.p);
    bool written = false;
    if (fd < 0) {
        warn_errno(errno, "cannot write %s", path);
    } else {
        fchmod(fd, mode);
        written = write_map(m, fd);
        if (written && rename(temporary.p, path) != 0) {
            warn_errno(errno, "cannot write %s", path);
            written = false;
        }
        if (!written)
            unlink(temporary.p);
    }
    strbuf_free(&temporary);
    return written;
}

bool palettemap_write(struct palettemap *m)
{
    char *path = realpath(file_name, NULL);     /* through symbolic links */
    struct stat old;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = stat(file_name, &old) == 0 ? old.st_mode & 0777 : 0666 & ~mask;
    bool written = replace_map(m, path != NULL ? path : file_name, mode);

    free(path);
    return written;
}
