/* SPDX-License-Identifier: MIT */
/* A folder with files for tests of symbols, which is the home of the user, and what is found in
 * them. */
#ifndef FG_TEST_SYMBOLS_FOLDER_H
#define FG_TEST_SYMBOLS_FOLDER_H

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "elf_file.h"
#include "io/child.h"
#include "symbols/symbols.h"
#include "test.h"

enum { FUNC = 0x12, LOCAL_FUNC = 2, LABEL = 0x10, HIDDEN = 2 };

static const struct elf_file_symbol symbols[] = {
    {"main", 0, 16, FUNC, 0, 1}, {"helper", 16, 0, LOCAL_FUNC, 0, 1},
    {"label", 32, 0, LABEL, 0, 1}, {"hidden", 40, 8, LABEL, HIDDEN, 1},
    {"absolute", 48, 8, FUNC, 0, 0xfff1}, {"last", 64, 32, FUNC, 0, 1},
};
static const struct elf_file_symbol dynamic[] = {
    {"main", 0, 16, FUNC, 0, 1}, {"strlen", 0, 0, FUNC, 0, 0}, {"more", 128, 16, FUNC, 0, 1},
};

static char folder[] = "/tmp/fg-symbols-XXXXXX";

static inline void path_of(const char *name, struct strbuf *path)
{
    strbuf_clear(path);
    strbuf_printf(path, "%s/%s", folder, name);
}

static inline void write_file(const char *name, struct slice content)
{
    struct strbuf path = {0};

    path_of(name, &path);
    FILE *out = fopen(strbuf_str(&path), "wb");
    CHECK(out != NULL && fwrite(content.p, 1, content.n, out) == content.n && fclose(out) == 0);
    strbuf_free(&path);
}

static inline void make_folder(const char *name)
{
    struct strbuf path = {0};

    path_of(name, &path);
    CHECK(mkdir(strbuf_str(&path), 0700) == 0);
    strbuf_free(&path);
}

static inline struct elf_file make(bool wide, bool big)
{
    struct elf_file f = {wide, big, false, 62, symbols, dynamic,
                         sizeof symbols / sizeof *symbols, sizeof dynamic / sizeof *dynamic, 2,
                         NULL, NULL};
    return f;
}

static inline struct symbols_module *module_of(struct symbols *s, const char *name, const char *id)
{
    struct strbuf path = {0};

    path_of(name, &path);
    struct symbols_module *m = symbols_module(s, SYMBOLS_FILE, strbuf_slice(&path), slice_str(id));
    CHECK(m == symbols_module(s, SYMBOLS_FILE, strbuf_slice(&path), slice_str(id)));
    strbuf_free(&path);
    return m;
}

static inline void check(struct symbols_module *m, uint64_t offset, const char *name,
                         uint64_t start)
{
    struct symbols_found f = symbols_find(m, offset);

    CHECK_EQ_SLICE(f.name.p == NULL ? slice_of("", 0) : f.name, slice_str(name));
    if (*name != '\0')
        CHECK_EQ_SIZE((size_t)f.start, (size_t)start);
}

static size_t said;
static struct strbuf last_said;

static inline void say(void *context, const char *line)
{
    (void)context;
    said++;
    strbuf_clear(&last_said);
    strbuf_add_str(&last_said, line);
}

static inline size_t report(const struct symbols *s)
{
    said = 0;
    symbols_report(s, say, NULL);
    return said;
}

static inline bool folder_begin(void)
{
    signal(SIGPIPE, SIG_IGN);       /* see symbols.h */
    return CHECK(mkdtemp(folder) != NULL) && CHECK(setenv("HOME", folder, 1) == 0);
}

static inline int folder_end(void)
{
    struct child rm = {0};

    CHECK(child_start(&rm, (char *[]){"rm", "-rf", folder, NULL}, CHILD_PRINTS) == 0);
    CHECK(child_stop(&rm) == 0);
    strbuf_free(&last_said);
    return test_report();
}

#endif
