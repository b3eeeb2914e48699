/* SPDX-License-Identifier: MIT */
#include "palettemap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/message.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "io/newfile.h"
#include "io/operands.h"

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

/* Whether there is a file to read; *good is false after a message. */
static bool palettemap_is_there(bool *good)
{
    struct stat status;

    *good = newfile_is_ours(file_name);
    if (!*good)
        return false;
    if (stat(file_name, &status) != 0) {
        *good = errno == ENOENT;
        if (!*good)
            warn_errno(errno, "cannot read '%s'", file_name);
        return false;
    }
    /* Opening a pipe would wait for somebody who writes to it. */
    *good = !S_ISFIFO(status.st_mode);
    if (!*good)
        warn("'%s' is a pipe: remove it", file_name);
    return *good;
}

bool palettemap_read(struct palettemap *m)
{
    struct operands input;
    struct slice line;
    struct strbuf repaired = {0};
    bool good;

    if (!palettemap_is_there(&good))
        return good;
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

/* Writes all lines, in order of the names. */
static void write_map(const struct palettemap *m, struct output *out)
{
    struct map_line *lines = xcalloc(m->names.count, sizeof *lines);

    for (uint32_t i = 0; i < m->names.count; i++) {
        lines[i].name = frametab_name(&m->names, i);
        lines[i].color = m->colors[i];
    }
    qsort(lines, m->names.count, sizeof *lines, compare_map_names);
    for (size_t i = 0; i < m->names.count; i++) {
        output_add(out, lines[i].name);
        output_str(out, "->");
        output_add(out, lines[i].color);
        output_char(out, '\n');
    }
    free(lines);
}

bool palettemap_write(const struct palettemap *m)
{
    struct newfile file;

    if (!newfile_open(&file, file_name))
        return false;
    write_map(m, &file.out);
    return newfile_close(&file) == FG_OK;
}
