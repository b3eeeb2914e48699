/* SPDX-License-Identifier: MIT */
#include "perfdata/callframes.h"

#include "test.h"

static struct modules modules;
static struct maps_pool pool;
static struct maps kernel;
static struct callframes frames;
static bool reaches = true;
static uint64_t reach_start = 0x800, reach_end = 0x4000;

static void *find_module(void *context, enum perfdata_module_kind kind, struct slice name,
                         struct slice build_id)
{
    (void)context, (void)kind, (void)name, (void)build_id;
    return &modules;
}

static struct perfdata_function find_function(void *context, void *module, uint64_t address)
{
    struct perfdata_function f = {slice_str("f"), address & ~(uint64_t)0xff};

    (void)context, (void)module;
    return f;
}

static bool find_reach(void *context, void *module, uint64_t *start, uint64_t *end)
{
    (void)context, (void)module;
    *start = reach_start;
    *end = reach_end;
    return reaches;
}

static const struct perfdata_resolver resolver = {find_module, find_function, find_reach, NULL,
                                                  NULL};

static void begin(void)
{
    struct map map = {0x1000, 0x2000, 0, 0, true};

    memset(&pool, 0, sizeof pool);
    modules_init(&modules);
    maps_init(&kernel, &pool);
    callframes_init(&frames, &resolver, &modules, &kernel);
    map.module = modules_find(&modules, PERFDATA_KERNEL, slice_str("[kernel.kallsyms]"),
                              slice_of("", 0));
    maps_insert(&kernel, &map);
}

static void end(void)
{
    callframes_free(&frames);
    maps_free(&kernel);
    modules_free(&modules);
}

static void check(uint64_t ip, const char *symbol)
{
    const uint32_t id = callframes_find(&frames, &kernel, ip);

    CHECK_EQ_SLICE(frames.calls[id].symbol, slice_str(symbol));
    CHECK(frames.calls[id].address == ip);
    CHECK(callframes_find(&frames, &kernel, ip) == id);
}

/* Before the first look-up in the kernel its map is as recorded. */
static void test_kernel_reach(void)
{
    begin();
    check(0x2345, "[unknown]");
    check(0x1234, "f");
    check(0x2345, "f");
    check(0x3fff, "f");
    check(0x4000, "[unknown]");
    check(0x800, "f");
    check(0x7ff, "[unknown]");
    end();
}

/* The recorded map is larger than the kernel, or beside it; the first address is still in it. */
static void test_kernel_cut(uint64_t start, uint64_t stop)
{
    reach_start = start;
    reach_end = stop;
    begin();
    const uint32_t first = callframes_find(&frames, &kernel, 0x1100);
    CHECK_EQ_SLICE(frames.calls[first].symbol, slice_str("f"));
    check(0x1100, "[unknown]");
    check(start - 1, "[unknown]");
    check(start, "f");
    check(stop - 1, "f");
    check(stop, "[unknown]");
    end();
}

static void test_without_reach(void)
{
    reaches = false;
    begin();
    check(0x1234, "f");
    check(0x2345, "[unknown]");
    end();
}

int main(void)
{
    test_kernel_reach();
    test_kernel_cut(0x1200, 0x1800);
    test_kernel_cut(0x8000, 0x9000);
    test_kernel_cut(0x400, 0x500);
    test_without_reach();
    return test_report();
}
