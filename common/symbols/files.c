/* SPDX-License-Identifier: MIT */
#include "symbols/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "symbols/failure.h"

#define DEBUG "/usr/lib/debug"

struct files {
    struct image *image;
    const char *symfs, *name;
    struct slice build_id;      /* empty: unknown */
    int *failure;
    struct strbuf path;
};

static bool files_is_regular(const char *path, int *failure)
{
    struct stat status;

    if (stat(path, &status) == 0)
        return S_ISREG(status.st_mode);
    failure_note(failure);
    return false;
}

static void files_hex(struct slice bytes, struct strbuf *to)
{
    for (size_t i = 0; i < bytes.n; i++)
        strbuf_printf(to, "%02x", (unsigned char)bytes.p[i]);
}

/* Appends the build-id as the name of a file in a folder: "ab/cdef". */
static void files_build_id(struct slice build_id, struct strbuf *to)
{
    files_hex(slice_cut(build_id, 0, 1), to);
    strbuf_add_char(to, '/');
    files_hex(slice_from(build_id, 1), to);
}

void files_cached(struct slice build_id, const char *base, struct strbuf *path, int *failure)
{
    const char *home = getenv("HOME");

    strbuf_clear(path);
    strbuf_printf(path, "%s%s.debug/.build-id/", home != NULL ? home : "",
                  home != NULL ? "/" : "");
    files_build_id(build_id, path);
    if (!files_is_regular(strbuf_str(path), failure))
        strbuf_printf(path, "/%s", base);
}

/* Whether a file's build-id is the one that was recorded. Old recordings have 20 bytes, the
 * last of them 0, where it is shorter. */
static bool files_same_id(struct slice recorded, struct slice own)
{
    enum { OLD_SIZE = 20 };

    if (recorded.n == OLD_SIZE)
        while (recorded.n > own.n && recorded.p[recorded.n - 1] == '\0')
            recorded.n--;
    return slice_equal(recorded, own);
}

bool files_open_one(struct elf *file, const char *path, struct slice build_id, int *failure)
{
    struct strbuf id = {0};

    if (!elf_open(file, path, failure))
        return false;
    bool same = build_id.n == 0
                || (elf_build_id(file, &id) && files_same_id(build_id, strbuf_slice(&id)));
    strbuf_free(&id);
    if (!same)
        elf_close(file);
    return same;
}

/* Tries the file f->path; true when no other is needed. */
static bool files_try(struct files *f)
{
    struct elf file;

    return files_open_one(&file, strbuf_str(&f->path), f->build_id, f->failure)
           && image_add(f->image, &file);
}

/* Tries `before`, the file's name, and `after`, below the root folder. */
static bool files_try_name(struct files *f, const char *before, const char *name,
                           const char *after)
{
    strbuf_clear(&f->path);
    strbuf_printf(&f->path, "%s%s%s%s", f->symfs, before, name, after);
    return files_try(f);
}

/* Tries the folder of the file with `middle`, and then `name`. */
static bool files_try_folder(struct files *f, const char *middle, const char *name)
{
    struct slice file = slice_str(f->name);
    size_t folder = slice_find_last(file, '/');

    strbuf_clear(&f->path);
    strbuf_add_str(&f->path, f->symfs);
    strbuf_add(&f->path, slice_cut(file, 0, folder == SLICE_NONE ? 0 : folder));
    strbuf_add_str(&f->path, middle);
    strbuf_add_str(&f->path, name != NULL ? name
                             : f->name + (folder == SLICE_NONE ? 0 : folder + 1));
    return files_is_regular(strbuf_str(&f->path), f->failure);
}

