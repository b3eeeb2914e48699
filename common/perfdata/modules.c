/* SPDX-License-Identifier: MIT */
#include "perfdata/modules.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/alloc.h"

struct modules_id {
    struct slice name, build_id;
};

void modules_init(struct modules *m)
{
    memset(m, 0, sizeof *m);
    hash_key_init(&m->key);
}

static struct modules_id *modules_build_id(struct modules *m, struct slice name,
                                           struct htab_probe *probe)
{
    uint32_t id;

    *probe = htab_probe(&m->ids_index, hash_bytes(&m->key, name.p, name.n));
    while ((id = htab_next(&m->ids_index, probe)) != HTAB_NONE)
        if (slice_equal(m->ids[id].name, name))
            return &m->ids[id];
    return NULL;
}

void modules_add_build_id(struct modules *m, struct slice name, struct slice build_id)
{
    struct htab_probe probe;

    if (modules_build_id(m, name, &probe) != NULL)
        return;
    m->ids = grow_array(m->ids, &m->id_capacity, m->id_count + 1, sizeof *m->ids);
    m->ids[m->id_count].name = arena_copy(&m->arena, name);
    m->ids[m->id_count].build_id = arena_copy(&m->arena, build_id);
    htab_insert(&m->ids_index, &probe, (uint32_t)m->id_count++);
}

uint32_t modules_find(struct modules *m, enum perfdata_module_kind kind, struct slice name,
                      struct slice build_id)
{
    struct htab_probe probe;
    struct modules_id *known;
    struct module *added;
    uint32_t id;

    if (build_id.n == 0 && (known = modules_build_id(m, name, &probe)) != NULL)
        build_id = known->build_id;
    probe = htab_probe(&m->index, hash_bytes(&m->key, name.p, name.n) + (uint64_t)kind
                                  + hash_bytes(&m->key, build_id.p, build_id.n));
    while ((id = htab_next(&m->index, &probe)) != HTAB_NONE)
        if (m->list[id].kind == kind && slice_equal(m->list[id].name, name)
            && slice_equal(m->list[id].build_id, build_id))
            return id;
    m->list = grow_array(m->list, &m->capacity, m->count + 1, sizeof *m->list);
    added = &m->list[m->count];
    added->kind = kind;
    added->name = arena_copy(&m->arena, name);
    added->build_id = arena_copy(&m->arena, build_id);
    added->resolved = NULL;
    htab_insert(&m->index, &probe, (uint32_t)m->count);
    return (uint32_t)m->count++;
}

/* Memory that no file is behind, but which may hold compiled code. */
static bool modules_is_anonymous(struct slice name)
{
    return slice_is(name, "//anon") || slice_starts(name, "/dev/zero")
           || slice_starts(name, "/anon_hugepage");
}

static bool modules_is_no_file(struct slice name)
{
    return slice_starts(name, "[stack") || slice_starts(name, "/SYSV") || slice_is(name, "[heap]");
}

uint32_t modules_of_process(struct modules *m, struct slice name, struct slice build_id,
                            int32_t pid, unsigned of, bool *identity)
{
    const bool nameless = modules_is_anonymous(name) || modules_is_no_file(name)
                          || (of & MODULES_HUGE_PAGES) != 0;
    enum perfdata_module_kind kind = PERFDATA_FILE;
    struct htab_probe probe;

    *identity = nameless;
    if (slice_is(name, "[vdso]")) {
        kind = modules_build_id(m, name, &probe) != NULL ? PERFDATA_VDSO_CACHED : PERFDATA_VDSO;
    } else if (nameless && (of & MODULES_EXECUTABLE) != 0 && pid != 0) {
        kind = PERFDATA_PERF_MAP;
        strbuf_clear(&m->text);
        strbuf_printf(&m->text, "/tmp/perf-%" PRId32 ".map", pid);
        name = strbuf_slice(&m->text);
    } else if (nameless) {
        kind = PERFDATA_NO_FILE;
    }
    return modules_find(m, kind, name, build_id);
}

/* "/lib/modules/6.1.0/kernel/fs/nf-nat.ko.xz" becomes "[nf_nat]". */
uint32_t modules_of_kernel(struct modules *m, struct slice name, struct slice build_id)
{
    struct slice base = name;
    size_t at;

    if (slice_starts(name, "["))
        return modules_find(m, PERFDATA_KERNEL_MODULE, name, build_id);
    if ((at = slice_find_last(base, '/')) != SLICE_NONE)
        base = slice_from(base, at + 1);
    if ((at = slice_search_last(base, ".ko")) != SLICE_NONE)
        base = slice_cut(base, 0, at);
    strbuf_clear(&m->text);
    strbuf_add_char(&m->text, '[');
    strbuf_add(&m->text, base);
    strbuf_replace(&m->text, 0, '-', '_');
    strbuf_add_char(&m->text, ']');
    if (build_id.n == 0) {
        struct htab_probe probe;
        struct modules_id *known = modules_build_id(m, name, &probe);
        if (known != NULL)
            build_id = known->build_id;
    }
    return modules_find(m, PERFDATA_KERNEL_MODULE, strbuf_slice(&m->text), build_id);
}

void modules_free(struct modules *m)
{
    htab_free(&m->index);
    htab_free(&m->ids_index);
    arena_free(&m->arena);
    strbuf_free(&m->text);
    free(m->list);
    free(m->ids);
}
