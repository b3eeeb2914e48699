/* SPDX-License-Identifier: MIT */
#include "symbols/symbols.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "symbols/demangle.h"
#include "symbols/failure.h"
#include "symbols/files.h"
#include "symbols/kernel.h"
#include "symbols/text.h"
#include "symbols/vdso.h"

/* So many files stay open; others are opened for each name. */
enum { MOST_OPEN = 32 };

/* What modules lack; of each kind, the first that lacks it is named. */
enum symbols_trouble { NO_FILE, NO_KERNEL, NO_MAP, TROUBLES };

struct symbols_trouble_seen {
    size_t count;
    struct strbuf what;     /* the first */
};

struct symbols_module {
    struct symbols *owner;
    enum symbols_kind kind;
    char *name;
    struct strbuf build_id;
    bool loaded;
    bool rests;             /* its files are closed after each name */
    struct table table;
    struct image image;
    struct strbuf text;     /* of a perf map, or a vdso */
};

struct symbols {
    struct symbols_options options;
    struct symbols_module **modules;
    size_t count, capacity;
    size_t open;                    /* files that stay open */
    struct hash_key key;
    struct htab index;              /* of the modules */
    struct kernel kernel;
    struct demangle demangle;
    struct htab name_index;
    struct slice *names;            /* that were found */
    size_t name_count, name_capacity;
    struct arena text;              /* theirs */
    struct symbols_trouble_seen troubles[TROUBLES];
    int failure;                   /* failure.h */
};

struct symbols *symbols_new(const struct symbols_options *options)
{
    struct symbols *s = xcalloc(1, sizeof *s);

    s->kernel.failure = &s->failure;
    s->options = *options;
    hash_key_init(&s->key);
    return s;
}

static bool symbols_is_module(const struct symbols_module *m, enum symbols_kind kind,
                              struct slice name, struct slice build_id)
{
    return m->kind == kind && slice_is(name, m->name)
           && slice_equal(strbuf_slice(&m->build_id), build_id);
}

struct symbols_module *symbols_module(struct symbols *s, enum symbols_kind kind, struct slice name,
                                      struct slice build_id)
{
    uint64_t hash = hash_bytes(&s->key, name.p, name.n) + (uint64_t)kind
                    + hash_bytes(&s->key, build_id.p, build_id.n);
    struct htab_probe probe = htab_probe(&s->index, hash);
    uint32_t id;

    while ((id = htab_next(&s->index, &probe)) != HTAB_NONE)
        if (symbols_is_module(s->modules[id], kind, name, build_id))
            return s->modules[id];
    struct symbols_module *m = xcalloc(1, sizeof *m);
    m->owner = s;
    m->kind = kind;
    m->name = xmalloc(name.n + 1);
    if (name.n > 0)
        memcpy(m->name, name.p, name.n);
    m->name[name.n] = '\0';
    strbuf_add(&m->build_id, build_id);
    s->modules = grow_array(s->modules, &s->capacity, s->count + 1, sizeof *s->modules);
    s->modules[s->count] = m;
    htab_insert(&s->index, &probe, (uint32_t)s->count++);
    return m;
}

void symbols_kernel_reference(struct symbols *s, struct slice symbol, uint64_t address)
{
    s->kernel.referenced = true;
    strbuf_clear(&s->kernel.reference);
    strbuf_add(&s->kernel.reference, symbol);
    s->kernel.reference_address = address;
}

/* The name of a symbol of a file. */
static void symbols_name(void *context, const struct table_symbol *symbol, bool final,
                         struct strbuf *name)
{
    struct symbols_module *m = context;
    struct strbuf raw = {0};
    enum { PERF_LONGEST = 1023 };

    if (!image_name(&m->image, symbol, &raw))
        return;
    if (final && !m->owner->options.raw)
        demangle(&m->owner->demangle, strbuf_slice(&raw), name);
    else
        strbuf_add(name, strbuf_slice(&raw));
    if ((symbol->bits & TABLE_LOADS) == TABLE_THIRD) {
        strbuf_add_str(name, "@plt");
        if (name->n > PERF_LONGEST)
            name->n = PERF_LONGEST;
    }
    strbuf_free(&raw);
}