/* The debug file that the file names: in its folder, or in others that belong to it. */
static bool files_try_link(struct files *f)
{
    struct strbuf name = {0};
    struct elf file;

    strbuf_clear(&f->path);
    strbuf_printf(&f->path, "%s%s", f->symfs, f->name);
    if (!elf_open(&file, strbuf_str(&f->path), f->failure))
        return false;
    bool found = elf_debuglink(&file, &name);
    elf_close(&file);
    if (found) {
        const char *link = strbuf_str(&name);
        strbuf_clear(&f->path);
        strbuf_add_str(&f->path, link);
        if (!files_is_regular(link, f->failure) && !files_try_folder(f, "/", link)
            && !files_try_folder(f, "/.debug/", link)) {
            struct strbuf folder = {0};
            files_try_folder(f, "/", link);
            strbuf_printf(&folder, DEBUG "%s", strbuf_str(&f->path));
            strbuf_clear(&f->path);
            strbuf_add(&f->path, strbuf_slice(&folder));
            strbuf_free(&folder);
        }
        found = files_try(f);
    }
    strbuf_free(&name);
    return found;
}

static bool files_try_cached(struct files *f, const char *base)
{
    if (f->build_id.n == 0)
        return false;
    files_cached(f->build_id, base, &f->path, f->failure);
    return files_try(f);
}

static bool files_try_debug(struct files *f)
{
    if (f->build_id.n == 0)
        return false;
    strbuf_clear(&f->path);
    strbuf_printf(&f->path, "%s" DEBUG "/.build-id/", f->symfs);
    files_build_id(f->build_id, &f->path);
    strbuf_add_str(&f->path, ".debug");
    return files_try(f);
}

/* Ubuntu's packages of debug files are of /lib where files are in /usr/lib. */
static bool files_try_mixed(struct files *f)
{
    return strncmp(f->name, "/usr/lib/", 9) == 0
           && files_try_name(f, DEBUG, f->name + 4, "");
}

static bool files_try_all(struct files *f)
{
    return files_try_link(f) || files_try_cached(f, "elf") || files_try_cached(f, "debug")
           || files_try_name(f, DEBUG, f->name, ".debug") || files_try_name(f, DEBUG, f->name, "")
           || files_try_debug(f) || files_try_name(f, "", f->name, "")
           || (files_try_folder(f, "/.debug/", NULL) && files_try(f)) || files_try_mixed(f);
}

/* The build-id of the file, where the recording has none. */
static void files_own_id(struct files *f, struct strbuf *id)
{
    struct elf file;

    if (!files_is_regular(f->name, f->failure))
        return;
    strbuf_clear(&f->path);
    strbuf_printf(&f->path, "%s%s", f->symfs, f->name);
    if (!elf_open(&file, strbuf_str(&f->path), f->failure))
        return;
    if (elf_build_id(&file, id))
        f->build_id = strbuf_slice(id);
    elf_close(&file);
}

/* Why there is no file. */
static void files_explain(struct files *f, struct strbuf *why)
{
    struct elf file;

    strbuf_clear(&f->path);
    strbuf_printf(&f->path, "%s%s", f->symfs, f->name);
    if (!elf_open(&file, strbuf_str(&f->path), f->failure)) {
        const char *reason = failure_reason(strbuf_str(&f->path));
        strbuf_add_str(why, reason != NULL ? reason : "not an ELF file");
        return;
    }
    elf_close(&file);
    if (f->build_id.n > 0 && !files_open_one(&file, strbuf_str(&f->path), f->build_id, f->failure))
        strbuf_add_str(why, "not the file that was recorded: its build-id is another");
    else if (f->build_id.n > 0)
        elf_close(&file);
}

bool files_open(struct image *image, const struct symbols_options *options, const char *name,
                struct slice build_id, struct strbuf *why, int *failure)
{
    const char *symfs = options->symfs != NULL ? options->symfs : "";
    struct files f = {image, symfs, name, build_id, NULL, {0}};
    struct strbuf id = {0};

    f.failure = failure;
    if (build_id.n == 0)
        files_own_id(&f, &id);
    files_try_all(&f);
    if (image->file_count == 0)
        files_explain(&f, why);
    strbuf_free(&id);
    strbuf_free(&f.path);
    return image->file_count > 0;
}
