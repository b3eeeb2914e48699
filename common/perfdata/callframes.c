/* SPDX-License-Identifier: MIT */
/*
 * Two look-ups in one: the address is looked for among those that were asked last, which are of
 * the same maps as long as these do not change. Only else the map is searched, and then the
 * module's address in a table.
 */
#include "perfdata/callframes.h"

#include <stdlib.h>

#include "base/alloc.h"

enum { CALLFRAMES_RECENT = 1 << 14, CALLFRAMES_NO_MODULE = -1 };

/* What makes frames equal. For a module of the kernel the address is that in memory, since perf
 * prints it; for a file it is that in the file. */
struct callframes_key {
    uint32_t module;
    uint64_t address;
    uint64_t base;      /* of a program of bpf */
};

struct callframes_recent {
    uint64_t generation;
    uint64_t ip;
    uint32_t id;
};

void callframes_init(struct callframes *f, const struct perfdata_resolver *resolver,
                     struct modules *modules, struct maps *kernel)
{
    memset(f, 0, sizeof *f);
    f->resolver = resolver;
    f->modules = modules;
    f->kernel = kernel;
    random_bytes(&f->factor, sizeof f->factor);
    f->factor |= 1;
    f->recent = xcalloc(CALLFRAMES_RECENT, sizeof *f->recent);
}

static void callframes_resolve(struct callframes *f, struct perfscript_call *call,
                               const struct callframes_key *key)
{
    struct module *module = &f->modules->list[key->module];
    const struct perfdata_resolver *resolver = f->resolver;
    uint64_t address = key->address - key->base;
    struct perfdata_function function;

    call->module = module->name;
    if (module->kind == PERFDATA_NO_FILE)
        return;
    if (module->resolved == NULL)
        module->resolved = resolver->module(resolver->context, module->kind, module->name,
                                            module->build_id);
    function = resolver->find(resolver->context, module->resolved, address);
    if (function.name.p == NULL)
        return;
    call->symbol = function.name;
    call->offset = address - function.start;
    call->has_offset = true;
}

static uint32_t callframes_add(struct callframes *f, const struct callframes_key *key,
                               const struct htab_probe *probe)
{
    struct perfscript_call call;

    memset(&call, 0, sizeof call);
    call.symbol = slice_str("[unknown]");
    call.module = call.symbol;
    call.address = key->address;
    if (key->module != (uint32_t)CALLFRAMES_NO_MODULE)
        callframes_resolve(f, &call, key);
    f->calls = grow_array(f->calls, &f->capacity, f->count + 1, sizeof *f->calls);
    f->keys = grow_array(f->keys, &f->key_capacity, f->count + 1, sizeof *f->keys);
    f->calls[f->count] = call;
    f->keys[f->count] = *key;
    htab_insert(&f->index, probe, (uint32_t)f->count);
    return (uint32_t)f->count++;
}

/* As perf does, whose map of the kernel then begins and ends with its symbols. */
static void callframes_fit(struct callframes *f, const struct map *kernel)
{
    const struct perfdata_resolver *resolver = f->resolver;
    const uint64_t begin = kernel->start, stop = kernel->end;
    struct map before = *kernel, after = *kernel;
    uint64_t start, end;

    if (resolver->reach == NULL
        || !resolver->reach(resolver->context, f->modules->list[kernel->module].resolved, &start,
                            &end))
        return;
    before.start = start;
    before.end = end < begin ? end : begin;
    after.start = start > stop ? start : stop;
    after.end = end;
    if (start < begin)
        maps_insert(f->kernel, &before);
    else
        maps_cut(f->kernel, begin, start < stop ? start : stop);
    if (end > stop)
        maps_insert(f->kernel, &after);
    else
        maps_cut(f->kernel, end > begin ? end : begin, stop);
}

static uint64_t callframes_hash(const struct callframes *f, uint64_t x)
{
    x *= f->factor;
    return x ^ x >> 32;
}

static uint32_t callframes_look_up(struct callframes *f, const struct maps *maps, uint64_t ip)
{
    const struct map *map = maps != NULL ? maps_find(maps, ip) : NULL;
    struct callframes_key key = {(uint32_t)CALLFRAMES_NO_MODULE, ip, 0};
    struct htab_probe probe;
    bool first = false;
    uint32_t id;

    if (map != NULL) {
        const struct module *module = &f->modules->list[map->module];
        key.module = map->module;
        key.base = module->kind == PERFDATA_BPF ? map->start : 0;
        first = module->kind == PERFDATA_KERNEL && module->resolved == NULL;
        if (!map->identity)
            key.address = ip - map->start + map->offset;
    }
    probe = htab_probe(&f->index,
                       callframes_hash(f, callframes_hash(f, callframes_hash(f, key.address)
                                                             + key.module) + key.base));
    while ((id = htab_next(&f->index, &probe)) != HTAB_NONE)
        if (f->keys[id].address == key.address && f->keys[id].module == key.module
            && f->keys[id].base == key.base)
            return id;
    id = callframes_add(f, &key, &probe);
    if (first)
        callframes_fit(f, map);
    return id;
}

uint32_t callframes_find(struct callframes *f, const struct maps *maps, uint64_t ip)
{
    const uint64_t generation = maps != NULL ? maps->generation : 0;
    struct callframes_recent *recent
        = &f->recent[callframes_hash(f, ip ^ generation << 48) >> 8 & (CALLFRAMES_RECENT - 1)];

    if (recent->ip != ip || recent->generation != generation || recent->id == 0) {
        recent->id = callframes_look_up(f, maps, ip) + 1;
        recent->ip = ip;
        recent->generation = generation;
    }
    return recent->id - 1;
}

void callframes_free(struct callframes *f)
{
    free(f->calls);
    free(f->keys);
    free(f->recent);
    htab_free(&f->index);
}