static void symbols_hold(void *context, bool begins)
{
    struct symbols_module *m = context;

    image_hold(&m->image, begins);
}

static void symbols_trouble(struct symbols *s, enum symbols_trouble kind, const char *name,
                            struct strbuf *why)
{
    struct symbols_trouble_seen *seen = &s->troubles[kind];

    if (why->n > 0 && seen->count++ == 0)
        strbuf_printf(&seen->what, "%s%s%s%s", name != NULL ? "'" : "", name != NULL ? name : "",
                      name != NULL ? "': " : "", strbuf_str(why));
}

/* Whether a name can be that of a file. */
static bool symbols_is_path(const char *name)
{
    return *name != '\0' && *name != '[' && strncmp(name, "//anon", 6) != 0
           && strncmp(name, "anon_inode:", 11) != 0 && strncmp(name, "/memfd:", 7) != 0
           && strncmp(name, "/SYSV", 5) != 0 && strncmp(name, "/dev/", 5) != 0;
}

static void symbols_load_file(struct symbols_module *m, struct strbuf *why)
{
    struct symbols *s = m->owner;

    if (files_open(&m->image, &s->options, m->name, strbuf_slice(&m->build_id), why,
                   &s->failure))
        image_load(&m->image, &m->table);
    if (!symbols_is_path(m->name))
        strbuf_clear(why);
    m->rests = s->open + m->image.file_count > MOST_OPEN;
    if (!m->rests)
        s->open += m->image.file_count;
    symbols_trouble(s, NO_FILE, m->name, why);
}

static void symbols_load_map(struct symbols_module *m, struct strbuf *why)
{
    if (text_read_map(m->name, &m->text, why, &m->owner->failure))
        text_load_map(strbuf_slice(&m->text), &m->table);
    symbols_trouble(m->owner, NO_MAP, m->name, why);
}

static void symbols_load_vdso(struct symbols_module *m)
{
    struct elf file;
    struct strbuf path = {0};
    struct slice build_id = strbuf_slice(&m->build_id);
    int *failure = &m->owner->failure;

    if (build_id.n > 0) {
        files_cached(build_id, "vdso", &path, failure);
        if (files_open_one(&file, strbuf_str(&path), build_id, failure))
            image_add(&m->image, &file);
    }
    if (m->image.file_count == 0 && m->kind == SYMBOLS_VDSO && vdso_read(&m->text, failure)
        && elf_open_memory(&file, strbuf_slice(&m->text))) {
        strbuf_clear(&path);
        if (build_id.n == 0
            || (elf_build_id(&file, &path) && slice_equal(strbuf_slice(&path), build_id)))
            image_add(&m->image, &file);
        else
            elf_close(&file);
    }
    strbuf_free(&path);
    image_load(&m->image, &m->table);
}

static void symbols_load(struct symbols_module *m)
{
    struct strbuf why = {0};
    struct symbols *s = m->owner;

    m->loaded = true;
    table_init(&m->table, symbols_name, symbols_hold, m);
    switch (m->kind) {
    case SYMBOLS_FILE:
        /* perf takes a file of this name for a map, and a map for no file. */
        if (strncmp(m->name, "/tmp/perf-", 10) != 0)
            symbols_load_file(m, &why);
        break;
    case SYMBOLS_KERNEL:
    case SYMBOLS_KERNEL_MODULE:
        kernel_load(&s->kernel, &s->options,
                    m->kind == SYMBOLS_KERNEL ? strbuf_slice(&m->build_id) : slice_of("", 0), &why);
        symbols_trouble(s, NO_KERNEL, NULL, &why);
        break;
    case SYMBOLS_PERF_MAP:
        symbols_load_map(m, &why);
        break;
    case SYMBOLS_VDSO:
    case SYMBOLS_VDSO_CACHED:
        symbols_load_vdso(m);
        break;
    case SYMBOLS_BPF:
        break;
    }
    strbuf_free(&why);
}

/* The one copy of a name. */
static struct slice symbols_keep(struct symbols *s, struct slice name)
{
    struct htab_probe probe = htab_probe(&s->name_index, hash_bytes(&s->key, name.p, name.n));
    uint32_t id;

