/* SPDX-License-Identifier: MIT */
#include "symbols/kernel.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "symbols/files.h"
#include "symbols/text.h"

#define RUNNING "/proc/kallsyms"

/* The name of a symbol in the file that it is from. */
static void kernel_name(void *context, const struct table_symbol *symbol, bool final,
                        struct strbuf *name)
{
    struct kernel *k = context;

    (void)final;    /* perf does not demangle names of the kernel */
    if (k->image.file_count > 0)
        image_name(&k->image, symbol, name);
    else
        strbuf_add(name, text_name(strbuf_slice(&k->text), symbol->name));
}

/* Whether this process has CAP_SYSLOG, which shows it addresses of the kernel. */
static bool kernel_may_see(const struct kernel *k)
{
    enum { CAP_SYSLOG = 34 };
    struct strbuf status = {0};
    unsigned long long capabilities = 0;

    if (text_read("/proc/self/status", &status, k->failure)) {
        const char *text = strbuf_str(&status), *line = strstr(text, "\nCapEff:");
        if (line != NULL)
            capabilities = strtoull(line + strlen("\nCapEff:"), NULL, 16);
    }
    strbuf_free(&status);
    return (capabilities >> CAP_SYSLOG & 1) != 0;
}

static int kernel_setting(const struct kernel *k, const char *path, int without)
{
    struct strbuf text = {0};
    int value = text_read(path, &text, k->failure) ? (int)strtol(strbuf_str(&text), NULL, 10)
                                                   : without;

    strbuf_free(&text);
    return value;
}

/* Whether perf holds that addresses are kept from this user. */
static bool kernel_is_restricted(const struct kernel *k)
{
    int level = kernel_setting(k, "/proc/sys/kernel/kptr_restrict", 0);

    if (kernel_may_see(k))
        return level >= 2;
    return level != 0 || kernel_setting(k, "/proc/sys/kernel/perf_event_paranoid", 2) > 1;
}

/* Whether the running kernel has that build-id. */
static bool kernel_is_running(const struct kernel *k, struct slice build_id)
{
    struct strbuf notes = {0};
    bool is = false;

    if (text_read("/sys/kernel/notes", &notes, k->failure))
        for (size_t i = 0; i + build_id.n <= notes.n && !is; i += 4)
            is = memcmp(notes.p + i, build_id.p, build_id.n) == 0;
    strbuf_free(&notes);
    return is;
}

static void kernel_load_kallsyms(struct kernel *k, const char *path, struct strbuf *why)
{
    uint64_t address = 0;
    struct slice reference = strbuf_slice(&k->reference);

    if (strcmp(path, RUNNING) == 0 && kernel_is_restricted(k)) {
        strbuf_add_str(why, "'" RUNNING "' is restricted; run as root, or set kernel.kptr_restrict "
                            "to 0");
        return;
    }
    if (!text_read(path, &k->text, k->failure)) {
        strbuf_printf(why, "cannot read '%s'", path);
        return;
    }
    if (k->referenced && !text_address(strbuf_slice(&k->text), reference, &address)) {
        strbuf_printf(why, "'%s' does not have '%s'", path, strbuf_str(&k->reference));
        text_load_kallsyms(strbuf_slice(&k->text), &k->table, false);
        return;
    }
    if (k->referenced)
        k->moved = address - k->reference_address;
    k->placed = true;
    text_load_kallsyms(strbuf_slice(&k->text), &k->table, true);
}

/* Sets how far vmlinux is from where the kernel was. */
static void kernel_place_image(struct kernel *k)
{
    struct strbuf name = {0};

    for (size_t i = 0; i < k->table.count && k->referenced; i++) {
        strbuf_clear(&name);
        if (image_name(&k->image, &k->table.symbols[i], &name)
            && slice_equal(strbuf_slice(&name), strbuf_slice(&k->reference))) {
            k->moved = k->table.symbols[i].start - k->reference_address;
            break;
        }
    }
    strbuf_free(&name);
}

static bool kernel_load_image(struct kernel *k, const char *path, struct slice build_id)
{
    struct elf file;

    k->image.absolute = true;
    if (!files_open_one(&file, path, build_id, k->failure))
        return false;
    image_add(&k->image, &file);
    if (k->image.symbols != NULL && image_load(&k->image, &k->table)) {
        kernel_place_image(k);
        k->placed = true;
        return true;
    }
    image_free(&k->image);
    return false;
}

