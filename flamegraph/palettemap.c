#include "palettemap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alloc.h"
#include "die.h"
#include "output.h"
#include "perl/diamond.h"
#include "perl/utf8.h"
#include "strbuf.h"

static const char file_name[] = "palette.map";

void palettemap_init(struct palettemap *m)
{
    memset(m, 0, sizeof *m);
    hash_key_init(&m->key);
}

void palettemap_free(struct palettemap *m)
{
    free(m->entries);
    htab_free(&m->index);
    arena_free(&m->arena);
}

/* The entry for a name; with an empty slice as its color if it is new. */
static struct palettemap_entry *entry_of(struct palettemap *m, struct slice name, bool *is_new)
{
    struct htab_probe probe = htab_probe(&m->index, hash_bytes(&m->key, name.p, name.n));
    uint32_t number;

    *is_new = false;
    while ((number = htab_next(&m->index, &probe)) != HTAB_NONE)
        if (slice_equal(m->entries[number].name, name))
            return &m->entries[number];
    *is_new = true;
    htab_insert(&m->index, &probe, (uint32_t)m->count);
    m->entries = grow_array(m->entries, &m->capacity, m->count + 1, sizeof *m->entries);
    struct palettemap_entry *entry = &m->entries[m->count++];
    entry->name = arena_copy(&m->arena, name);
    entry->color = slice_of("", 0);
    return entry;
}

/* "NAME->COLOR"; what stands behind a second "->" is lost, as in Perl. */
static void take_line(struct palettemap *m, struct slice line)
{
    size_t arrow = slice_search(line, "->");
    struct slice color = slice_of("", 0);
    bool is_new;

    if (arrow != SLICE_NONE) {
        color = slice_from(line, arrow + 2);
        line.n = arrow;
        arrow = slice_search(color, "->");
        if (arrow != SLICE_NONE)
            color.n = arrow;
    }
    entry_of(m, line, &is_new)->color = arena_copy(&m->arena, color);
}

bool palettemap_read(struct palettemap *m)
{
    struct diamond input;
    struct slice line;
    struct strbuf repaired = {0};

    if (access(file_name, F_OK) != 0)
        return true;
    diamond_open_file(&input, file_name);
    while (diamond_line(&input, &line)) {
        strbuf_clear(&repaired);
        utf8_repair(line, &repaired);
        take_line(m, strbuf_slice(&repaired));
    }
    diamond_close(&input);
    strbuf_free(&repaired);
    return !input.failed;
}

struct slice palettemap_color(struct palettemap *m, struct color *colors, struct slice name)
{
    bool is_new;
    struct palettemap_entry *entry = entry_of(m, name, &is_new);

    if (is_new) {
        struct strbuf color = {0};
        color_of_name(colors, name, &color);
        entry->color = arena_copy(&m->arena, strbuf_slice(&color));
        strbuf_free(&color);
    }
    return entry->color;
}

static int compare_entries(const void *x, const void *y)
{
    const struct palettemap_entry *a = x;
    const struct palettemap_entry *b = y;

    return slice_compare(a->name, b->name);
}

/* Writes all entries to a descriptor, which is closed. */
static bool write_entries(struct palettemap *m, int fd)
{
    struct output out;

    if (m->count > 0)
        qsort(m->entries, m->count, sizeof *m->entries, compare_entries);
    output_open(&out, fd);
    for (size_t i = 0; i < m->count; i++) {
        output_add(&out, m->entries[i].name);
        output_str(&out, "->");
        output_add(&out, m->entries[i].color);
        output_char(&out, '\n');
    }
    return output_close(&out, file_name);
}

bool palettemap_write(struct palettemap *m)
{
    char temporary[] = "palette.map.XXXXXX";
    struct stat old;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = stat(file_name, &old) == 0 ? old.st_mode & 0777 : 0666 & ~mask;

    int fd = mkstemp(temporary);
    if (fd < 0) {
        warn_errno(errno, "cannot write %s", file_name);
        return false;
    }
    fchmod(fd, mode);
    if (!write_entries(m, fd)) {
        unlink(temporary);
        return false;
    }
    if (rename(temporary, file_name) != 0) {
        warn_errno(errno, "cannot write %s", file_name);
        unlink(temporary);
        return false;
    }
    return true;
}