    while ((id = htab_next(&s->name_index, &probe)) != HTAB_NONE)
        if (slice_equal(s->names[id], name))
            return s->names[id];
    s->names = grow_array(s->names, &s->name_capacity, s->name_count + 1, sizeof *s->names);
    s->names[s->name_count] = arena_copy(&s->text, name);
    htab_insert(&s->name_index, &probe, (uint32_t)s->name_count);
    return s->names[s->name_count++];
}

/* Appends the name of the symbol at an address; false without one. */
static bool symbols_look_up(struct symbols_module *m, uint64_t address, uint64_t *start,
                            struct strbuf *name)
{
    if (m->kind == SYMBOLS_KERNEL)
        return kernel_find(&m->owner->kernel, slice_of("", 0), address, start, name);
    if (m->kind == SYMBOLS_KERNEL_MODULE)
        return kernel_find(&m->owner->kernel, slice_str(m->name), address, start, name);
    const struct table_symbol *symbol = table_find(&m->table, address);
    if (symbol == NULL)
        return false;
    *start = symbol->start;
    if (m->kind == SYMBOLS_PERF_MAP)
        strbuf_add(name, text_name(strbuf_slice(&m->text), symbol->name));
    else
        symbols_name(m, symbol, true, name);
    return true;
}

struct symbols_found symbols_find(struct symbols_module *m, uint64_t address)
{
    struct symbols_found found = {{NULL, 0}, 0};
    struct strbuf name = {0};

    if (!m->loaded)
        symbols_load(m);
    if (m->kind == SYMBOLS_BPF)
        found.name = slice_str(m->name);
    else if (symbols_look_up(m, address, &found.start, &name))
        found.name = symbols_keep(m->owner, strbuf_slice(&name));
    if (m->rests)
        image_rest(&m->image);
    strbuf_free(&name);
    return found;
}

bool symbols_kernel_reach(const struct symbols *s, uint64_t *start, uint64_t *end)
{
    return kernel_reach(&s->kernel, start, end);
}

static void symbols_add_trouble(const struct symbols_trouble_seen *seen, enum symbols_trouble kind,
                                struct strbuf *line)
{
    static const char *const subjects[TROUBLES] = {"files", "kernels", "processes"};
    static const char *const texts[TROUBLES] = {
        "functions of a file have no names", "functions of the kernel have no names",
        "functions compiled at run time have no names",
    };

    strbuf_printf(line, "%s: ", texts[kind]);
    strbuf_add(line, strbuf_slice(&seen->what));
    if (seen->count > 1 && kind != NO_KERNEL)
        strbuf_printf(line, " (the first of %zu %s)", seen->count, subjects[kind]);
}

void symbols_report(const struct symbols *s, symbols_say *say, void *context)
{
    struct strbuf line = {0};

    for (size_t i = 0; i < TROUBLES; i++) {
        if (s->troubles[i].count == 0)
            continue;
        strbuf_clear(&line);
        symbols_add_trouble(&s->troubles[i], (enum symbols_trouble)i, &line);
        say(context, strbuf_str(&line));
    }
    if (s->demangle.failure.n > 0 || s->demangle.given_up > 0) {
        strbuf_clear(&line);
        strbuf_add_str(&line, "names of C++ and Rust stay mangled: ");
        if (s->demangle.failure.n > 0)
            strbuf_add(&line, strbuf_slice(&s->demangle.failure));
        else
            strbuf_printf(&line, "c++filt takes too long for %zu", s->demangle.given_up);
        say(context, strbuf_str(&line));
    }
    strbuf_free(&line);
}

int symbols_error(const struct symbols *s)
{
    return s->failure;
}

static void symbols_free_module(struct symbols_module *m)
{
    table_free(&m->table);
    image_free(&m->image);
    strbuf_free(&m->text);
    strbuf_free(&m->build_id);
    free(m->name);
    free(m);
}

void symbols_free(struct symbols *s)
{
    for (size_t i = 0; i < s->count; i++)
        symbols_free_module(s->modules[i]);
    free(s->modules);
    free(s->names);
    htab_free(&s->index);
    htab_free(&s->name_index);
    arena_free(&s->text);
    kernel_free(&s->kernel);
    demangle_free(&s->demangle);
    for (size_t i = 0; i < TROUBLES; i++)
        strbuf_free(&s->troubles[i].what);
    free(s);
}