/* Where vmlinux may be, below the root folder; %s: the release of the running kernel. */
static const char *const kernel_paths[] = {
    "vmlinux", "/boot/vmlinux", "/boot/vmlinux-%s", "/usr/lib/debug/boot/vmlinux-%s",
    "/lib/modules/%s/build/vmlinux", "/usr/lib/debug/lib/modules/%s/vmlinux",
    "/usr/lib/debug/boot/vmlinux-%s.debug",
};

static bool kernel_find_image(struct kernel *k, const char *symfs, struct slice build_id)
{
    struct strbuf path = {0};
    struct utsname system;
    bool found = false;

    if (build_id.n > 0) {
        files_cached(build_id, "elf", &path, k->failure);
        found = kernel_load_image(k, strbuf_str(&path), build_id);
    }
    memset(&system, 0, sizeof system);
    uname(&system);
    for (size_t i = 0; i < sizeof kernel_paths / sizeof *kernel_paths && !found; i++) {
        struct slice before = slice_str(kernel_paths[i]), after = slice_of("", 0);
        size_t at = slice_search(before, "%s");
        strbuf_clear(&path);
        strbuf_add_str(&path, symfs);
        if (*symfs != '\0' && *before.p != '/')
            strbuf_add_char(&path, '/');
        if (at != SLICE_NONE) {
            after = slice_from(before, at + 2);
            before.n = at;
        }
        strbuf_add(&path, before);
        if (at != SLICE_NONE)
            strbuf_add_str(&path, system.release);
        strbuf_add(&path, after);
        found = kernel_load_image(k, strbuf_str(&path), build_id);
    }
    strbuf_free(&path);
    return found;
}

void kernel_load(struct kernel *k, const struct symbols_options *options, struct slice build_id,
                 struct strbuf *why)
{
    struct strbuf path = {0};
    struct slice none = {"", 0};

    if (k->loaded)
        return;
    k->loaded = true;
    table_init(&k->table, kernel_name, NULL, k);
    if (options->kallsyms != NULL)
        kernel_load_kallsyms(k, options->kallsyms, why);
    else if ((options->vmlinux != NULL && kernel_load_image(k, options->vmlinux, none))
             || kernel_find_image(k, options->symfs != NULL ? options->symfs : "", build_id))
        ;
    else if (options->symfs != NULL && *options->symfs != '\0')
        strbuf_add_str(why, "there is no vmlinux below the root folder");
    else if (build_id.n == 0 || kernel_is_running(k, build_id))
        kernel_load_kallsyms(k, RUNNING, why);
    else {
        files_cached(build_id, "kallsyms", &path, k->failure);
        kernel_load_kallsyms(k, strbuf_str(&path), why);
    }
    strbuf_free(&path);
}

bool kernel_find(struct kernel *k, struct slice module, uint64_t address, uint64_t *start,
                 struct strbuf *name)
{
    uint64_t moved = module.n > 0 ? 0 : k->moved;
    const struct table_symbol *s = table_find(&k->table, address + moved);
    struct slice text;

    if (s == NULL)
        return false;
    *start = s->start - moved;
    if (k->image.file_count > 0)
        return module.n == 0 && image_name(&k->image, s, name);
    text = text_name(strbuf_slice(&k->text), s->name);
    if (!slice_equal(text_cut_module(&text), module))
        return false;
    strbuf_add(name, text);
    return true;
}

/* Whether a symbol is the kernel's own. */
static bool kernel_owns(const struct kernel *k, const struct table_symbol *s)
{
    struct slice text;

    if (k->image.file_count > 0)
        return true;
    text = text_name(strbuf_slice(&k->text), s->name);
    return text_cut_module(&text).n == 0;
}

bool kernel_reach(const struct kernel *k, uint64_t *start, uint64_t *end)
{
    const struct table_symbol *symbols = k->table.symbols;
    size_t from = 0, to = k->placed ? k->table.count : 0;

    while (from < to && !kernel_owns(k, &symbols[from]))
        from++;
    while (from < to && !kernel_owns(k, &symbols[to - 1]))
        to--;
    if (from == to)
        return false;
    *start = symbols[from].start - k->moved;
    *end = symbols[to - 1].start + symbols[to - 1].size - k->moved;
    return true;
}

void kernel_free(struct kernel *k)
{
    table_free(&k->table);
    image_free(&k->image);
    strbuf_free(&k->text);
    strbuf_free(&k->reference);
    memset(k, 0, sizeof *k);
}
